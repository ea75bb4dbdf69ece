"""A file reaches AudioDN once, whatever gets lost on the way."""

import hashlib
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from audiodn import connections, delivery
from audiodn.models import Connection, Track
from audiodn.places import NotYet
from podcaststudio import http
from podcaststudio.due import Claim
from tests.engine_process import EngineProcess

pytestmark = pytest.mark.django_db(transaction=True)
Take = Callable[..., Claim]
Remote = Callable[[], list[dict[str, Any]]]


def deliver_at_last(track: Track, path: Path, take: Take, seconds: float = 20) -> int:
    """Repeat the step as the pipeline would; returns how often it failed."""
    failed = 0
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        try:
            delivery.deliver(track, path, "episode.mp3", claim=take())
        except NotYet as wait:
            time.sleep(min(wait.seconds, 0.3))
        except http.Unreachable:
            failed += 1
        else:
            return failed
    raise AssertionError("it was never delivered")


def test_a_file_arrives_whole_with_our_names_on_it(
    engine: EngineProcess, track: Track, mp3: Path, take: Take, remote_tracks: Remote
) -> None:
    heard: list[tuple[int, int]] = []
    delivery.deliver(track, mp3, "episode.mp3", claim=take(), on_read=lambda *progress: heard.append(progress))

    track.refresh_from_db()
    assert track.bytes_sent_at is not None
    assert heard[-1] == (mp3.stat().st_size, mp3.stat().st_size)
    [made] = remote_tracks()
    assert made["id"] == track.remote_id
    assert made["metadata"] == {"intent": str(track.intent)}
    assert made["puts"] == 1
    assert made["original_sha256"] == hashlib.sha256(mp3.read_bytes()).hexdigest()
    _, client = connections.client_for(track.collection.team)
    remote = client.track(track.remote_id)
    assert (remote.title, remote.file_name, remote.collection_id) == (
        track.title,
        "episode.mp3",
        track.collection.remote_id,
    )
    mine = [found for found in client.creators() if found.organization_index == str(track.collection.team_id)]
    assert [found.id for found in mine] == [Connection.objects.get().creator_remote_id]


def test_a_delivered_track_is_not_delivered_again(
    engine: EngineProcess, track: Track, mp3: Path, take: Take, remote_tracks: Remote
) -> None:
    for _ in range(3):
        delivery.deliver(track, mp3, "episode.mp3", claim=take())
    assert [made["puts"] for made in remote_tracks()] == [1]


LOST = {
    "list collections": ("GET", "/v1/collection$"),
    "list creators": ("GET", "/v1/creator$"),
    "create creator": ("POST", "/v1/creator$"),
    "create collection": ("POST", "/v1/collection$"),
    "list tracks": ("GET", "/v1/collection/[^/]+/track$"),
    "upload session": ("POST", "/v1/upload_session$"),
    "create track": ("POST", "/v1/upload/[^/]+/track$"),
    "put": ("PUT", "^/upload/"),
}


@pytest.mark.parametrize("call", LOST)
@pytest.mark.parametrize("do", ["done_but_lost", "503"])
def test_a_lost_answer_leaves_one_track_one_collection_one_creator(
    engine: EngineProcess, track: Track, mp3: Path, take: Take, remote_tracks: Remote, call: str, do: str
) -> None:
    method, path = LOST[call]
    engine.faults({"method": method, "path": path, "do": do, "times": 2 if method == "GET" else 1})
    failed = deliver_at_last(track, mp3, take)

    assert engine.faults_given()[do] >= 1
    assert failed == 1
    [made] = remote_tracks()
    assert made["original_sha256"] == hashlib.sha256(mp3.read_bytes()).hexdigest()
    _, client = connections.client_for(track.collection.team)
    ours = str(track.collection_id)
    assert [found.id for found in client.collections() if found.organization_index == ours] == [
        track.collection.remote_id
    ]
    team = str(track.collection.team_id)
    assert len([found for found in client.creators() if found.organization_index == team]) == 1
