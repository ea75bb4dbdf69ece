"""Auphonic's verbs as functions that return small values. Knows nothing of our tables."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import IO, Any, TypeVar
from urllib.parse import quote, urlsplit

import requests

from podcaststudio import http
from productions.auphonic import envelope
from productions.auphonic.answers import Output, Preset, Production, User, text, whole

__all__ = ["Client", "Output", "Preset", "Production", "User"]

PAGE = 100  # rows asked for at once
PAGES = 50  # where a search ends at the latest
EARLIER = timedelta(minutes=10)  # how far their clock may be behind ours
Answer = TypeVar("Answer")


def refuse(refusal: http.Unauthorized) -> None:
    """What a client does about a refused credential when nothing can renew it."""
    raise refusal


@dataclass(frozen=True)
class Client:
    """One account at one server. Every verb raises the three errors of `podcaststudio.http`.

    `api` is the base address, `company` whose system it is, for sentences. `renew` is called when the credential was
    refused: it returns after it has given `session` a better one (the call is then repeated once), or raises.
    """

    session: requests.Session = field(repr=False)
    api: str
    company: str
    renew: Callable[[http.Unauthorized], None] = field(default=refuse, repr=False)

    # ---------------------------------------------------------------- the account
    def user(self) -> User:
        """Auphonic API, user: GET /user.json"""
        return User.read(self._object("GET", "/user.json"))

    def info(self) -> dict[str, Any]:
        """Algorithms, output formats and status numbers. Auphonic API, info: GET /info.json"""
        return self._object("GET", "/info.json")

    def presets(self) -> list[Preset]:
        """All presets of the account's own. Auphonic API, lists: GET /presets.json"""
        found: list[Preset] = []
        for page in range(PAGES):
            rows = self._page("/presets.json", page, preset_type="personal_presets")
            found += map(Preset.read, rows)
            if len(rows) < PAGE:
                break
        return found

    def preset(self, uuid: str) -> Preset:
        """Auphonic API, presets: GET /preset/{uuid}.json"""
        return Preset.read(self._object("GET", f"/preset/{quote(uuid, safe='')}.json"))

    def create_preset(self, body: dict[str, Any]) -> Preset:
        """Auphonic API, presets: POST /presets.json"""
        return Preset.read(self._object("POST", "/presets.json", json=body))

    def update_preset(self, uuid: str, body: dict[str, Any]) -> Preset:
        """Make it what the body says and nothing else. Auphonic API, presets: POST /preset/{uuid}.json"""
        path = f"/preset/{quote(uuid, safe='')}.json"
        return Preset.read(self._object("POST", path, json={"reset_data": True, **body}))

    # ---------------------------------------------------------------- productions
    def create(self, body: dict[str, Any]) -> Production:
        """Make a production; nothing starts and nothing costs. Auphonic API, create: POST /productions.json"""
        return self._production("POST", "/productions.json", json=body)

    def production(self, uuid: str) -> Production:
        """Auphonic API, details: GET /production/{uuid}.json"""
        return self._production("GET", _path(uuid))

    def status(self, uuid: str) -> tuple[int, str]:
        """Number and words. Auphonic API, status: GET /production/{uuid}/status.json"""
        data = self._object("GET", _path(uuid, "/status"))
        status = whole(data, "status")
        if status is None:
            raise http.Unreachable(f"{self.company} sent a status that cannot be read.")
        return status, text(data, "status_string")

    def find(self, ending: str, since: datetime) -> list[Production]:
        """Productions whose basename ends like this, made after `since`, newest first.

        Their filters are not documented, so all are read and filtered here, until a page is older than `since` less
        ten minutes. Auphonic API, lists: GET /productions.json
        """
        found: list[Production] = []
        for page in range(PAGES):
            rows = [Production.read(each) for each in self._page("/productions.json", page)]
            recent = [row for row in rows if row.created_at is None or row.created_at >= since - EARLIER]
            found += [row for row in recent if row.output_basename.endswith(ending)]
            if len(rows) < PAGE or not recent:
                break
        return found

    def upload(
        self, uuid: str, file_name: str, file: IO[bytes], size: int, on_read: Callable[[int, int], None] | None = None
    ) -> Production:
        """Send the recording, a piece at a time; a second upload replaces the first.

        `on_read(sent, total)` counts bytes. Auphonic API, upload: POST /production/{uuid}/upload.json
        """
        part = http.FileBody(file, size, on_read)
        body = http.MultipartBody("input_file", file_name, "application/octet-stream", part)
        return self._production("POST", _path(uuid, "/upload"), data=body, headers=body.headers, timeout=http.SENDING)

    def start(self, uuid: str) -> Production:
        """Begin the work: the only call that costs credits. Auphonic API, start: POST /production/{uuid}/start.json"""
        return self._production("POST", _path(uuid, "/start"), json={})

    def stop(self, uuid: str) -> Production:
        """Auphonic API, stop: POST /production/{uuid}/stop.json"""
        return self._production("POST", _path(uuid, "/stop"), json={})

    def delete(self, uuid: str) -> None:
        """Remove a production and its files; one that is gone already is fine. Auphonic API, delete: DELETE ..."""
        self._data("DELETE", _path(uuid), accept=frozenset({404, 410}))

    # ---------------------------------------------------------------- files
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

    # ---------------------------------------------------------------- the wire
    def _production(self, method: str, path: str, **options: Any) -> Production:
        production = Production.read(self._object(method, path, **options))
        if not production.uuid:
            raise http.Unreachable(f"{self.company} sent a production that cannot be read.")
        return production

    def _object(self, method: str, path: str, **options: Any) -> dict[str, Any]:
        data = self._data(method, path, **options)
        return data if isinstance(data, dict) else {}

    def _page(self, path: str, page: int, **query: str) -> list[dict[str, Any]]:
        data = self._data("GET", path, params={"limit": PAGE, "offset": page * PAGE, **query})
        return [each for each in data if isinstance(each, dict)] if isinstance(data, list) else []

    def _data(self, method: str, path: str, **options: Any) -> Any:
        def ask() -> Any:
            answer = http.send(self.session, method, self.api + path, company=self.company, **options)
            return envelope.data_of(answer, self.company)

        return self._with_credential(ask)

    def _with_credential(self, ask: Callable[[], Answer]) -> Answer:
        """Ask; once more when the credential was refused and could be renewed."""
        try:
            return ask()
        except http.Unauthorized as refusal:
            if refusal.status == 403 and self._is_known():  # who we are is clear, but this is not for us
                sentence = refusal.sentence.replace("did not accept the credentials", "does not allow this")
                raise http.Rejected(sentence, **refusal.facts) from refusal
            self.renew(refusal)
        return ask()

    def _is_known(self) -> bool:
        try:
            http.send(self.session, "GET", f"{self.api}/user.json", company=self.company)
        except http.Unauthorized:
            return False
        return True


def _path(uuid: str, action: str = "") -> str:
    return f"/production/{quote(uuid, safe='')}{action}.json"
