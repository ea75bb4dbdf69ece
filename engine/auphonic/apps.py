"""Registered OAuth2 applications: the one from settings, and those registered on the page of apps."""

import secrets
from dataclasses import asdict, dataclass
from urllib.parse import urlsplit

from engine import settings, store
from engine.auphonic.identity import new_uuid

KIND = "app"
MOST = 50  # applications of one account


class Unfit(Exception):
    """This application cannot be registered; the sentence says why."""


@dataclass(frozen=True)
class App:
    """One application. `redirect_uris` are the ways back a consent may lead to, letter by letter."""

    client_id: str
    client_secret: str
    name: str
    redirect_uris: tuple[str, ...]
    is_own: bool = False  # from settings: it cannot be removed on the page


def own() -> App:
    """The application that settings name."""
    return App(
        settings.CLIENT_ID, settings.CLIENT_SECRET, settings.CLIENT_NAME, tuple(settings.REDIRECT_URIS), is_own=True
    )


def everyone() -> list[App]:
    """All applications, the one from settings first."""
    found = store.find(KIND, newest_first=False)
    return [own(), *(App(**{**each, "redirect_uris": tuple(each["redirect_uris"])}) for each in found)]


def find(client_id: str) -> App | None:
    """The application of this id."""
    return next((app for app in everyone() if app.client_id == client_id), None)


def register(name: str, redirect_uris: list[str]) -> App:
    """A new application. Raises Unfit."""
    name = name.strip()[:80]
    if not name:
        raise Unfit("Give the application a name; it is shown to whoever is asked for consent.")
    if not redirect_uris:
        raise Unfit("Name at least one address that the browser returns to, one a line.")
    for address in redirect_uris:
        if not is_way_back(address):
            raise Unfit(f"“{address}” is no address a browser can return to; it begins with http:// or https://.")
    if len(store.find(KIND)) >= MOST:
        raise Unfit(f"There are {MOST} applications already. Remove one first.")
    app = App(new_uuid(), secrets.token_urlsafe(32), name, tuple(dict.fromkeys(redirect_uris)))
    store.put(KIND, app.client_id, asdict(app))
    return app


def remove(client_id: str) -> bool:
    """Forget an application; its tokens open nothing from now on."""
    return store.delete(KIND, client_id)


def is_way_back(address: str) -> bool:
    """Whether a browser can be sent there. A fragment would swallow the code."""
    try:
        parts = urlsplit(address)
    except ValueError:
        return False
    return parts.scheme in ("http", "https") and bool(parts.hostname) and not parts.fragment
