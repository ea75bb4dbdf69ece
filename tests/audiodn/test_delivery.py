"""A file reaches AudioDN once, whatever gets lost on the way."""

import hashlib
import time
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone

from audiodn import connections, delivery
from audiodn.client import PAGE
from audiodn.models import Collection, Connection, Track
from audiodn.places import NotYet, ensure_collection
from podcaststudio import http
from podcaststudio.due import Claim
from tests.engine_process import EngineProcess

pytestmark = pytest.mark.django_db(transaction=True)
Take = Callable[..., Claim]
Remote = Callable[[], list[dict[str, Any]]]


def deliver_at_last(track: Track, path: Path, take: Take, seconds: float = 120) -> int:
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


LOST = [
    ("GET", "/v1/collection$"),
    ("GET", "/v1/creator$"),
    ("POST", "/v1/creator$"),
    ("POST", "/v1/collection$"),
    ("GET", "/v1/collection/[^/]+/track$"),
    ("POST", "/v1/upload_session$"),
    ("POST", "/v1/upload/[^/]+/track$"),
    ("PUT", "^/upload/"),
]
# creator and collection are found at once when only the answer was lost; all else is for the next turn
TURNS = {"done_but_lost": 6, "503": 8}


@pytest.mark.parametrize("do", TURNS)
def test_answers_lost_at_every_step_leave_one_track_one_collection_one_creator(
    engine: EngineProcess, track: Track, mp3: Path, take: Take, remote_tracks: Remote, do: str
) -> None:
    times = {"GET": 2}  # reads are asked again at once
    engine.faults(*({"method": m, "path": path, "do": do, "times": times.get(m, 1)} for m, path in LOST))
    failed = deliver_at_last(track, mp3, take)

    assert engine.faults_given()[do] == 3 * 2 + 5
    assert failed == TURNS[do]
    [made] = remote_tracks()
    assert made["original_sha256"] == hashlib.sha256(mp3.read_bytes()).hexdigest()
    _, client = connections.client_for(track.collection.team)
    ours = str(track.collection_id)
    assert [found.id for found in client.collections() if found.organization_index == ours] == [
        track.collection.remote_id
    ]
    team = str(track.collection.team_id)
    assert len([found for found in client.creators() if found.organization_index == team]) == 1


def test_a_half_sent_file_is_replaced_by_a_whole_one(
    engine: EngineProcess, track: Track, wav: Path, take: Take, remote_tracks: Remote, settings: Any
) -> None:
    class PulledPlug(Exception):
        pass

    def pull(sent: int, total: int) -> None:
        raise PulledPlug

    with pytest.raises(PulledPlug):
        delivery.deliver(track, wav, "episode.wav", claim=take(), on_read=pull)
    half_sent = track.remote_id
    settings.PIPELINE_SETTLE_SECONDS = 60
    with pytest.raises(NotYet) as wait:
        delivery.deliver(track, wav, "episode.wav", claim=take())
    assert 0 < wait.value.seconds <= 60
    assert [made["id"] for made in remote_tracks()] == [half_sent]  # its bytes may still show
    settings.PIPELINE_SETTLE_SECONDS = 1
    deliver_at_last(track, wav, take)

    [made] = remote_tracks()
    assert made["id"] == track.remote_id != half_sent
    assert made["original_sha256"] == hashlib.sha256(wav.read_bytes()).hexdigest()


def test_a_put_whose_answer_was_lost_is_not_sent_again(
    engine: EngineProcess, track: Track, mp3: Path, take: Take, remote_tracks: Remote, settings: Any
) -> None:
    settings.PIPELINE_SETTLE_SECONDS = 60  # a fresh track could not be made in this test
    engine.faults({"method": "PUT", "path": "^/upload/", "do": "done_but_lost", "times": 1})
    with pytest.raises(http.Unreachable):
        delivery.deliver(track, mp3, "episode.mp3", claim=take())
    engine.wait_idle()
    delivery.deliver(track, mp3, "episode.mp3", claim=take())
    assert [made["puts"] for made in remote_tracks()] == [1]
    assert track.bytes_sent_at is not None


