"""Play sessions, the files they open, downloads and share links."""

from typing import Any

from audiodn.client.sessions import Download, PlayedTrack, PlayTrack, Session, WholeSession
from audiodn.client.shapes import moment, nested, rows
from audiodn.client.wire import NO_KEY, Answer, Wire
from podcaststudio import http


class Playing(Wire):
    """Whoever has a play session's id may listen until it ends."""

    def play_session(self, scope: str, target_id: str, *, expires_in: int, **fields: Any) -> Session:
        """AudioDN API, create a play session: `POST /v1/play_session/{scope}`; scope is `track` or `collection`."""
        whole = self.whole_play_session(scope, target_id, expires_in=expires_in, **fields)
        return Session(whole.id, whole.expires_at)

    def whole_play_session(self, scope: str, target_id: str, *, expires_in: int, **fields: Any) -> WholeSession:
        """The same with its tracks and the files of the first, for players that are not AudioDN's."""
        body = {f"{scope}_id": target_id, "expires_in": expires_in, **fields}
        return _whole(self._write("POST", f"/play_session/{scope}", body))

    def open_play_session(self, play_session_id: str) -> WholeSession:
        """AudioDN API, get a play session: `GET /v1/play_session/{play_session_id}`, without a key."""
        return _whole(self._read(f"/play_session/{play_session_id}", headers=NO_KEY))

    def played_track(self, play_session_id: str, track_id: str) -> PlayedTrack:
        """AudioDN API, the files of a track: `GET /v1/play/{play_session_id}/{track_id}`, without a key."""
        return PlayedTrack.of(self._read(f"/play/{play_session_id}/{track_id}", headers=NO_KEY))

    def download(self, play_session_id: str, track_id: str, index: str) -> Download:
        """AudioDN API, a file to keep: `GET /v1/play/{session}/{track}/{index}/download`, without a key.

        `Unauthorized` with status 403 where the session is for listening only.
        """
        path = f"/play/{play_session_id}/{track_id}/{index.lower()}/download"
        answer = self._read(path, headers=NO_KEY)
        found = answer.part("download")
        if not found.get("url"):
            raise http.Unreachable(f"{self.company} sent a download without an address.", **answer.facts)
        return Download(str(found["url"]), moment(found.get("expires_at")))

    def share_url(self, share_key: str) -> str:
        """Where a share key leads to its file. AudioDN does not publish the path; the engine has this one."""
        return f"{self.api}/share/{share_key}"


def _whole(answer: Answer) -> WholeSession:
    inner, first = answer.part("play_session"), nested(answer, "first_track")
    return WholeSession.of(
        answer,
        "play_session",
        variants=tuple(str(index) for index in inner.get("variants") or ()),
        is_downloadable=inner.get("is_downloadable") is True,
        tracks=tuple(PlayTrack.of(row) for row in rows(answer, "tracks")),
        first=PlayedTrack.of(first) if first else None,
    )
