"""Other ways in than a bearer in the header: in the query, for what sends no headers, and a name with its password."""

from typing import Any

import requests

from podcaststudio import http


class InQuery(requests.Session):
    """Signs requests with `?bearer_token=`, which servers take for reading alone; it may stand in their logs."""

    def __init__(self, key: str) -> None:
        super().__init__()
        self.key = key

    def request(self, method: str | bytes, url: str | bytes, *args: Any, **options: Any) -> requests.Response:
        options["params"] = {**(options.get("params") or {}), "bearer_token": self.key}
        return super().request(method, url, *args, **options)


def in_query(key: str) -> requests.Session:
    """Auphonic API, authentication: `bearer_token`."""
    return http.harden(InQuery(key))


def by_password(name: str, password: str) -> requests.Session:
    """Auphonic API, authentication: HTTP Basic."""
    session = http.session()
    session.auth = (name, password)
    return session
