"""API keys: the server's own from the settings, and limited ones for players, uploaders and shared links.

A made key is shown once; the store knows its SHA-256 only.
"""

import hashlib
import secrets
from dataclasses import asdict, dataclass

from django.utils.crypto import constant_time_compare

from engine import settings, store
from engine.audiodn import moments

KIND = "audiodn_key"


@dataclass(frozen=True)
class Key:
    """What a key may do; a limit of None is no limit."""

    kind: str  # api, player, uploader or share
    title: str = ""
    collection_id: str | None = None
    track_id: str | None = None
    creator_id: str | None = None
    variants: tuple[str, ...] = ()
    is_downloadable: bool = False
    expires_at: str | None = None


SERVER = Key("api", "Server key", is_downloadable=True)


def make(key: Key) -> str:
    """Keep the key and return its text, which cannot be read again."""
    text = f"adn_{key.kind}_{secrets.token_hex(24)}"
    store.put(KIND, _digest(text), asdict(key))
    return text


def find(text: str) -> Key | None:
    """The key with this text, unless it has expired."""
    if constant_time_compare(text, settings.AUDIODN_KEY):
        return SERVER
    document = store.get(KIND, _digest(text))
    if document is None or moments.is_past(document["expires_at"]):
        return None
    return Key(**{**document, "variants": tuple(document["variants"])})


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
