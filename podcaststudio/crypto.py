"""Secrets at rest: AES-256-GCM, bound to the row they belong to, with a ring of keys.

A stored text is `v1:<key id>:<base64 of nonce and ciphertext>`. The place (`"app.Model.field:pk"`) is authenticated
with it, so a ciphertext copied to another row does not decrypt.
"""

import base64
import hashlib
import os
from functools import lru_cache

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings


class Unreadable(Exception):
    """The text was encrypted with a key that is not in the ring, for another row, or was changed."""


def encrypt(text: str, place: str) -> str:
    key_id, key = next(iter(_ring(tuple(settings.FIELD_KEYS), settings.SECRET_KEY).items()))
    nonce = os.urandom(12)
    sealed = nonce + AESGCM(key).encrypt(nonce, text.encode(), place.encode())
    return f"v1:{key_id}:{base64.b64encode(sealed).decode()}"


def decrypt(stored: str, place: str) -> str:
    """Raises `Unreadable`; the sentence is fit for people."""
    try:
        version, key_id, body = stored.split(":", 2)
        key = _ring(tuple(settings.FIELD_KEYS), settings.SECRET_KEY)[key_id]
        sealed = base64.b64decode(body)
        if version != "v1":
            raise ValueError(version)
        return AESGCM(key).decrypt(sealed[:12], sealed[12:], place.encode()).decode()
    except (InvalidTag, KeyError, ValueError) as error:
        raise Unreadable("The stored secret cannot be read with this installation's keys. Enter it again.") from error


@lru_cache
def _ring(field_keys: tuple[str, ...], secret_key: str) -> dict[str, bytes]:
    """By id, the one that encrypts first; the one derived from the secret key comes last, and stays readable."""
    ring = {}
    for entry in field_keys:
        key_id, _, body = entry.partition(":")
        ring[key_id] = base64.b64decode(body)
    ring.setdefault("0", hashlib.sha256(b"podcaststudio field key " + secret_key.encode()).digest())
    return ring
