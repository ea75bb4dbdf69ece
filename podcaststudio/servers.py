"""Where other systems answer, by the environment: the database, Auphonic, AudioDN, and the engine on this machine."""

from pathlib import Path
from urllib.parse import unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext_noop

from podcaststudio import env

Server = dict[str, str]
COMPONENTS = "https://cdn.jsdelivr.net/npm/@audiodn/components@0.4.0/dist"
ORIGINS = (
    "https://cdn.jsdelivr.net https://api.audiodelivery.net https://*.audiodelivery.net "
    "https://imagedelivery.net https://*.r2.cloudflarestorage.com"
)


def database(address: str, folder: Path) -> dict[str, object]:
    """Django's settings for `postgres://user:password@host:port/name`; for SQLite in the folder where it is empty."""
    if not address:
        return {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": folder / "studio.sqlite3",
            "OPTIONS": {
                "transaction_mode": "IMMEDIATE",  # a read that turns into a write must not fail with "locked"
                "timeout": 20,
                "init_command": "PRAGMA synchronous=NORMAL; PRAGMA foreign_keys=ON;",
            },
        }
    parts = urlsplit(address)
    if parts.scheme not in ("postgres", "postgresql"):
        raise ImproperlyConfigured("DATABASE_URL must begin with postgres://, or be empty for SQLite.")
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": parts.path.lstrip("/"),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": unquote(parts.hostname or ""),
        "PORT": str(parts.port or ""),
        "CONN_HEALTH_CHECKS": True,
        "CONN_MAX_AGE": 60,
    }


def auphonic(engine: str) -> dict[str, Server]:
    """Auphonic's own address, before it the engine's where there is one. Contract 1.1, 1.4."""
    found = {}
    if engine:
        found["engine"] = {
            "label": gettext_noop("This machine"),
            "company": "The engine on this machine",  # whose system it is, in sentences
            "api": f"{engine}/api",
            "authorize": f"{engine}/oauth2/authorize/",
            "token": f"{engine}/oauth2/token/",
            "client_id": env.text("ENGINE_CLIENT_ID"),
            "client_secret": env.text("ENGINE_CLIENT_SECRET"),
            "key": env.text("ENGINE_API_KEY"),  # the demo team's account
        }
    found["auphonic"] = {
        "label": "Auphonic",
        "api": env.text("AUPHONIC_API_URL", "https://auphonic.com/api"),
        "authorize": env.text("AUPHONIC_AUTHORIZE_URL", "https://auphonic.com/oauth2/authorize/"),
        "token": env.text("AUPHONIC_TOKEN_URL", "https://auphonic.com/oauth2/token/"),
        "client_id": env.text("AUPHONIC_CLIENT_ID"),
        "client_secret": env.text("AUPHONIC_CLIENT_SECRET"),
    }
    return found


def audiodn(engine: str) -> dict[str, Server]:
    """AudioDN's own address with its elements, before it the engine's where there is one. Contract 0, 5.1."""
    found = {}
    if engine:
        found["engine"] = {
            "label": gettext_noop("This machine"),
            "company": "The engine on this machine",
            "api": f"{engine}/v1",
            **_elements(f"{engine}/components"),
            "origins": engine,
            "key": env.text("ENGINE_AUDIODN_KEY"),  # a team without a key of its own gets this one
            "webhook": env.text("ENGINE_AUDIODN_WEBHOOK"),  # the address the engine calls: the demo team's connection
        }
    found["audiodn"] = {
        "label": "AudioDN",
        "company": "AudioDN",
        "api": env.text("AUDIODN_API_URL", "https://api.audiodelivery.net/v1"),
        **_elements(env.text("AUDIODN_COMPONENTS_URL", COMPONENTS).rstrip("/")),
        "origins": env.text("AUDIODN_ORIGINS", ORIGINS),
        "key": "",
    }
    return found


def _elements(address: str) -> Server:
    return {name: f"{address}/{name}.js" for name in ("player", "uploader", "recorder")}
