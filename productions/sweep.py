"""The doorbell that cannot break: a thread in every worker that looks for rows that are due and hands them over.

It is the only way work begins where there is no broker, and the way it goes on where a broker lost a message or a
worker died. Any number of workers may sweep at once: who claims a row first does the work. A second thread keeps house,
so that no long look at a recording holds up what is due.
"""

import logging
import threading
import time
from collections.abc import Callable
from typing import Any
from uuid import UUID

from celery.signals import worker_ready, worker_shutting_down
from django.conf import settings
from django.db import close_old_connections

from audiodn.models import Errand, Track
from notices.models import Notice
from podcaststudio import doorbell
from podcaststudio.due import DueQuerySet
from podcaststudio.models import Heartbeat
from productions import pipeline, uploads
from productions.models import AuphonicAccount, Fetch, PresetCopy, Production

log = logging.getLogger(__name__)
AT_ONCE = 200  # rows handed over per sweep and kind; the rest are still due at the next one
FORGET = 30.0  # seconds after which a row that was handed over but never claimed is handed over again
HOUSEKEEPING = 30.0  # seconds between looks at uploads that ended without a recording, or expired
BEAT = 10.0  # seconds between two signs of life
CHORES: list[Callable[[], None]] = []  # what apps above add to keeping house
TASKS: dict[str, Any] = {}  # what apps above add: the task's name, and the model with `due` whose rows it takes


class Rounds(threading.Thread):
    """Does something at once and then every so many seconds, until `stopped`. Nothing that goes wrong ends it."""

    def __init__(self, name: str, every: float, once: Callable[[], object]) -> None:
        super().__init__(name=name, daemon=True)
        self.every, self.once = every, once
        self.stopped = threading.Event()

    def run(self) -> None:
        while not self.stopped.is_set():
            try:
                self.once()
            except Exception:
                log.exception("the %s stumbled and goes on", self.name)
            finally:
                close_old_connections()
            self.stopped.wait(self.every)


class Sweep:
    """Hands over what is due; remembers what it handed over and nobody has claimed yet."""

    def __init__(self) -> None:
        self.handed: dict[tuple[UUID, int], float] = {}
        self.beaten = float("-inf")

    def once(self) -> int:
        """Hand over everything that is due and was not handed over already. Returns how many rows."""
        now = time.monotonic()
        self.handed = {row: at for row, at in self.handed.items() if now - at < FORGET}
        count = self._hand("productions.advance", Production.objects.due())
        count += self._hand("audiodn.refresh_track", Track.objects.due())
        count += self._hand("audiodn.run_errand", Errand.objects.due())
        count += self._hand("productions.check_account", AuphonicAccount.objects.due())
        count += self._hand("productions.match_preset", PresetCopy.objects.due())
        count += self._hand("productions.fetch", Fetch.objects.due())
        count += self._hand("notices.send", Notice.objects.due())
        count += sum(self._hand(task, model.objects.due()) for task, model in TASKS.items())
        if now - self.beaten > BEAT:
            self.beaten = now
            Heartbeat.beat(count)
        return count

    def _hand(self, task: str, rows: DueQuerySet) -> int:
        found = rows.order_by("due_at").values_list("pk", "turn")[:AT_ONCE]
        fresh = [row for row in found if row not in self.handed]
        for pk, turn in fresh:
            self.handed[pk, turn] = time.monotonic()
            doorbell.ring(task, pk)
        return len(fresh)


def keep_house() -> None:
    """Productions whose account is back, uploads that ended without a recording or expired, and what apps above add.

    Looking at a long recording takes its time.
    """
    pipeline.resume()
    uploads.complete_pending()
    uploads.expire()
    for chore in CHORES:
        chore()


_running: list[Rounds] = []


@worker_ready.connect
def begin(**_: Any) -> None:
    doorbell.open_here()
    every = settings.PIPELINE_SWEEP_SECONDS or (5 if settings.HAS_BROKER else 1)
    _running[:] = [Rounds("sweep", every, Sweep().once), Rounds("housekeeping", HOUSEKEEPING, keep_house)]
    for rounds in _running:
        rounds.start()


@worker_shutting_down.connect
def end(**_: Any) -> None:
    for rounds in _running:
        rounds.stopped.set()
