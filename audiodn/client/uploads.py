"""Upload sessions, and the bytes of audio and covers, streamed to single-use addresses."""

from collections.abc import Callable
from mimetypes import guess_type
from typing import IO, Any

from audiodn.client.sessions import UploadSession
from audiodn.client.shapes import Handle, NewTrack, text
from audiodn.client.wire import NO_KEY, Answer, Body, Wire
from podcaststudio import http

USED_UP = (401, 403, 404, 409, 410)  # what an address that works once answers afterwards


class Uploads(Wire):
    """Whoever has an upload session's id may add tracks to its collection until it ends."""

    def upload_session(self, collection_id: str, *, expires_in: int = 3600, **fields: Any) -> UploadSession:
        """AudioDN API, create an upload session: `POST /v1/upload_session`, 60 to 86400 seconds."""
        body = {"collection_id": collection_id, "expires_in": expires_in, **fields}
        return _upload_session(self._write("POST", "/upload_session", body))

    def upload_session_with_track(
        self, collection_id: str, track: Body, *, expires_in: int = 3600, **fields: Any
    ) -> tuple[UploadSession, NewTrack]:
        """The same with its first track, as AudioDN's recorder asks for it; `track` has at least `file_name`."""
        body = {"collection_id": collection_id, "expires_in": expires_in, "track": track, **fields}
        answer = self._write("POST", "/upload_session", body)
        return _upload_session(answer), NewTrack.of(answer)

    def open_upload_session(self, upload_session_id: str) -> UploadSession:
        """AudioDN API, get an upload session: `GET /v1/upload_session/{upload_session_id}`, without a key."""
        return _upload_session(self._read(f"/upload_session/{upload_session_id}", headers=NO_KEY))

    def create_track(self, upload_session_id: str, file_name: str, **fields: Any) -> NewTrack:
        """AudioDN API, create a track in an upload session: `POST /v1/upload/{upload_session_id}/track`."""
        body = {"file_name": file_name, **fields}
        return NewTrack.of(self._write("POST", f"/upload/{upload_session_id}/track", body, headers=NO_KEY))

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
        self._send("PUT", upload_url, "file", headers=headers, data=http.FileBody(file, size, on_read))

    def send_cover(self, handle: Handle, file: IO[bytes], size: int, *, file_name: str) -> None:
        """AudioDN API, send a cover: one multipart `POST` with the field `file` to an address for covers."""
        type_ = guess_type(file_name)[0] or "application/octet-stream"
        body = http.MultipartBody("file", file_name, type_, http.FileBody(file, size))
        self._send(handle.method or "POST", handle.url, "cover", headers={**NO_KEY, **body.headers}, data=body)

    def _send(self, method: str, address: str, what: str, **options: Any) -> None:
        try:
            http.send(self.session, method, address, company=self.company, timeout=http.SENDING, **options)
        except http.Problem as problem:
            if problem.status not in USED_UP:
                raise
            sentence = f"{self.company} no longer takes the {what} at the address it gave; a fresh one is asked for."
            facts: dict[str, Any] = {**problem.facts, "retry_after": 0}
            raise http.Unreachable(sentence, **facts) from problem


def _upload_session(answer: Answer) -> UploadSession:
    inner = answer.part("upload_session")
    names = ("collection_id", "creator_id", "organization_index")
    found = {name: text(inner, name) for name in names}
    return UploadSession.of(answer, "upload_session", color=text(answer, "player_color"), **found)
