"""Forked workers side by side that can always be ended."""

import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from multiprocessing import get_context
from multiprocessing.pool import Pool
from typing import Any

ENDING = {signal.SIGTERM}


@contextmanager
def pool(workers: int, prepare: Callable[..., object] | None = None, *arguments: Any) -> Iterator[Pool]:
    """A pool of forked processes, ended on the way out. Each first calls `prepare` with the arguments."""
    # Held back until a worker is ready to be ended: it may be told so before it has run its first line.
    before = signal.pthread_sigmask(signal.SIG_BLOCK, ENDING)
    try:
        made = get_context("fork").Pool(workers, initializer=begin, initargs=(prepare, arguments))
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)
    with made:
        yield made


def begin(prepare: Callable[..., object] | None, arguments: tuple[Any, ...]) -> None:
    # The handler we were forked with runs between two lines of Python. A worker that is on its way into the wait for
    # its next task would only note the signal and then wait for ever, and whoever ends the pool would wait for it.
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    signal.pthread_sigmask(signal.SIG_UNBLOCK, ENDING)
    if prepare:
        prepare(*arguments)
