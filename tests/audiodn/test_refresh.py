"""What AudioDN says about a track is written down, told once, and asked for less and less often."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from audiodn import connections, delivery
from audiodn.models import Connection, Track
from audiodn.places import ensure_collection
from audiodn.signals import track_changed
from audiodn.tasks import refresh_track
from podcaststudio import http
from tests import make
from tests.engine_process import EngineProcess

pytestmark = pytest.mark.django_db


@pytest.fixture
def told() -> Iterator[list[str]]:
    """The statuses that were announced by the signal."""
    heard: list[str] = []

    def hear(track: Track, **_: Any) -> None:
        heard.append(track.status)

    track_changed.connect(hear)
    yield heard
    track_changed.disconnect(hear)


def make_due(track: Track) -> None:
    Track.objects.filter(pk=track.pk).wake()


def test_a_ready_track_mirrors_what_audiodn_says(ready: Track, mp3: Path) -> None:
    assert (ready.status, ready.is_playable, ready.is_settled, ready.error) == ("ready", True, True, "")
    assert ready.duration == pytest.approx(10, abs=0.1)
    assert ready.size == mp3.stat().st_size
    assert ready.files_completed_at is not None
    assert ready.details["id"] == ready.remote_id
    assert "upload_url" not in str(ready.details)


def test_only_a_change_is_told(ready: Track, told: list[str]) -> None:
    delivery.refresh(ready)
    assert told == []
    Track.objects.filter(pk=ready.pk).update(status="processing")
    ready.refresh_from_db()
    delivery.refresh(ready)
    assert told == ["ready"]
    Track.objects.filter(pk=ready.pk).update(status="processing")
    ready.refresh_from_db()
    assert delivery.refresh(ready, tell=False).status == "ready"
    assert told == ["ready"]


def test_a_settled_track_rests_and_is_not_looked_at_again(ready: Track) -> None:
    make_due(ready)
    refresh_track(str(ready.pk))
    ready.refresh_from_db()
    assert ready.due_at is None
    before = ready.refreshed_at
    refresh_track(str(ready.pk))
    ready.refresh_from_db()
    assert ready.refreshed_at == before


def test_a_track_in_the_making_comes_due_again(engine: EngineProcess, collection: Any) -> None:
    ensure_collection(collection)
    _, client = connections.client_for(collection.team)
    made = client.create_track(client.upload_session(collection.remote_id).id, "waits.mp3").track
    track = make.make_track(collection.team, collection=collection, remote_id=made.id, bytes_sent_at=timezone.now())
    make_due(track)
    refresh_track(str(track.pk))
    track.refresh_from_db()
    assert track.status == "initialized"
    assert timedelta(0) < track.due_at - timezone.now() <= timedelta(seconds=3.1)


@pytest.mark.parametrize(("age", "seconds"), [(0, 3), (100, 10), (3600, 30)])
def test_the_older_the_rarer(age: float, seconds: float) -> None:
    track = Track(bytes_sent_at=timezone.now() - timedelta(seconds=age))
    assert delivery.pause(track) == pytest.approx(seconds, abs=0.2)


def test_no_audio_ends_with_a_sentence(engine: EngineProcess, track: Track, tmp_path: Path, take: Any) -> None:
    path = tmp_path / "not audio.mp3"
    path.write_text("This is a letter, not a sound.")
    delivery.deliver(track, path, path.name, claim=take())
    engine.wait_idle()
    found = delivery.refresh(track)
    assert (found.status, found.is_failed) == ("init_error", True)
    assert found.error.startswith("The engine on this machine could not make a playable track of this file")


def test_a_track_deleted_there_says_so_and_rests(engine: EngineProcess, ready: Track) -> None:
    Track.objects.filter(pk=ready.pk).update(remote_id="gone")
    ready.refresh_from_db()
    with pytest.raises(http.Rejected) as gone:
        delivery.refresh(ready)
    assert gone.value.status == 404
    make_due(ready)
    refresh_track(str(ready.pk))
    ready.refresh_from_db()
    assert ready.due_at is None
    assert "no longer has this track" in ready.error


def test_an_outage_is_waited_for(engine: EngineProcess, ready: Track) -> None:
    engine.faults({"path": "^/v1/track/", "do": "503"})
    make_due(ready)
    refresh_track(str(ready.pk))
    ready.refresh_from_db()
    assert ready.status == "ready"
    assert timedelta(seconds=55) < ready.due_at - timezone.now() < timedelta(seconds=76)
    assert "not answering properly" in Connection.objects.get().last_error
    engine.faults()
    make_due(ready)
    refresh_track(str(ready.pk))
    assert Connection.objects.get().last_error == ""


# ---------------------------------------------------------------- webhooks
def post(secret: str, body: Any, **more: Any) -> int:
    client = Client(enforce_csrf_checks=True)
    return client.post(
        reverse("audiodn:hook", args=[secret]), body, content_type="application/json", **more
    ).status_code


def test_a_hook_only_has_the_track_looked_at(ready: Track) -> None:
    secret = Connection.objects.get().webhook_secret
    lie = {"event": "track.status_changed", "status": "error", "track_id": ready.remote_id}
    assert [post(secret, lie) for _ in range(3)] == [204, 204, 204]
    ready.refresh_from_db()
    assert ready.status == "ready"
    assert ready.turn == 1  # doubles add nothing while it is due
    refresh_track(str(ready.pk))
    ready.refresh_from_db()
    assert (ready.status, ready.due_at) == ("ready", None)
    assert Connection.objects.get().last_webhook_at is not None


def test_a_hook_during_a_look_is_not_lost(ready: Track) -> None:
    make_due(ready)
    turn = Track.objects.claim(ready.pk, 60)
    assert turn
    post(Connection.objects.get().webhook_secret, {"track_id": ready.remote_id})
    assert Track.objects.due().filter(pk=ready.pk).exists()


@pytest.mark.parametrize(
    "body",
    [
        "",
        "no json",
        "[]",
        "{}",
        '{"track_id": 7}',
        '{"track_id": {"a": 1}}',
        '{"track_id": "unknown"}',
        "[" * 10_000,
        b"\xff\xfe",
        '{"track_id": "' + "x" * 70_000 + '"}',
    ],
)
def test_a_hook_answers_204_to_whatever_it_does_not_know(ready: Track, body: str) -> None:
    assert post(Connection.objects.get().webhook_secret, body) == 204
    assert not Track.objects.due().exists()


def test_a_hook_with_a_wrong_secret_or_of_another_team_wakes_nothing(ready: Track) -> None:
    other = make.make_connection(make.make_team())
    assert post("guessed", {"track_id": ready.remote_id}) == 404
    assert post(other.webhook_secret, {"track_id": ready.remote_id}) == 204
    assert not Track.objects.due().exists()
    assert Client().get(reverse("audiodn:hook", args=[other.webhook_secret])).status_code == 405