def test_after_a_long_put_that_failed_its_bytes_are_waited_for(
    engine: EngineProcess, track: Track, mp3: Path, take: Take, remote_tracks: Remote, settings: Any
) -> None:
    settings.PIPELINE_SETTLE_SECONDS = 60
    engine.faults({"method": "PUT", "path": "^/upload/", "do": "503", "times": 1})
    with pytest.raises(http.Unreachable):
        delivery.deliver(track, mp3, "episode.mp3", claim=take())
    Track.objects.filter(pk=track.pk).update(created_sent_at=timezone.now() - timedelta(hours=1))
    with pytest.raises(NotYet):
        delivery.deliver(track, mp3, "episode.mp3", claim=take())
    assert [made["id"] for made in remote_tracks()] == [track.remote_id]


def test_strays_are_found_by_intent_and_cleared(engine: EngineProcess, track: Track, mp3: Path, take: Take) -> None:
    delivery.deliver(track, mp3, "episode.mp3", claim=take())
    _, client = connections.client_for(track.collection.team)
    session = client.upload_session(track.collection.remote_id)
    stray = client.create_track(session.id, "twin.mp3", metadata={"intent": str(track.intent)}).track
    other = client.create_track(session.id, "other.mp3", metadata={"intent": "somebody else's"}).track

    assert [found.id for found in delivery.strays(track)] == [stray.id]
    assert delivery.clear_strays(track) == 1
    assert delivery.clear_strays(track) == 0
    assert {found.id for found in client.tracks(track.collection.remote_id)} == {track.remote_id, other.id}


def test_a_collection_deleted_at_audiodn_is_made_anew(
    engine: EngineProcess, track: Track, mp3: Path, take: Take
) -> None:
    before = ensure_collection(track.collection)
    _, client = connections.client_for(track.collection.team)
    client.session.delete(f"{client.api}/collection/{before}", timeout=5).raise_for_status()
    deliver_at_last(track, mp3, take)
    track.refresh_from_db()
    assert track.collection.remote_id not in ("", before)
    assert client.track(track.remote_id).collection_id == track.collection.remote_id


def test_a_refusal_is_a_sentence_of_theirs(engine: EngineProcess, track: Track, tmp_path: Path, take: Take) -> None:
    empty = tmp_path / "empty.mp3"
    empty.touch()
    with pytest.raises(http.Rejected) as refused:
        delivery.deliver(track, empty, "empty.mp3", claim=take())
    assert refused.value.sentence == "The engine on this machine refused: This file is empty."
    assert refused.value.request_id


def test_a_wrong_key_says_so_and_makes_nothing(engine: EngineProcess, track: Track, mp3: Path, take: Take) -> None:
    connections.save(track.collection.team, "engine", "not the key")
    with pytest.raises(http.Unauthorized) as refused:
        delivery.deliver(track, mp3, "episode.mp3", claim=take())
    assert "did not accept the credentials" in refused.value.sentence
    assert Connection.objects.get().last_error == refused.value.sentence


def test_a_team_without_any_server_is_told_where_to_enter_a_key(track: Track, settings: Any) -> None:
    settings.AUDIODN_SERVERS = {"audiodn": settings.AUDIODN_SERVERS["audiodn"]}
    with pytest.raises(http.Rejected) as refused:
        connections.client_for(track.collection.team)
    assert refused.value.sentence == connections.NOTHING_CONNECTED


def test_lists_are_read_to_their_end(engine: EngineProcess, collection: Collection) -> None:
    ensure_collection(collection)
    _, client = connections.client_for(collection.team)
    session = client.upload_session(collection.remote_id)
    made = {client.create_track(session.id, f"{number}.mp3").track.id for number in range(PAGE + 1)}
    assert len(made) == PAGE + 1
    assert {found.id for found in client.tracks(collection.remote_id)} == made
