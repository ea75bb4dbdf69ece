"""Times as AudioDN writes them, and how long a session may live."""

from datetime import UTC, datetime, timedelta
from typing import Any

from engine import store

SHORTEST, LONGEST, USUAL = 60, 86_400, 3_600  # seconds a session lives


def now() -> str:
    """This moment in ISO 8601, UTC, milliseconds, e.g. 2026-07-14T10:00:00.000Z."""
    return _text(datetime.now(UTC))


def after(seconds: float) -> str:
    """So many seconds from now."""
    return _text(datetime.now(UTC) + timedelta(seconds=seconds))


def is_past(moment: str | None) -> bool:
    """Whether an ISO time has gone by; None never does."""
    return moment is not None and datetime.fromisoformat(moment) <= datetime.now(UTC)


def read(value: Any) -> str | None:
    """An ISO time in our own spelling, or None when it is none; a time without zone is UTC."""
    try:
        moment = datetime.fromisoformat(value)
    except (TypeError, ValueError):
        return None
    return _text(moment if moment.tzinfo else moment.replace(tzinfo=UTC))


def _text(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def forget_expired(kind: str, some: int = 20) -> None:
    """Delete the oldest of a kind that ended more than a day ago; a little with each new one."""
    yesterday = _text(datetime.now(UTC) - timedelta(days=1))
    for document in store.find(kind, limit=some, newest_first=False):
        if document["expires_at"] < yesterday:
            store.delete(kind, document["id"])
