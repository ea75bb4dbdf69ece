"""Facts for tests about what was really done, kept apart from the documents and outliving them."""

from typing import Any

from engine import store


def note(kind: str, id: str, **facts: Any) -> None:
    """Remember facts about one thing; `kind` is "production" or "track"."""
    with store.transaction():
        store.put(f"ledger_{kind}", id, {**(store.get(f"ledger_{kind}", id) or {}), **facts})


def count(kind: str, id: str, fact: str, amount: float = 1) -> None:
    """Count one more, or another amount."""
    with store.transaction():
        entry = store.get(f"ledger_{kind}", id) or {}
        store.put(f"ledger_{kind}", id, {**entry, fact: round(entry.get(fact, 0) + amount, 6)})


def entries(kind: str) -> list[dict[str, Any]]:
    """All of a kind, oldest first."""
    return store.find(f"ledger_{kind}", newest_first=False)
