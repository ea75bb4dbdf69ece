"""Work that takes long: a few threads, a row in the store for each job, taken up again after any end.

A job is a name and the id of the document it works on; one such pair waits or runs at most once. Its row is
written before anything else and removed when its function has returned, so a killed engine does the job
again. A function must therefore give the same result when repeated, and write nothing once `job.is_canceled`.
"""

import logging
import os
import signal
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from subprocess import Popen
from typing import Any

from engine import store

log = logging.getLogger(__name__)

Run = Callable[[str, "Job"], None]
Failed = Callable[[str, str], None]
KIND = "job"
ATTEMPTS = 3  # of a function that raises what it should not

_runs: dict[str, tuple[Run, Failed | None]] = {}
_running: dict[str, "Job"] = {}
_change = threading.Condition(store.lock)
_is_open = False


class Job:
    """One run of one job, as its function sees it."""

    def __init__(self, name: str, document_id: str, turn: int) -> None:
        self.name, self.document_id, self.turn = name, document_id, turn
        self.is_canceled = False
        self.stage, self.fraction = "", 0.0
        self._children: list[Popen[Any]] = []

    def progress(self, stage: str, fraction: float) -> None:
        """Say how far it is: a word for the stage, and 0 to 1 of the whole."""
        self.stage, self.fraction = stage, min(max(fraction, 0.0), 1.0)

    def child(self, popen: "Popen[Any]") -> None:
        """Name a child process, the leader of its own session, that shall die when the job is canceled."""
        self._children.append(popen)
        if self.is_canceled:
            self.kill()

    def kill(self) -> None:
        """Cancel this run and end its children's whole process groups."""
        self.is_canceled = True
        for popen in self._children:
            if popen.poll() is None:
                with suppress(ProcessLookupError, PermissionError):
                    os.killpg(popen.pid, signal.SIGKILL)


def register(name: str, run: Run, failed: Failed | None = None) -> None:
    """Name the function that does the jobs of this name.

    `failed(document_id, sentence)` is told when `run` has raised unexpectedly for the last time.
    """
    _runs[name] = (run, failed)


def submit(name: str, document_id: str, after: float = 0) -> None:
    """Have it done, `after` seconds from now at the earliest.

    May be part of a store.transaction(). Submitting what waits already changes nothing; what runs just now is
    done once more afterwards.
    """
    key = _key(name, document_id)
    with _change:
        row = store.get(KIND, key)
        running = _running.get(key)
        if row and (running is None or row["turn"] != running.turn):
            return
        turn = row["turn"] + 1 if row else int(time.time() * 1000)
        _put(key, name, document_id, turn, due_at=time.time() + after)
        _change.notify()


def cancel(name: str, document_id: str, wait: float = 5) -> None:
    """Forget the job, kill the children of its run and `join` it.

    With `wait=0` it may be part of a store.transaction(); join afterwards.
    """
    key = _key(name, document_id)
    with _change:
        store.delete(KIND, key)
        if key in _running:
            _running[key].kill()
    if wait:
        join(name, document_id, wait)


def join(name: str, document_id: str, seconds: float = 5) -> None:
    """Wait until a canceled run has returned; not within a transaction, since waiting lets others in."""
    key = _key(name, document_id)
    with _change:
        job = _running.get(key)
        if job and job.is_canceled:
            _change.wait_for(lambda: _running.get(key) is not job, seconds)


def running(name: str, document_id: str) -> Job | None:
    """The run under way, for its stage and fraction."""
    return _running.get(_key(name, document_id))


def count() -> int:
    """How many jobs wait or run."""
    return len(store.find(KIND))


def start(threads: int) -> None:
    """Begin to work, first on what an earlier engine left behind."""
    global _is_open
    _is_open = True
    for number in range(threads):
        threading.Thread(target=_work, name=f"job-{number}", daemon=True).start()


def stop() -> None:
    """Take nothing new and end what runs; the rows stay for the next start."""
    global _is_open
    with _change:
        _is_open = False
        for job in _running.values():
            job.kill()
        _change.notify_all()
        _change.wait_for(lambda: not _running, 3)


def _key(name: str, document_id: str) -> str:
    return f"{name}:{document_id}"


def _put(key: str, name: str, document_id: str, turn: int, due_at: float, attempts: int = 0) -> None:
    row = {"key": key, "name": name, "document_id": document_id, "turn": turn}
    store.put(KIND, key, {**row, "due_at": due_at, "attempts": attempts})


def _work() -> None:
    while (taken := _take()) is not None:
        row, job = taken
        try:
            _runs[job.name][0](job.document_id, job)
            error = None
        except Exception as raised:
            error = raised
        _finish(row, job, error)


def _take() -> tuple[store.Document, Job] | None:
    """Wait for the next due job; None when the engine stops."""
    with _change:
        while _is_open:
            waiting = [r for r in store.find(KIND, newest_first=False) if r["key"] not in _running]
            waiting = [r for r in waiting if r["name"] in _runs]
            now = time.time()
            due = next((row for row in waiting if row["due_at"] <= now), None)
            if due:
                job = _running[due["key"]] = Job(due["name"], due["document_id"], due["turn"])
                return due, job
            soonest = min((row["due_at"] - now for row in waiting), default=None)
            _change.wait(soonest)
        return None


def _finish(row: store.Document, job: Job, error: Exception | None) -> None:
    """Remove the row unless it was submitted again meanwhile, ended by `stop`, or is tried again."""
    key = row["key"]
    is_last = row["attempts"] + 1 >= ATTEMPTS
    if error and not job.is_canceled:
        log.error("job %s failed", key, exc_info=error)
        failed = _runs[job.name][1]
        if is_last and failed:
            failed(job.document_id, "Something went wrong inside the engine; its log says more.")
    with _change:
        now = store.get(KIND, key)
        if now and now["turn"] == row["turn"] and _is_open:
            if error and not job.is_canceled and not is_last:
                _put(key, job.name, job.document_id, row["turn"], time.time() + 1, row["attempts"] + 1)
            else:
                store.delete(KIND, key)
        del _running[key]
        _change.notify_all()
