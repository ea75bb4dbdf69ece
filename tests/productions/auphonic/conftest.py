"""A person who is signed in, an engine whose tokens end, and a server that answers as a test says."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings as project_settings
from django.test import Client as Browser

from productions.auphonic import oauth
from productions.auphonic.client import Client
from teams.models import User
from tests import make
from tests.engine_process import EngineProcess
from tests.productions.auphonic.wire import Wire


@pytest.fixture
def ana(db: None) -> User:
    return make.make_user("Ana Duarte")


@pytest.fixture
def browser(ana: User) -> Browser:
    browser = Browser()
    browser.force_login(ana)
    return browser


@pytest.fixture
def client(engine: EngineProcess) -> Client:
    """The engine's account, by its API key."""
    return Client(oauth.signing(engine.api_key), f"{engine.url}/api", "The engine")


@pytest.fixture(scope="session")
def short_lived(tmp_path_factory: pytest.TempPathFactory) -> Iterator[EngineProcess]:
    """An engine whose tokens end after an hour, with refresh tokens good for one use."""
    env = {
        "ENGINE_TOKEN_SECONDS": "3600",
        "ENGINE_REDIRECT_URIS": project_settings.SITE_URL + "/accounts/auphonic/callback/",
    }
    with EngineProcess(tmp_path_factory.mktemp("short-lived"), env) as process:
        yield process


@pytest.fixture
def brief(short_lived: EngineProcess, settings: object) -> Iterator[EngineProcess]:
    """The same, as the server "brief" of this installation."""
    server = {
        "label": "Brief",
        "api": f"{short_lived.url}/api",
        "authorize": f"{short_lived.url}/oauth2/authorize/",
        "token": f"{short_lived.url}/oauth2/token/",
        "client_id": short_lived.client_id,
        "client_secret": short_lived.client_secret,
    }
    settings.AUPHONIC_SERVERS = {**project_settings.AUPHONIC_SERVERS, "brief": server}
    yield short_lived
    short_lived.faults()


@pytest.fixture
def wire() -> Iterator[Wire]:
    with Wire() as wire:
        yield wire


@pytest.fixture
def target(tmp_path: Path) -> Path:
    return tmp_path / "episode.mp3"
