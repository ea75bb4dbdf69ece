"""The engine under test: one process for all tests of this folder, without faults at the start of each."""

import os
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.engine_process import EngineProcess

# For tests that import a module of the engine: its data folder is read on import.
os.environ["ENGINE_DATA"] = tempfile.mkdtemp(prefix="engine-tests-")


@pytest.fixture(scope="session")
def running_engine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[EngineProcess]:
    with EngineProcess(tmp_path_factory.mktemp("engine")) as engine:
        yield engine


@pytest.fixture
def engine(running_engine: EngineProcess) -> Iterator[EngineProcess]:
    """The shared engine; it is up and gives no faults, whatever the test before did to it."""
    if not running_engine.is_up():
        running_engine.restart()
    running_engine.faults()
    yield running_engine
    if running_engine.is_up():
        running_engine.faults()


@pytest.fixture
def own_engine(tmp_path: Path) -> Iterator[EngineProcess]:
    """An engine for one test alone, to kill or to look at its ledger; not started yet."""
    engine = EngineProcess(tmp_path / "engine")
    yield engine
    engine.stop()
