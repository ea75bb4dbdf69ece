"""Credits in hours: how many there are, what a production costs, and taking them."""

from datetime import UTC, datetime
from typing import Any

from engine import settings, store

KIND, ID = "account", "credits"
LEAST = 0.05  # hours: every production costs three minutes or more


def account() -> dict[str, Any]:
    """The account's credits, made on first use."""
    with store.transaction():
        found = store.get(KIND, ID)
        if found is None:
            found = {"recurring": 0.0, "onetime": settings.CREDITS, "since": datetime.now(UTC).isoformat()}
            store.put(KIND, ID, found)
        return found


def left() -> float:
    """Hours that can still be used."""
    found = account()
    return float(found["recurring"] + found["onetime"])


def cost(seconds: float) -> float:
    """Hours for an input of so many seconds."""
    return round(max(seconds / 3600, LEAST), 6)


def take(hours: float) -> dict[str, float]:
    """Take credits, recurring ones first; belongs into the transaction that makes them due.

    Returns {"recurring", "onetime", "combined"}: what was used, in hours.
    """
    found = account()
    recurring = min(found["recurring"], hours)
    onetime = hours - recurring
    after = {
        **found,
        "recurring": round(found["recurring"] - recurring, 6),
        "onetime": round(found["onetime"] - onetime, 6),
    }
    store.put(KIND, ID, after)
    return {"recurring": recurring, "onetime": onetime, "combined": hours}
