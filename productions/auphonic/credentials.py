"""Credentials of linked accounts: sealed in their row, fresh when they are used, renewed by one worker at a time.

A credential is an API key, or a token's JSON. Refresh tokens may be good for one use only, so whoever renews a token
holds `refresh_until` of the row meanwhile; all others wait for the result. Every write names the credential it was
worked out from: one that was replaced in between (the person connected again) is never overwritten or blamed.
"""

import json
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

from django.db.models import Q
from django.db.models.functions import Now
from django.utils import timezone

from podcaststudio import crypto, http
from productions.auphonic import oauth
from productions.models import AccountQuerySet, AuphonicAccount
from productions.told import account_is_broken

EARLY = timedelta(seconds=60)  # a token this close to its end counts as expired; clocks differ
COLUMNS = ("kind", "sealed_credential", "expires_at", "is_broken", "refresh_until")
HOLD = timedelta(seconds=60)  # longer than a refresh can take
WAIT = 20.0  # seconds to wait for another worker's refresh
LOOK = 0.05  # seconds between looks meanwhile


def bearer(account: AuphonicAccount, refused: str = "") -> str:
    """What to send as a bearer: the API key, or an access token that is good for another minute.

    `refused` is one that the server did not accept, which is never returned again. Raises `http.Unauthorized`, after
    marking the account as broken, when there is no better one, and `http.Unreachable`.
    """
    ends = time.monotonic() + WAIT
    while True:
        secret, token = _read(account)
        if secret != refused and not _is_stale(token):
            return secret
        if not token.get("refresh_token"):
            raise _broken(account)
        if until := _hold(account):
            return _refresh(account, until, token)
        if time.monotonic() > ends:
            raise http.Unreachable(f"The sign-in of {account} is being renewed.", retry_after=5)
        time.sleep(LOOK)


def renewer(account: AuphonicAccount, session: oauth.Session) -> Callable[[http.Unauthorized], None]:
    """What a client does when the credential is refused: put a better one into `session`, or raise."""

    def renew(refusal: http.Unauthorized) -> None:
        session.token = oauth.as_token(bearer(account, refused=session.token["access_token"]))

    return renew


def seal(account: AuphonicAccount, *, token: dict[str, Any] | None = None, key: str | None = None) -> None:
    """Put a credential into the account, in memory; clears what was known about the one before."""
    if token is not None:
        account.kind = AuphonicAccount.Kind.OAUTH
        account.sealed_credential, account.expires_at = account.seal(json.dumps(token)), expires_at(token)
    elif key:
        account.kind = AuphonicAccount.Kind.KEY
        account.sealed_credential, account.expires_at = account.seal(key), None
    else:
        raise ValueError("a token or a key")
    account.is_broken, account.refresh_until = False, None


def reseal(account: AuphonicAccount) -> int:
    """Encrypt the credential with the newest key; 0 when it is being refreshed or was replaced meanwhile.

    Raises `crypto.Unreadable`.
    """
    return _as_read(account).filter(_is_free()).update(sealed_credential=account.seal(account.unseal()))


def mark_broken(account: AuphonicAccount, sentence: str) -> None:
    """The credential that `account` was read with is good for nothing any more; a newer one is left alone."""
    facts = {"is_broken": True, "last_error": sentence, "last_error_at": Now(), "refresh_until": None}
    if _as_read(account).update(**facts):
        account_is_broken(account, sentence)


def expires_at(token: dict[str, Any]) -> datetime | None:
    """When the access token ends; None when they did not say."""
    try:
        return datetime.fromtimestamp(float(token["expires_at"]), UTC)
    except (KeyError, TypeError, ValueError, OverflowError, OSError):
        return None


def _read(account: AuphonicAccount) -> tuple[str, dict[str, Any]]:
    """The bearer as it is stored now, and the whole token it belongs to (empty for a key)."""
    try:
        account.refresh_from_db(fields=("sealed_credential", "kind"))
        secret = account.unseal()
    except AuphonicAccount.DoesNotExist:
        raise http.Unauthorized(f"{account} was disconnected. Connect it again, or choose another.") from None
    except crypto.Unreadable as error:
        raise _broken(account, f"{error} Connect {account} again.") from None
    token = {} if account.kind == AuphonicAccount.Kind.KEY else json.loads(secret)
    return token.get("access_token", secret), token


def _is_stale(token: dict[str, Any]) -> bool:
    ends = expires_at(token)
    return ends is not None and ends - EARLY <= timezone.now()


def _hold(account: AuphonicAccount) -> datetime | None:
    """Take the refresh of exactly this credential; None when another worker has it, or it was replaced."""
    until = timezone.now() + HOLD
    return until if _as_read(account).filter(_is_free()).update(refresh_until=until) else None


def _is_free() -> Q:
    """Nobody is refreshing it, or whoever did has died."""
    return Q(refresh_until__isnull=True) | Q(refresh_until__lt=Now())


def _refresh(account: AuphonicAccount, until: datetime, token: dict[str, Any]) -> str:
    mine = _as_read(account).filter(refresh_until=until)
    try:
        fresh = oauth.refresh(account.server, token["refresh_token"])
    except http.Unauthorized:
        raise _broken(account) from None
    except http.Problem:
        mine.update(refresh_until=None)
        raise
    sealed = account.seal(json.dumps(fresh))
    if mine.update(sealed_credential=sealed, expires_at=expires_at(fresh), refresh_until=None):
        account.sealed_credential = sealed
    return str(fresh["access_token"])


def _as_read(account: AuphonicAccount) -> AccountQuerySet:
    """The row, as long as it holds the credential that was read last."""
    return AuphonicAccount.objects.filter(pk=account.pk, sealed_credential=account.sealed_credential)


def _broken(account: AuphonicAccount, sentence: str = "") -> http.Unauthorized:
    sentence = sentence or f"{oauth.company(account.server)} no longer accepts this sign-in. Connect {account} again."
    mark_broken(account, sentence)
    return http.Unauthorized(sentence)
