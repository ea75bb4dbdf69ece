"""One call to Auphonic that a row stands for: asked until it is answered, and given up when asking again is no use."""

from collections.abc import Callable
from typing import Any

from podcaststudio import http
from podcaststudio.due import DueQuerySet, Lost, in_seconds

LEASE = 120.0  # seconds one call may take


def ask(rows: DueQuerySet, pk: object, call: Callable[[], dict[str, Any]], again: float) -> None:
    """Claim the row, make the call, and write the columns it answers with, or what went wrong.

    `again` is the pause in seconds before the next try, where Auphonic names none.
    """
    turn = rows.claim(pk, LEASE)
    if turn is None:
        return
    facts: dict[str, Any]
    try:
        facts = {**call(), "error": "", "due_at": None}
    except (http.Rejected, http.Unauthorized) as problem:
        facts = {"error": problem.sentence, "due_at": None}
    except http.Problem as problem:
        facts = {"error": problem.sentence, "due_at": in_seconds(problem.retry_after or again)}
    try:
        rows.write(pk, turn, **facts)
    except Lost:
        return  # somebody asked anew meanwhile, and is answered next
