"""Fixtures for all tests: the real engine, and a team that works with it."""

import gc
import os
import signal
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

# Before numpy is imported: its threads would wait for each other on the processors that the tests share.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

import pytest
from django.conf import settings
from django.contrib.auth.management import create_permissions
from django.contrib.contenttypes.management import create_contenttypes
from django.db.models.signals import post_migrate
from playwright.sync_api import expect, sync_playwright

from podcaststudio.headroom import with_room
from tests import make, sound
from tests.engine_process import EngineProcess
from tests.processes import StudioProcess
from tools.browser import present as chromium_present

PATIENCE = 60_000  # milliseconds that a page may take on a busy machine

if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    # a shell starts what runs in its background without Ctrl-C, and what tests start would inherit that
    signal.signal(signal.SIGINT, signal.default_int_handler)


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leaves out what another run decides already, when everything is asked for.

    Without a database, or marked `once`: not on PostgreSQL as well. Marked `servers`: on PostgreSQL alone.
    """
    if "TESTS_WHOLE" not in os.environ:
        return
    on_servers = settings.DATABASES["default"]["ENGINE"] == "tests.postgresql"
    kept = [item for item in items if (_servers_decide(item) if on_servers else "servers" not in item.keywords)]
    config.hook.pytest_deselected(items=[item for item in items if item not in kept])
    items[:] = kept


def _servers_decide(item: pytest.Item) -> bool:
    names = set(getattr(item, "fixturenames", ()))
    has_database = "django_db" in item.keywords or names & {"db", "transactional_db", "live_server"}
    return bool(has_database) and "once" not in item.keywords


def pytest_collection_finish() -> None:
    """What is imported by now stays, so Python need not look through all of it for rubbish again and again.

    It did for a tenth of the time of the tests that ask for pages. What is young is looked through as always.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(700, 10, 1000)


@pytest.hookimpl(tryfirst=True)
def pytest_runtestloop(session: pytest.Session) -> object:
    """As always, with room for the calls of all tests."""
    plain: Any = session.config.pluginmanager.get_plugin("main")
    return with_room(lambda: plain.pytest_runtestloop(session))


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None) -> None:
    """The database with all its tables; after a test that commits they are emptied, and only that.

    Django would write everybody's permissions anew each time, a fifth of a second. Nobody here has any but superusers.
    """
    post_migrate.disconnect(create_contenttypes)
    post_migrate.disconnect(create_permissions, dispatch_uid="django.contrib.auth.management.create_permissions")


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
def running_web(django_db_setup: None, tmp_path_factory: pytest.TempPathFactory) -> Iterator[StudioProcess]:
    with StudioProcess("web", tmp_path_factory.mktemp("web") / "web.log") as process:
        yield process


@pytest.fixture
def web(running_web: StudioProcess) -> Iterator[StudioProcess]:
    """The real web server with its bytes plane, at `settings.SITE_URL`. A test that kills it need not revive it."""
    yield running_web
    if not running_web.is_alive:
        running_web.start().wait_until_up()


@pytest.fixture(scope="session")
def two_seconds(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A short recording that is quick to master."""
    return sound.tone(tmp_path_factory.mktemp("sound") / "two seconds.wav")


@pytest.fixture
def team(db: Any) -> Any:
    return make.make_team()


@pytest.fixture(scope="session")
def browser() -> Iterator[Any]:
    """Headless Chromium."""
    chromium = chromium_present()
    # Playwright runs a loop of its own in this thread, which Django takes for asynchronous code
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
    with sync_playwright() as playwright:
        options = [
            "--no-sandbox",
            "--mute-audio",
            "--use-fake-device-for-media-stream",
            "--use-fake-ui-for-media-stream",
            "--autoplay-policy=no-user-gesture-required",
        ]
        browser = playwright.chromium.launch(executable_path=chromium, args=options)
        expect.set_options(timeout=PATIENCE)
        yield browser
        browser.close()
    del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]
