"""AudioDN's verbs: send, check the envelope, return small frozen dataclasses. Knows no models of ours.

An answer is a failure when its status is not 2xx *or* its `ok` is not true. Reads are tried a second time when the
first one broke; writes never are, since AudioDN has no idempotency keys: whoever writes looks first.
All verbs raise the three errors of `podcaststudio.http`, each with AudioDN's `api_request_id`.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from mimetypes import guess_type
from typing import IO, Any

import requests
from django.utils.dateparse import parse_datetime

from podcaststudio import http

PAGE = 200  # the most AudioDN puts on one page
INITIAL = ("", "initialized", "initializing")  # spelled in two ways in AudioDN's documents
NO_KEY = {"Authorization": None}  # for addresses that open by the id in them


@dataclass(frozen=True)
class Creator:
    id: str
    organization_index: str


@dataclass(frozen=True)
class Collection:
    id: str
    title: str
    organization_index: str


@dataclass(frozen=True)
class Track:
    """`status` as AudioDN wrote it; `duration` in seconds, `size` in bytes; `body` is the whole object."""

    id: str
    collection_id: str
    status: str
    title: str
    file_name: str
    intent: str
    duration: float | None
    size: int | None
    files_completed_at: datetime | None
    body: dict[str, Any] = field(repr=False)

    @property
    def has_bytes(self) -> bool:
        """Whether the file has arrived: until then a track stays in its initial status."""
        return self.status not in INITIAL


@dataclass(frozen=True)
class NewTrack:
    """A track just made, and the single-use address its bytes go to. The address is never stored."""

    track: Track
    upload_url: str = field(repr=False)


@dataclass(frozen=True)
class Session:
    """A play or upload session: whoever has the id may use it until it expires."""

    id: str
    expires_at: datetime


@dataclass(frozen=True)
class Client:
    """`session` carries the server key, `api` is the address with its version, `company` is named in sentences."""

    session: requests.Session
    api: str
    company: str = "AudioDN"
    timeout: tuple[float, float] = (http.CONNECT, http.READ)

    # ------------------------------------------------------------ creators
    def creators(self) -> Iterator[Creator]:
        """AudioDN API, list creators: every page of `GET /v1/creator`."""
        for body in self._pages("/creator", "creators"):
            yield Creator(_text(body, "id"), _text(body, "organization_index"))

    def create_creator(self, organization_index: str) -> Creator:
        """AudioDN API, create a creator: `POST /v1/creator`."""
        body = self._write("POST", "/creator", {"organization_index": organization_index})["creator"]
        return Creator(_text(body, "id"), _text(body, "organization_index"))

    # ------------------------------------------------------------ collections
    def collections(self) -> Iterator[Collection]:
        """AudioDN API, list collections: every page of `GET /v1/collection`."""
        for body in self._pages("/collection", "collections"):
            yield _collection(body)

    def create_collection(self, title: str, **fields: Any) -> Collection:
        """AudioDN API, create a collection: `POST /v1/collection` (creator_id, player_color ...)."""
        return _collection(self._write("POST", "/collection", {"title": title, **fields})["collection"])

    def tracks(self, collection_id: str) -> Iterator[Track]:
        """AudioDN API, list the tracks of a collection: every page of `GET /v1/collection/{id}/track`."""
        for body in self._pages(f"/collection/{collection_id}/track", "tracks"):
            yield _track(body)

    # ------------------------------------------------------------ tracks
    def track(self, track_id: str) -> Track:
        """AudioDN API, get a track: `GET /v1/track/{id}`, the only way to see whether it is ready."""
        return _track(self._read(f"/track/{track_id}")["track"])

    def find_track(self, track_id: str) -> Track | None:
        """`track`, or None when AudioDN does not know it."""
        try:
            return self.track(track_id)
        except http.Rejected as problem:
            if problem.status == 404:
                return None
            raise

    def update_track(self, track_id: str, **fields: Any) -> Track:
        """AudioDN API, update a track: `PUT /v1/track/{id}`; fields that are not sent stay."""
        return _track(self._write("PUT", f"/track/{track_id}", fields)["track"])

    def delete_track(self, track_id: str) -> None:
        """AudioDN API, delete a track: `DELETE /v1/track/{id}`. One that is gone already counts as deleted."""
        try:
            self._write("DELETE", f"/track/{track_id}")
        except http.Rejected as problem:
            if problem.status != 404:
                raise

    # ------------------------------------------------------------ uploads
    def upload_session(self, collection_id: str, *, expires_in: int = 3600, **fields: Any) -> Session:
        """AudioDN API, create an upload session: `POST /v1/upload_session`, 60 to 86400 seconds."""
        body = {"collection_id": collection_id, "expires_in": expires_in, **fields}
        answer = self._write("POST", "/upload_session", body)
        return _session(answer, "upload_session")

    def create_track(self, upload_session_id: str, file_name: str, **fields: Any) -> NewTrack:
        """AudioDN API, create a track in an upload session: `POST /v1/upload/{upload_session_id}/track`."""
        body = {"file_name": file_name, **fields}
        answer = self._write("POST", f"/upload/{upload_session_id}/track", body, headers=NO_KEY)
        return NewTrack(_track(answer["track"]), _text(answer["track_upload"], "upload_url"))

    def put(
        self,
        upload_url: str,
        file: IO[bytes],
        size: int,
        *,
        file_name: str = "",
        on_read: Callable[[int, int], None] | None = None,
    ) -> None:
        """AudioDN API, send the bytes: one `PUT` to the address that came with the track, a piece in memory at a time.

        `on_read(sent, total)` is called after each piece and may raise to break off. The address works once: after
        any failure the track needs a new one, so a refused address is `Unreachable` (come again), not a wrong key.
        """
        headers = {**NO_KEY, "Content-Type": guess_type(file_name)[0] or "application/octet-stream"}
        data = http.FileBody(file, size, on_read)
        try:
            http.send(
                self.session, "PUT", upload_url, company=self.company, timeout=http.SENDING, headers=headers, data=data
            )
        except http.Problem as problem:
            if problem.status not in (401, 403, 404, 409, 410):
                raise
            sentence = f"{self.company} no longer takes the file at the address it gave; a fresh one is asked for."
            raise http.Unreachable(
                sentence, method="PUT", address=problem.address, status=problem.status, request_id=problem.request_id
            ) from problem

    # ------------------------------------------------------------ playing
    def play_session(self, scope: str, target_id: str, *, expires_in: int, **fields: Any) -> Session:
        """AudioDN API, create a play session: `POST /v1/play_session/{scope}`; scope is `track` or `collection`."""
        body = {f"{scope}_id": target_id, "expires_in": expires_in, **fields}
        return _session(self._write("POST", f"/play_session/{scope}", body), "play_session")

    # ------------------------------------------------------------ the wire
    def _pages(self, path: str, name: str) -> Iterator[dict[str, Any]]:
        """Every object of a list; it ends with a page that is not full, whatever `count` says."""
        offset = 0
        while True:
            page = self._read(path, params={"limit": PAGE, "offset": offset})[name]
            yield from page
            if len(page) < PAGE:
                return
            offset += PAGE

    def _read(self, path: str, **options: Any) -> "_Answer":
        try:
            return self._call("GET", path, **options)
        except http.Unreachable as problem:
            if problem.status == 429:
                raise
            return self._call("GET", path, **options)

    def _write(self, method: str, path: str, body: dict[str, Any] | None = None, **options: Any) -> "_Answer":
        return self._call(method, path, json=body, **options)

    def _call(self, method: str, path: str, **options: Any) -> "_Answer":
        address = f"{self.api}{path}"
        answer = http.send(self.session, method, address, company=self.company, timeout=self.timeout, **options)
        body = http.json_of(answer, self.company)
        facts: dict[str, Any] = {"method": method, "address": address, "status": answer.status_code}
        if not isinstance(body, dict):
            raise http.Unreachable(f"{self.company} sent an answer that cannot be read.", **facts)
        facts["request_id"] = str(body.get("api_request_id") or "")
        if body.get("ok") is not True:
            raise http.Rejected(f"{self.company} refused: {body.get('message') or 'no reason given'}", **facts)
        return _Answer(body, self.company, facts)


class _Answer(dict[str, Any]):
    """A good envelope. A part of it that should be there and is not is `Unreachable`, like any unreadable answer."""

    def __init__(self, body: dict[str, Any], company: str, facts: dict[str, Any]) -> None:
        super().__init__(body)
        self.company, self.facts = company, facts

    def __missing__(self, name: str) -> Any:
        raise http.Unreachable(f"{self.company} sent an answer without {name}.", **self.facts)


def _text(body: dict[str, Any], name: str) -> str:
    return str(body.get(name) or "")


def _number(body: dict[str, Any], name: str) -> float | None:
    value = body.get(name)
    return float(value) if isinstance(value, int | float) else None


def _moment(value: Any) -> datetime | None:
    """An ISO time; one without zone is UTC; None for what is no time."""
    try:
        moment = parse_datetime(str(value or ""))
    except ValueError:
        return None
    return moment.replace(tzinfo=UTC) if moment and moment.tzinfo is None else moment


def _collection(body: dict[str, Any]) -> Collection:
    return Collection(_text(body, "id"), _text(body, "title"), _text(body, "organization_index"))


def _track(body: dict[str, Any]) -> Track:
    metadata = body.get("metadata")
    intent = _text(metadata, "intent") if isinstance(metadata, dict) else ""
    duration, size = _number(body, "duration"), _number(body, "size")
    return Track(
        id=_text(body, "id"),
        collection_id=_text(body, "collection_id"),
        status=_text(body, "track_status_id") or _text(body, "status"),
        title=_text(body, "player_title"),
        file_name=_text(body, "file_name"),
        intent=intent or _text(body, "organization_index"),
        duration=duration,
        size=None if size is None else int(size),
        files_completed_at=_moment(body.get("files_completed_at")),
        body=body,
    )


def _session(answer: _Answer, name: str) -> Session:
    """`expires_at` stands beside the session, inside it, or both."""
    expires_at = _moment(answer.get("expires_at") or answer[name].get("expires_at"))
    if expires_at is None:
        raise http.Unreachable(f"{answer.company} sent a session without its end.", **answer.facts)
    return Session(str(answer[f"{name}_id"]), expires_at)
