"""Fixtures for all tests: the real engine, and a team that works with it."""

import os
import shutil
import signal
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.conf import settings
from playwright.sync_api import expect, sync_playwright

from tests import make, sound
from tests.engine_process import EngineProcess

PATIENCE = 60_000  # milliseconds that a page may take on a busy machine

if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    # a shell starts what runs in its background without Ctrl-C, and what tests start would inherit that
    signal.signal(signal.SIGINT, signal.default_int_handler)


@pytest.fixture(scope="session")
def running_engine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[EngineProcess]:
    """The engine that tests/settings.py names, with the keys it names."""
    process = EngineProcess(tmp_path_factory.mktemp("engine"))
    process.port, process.url = urlsplit(settings.ENGINE_URL).port or 0, settings.ENGINE_URL
    process.env = {name: value for name, value in os.environ.items() if name.startswith("ENGINE_")}
    process.api_key, process.audiodn_key = os.environ["ENGINE_API_KEY"], os.environ["ENGINE_AUDIODN_KEY"]
    with process:
        yield process


@pytest.fixture
def engine(running_engine: EngineProcess) -> Iterator[EngineProcess]:
    """The running engine; faults that a test orders end with it."""
    yield running_engine
    if not running_engine.is_up():
        running_engine.restart()
    running_engine.faults()


@pytest.fixture(scope="session")
def two_seconds(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A short recording that is quick to master."""
    return sound.tone(tmp_path_factory.mktemp("sound") / "two seconds.wav")


@pytest.fixture
def team(db: Any) -> Any:
    return make.make_team()


@pytest.fixture(scope="session")
def browser() -> Iterator[Any]:
    """Headless Chromium: the one CHROMIUM names, else the one on the PATH, else Playwright's own."""
    # Playwright runs a loop of its own in this thread, which Django takes for asynchronous code
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
    chromium = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("google-chrome")
    with sync_playwright() as playwright:
        options = [
            "--no-sandbox",
            "--mute-audio",
            "--use-fake-device-for-media-stream",
            "--autoplay-policy=no-user-gesture-required",
        ]
        browser = playwright.chromium.launch(executable_path=chromium, args=options)
        expect.set_options(timeout=PATIENCE)
        yield browser
        browser.close()
    del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]
