"""Rows that are due: one column says when to look next, one counts the claims. Lease, schedule and wake-up in one.

A model with `due_at` (empty when it rests) and `turn` is claimed by a conditional UPDATE; whoever changed the row owns
it until the lease runs out, and can write only as long as nobody else has claimed it. A dead worker needs no clean-up:
its row simply comes due again. Works the same on SQLite and PostgreSQL; no row is ever locked.
"""

import threading
from datetime import timedelta
from types import TracebackType
from typing import Any, Self

from django.db import close_old_connections, connection, models
from django.db.models import DateTimeField, ExpressionWrapper, F
from django.db.models.functions import Now


class Lost(Exception):
    """Somebody else owns the row now; whatever was worked out for it is void."""


def in_seconds(seconds: float) -> "ExpressionWrapper[Any]":
    """A moment from now, by the database's clock."""
    if not seconds:  # SQLite writes a sum with more digits than `Now()`, so that it would lie a moment ahead
        return ExpressionWrapper(Now(), output_field=DateTimeField())
    return ExpressionWrapper(Now() + timedelta(seconds=seconds), output_field=DateTimeField())


class DueQuerySet(models.QuerySet[Any]):
    def due(self) -> Self:
        return self.filter(due_at__lte=Now())

    def claim(self, pk: object, lease: float) -> int | None:
        """Own the row for `lease` seconds. Returns the turn, or None when it is not due or somebody was faster."""
        turn = self.due().filter(pk=pk).values_list("turn", flat=True).first()
        if turn is None:
            return None
        changed = self.due().filter(pk=pk, turn=turn).update(turn=turn + 1, due_at=in_seconds(lease))
        return turn + 1 if changed else None

    def write(self, pk: object, turn: int, /, **values: Any) -> None:
        """Change the row while the turn is still ours. Raises `Lost`."""
        if not self.filter(pk=pk, turn=turn).update(**values):
            raise Lost(f"{self.model.__name__} {pk} was taken over")

    def wake(self, **values: Any) -> int:
        """Make these rows due now. Takes a turn, so that a look under way cannot write "later" over the wake-up."""
        return self.update(turn=F("turn") + 1, due_at=Now(), **values)


class Claim:
    """One turn at one row. As a context manager it keeps the lease alive from a thread while a step runs."""

    def __init__(self, rows: DueQuerySet, pk: object, turn: int, lease: float) -> None:
        self.rows, self.pk, self.turn, self.lease = rows, pk, turn, lease
        self._lost = threading.Event()
        self._done = threading.Event()
        self._thread = threading.Thread(target=self._beat, name=f"lease-{pk}", daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._done.set()
        self._thread.join()

    def keep(self) -> None:
        """Call inside long copies. Raises `Lost` when the row was taken over meanwhile."""
        if self._lost.is_set():
            raise Lost(f"{self.pk} was taken over")

    def check(self) -> None:
        """Ask the database right now, before an effect that cannot be taken back. Raises `Lost`."""
        self.write(due_at=in_seconds(self.lease))

    def write(self, **values: Any) -> None:
        """Change the row while it is ours. Raises `Lost`."""
        self.rows.write(self.pk, self.turn, **values)

    def finish(self, **values: Any) -> None:
        """The last write: takes a turn, so that a heartbeat still under way cannot touch the row. Raises `Lost`."""
        self.write(turn=self.turn + 1, **values)

    def _beat(self) -> None:
        while not self._done.wait(self.lease / 3):
            try:
                self.check()
            except Lost:
                self._lost.set()
                break
            except Exception:  # noqa: S112  a database that is away for a moment; the lease outlives two beats
                continue
            finally:
                close_old_connections()
        connection.close()
