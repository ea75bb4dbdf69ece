"""The doorbell that cannot break: a thread in every worker that looks for rows that are due and hands them over.

It is the only way work begins where there is no broker, and the way it goes on where a broker lost a message or a
worker died. Any number of workers may sweep at once: who claims a row first does the work.
"""

import logging
import threading
import time
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
from productions import uploads
from productions.models import AuphonicAccount, PresetCopy, Production

log = logging.getLogger(__name__)
AT_ONCE = 200  # rows handed over per sweep and kind; the rest are still due at the next one
FORGET = 30.0  # seconds after which a row that was handed over but never claimed is handed over again
HOUSEKEEPING = 30.0  # seconds between looks at uploads that ended without a recording, or expired

BEAT = 10.0  # seconds between two signs of life


class Sweep(threading.Thread):
    """Sweeps until told to stop."""

    def __init__(self) -> None:
        super().__init__(name="sweep", daemon=True)
        self.stopped = threading.Event()
        self.every = settings.PIPELINE_SWEEP_SECONDS or (5 if settings.HAS_BROKER else 1)
        self.handed: dict[tuple[UUID, int], float] = {}
        self.tidied = self.beaten = float("-inf")

    def run(self) -> None:
        while not self.stopped.wait(self.every):
            try:
                self.once()
            except Exception:
                log.exception("the sweep stumbled and goes on")
            finally:
                close_old_connections()

    def once(self) -> int:
        """Hand over everything that is due and was not handed over already. Returns how many rows."""
        now = time.monotonic()
        self.handed = {row: at for row, at in self.handed.items() if now - at < FORGET}
        count = self._hand("productions.advance", Production.objects.due())
        count += self._hand("audiodn.refresh_track", Track.objects.due())
        count += self._hand("audiodn.run_errand", Errand.objects.due())
        count += self._hand("productions.check_account", AuphonicAccount.objects.due())
        count += self._hand("productions.match_preset", PresetCopy.objects.due())
        count += self._hand("notices.send", Notice.objects.due())
        if now - self.beaten > BEAT:
            self.beaten = now
            Heartbeat.beat(count)
        if now - self.tidied > HOUSEKEEPING:
            self.tidied = now
            uploads.complete_pending()
            uploads.expire()
        return count

    def _hand(self, task: str, rows: DueQuerySet) -> int:
        found = rows.order_by("due_at").values_list("pk", "turn")[:AT_ONCE]
        fresh = [row for row in found if row not in self.handed]
        for pk, turn in fresh:
            self.handed[pk, turn] = time.monotonic()
            doorbell.ring(task, pk)
        return len(fresh)


_running: list[Sweep] = []


@worker_ready.connect
def begin(**_: Any) -> None:
    doorbell.open_here()
    sweep = Sweep()
    sweep.start()
    _running.append(sweep)


@worker_shutting_down.connect
def end(**_: Any) -> None:
    for sweep in _running:
        sweep.stopped.set()
