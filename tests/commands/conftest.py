"""A whole studio of a test's own: its data folder, its ports, its database, commands run as people run them."""

import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from tests.engine_process import ROOT, free_port

OURS = ("DJANGO_", "PODCASTSTUDIO_", "ENGINE_", "AUPHONIC_", "AUDIODN_", "PIPELINE_", "DATABASE_URL", "CELERY_")


def wait_for(what: Callable[[], object], seconds: float = 120) -> None:
    """Until it is true. AssertionError otherwise."""
    deadline = time.monotonic() + seconds
    while not what():
        assert time.monotonic() < deadline, "waited in vain"
        time.sleep(0.05)


def processes() -> dict[int, tuple[int, str]]:
    """Parent's id and command line of every process that runs; one that ended and was not reaped yet does not."""
    if not Path("/proc/self").exists():
        command = ["ps", "-A", "-ww", "-o", "pid=,ppid=,stat=,command="]
        rows = [
            row.split(None, 3) for row in subprocess.run(command, capture_output=True, text=True).stdout.splitlines()
        ]
        return {int(pid): (int(parent), command) for pid, parent, stat, command in rows if not stat.startswith("Z")}
    found = {}
    for folder in Path("/proc").glob("[0-9]*"):
        with suppress(OSError):
            state, parent = (folder / "stat").read_text().rpartition(")")[2].split()[:2]
            command_line = (folder / "cmdline").read_bytes().replace(b"\0", b" ").decode()
            if state != "Z":
                found[int(folder.name)] = (int(parent), command_line)
    return found


def is_alive(pid: int) -> bool:
    return pid in processes()


class World:
    """`run` and `start` call manage.py in it, on the embedded default."""

    def __init__(self, folder: Path) -> None:
        self.data = folder / "data"
        self.port, self.engine_port = free_port(), free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.env = {name: value for name, value in os.environ.items() if not name.startswith(OURS)}
        self.env |= {
            "PODCASTSTUDIO_DATA": str(self.data),
            "PODCASTSTUDIO_PORT": str(self.port),
            "ENGINE_PORT": str(self.engine_port),
        }
        self.started: list[subprocess.Popen[str]] = []

    def run(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "manage.py", *arguments]
        return subprocess.run(command, cwd=ROOT, env=self.env, capture_output=True, text=True, timeout=180)

    def start(self, *arguments: str) -> subprocess.Popen[str]:
        process = subprocess.Popen(
            [sys.executable, "-u", "manage.py", *arguments],
            cwd=ROOT,
            env=self.env,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            start_new_session=True,
        )
        self.started.append(process)
        return process

    def keep_quiet(self) -> None:
        """A demo team with an episode, so that no first production begins by itself and takes the processor."""
        self.shell("from productions.demo import team; team.get_show().episodes.create(title='A quiet one')")

    def studio(self) -> subprocess.Popen[str]:
        """A running studio, after it said so."""
        process = self.start("studio")
        assert process.stdout is not None
        said = []
        for line in process.stdout:
            said.append(line)
            if line.startswith("Sign in as"):
                return process
        raise AssertionError("".join(said))

    def shell(self, code: str) -> str:
        """What this code prints, on this world's database."""
        done = self.run("shell", "--no-imports", "--command", code)
        assert done.returncode == 0, done.stderr
        return done.stdout.strip()

    def children(self, process: subprocess.Popen[str]) -> dict[str, int]:
        """The supervisor's children by the module each runs."""
        return {
            command.split("leash.py", 1)[1].split()[0]: pid
            for pid, (parent, command) in processes().items()
            if parent == process.pid and "leash.py" in command
        }

    def end(self) -> None:
        for process in self.started:
            if process.poll() is None:
                process.send_signal(signal.SIGTERM)
                process.wait(30)
            if process.stdout:
                process.stdout.close()


@pytest.fixture
def empty_world(tmp_path: Path) -> Iterator[World]:
    """Nothing is in it yet, not even a database; whatever a test starts ends with the test."""
    world = World(tmp_path)
    yield world
    world.end()


@pytest.fixture(scope="session")
def tables(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The data folder of a world where nothing happened after its database was made: a given one, or our own."""
    if given := os.environ.get("TESTS_TABLES"):
        return Path(given)
    world = World(tmp_path_factory.mktemp("tables"))
    assert world.run("migrate", "--verbosity=0").returncode == 0
    return world.data


@pytest.fixture
def world(empty_world: World, tables: Path) -> World:
    """A world with an empty database."""
    shutil.copytree(tables, empty_world.data)
    return empty_world
