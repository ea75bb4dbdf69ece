"""Rings for a row that is due. A lost ring costs time, never truth: the sweep finds what is due.

Without a broker only the worker's own process can ring (its queue is in its memory); elsewhere ringing does nothing.
"""

import logging
from functools import partial
from uuid import UUID

from django.conf import settings
from django.db import transaction
from kombu.exceptions import OperationalError

from podcaststudio.celery import app

log = logging.getLogger(__name__)
_is_worker = False


def open_here() -> None:
    """This process has a worker: its own rings are heard."""
    global _is_worker
    _is_worker = True


def ring(task: str, pk: UUID) -> None:
    """Send the task with the id as soon as the present transaction is through."""
    if settings.HAS_BROKER or _is_worker:
        transaction.on_commit(partial(_send, task, str(pk)))


def _send(task: str, pk: str) -> None:
    try:
        app.send_task(task, (pk,))
    except (OperationalError, OSError) as error:
        log.warning("the broker is away, the sweep will find %s: %s", pk, error)
