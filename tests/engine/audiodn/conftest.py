"""An account at the shared engine, and a finished track made once."""

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import Browser, Page

from tests import sound
from tests.engine.audiodn.account import Account, Body
from tests.engine.audiodn.site import SPEAKING, Site, visit
from tests.engine_process import EngineProcess


@pytest.fixture
def account(engine: EngineProcess) -> Account:
    return Account(engine)


@pytest.fixture(scope="session")
def recording(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two seconds of sound with a cover and tags, as an MP3."""
    folder = tmp_path_factory.mktemp("recording")
    cover = folder / "cover.png"
    picture = Image.new("RGB", (600, 600), "#20242c")
    picture.paste("#ffd700", (0, 0, 600, 240))
    picture.save(cover)
    plain = sound.speech_like(folder / "plain.wav", seconds=2)
    path = folder / "harbour talk.mp3"
    inputs = ("-i", str(plain), "-i", str(cover), "-map", "0", "-map", "1", "-c:v", "copy", "-b:a", "128k")
    sound.ffmpeg(*inputs, "-metadata", "title=Harbour talk", "-id3v2_version", "3", str(path))
    return path


@pytest.fixture(scope="session")
def shelf(running_engine: EngineProcess) -> str:
    """A collection for tracks that no test changes."""
    return Account(running_engine).collection(player_subtitle="Every Friday")


@pytest.fixture(scope="session")
def track(running_engine: EngineProcess, recording: Path, shelf: str) -> Body:
    """A finished track that no test changes."""
    return Account(running_engine).ready(recording, shelf, player_title="Harbour talk", metadata={"episode": 7})


@pytest.fixture(scope="session")
def site(running_engine: EngineProcess) -> Iterator[str]:
    with Site(running_engine.url) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/"
        server.shutdown()


@pytest.fixture
def page(browser: Browser, site: str) -> Iterator[Page]:
    with visit(browser, site) as page:
        yield page


@pytest.fixture
def speaking(browser: Browser, site: str) -> Iterator[Page]:
    """The page with a microphone it may use."""
    with visit(browser, site.rstrip("/") + SPEAKING) as page:
        yield page
