"""Deliveries that happen at the same time, and workers that lose what they deliver to others."""

import threading
import time
from pathlib import Path

import pytest
from django.db import connection as database

from audiodn import connections, delivery
from audiodn.models import Collection, Track
from audiodn.places import NotYet, ensure_collection
from podcaststudio.due import Lost
from tests.audiodn.test_delivery import Remote, Take, deliver_at_last
from tests.engine_process import EngineProcess

pytestmark = pytest.mark.django_db(transaction=True)


def test_two_deliveries_at_once_make_one_track(
    engine: EngineProcess, track: Track, mp3: Path, take: Take, remote_tracks: Remote
) -> None:
    """Both own the row as far as they know; the one that asks first makes the track, the other waits."""
    barrier, outcomes = threading.Barrier(2), []
    claim = take()

    def work() -> None:
        mine = Track.objects.get(pk=track.pk)
        barrier.wait()
        try:
            delivery.deliver(mine, mp3, "episode.mp3", claim=claim)
        except (NotYet, Lost) as outcome:
            outcomes.append(type(outcome))
        else:
            outcomes.append(None)
        finally:
            database.close()

    threads = [threading.Thread(target=work) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    deliver_at_last(track, mp3, take)
    assert None in outcomes
    assert len(outcomes) == 2
    assert [made["puts"] for made in remote_tracks()] == [1]
    assert Collection.objects.get().remote_id == track.collection.remote_id


def test_a_worker_that_lost_its_claim_takes_back_what_it_made(
    engine: EngineProcess, track: Track, mp3: Path, take: Take, remote_tracks: Remote
) -> None:
    ensure_collection(track.collection)
    engine.faults({"method": "POST", "path": "/v1/upload/[^/]+/track$", "do": "slow", "seconds": 3, "times": 1})
    slow = take(lease=0.3)
    errors: list[Exception] = []

    def work() -> None:
        try:
            delivery.deliver(Track.objects.get(pk=track.pk), mp3, "episode.mp3", claim=slow)
        except Exception as error:
            errors.append(error)
        finally:
            database.close()

    thread = threading.Thread(target=work)
    thread.start()
    while not remote_tracks():
        time.sleep(0.02)
    take()  # somebody else takes the row while the answer still drips
    thread.join(30)
    assert [type(error) for error in errors] == [Lost]
    assert remote_tracks() == []

    deliver_at_last(track, mp3, take)
    assert [made["id"] for made in remote_tracks()] == [track.remote_id]


def test_a_claim_lost_in_the_middle_of_the_bytes_leaves_nothing(
    engine: EngineProcess, track: Track, wav: Path, take: Take, remote_tracks: Remote
) -> None:
    def lose(sent: int, total: int) -> None:
        raise Lost("taken over")

    with pytest.raises(Lost):
        delivery.deliver(track, wav, "episode.wav", claim=take(), on_read=lose)
    assert remote_tracks() == []
    deliver_at_last(track, wav, take)
    assert [made["id"] for made in remote_tracks()] == [track.remote_id]


def test_first_deliveries_of_two_episodes_at_once_share_collection_and_creator(
    engine: EngineProcess, collection: Collection, mp3: Path, take: Take
) -> None:
    tracks = [Track.objects.create(collection=collection, title=f"Episode {number}") for number in range(4)]
    barrier, claim = threading.Barrier(len(tracks)), take()

    def work(track: Track) -> None:
        try:
            barrier.wait()
            delivery.deliver(track, mp3, "episode.mp3", claim=claim)
        except NotYet:
            pass
        finally:
            database.close()

    threads = [threading.Thread(target=work, args=[track]) for track in tracks]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    for track in tracks:
        deliver_at_last(track, mp3, take)
    collection.refresh_from_db()
    _, client = connections.client_for(collection.team)
    assert len([found for found in client.collections() if found.organization_index == str(collection.pk)]) == 1
    assert len([found for found in client.creators() if found.organization_index == str(collection.team_id)]) == 1
    assert {found.id for found in client.tracks(collection.remote_id)} == {
        Track.objects.get(pk=track.pk).remote_id for track in tracks
    }
