"""Results: the address is on their server, the bytes are on another origin that must not see the credential."""

from typing import Any
from urllib.parse import urlsplit

import requests

from podcaststudio import http
from productions.auphonic.client.wire import Wire


class Downloads(Wire):
    def is_theirs(self, address: str) -> bool:
        """Whether an address belongs to this server, so that the credential may travel there."""
        ours, other = urlsplit(self.api), urlsplit(address)
        names = other.hostname == ours.hostname or (other.hostname or "").endswith(f".{ours.hostname}")
        return names and (other.scheme, other.port) == (ours.scheme, ours.port)

    def open(self, address: str, headers: dict[str, str], accept: frozenset[int]) -> requests.Response:
        """Begin a download; the body is read from the answer. Auphonic API, downloads: GET {download_url}"""
        # a copy of the headers: signing a request writes the credential into them, and the next hop must not have it
        options: dict[str, Any] = {"company": self.company, "headers": {**headers}, "accept": accept, "stream": True}
        if self.is_theirs(address):
            return self._with_credential(lambda: http.send(self.session, "GET", address, **options))
        try:
            return http.send(http.session(), "GET", address, **options)
        except http.Unauthorized as expired:  # a signed address of a store, not our credential
            raise http.Unreachable(f"A download address of {self.company} has expired.", **expired.facts) from expired
