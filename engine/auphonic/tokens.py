"""OAuth2 codes and tokens: kept hashed, codes and refresh tokens good for one use."""

import hashlib
import secrets
import time
from typing import Any

from engine import settings, store

TEN_YEARS = 315360000  # seconds; how long Auphonic's tokens have been seen to live
CODE_SECONDS = 600
KIND = "token"


def grant_code(client_id: str, redirect_uri: str, challenge: str) -> str:
    """A code that this application may exchange once, for this way back, with the PKCE verifier if there was one."""
    return _make("code", CODE_SECONDS, client_id=client_id, redirect_uri=redirect_uri, challenge=challenge)


def redeem_code(code: str) -> dict[str, Any] | None:
    """What the code was granted for, once; None when it is unknown, used or too old."""
    return _take("code", code)


def grant_tokens(client_id: str) -> dict[str, Any]:
    """The token endpoint's reply to an application; with a refresh token only when access tokens are short-lived."""
    seconds = settings.TOKEN_SECONDS or TEN_YEARS
    reply = {
        "access_token": _make("access", seconds, client_id=client_id),
        "token_type": "bearer",
        "expires_in": seconds,
        "user_name": settings.USERNAME,
        "scope": "",
    }
    if settings.TOKEN_SECONDS:
        reply["refresh_token"] = _make("refresh", TEN_YEARS, client_id=client_id)
    return reply


def redeem_refresh_token(token: str, client_id: str) -> bool:
    """True once for each refresh token of this application; it is replaced with the tokens granted next."""
    granted = _take("refresh", token)
    return granted is not None and granted["client_id"] == client_id


def application_of(token: str) -> str | None:
    """The client id an access token was granted to; None when it is unknown or too old."""
    document = store.get(KIND, _hash(token))
    if document is None or document["purpose"] != "access" or document["expires_at"] <= time.time():
        return None
    return str(document["client_id"])


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
