"""The embedded world: what a fresh machine works with when nothing at all is configured.

One secret is made once, in `data/secret.key`; every other key of this machine (the engine's API key, its OAuth2
client, its AudioDN key) is derived from it, so that studio and engine agree without a file between them.
"""

import hashlib
import hmac
import os
import secrets
from pathlib import Path

from podcaststudio import env

BASE_DIR = Path(__file__).resolve().parent.parent


def data_dir() -> Path:
    return Path(env.text("PODCASTSTUDIO_DATA") or BASE_DIR / "data").resolve()


def is_wanted() -> bool:
    """The embedded world is for whoever configured nothing: no secret key in the environment or in `.env`."""
    env.load(BASE_DIR / ".env")
    return not env.text("DJANGO_SECRET_KEY")


def prepare() -> None:
    """Fill the environment with the embedded world's defaults; what is set already stays."""
    if not is_wanted():
        return
    secret = _secret(data_dir())
    studio = f"http://127.0.0.1:{env.number('PODCASTSTUDIO_PORT', 8000)}"
    engine = f"http://127.0.0.1:{env.number('ENGINE_PORT', 8900)}"
    for name, value in {
        "PODCASTSTUDIO_EMBEDDED": "1",
        "DJANGO_SECRET_KEY": secret,
        "PODCASTSTUDIO_URL": studio,
        "ENGINE_URL": engine,
        "ENGINE_API_KEY": derive(secret, "engine api key"),
        "ENGINE_CLIENT_ID": derive(secret, "engine client id")[:22],
        "ENGINE_CLIENT_SECRET": derive(secret, "engine client secret"),
        "ENGINE_AUDIODN_KEY": derive(secret, "engine audiodn key"),
        "ENGINE_REDIRECT_URIS": f"{studio}/accounts/auphonic/callback/",
        "PIPELINE_LEASE_SECONDS": "30",  # one worker, often stopped and started: its work is taken up again soon
        "ENGINE_AUDIODN_WEBHOOK": f"{studio}/hooks/audiodn/{derive(secret, 'engine audiodn webhook')}/",
    }.items():
        os.environ.setdefault(name, value)


def derive(secret: str, purpose: str) -> str:
    return hmac.new(secret.encode(), purpose.encode(), hashlib.sha256).hexdigest()


def _secret(folder: Path) -> str:
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / "secret.key"
    try:
        with open(path, "x", opener=lambda name, flags: os.open(name, flags, 0o600)) as file:
            file.write(secrets.token_hex(32))
    except FileExistsError:
        pass
    return path.read_text().strip()
