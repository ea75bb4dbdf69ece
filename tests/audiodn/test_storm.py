"""Webhooks doubled, reordered, delayed, forged and lost, on fifty tracks: in the end the rows say what AudioDN says."""

import random
import uuid
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from audiodn import client as remote
from audiodn import connections, delivery
from audiodn.models import Collection, Connection, Track
from tests import make
from tests.engine_process import EngineProcess

pytestmark = pytest.mark.django_db
MANY = 50
STALE = {"status": "processing", "title": "Before", "error": "", "details": {}}


@pytest.fixture
def shelf(engine: EngineProcess, team: Any, two_seconds: Path, tmp_path: Path) -> Collection:
    """Fifty tracks at the engine: good ones, one that is no audio, one deleted, and many still without their bytes."""
    connection, client = connections.client_for(team)
    home = client.create_collection("Tidewater", organization_index=str(uuid.uuid4()))
    made = [client.create_track_in(home.id, f"{number}.wav") for number in range(MANY)]
    letter = tmp_path / "letter.wav"
    letter.write_text("Dear listener, " * 100)
    for new, path in zip(made, (two_seconds, two_seconds, letter), strict=False):
        with path.open("rb") as file:
            client.put(new.upload_url, file, path.stat().st_size)
    client.delete_track(made[-1].track.id)
    engine.wait_idle()
    collection = Collection.objects.create(team=team, title="Tidewater", remote_id=home.id)
    later = timezone.now() + timedelta(hours=1)
    Track.objects.bulk_create(
        Track(collection=collection, remote_id=new.track.id, bytes_sent_at=timezone.now(), due_at=later, **STALE)
        for new in made
    )
    return collection


def rows() -> dict[str, tuple[Any, ...]]:
    names = ("remote_id", "status", "duration", "size", "files_completed_at", "details", "error")
    return {row[0]: row[1:] for row in Track.objects.values_list(*names)}


def work() -> None:
    """What workers do: look at every row that is due, until none is."""
    while due := list(Track.objects.due().values_list("pk", flat=True)):
        for pk in due:
            delivery.look(pk)


def post(secret: str, body: dict[str, Any]) -> int:
    return Client().post(reverse("audiodn:hook", args=[secret]), body, content_type="application/json").status_code


def storm(collection: Collection, stranger: str, seed: int) -> None:
    """One of everything that can happen to a webhook, for every track, in an order of chance."""
    chance = random.Random(seed)
    secret = Connection.objects.get(team=collection.team).webhook_secret
    soon: list[tuple[str, dict[str, Any]]] = []
    late: list[tuple[str, dict[str, Any]]] = []
    for remote_id in rows():
        told = {"event": "track.status_changed", "track_id": remote_id, "collection_id": collection.remote_id}
        truth = {**told, "status": "ready", "track": {"id": remote_id, "track_status_id": "ready"}}
        lie = {**told, "status": "error", "track": {"id": remote_id, "duration": -1}, "files": "none"}
        match chance.choice(["once", "doubled", "delayed", "forged", "lost", "to a stranger"]):
            case "once":
                soon.append((secret, truth))
            case "doubled":
                soon.extend([(secret, truth), (secret, truth)])
                late.append((secret, truth))
            case "delayed":
                late.append((secret, truth))
            case "forged":
                soon.extend([(secret, lie), ("guessed", lie), (stranger, lie)])
            case "to a stranger":
                soon.append((stranger, truth))
    for calls in (soon, late):
        chance.shuffle(calls)
        for number, (address, body) in enumerate(calls):
            assert post(address, body) == (404 if address == "guessed" else 204)
            if number % 7 == 0:
                work()
        work()
    Track.objects.filter(due_at__isnull=False).wake()  # an hour later
    for pk in list(Track.objects.due().values_list("pk", flat=True)):
        delivery.look(pk)


def test_whatever_happens_to_webhooks_the_rows_say_what_audiodn_says(shelf: Collection) -> None:
    stranger = make.make_team(name="Strangers")
    connections.client_for(stranger)
    other = Connection.objects.get(team=stranger).webhook_secret
    _, client = connections.client_for(shelf.team)
    storm(shelf, other, seed=1)
    end = rows()
    true = {found.id: found for found in client.tracks(shelf.remote_id)}
    assert len(true) == MANY - 1
    for remote_id, (status, duration, size, completed_at, details, error) in end.items():
        found: remote.Track | None = true.get(remote_id)
        if found is None:
            assert "no longer has this track" in error
        else:
            assert (status, duration, size, completed_at) == (
                *(found.status, found.duration, found.size, found.files_completed_at),
            )
            assert (details, bool(error)) == (found.body, status == "init_error")
    assert sorted({status for status, *_ in end.values()}) == ["init_error", "initialized", "processing", "ready"]
