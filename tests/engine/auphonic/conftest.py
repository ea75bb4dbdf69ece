"""A caller of the Auphonic API, and someone who takes its webhooks."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests import sound
from tests.engine.auphonic.caller import Caller
from tests.engine.listener import Listener
from tests.engine_process import EngineProcess


@pytest.fixture
def api(engine: EngineProcess) -> Caller:
    """The Auphonic API of the shared engine, with the API key."""
    return Caller(engine)


@pytest.fixture(scope="session")
def recording(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two seconds with a name that needs quoting."""
    return sound.speech_like(tmp_path_factory.mktemp("sound") / "Grüße aus Graz.wav", 2)


@pytest.fixture
def listener() -> Iterator[Listener]:
    """A web server that takes webhooks."""
    with Listener() as listener:
        yield listener
