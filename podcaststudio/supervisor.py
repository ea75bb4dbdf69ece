"""Keeps a few child processes running: starts them, starts again what dies, ends them all. Knows nothing of podcasts.

Each child leads its own process group, writes into its own log file and ends by itself when this process is gone
(see `leash.py`). Whoever owns a `Supervisor` calls `tick` a few times a second.
"""

import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Self

import requests

LEASH = Path(__file__).with_name("leash.py")
ROOT = LEASH.parent.parent
LONGEST_PAUSE = 30.0  # seconds
STEADY = 60.0  # a child that ran for so many seconds has earned a quick restart again
GRACE = 6.0  # seconds between SIGTERM and SIGKILL
LARGEST_LOG = 5 * 1024**2
NEWS = re.compile(r"\b(WARNING|ERROR|CRITICAL)\b")

Say = Callable[[str], None]


@dataclass
class Child:
    """A Python module to keep running. `health` is an address that answers 200 once it is up; empty: being alive is."""

    name: str
    module: str
    arguments: Sequence[str]
    log: Path
    health: str = ""
    env: dict[str, str] = field(default_factory=dict)
    process: subprocess.Popen[bytes] | None = None
    started: float = 0.0
    pause: float = 1.0
    start_at: float = 0.0
    read: int = 0  # bytes of the log that were looked at

    def start(self) -> None:
        self.log.parent.mkdir(parents=True, exist_ok=True)
        if self.log.exists() and self.log.stat().st_size > LARGEST_LOG:
            self.log.replace(self.log.with_suffix(".1.log"))
        with self.log.open("ab") as log:
            self.read = log.tell()
            self.process = subprocess.Popen(
                [sys.executable, "-P", str(LEASH), self.module, *self.arguments],
                cwd=ROOT,
                env={**os.environ, "PYTHONUNBUFFERED": "1", **self.env},
                stdin=subprocess.PIPE,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )
        self.started, self.start_at = time.monotonic(), 0.0

    @property
    def is_alive(self) -> bool:
        return self.process is not None and self.process.poll() is None

    def is_up(self) -> bool:
        """Whether it is alive and answers."""
        if not self.is_alive or not self.health:
            return self.is_alive
        with suppress(requests.RequestException):
            return requests.get(self.health, timeout=2).status_code == 200
        return False

    def signal(self, number: signal.Signals) -> None:
        """To the child and whatever it started in its group."""
        if self.process is not None:
            with suppress(ProcessLookupError, PermissionError):
                os.killpg(self.process.pid, number)

    def news(self) -> list[str]:
        """Warnings and errors in its log since the last time."""
        with self.log.open("rb") as log:
            log.seek(self.read)
            text = log.read(65536)
        whole = text[: text.rfind(b"\n") + 1]
        self.read += len(whole)
        return [line for line in whole.decode(errors="replace").splitlines() if NEWS.search(line)]

    def last_words(self) -> str:
        """The last line of its log that is not empty."""
        lines = [line for line in self.log.read_text(errors="replace").splitlines() if line.strip()]
        return lines[-1].strip() if lines else "It said nothing."


class Supervisor:
    """Several children. As a context manager it ends them all on the way out."""

    def __init__(self, children: Sequence[Child], say: Say, grace: float = GRACE) -> None:
        self.children, self.say, self.grace = children, say, grace

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *problem: object) -> None:
        self.stop()

    def start(self) -> None:
        for child in self.children:
            child.start()

    def tick(self) -> None:
        """Pass on warnings; notice who died; start again whose pause is over."""
        for child in self.children:
            for line in child.news()[:5]:
                self.say(f"{child.name}: {line}")
            if child.start_at:
                if time.monotonic() >= child.start_at:
                    child.start()
            elif not child.is_alive:
                self._mourn(child)

    def is_up(self) -> bool:
        return all(child.is_up() for child in self.children)

    def stop(self) -> None:
        """Ask all of them to end, and end whoever has not after the grace; a second Ctrl-C shortens it."""
        for child in self.children:
            child.signal(signal.SIGTERM)
        deadline = time.monotonic() + self.grace
        with suppress(KeyboardInterrupt):
            while any(child.is_alive for child in self.children) and time.monotonic() < deadline:
                time.sleep(0.05)
        for child in self.children:
            child.signal(signal.SIGKILL)  # the group too, where it outlived its leader
            if child.process is not None:
                child.process.wait()

    def _mourn(self, child: Child) -> None:
        assert child.process is not None
        if time.monotonic() - child.started > STEADY:
            child.pause = 1.0
        code = child.process.wait()
        how = f"was ended by {signal.Signals(-code).name}" if code < 0 else f"ended with code {code}"
        self.say(f"{child.name} {how}; starting it again in {child.pause:.0f} s. Its log: {child.log}")
        child.signal(signal.SIGKILL)
        child.start_at = time.monotonic() + child.pause
        child.pause = min(child.pause * 2, LONGEST_PAUSE)
