"""OAuth2 codes and tokens: kept hashed, codes and refresh tokens good for one use."""

import hashlib
import secrets
import time
from typing import Any

from engine import settings, store

TEN_YEARS = 315360000  # seconds; how long Auphonic's tokens have been seen to live
CODE_SECONDS = 600
KIND = "token"


def grant_code(redirect_uri: str, challenge: str) -> str:
    """A code that may be exchanged once, for this redirect address, with the PKCE verifier if there was one."""
    return _make("code", CODE_SECONDS, redirect_uri=redirect_uri, challenge=challenge)


def redeem_code(code: str) -> dict[str, Any] | None:
    """What the code was granted for, once; None when it is unknown, used or too old."""
    return _take("code", code)


def grant_tokens() -> dict[str, Any]:
    """The reply of the token endpoint; with a refresh token only when access tokens are short-lived."""
    seconds = settings.TOKEN_SECONDS or TEN_YEARS
    reply = {
        "access_token": _make("access", seconds),
        "token_type": "bearer",
        "expires_in": seconds,
        "user_name": settings.USERNAME,
        "scope": "",
    }
    if settings.TOKEN_SECONDS:
        reply["refresh_token"] = _make("refresh", TEN_YEARS)
    return reply


def redeem_refresh_token(token: str) -> bool:
    """True once for each refresh token; it is replaced with the tokens granted next."""
    return _take("refresh", token) is not None


def is_access_token(token: str) -> bool:
    """Whether this access token is known and still good."""
    document = store.get(KIND, _hash(token))
    return bool(document and document["purpose"] == "access" and document["expires_at"] > time.time())


def _make(purpose: str, seconds: float, **facts: str) -> str:
    token = secrets.token_urlsafe(32)
    store.put(KIND, _hash(token), {"purpose": purpose, "expires_at": time.time() + seconds, **facts})
    return token


def _take(purpose: str, token: str) -> dict[str, Any] | None:
    with store.transaction():
        document = store.get(KIND, _hash(token))
        if document is None or document["purpose"] != purpose:
            return None
        store.delete(KIND, _hash(token))
    return document if document["expires_at"] > time.time() else None


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
