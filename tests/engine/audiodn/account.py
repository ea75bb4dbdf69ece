"""What a server with an AudioDN key does, in a few words, for the tests of this folder."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import requests

from tests.engine_process import EngineProcess

Body = dict[str, Any]


@dataclass
class Account:
    """One organization's server key at a running engine."""

    engine: EngineProcess

    def send(self, method: str, path: str, body: Any = None, key: str | None = "server") -> requests.Response:
        """One call below /v1/; `key` None sends none, "server" the server key."""
        key = self.engine.audiodn_key if key == "server" else key
        headers = {"Authorization": f"Bearer {key}"} if key else {}
        return requests.request(method, f"{self.engine.url}/v1/{path}", json=body, headers=headers, timeout=20)

    def call(self, method: str, path: str, body: Any = None, key: str | None = "server") -> Body:
        """A call that must succeed; its envelope."""
        response = self.send(method, path, body, key)
        envelope: Body = response.json()
        assert (response.status_code, envelope["ok"]) == (200, True), envelope
        return envelope

    def refused(self, method: str, path: str, body: Any = None, key: str | None = "server") -> tuple[int, str]:
        """A call that must be refused: its status and sentence."""
        response = self.send(method, path, body, key)
        envelope = response.json()
        assert (envelope["ok"], bool(envelope["api_request_id"])) == (False, True)
        return response.status_code, envelope["message"]

    def collection(self, **fields: Any) -> str:
        id: str = self.call("POST", "collection", {"title": "Harbour", **fields})["collection_id"]
        return id

    def upload(self, path: Path, collection_id: str, **fields: Any) -> Body:
        """Create a track and send its bytes; returns the envelope of the creation."""
        fields = {"collection_id": collection_id, "file_name": path.name, **fields}
        created = self.call("POST", "track", fields)
        put(created["track_upload"]["upload_url"], path).raise_for_status()
        return created

    def track(self, track_id: str) -> Body:
        track: Body = self.call("GET", f"track/{track_id}")["track"]
        return track

    def finished(self, track_id: str) -> Body:
        """The track when all its files were tried, or its processing has failed."""
        return wait(
            lambda: self.track(track_id),
            lambda track: track["files_completed_at"] or track["track_status_id"] in ("error", "init_error"),
        )

    def ready(self, path: Path, collection_id: str, **fields: Any) -> Body:
        """A track with this sound, finished."""
        return self.finished(self.upload(path, collection_id, **fields)["track_id"])

    def play(self, track_id: str, **fields: Any) -> Body:
        return self.call("POST", "play_session/track", {"track_id": track_id, **fields})


def put(url: str, path: Path, **headers: str) -> requests.Response:
    with path.open("rb") as file:
        return requests.put(url, data=file, headers=headers, timeout=20)


def wait(look: Callable[[], Any], is_done: Callable[[Any], Any], seconds: float = 120) -> Any:
    """Look again until it is done."""
    deadline, pause = time.monotonic() + seconds, 0.1
    while not is_done(seen := look()):
        assert time.monotonic() < deadline, seen
        time.sleep(pause)
        pause = min(pause * 1.2, 0.3)
    return seen
