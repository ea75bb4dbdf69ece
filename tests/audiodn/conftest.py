"""Fixtures for deliveries: a collection, a claim on a row, and a way to wait for the engine."""

import uuid
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone

from audiodn import client as remote
from audiodn import connections, delivery
from audiodn.models import Collection, Track
from audiodn.places import ensure_with
from podcaststudio import http
from podcaststudio.due import Claim
from productions.models import Production
from productions.states import State
from tests import make, sound
from tests.engine_process import EngineProcess


@pytest.fixture
def collection(team: Any) -> Collection:
    return Collection.objects.create(team=team, title="Tidewater", player_color="#2c7683")


@pytest.fixture
def track(collection: Collection) -> Track:
    return Track.objects.create(collection=collection, title="Pilots, tugs and patience")


@pytest.fixture(scope="session")
def mp3(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Ten seconds of a tone, as a mastering would hand them over."""
    return sound.tone(tmp_path_factory.mktemp("sound") / "episode.mp3", seconds=10)


@pytest.fixture(scope="session")
def wav(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A file that takes several pieces to send."""
    path = sound.tone(tmp_path_factory.mktemp("sound") / "episode.wav", seconds=8)
    assert path.stat().st_size > 2 * http.CHUNK
    return path


@pytest.fixture
def take(team: Any) -> Callable[..., Claim]:
    """Takes a turn at one production, as the pipeline does before a step."""
    production = make.make_production(make.make_episode(make.make_show(team)), State.DELIVERING)

    def claim(lease: float = 60) -> Claim:
        Production.objects.filter(pk=production.pk).wake()
        turn = Production.objects.claim(production.pk, lease)
        assert turn is not None
        return Claim(Production.objects.all(), production.pk, turn, lease)

    return claim


@pytest.fixture
def remote_tracks(engine: EngineProcess, track: Track) -> Callable[[], list[dict[str, Any]]]:
    """What the engine really has of this track, deleted ones left out."""

    def facts() -> list[dict[str, Any]]:
        ours = [entry for entry in engine.ledger()["tracks"] if entry["organization_index"] == str(track.intent)]
        return [entry for entry in ours if entry["status"] != "deleted"]

    return facts


@pytest.fixture(scope="session")
def heard(running_engine: EngineProcess, mp3: Path) -> remote.Track:
    """A track at the engine that can be heard; made once, so no test may change it."""
    client = connections.client("engine", running_engine.audiodn_key)
    intent = str(uuid.uuid4())
    home = client.create_collection("Tidewater", organization_index=str(uuid.uuid4()))
    session = client.upload_session(home.id)
    made = client.create_track(session.id, "episode.mp3", player_title="Pilots", metadata={"intent": intent})
    with mp3.open("rb") as file:
        client.put(made.upload_url, file, mp3.stat().st_size)
    running_engine.wait_idle()
    return client.track(made.track.id)


@pytest.fixture
def ready(engine: EngineProcess, team: Any, heard: remote.Track) -> Track:
    """The row of that track, in a collection of the team."""
    collection = Collection.objects.create(team=team, title="Tidewater", remote_id=heard.collection_id)
    track = Track.objects.create(
        collection=collection,
        title=heard.title,
        intent=heard.intent,
        remote_id=heard.id,
        bytes_sent_at=timezone.now(),
    )
    return delivery.refresh(track)


@pytest.fixture
def own(engine: EngineProcess, team: Any, mp3: Path) -> Track:
    """A ready track that the test may change."""
    collection = Collection.objects.create(team=team, title="Tidewater")
    connection, client = connections.client_for(team)
    ensure_with(collection, connection, client)
    made = client.create_track(client.upload_session(collection.remote_id).id, "own.mp3")
    with mp3.open("rb") as file:
        client.put(made.upload_url, file, mp3.stat().st_size)
    engine.wait_idle()
    track = Track.objects.create(
        collection=collection, title="Own", remote_id=made.track.id, bytes_sent_at=collection.created_at
    )
    return delivery.refresh(track)
