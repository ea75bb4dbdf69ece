"""Jobs: once while they wait, again when submitted while running, canceled with their children, tried again."""

import subprocess
import threading
import time
from collections.abc import Iterator
from uuid import uuid4

import pytest

from engine import jobs, store
from engine.jobs import Job


@pytest.fixture(scope="module", autouse=True)
def working() -> Iterator[None]:
    jobs.start(2)
    yield
    jobs.stop()


class Work:
    """A job that notes its runs and waits until it is let go."""

    def __init__(self) -> None:
        self.name = f"work-{uuid4()}"
        self.runs: list[Job] = []
        self.failures: list[str] = []
        self.errors = 0
        self.has_begun, self.may_end = threading.Semaphore(0), threading.Semaphore(0)
        jobs.register(self.name, self.run, failed=lambda id, sentence: self.failures.append(sentence))

    def run(self, document_id: str, job: Job) -> None:
        self.runs.append(job)
        self.has_begun.release()
        assert self.may_end.acquire(timeout=10)
        if self.errors:
            self.errors -= 1
            raise RuntimeError("as ordered")

    def begun(self) -> Job:
        assert self.has_begun.acquire(timeout=10)
        return self.runs[-1]

    def ended(self) -> None:
        """Wait until no row of it is left."""
        while store.find(jobs.KIND, name=self.name):
            threading.Event().wait(0.01)


def test_progress_is_seen_while_it_runs() -> None:
    work = Work()
    jobs.submit(work.name, "a")
    work.begun().progress("encoding", 1.5)
    seen = jobs.running(work.name, "a")
    assert seen
    assert (seen.stage, seen.fraction) == ("encoding", 1.0)
    work.may_end.release()
    work.ended()
    assert jobs.running(work.name, "a") is None


def test_what_waits_is_queued_once() -> None:
    work = Work()
    with store.transaction():  # nobody takes it meanwhile
        for _ in range(3):
            jobs.submit(work.name, "a")
    work.may_end.release()
    work.ended()
    assert len(work.runs) == 1


def test_what_runs_is_done_once_more() -> None:
    work = Work()
    jobs.submit(work.name, "a")
    work.begun()
    jobs.submit(work.name, "a")
    jobs.submit(work.name, "a")
    work.may_end.release(2)
    work.ended()
    assert len(work.runs) == 2


def test_cancel_ends_children_and_waits() -> None:
    work = Work()
    jobs.submit(work.name, "a")
    job = work.begun()
    child = subprocess.Popen(["/bin/sh", "-c", "sleep 60 & wait"], start_new_session=True, stdout=subprocess.PIPE)
    job.child(child)

    def end() -> None:
        while not job.is_canceled:
            time.sleep(0.01)
        work.may_end.release()

    threading.Thread(target=end, daemon=True).start()
    jobs.cancel(work.name, "a")
    assert job.is_canceled
    assert child.stdout
    assert child.stdout.read() == b""  # the end of the pipe: the whole group is gone
    assert child.wait() == -9
    assert jobs.running(work.name, "a") is None
    assert store.find(jobs.KIND, name=work.name) == []


def test_cancel_of_what_waits() -> None:
    work = Work()
    jobs.submit(work.name, "a", after=60)
    jobs.cancel(work.name, "a")
    assert store.find(jobs.KIND, name=work.name) == []


def test_unexpected_errors_are_tried_three_times() -> None:
    work = Work()
    work.errors = 3
    work.may_end.release(3)
    jobs.submit(work.name, "a")
    work.ended()
    assert len(work.runs) == 3
    assert work.failures == ["Something went wrong inside the engine; its log says more."]


def test_queued_in_a_transaction_that_fails_is_not_queued() -> None:
    work = Work()

    def fail() -> None:
        with store.transaction():
            jobs.submit(work.name, "a")
            raise KeyError

    with pytest.raises(KeyError):
        fail()
    assert store.find(jobs.KIND, name=work.name) == []
