"""Fixtures for deliveries: a collection, a claim on a row, and a way to wait for the engine."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from audiodn import delivery
from audiodn.models import Collection, Track
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
    """Two seconds of a tone, as a mastering would hand them over."""
    return sound.tone(tmp_path_factory.mktemp("sound") / "episode.mp3")


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


@pytest.fixture
def ready(engine: EngineProcess, track: Track, mp3: Path, take: Callable[..., Claim]) -> Track:
    """The track, delivered and ready to be heard."""
    delivery.deliver(track, mp3, "episode.mp3", claim=take())
    engine.wait_idle()
    return delivery.refresh(track)
