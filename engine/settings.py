"""Every setting of the engine, once, from the environment; all have defaults for running it by hand.

Secrets that are not set are made from the data folder's own key; the log names the two API keys then.
"""

import hashlib
import hmac
import json
import os
import secrets
from pathlib import Path


def text(name: str, default: str = "") -> str:
    """The environment variable, or the default when it is missing or empty."""
    return os.environ.get(name) or default


def words(name: str, default: str = "") -> list[str]:
    """A comma separated list."""
    return [word.strip() for word in text(name, default).split(",") if word.strip()]


def services(name: str, default: list[dict[str, str]]) -> list[dict[str, str]]:
    """A JSON list of external services. SystemExit with a sentence when it makes no sense."""
    needed = {"folder": {"path"}, "webdav": {"url"}}
    try:
        found: list[dict[str, str]] = json.loads(text(name)) if text(name) else default
        if all({"display_name", *needed[entry["type"]]} <= entry.keys() for entry in found):
            return found
    except (ValueError, KeyError, TypeError, AttributeError):
        pass
    raise SystemExit(
        f"{name} must be a JSON list of services, each with type (folder or webdav), display_name, and path or url."
    )


def secret_key(path: Path) -> str:
    """The key that signs addresses and codes; made on the first start and kept with the data."""
    if not path.exists():
        part = path.with_suffix(".part")
        part.touch(mode=0o600)
        part.write_text(secrets.token_urlsafe(48))
        part.replace(path)
    return path.read_text()


def secret(name: str) -> str:
    """A secret from the environment, else one of this data folder's own: never one that others know."""
    derived = hmac.new(SECRET_KEY.encode(), name.encode(), hashlib.sha256).hexdigest()[:40]
    return text(name, derived)


def picture_size(told: str) -> tuple[int, int, int]:
    """Width, height (even) and pictures a second from e.g. 640x360@10."""
    size, _, rate = told.partition("@")
    width, _, height = size.partition("x")
    return int(width) // 2 * 2, int(height) // 2 * 2, int(rate or 10)


BASE = Path(__file__).parent
HOST = text("ENGINE_HOST", "127.0.0.1")
PORT = int(text("ENGINE_PORT", "8900"))
JOBS = int(text("ENGINE_JOBS", str(max(2, os.cpu_count() or 2))))

DATA = Path(text("ENGINE_DATA", "data/engine")).resolve()
FILES = DATA / "files"
FILES.mkdir(parents=True, exist_ok=True)
SECRET_KEY = secret_key(DATA / "secret.key")
INCOMING = FILES / "incoming"  # uploads on their way; nothing here outlives the engine

# Auphonic: who may come in
API_KEY = secret("ENGINE_API_KEY")
USERNAME = text("ENGINE_USERNAME", "podcaster")
PASSWORD = secret("ENGINE_PASSWORD")
CLIENT_ID = text("ENGINE_CLIENT_ID", "podcaststudio")
CLIENT_SECRET = secret("ENGINE_CLIENT_SECRET")
CLIENT_NAME = text("ENGINE_CLIENT_NAME", "Podcast Studio")
REDIRECT_URIS = words(
    "ENGINE_REDIRECT_URIS",
    "http://127.0.0.1:8000/accounts/auphonic/callback/,http://localhost:8000/accounts/auphonic/callback/",
)
# Seconds an access token lives. 0: ten years and no refresh token, as Auphonic has been seen to do.
TOKEN_SECONDS = int(text("ENGINE_TOKEN_SECONDS", "0"))

# Auphonic: how it behaves
CREDITS = float(text("ENGINE_CREDITS", "100"))  # hours, given once with a new data folder
DOWNLOADS = text("ENGINE_DOWNLOADS", "redirect")  # or "direct"
# Where "redirect" leads, e.g. http://files.example.org:8900. Empty: the other loopback name.
STORAGE_ORIGIN = text("ENGINE_STORAGE_ORIGIN")
LINK_SECONDS = int(text("ENGINE_LINK_SECONDS", "3600"))  # how long a signed address is good

# External services, e.g. [{"type": "folder", "display_name": "Archive", "path": "/srv/archive"},
# {"type": "webdav", "display_name": "Host", "url": "https://example.org/dav/", "username": "", "password": ""}].
# Empty: one folder in the data folder.
SERVICES = services(
    "ENGINE_SERVICES", [{"type": "folder", "display_name": "Engine folder", "path": str(DATA / "folder")}]
)
WHISPER_MODEL = text("ENGINE_WHISPER_MODEL")  # the folder of a Whisper model in CTranslate2's form, for faster-whisper
AUDIOGRAM = picture_size(text("ENGINE_AUDIOGRAM", "640x360@10"))  # 1280x720@12 takes three times as long

# AudioDN
AUDIODN_KEY = secret("ENGINE_AUDIODN_KEY")
AUDIODN_WEBHOOK = text("ENGINE_AUDIODN_WEBHOOK")
AUDIODN_WEBHOOK_FILE = text("ENGINE_AUDIODN_WEBHOOK_FILE")
AUDIODN_WEBHOOK_COLLECTION = text("ENGINE_AUDIODN_WEBHOOK_COLLECTION")
AUDIODN_VARIANTS = text("ENGINE_AUDIODN_VARIANTS")  # json, see audiodn/recipes.py
# A track beyond these goes the slower way, one at a time, so that small ones need not wait for it.
AUDIODN_HEAVY_MB = int(text("ENGINE_AUDIODN_HEAVY_MB", "500"))
AUDIODN_HEAVY_MINUTES = int(text("ENGINE_AUDIODN_HEAVY_MINUTES", "120"))

FAULTS = text("ENGINE_FAULTS")  # json, see faults.py

# Django, as little of it as possible: routes, requests, one template
DEBUG = False
ALLOWED_HOSTS = ["127.0.0.1", "localhost", "[::1]", HOST, *words("ENGINE_HOSTS")]
ROOT_URLCONF = "engine.urls"
ASGI_APPLICATION = "engine.asgi.application"
INSTALLED_APPS: list[str] = []
MIDDLEWARE = ["django.middleware.common.CommonMiddleware"]  # for Content-Length
DATABASES: dict[str, dict[str, str]] = {}
APPEND_SLASH = False
DATA_UPLOAD_MAX_MEMORY_SIZE = 32 * 1024 * 1024  # JSON bodies may carry covers in base64
TEMPLATES = [{"BACKEND": "django.template.backends.django.DjangoTemplates", "DIRS": [BASE / "templates"]}]
USE_TZ = True
TIME_ZONE = "UTC"
LOGGING_CONFIG = None
