"""Children are kept running, and none outlives whoever started it."""

import signal
import subprocess
import sys
from pathlib import Path

import pytest

from podcaststudio.supervisor import Child, Supervisor
from tests.commands.conftest import is_alive, wait_for
from tests.engine_process import ROOT, free_port

STUBBORN = """
import signal, time
signal.signal(signal.SIGTERM, signal.SIG_IGN)
print("WARNING I do not listen", flush=True)
time.sleep(600)
"""
OWNER = """
import sys, time
from pathlib import Path
from podcaststudio.supervisor import Child, Supervisor
child = Child("files", "http.server", [sys.argv[1]], Path(sys.argv[2]))
Supervisor([child], print).start()
print(child.process.pid, flush=True)
time.sleep(600)
"""


@pytest.fixture
def files(tmp_path: Path) -> Child:
    """A child that answers on a port of its own."""
    port = free_port()
    arguments = [str(port), "--bind", "127.0.0.1", "--directory", str(tmp_path)]
    return Child("files", "http.server", arguments, tmp_path / "files.log", health=f"http://127.0.0.1:{port}/")


def test_a_child_that_dies_is_started_again_and_said_so(files: Child) -> None:
    said: list[str] = []
    with Supervisor([files], said.append) as supervisor:
        supervisor.start()
        wait_for(supervisor.is_up)
        assert files.process is not None
        first = files.process.pid
        files.process.kill()
        while not (supervisor.is_up() and files.process.pid != first):
            supervisor.tick()
    assert said == [f"files was ended by SIGKILL; starting it again in 1 s. Its log: {files.log}"]
    assert files.pause == 2.0


def test_leaving_ends_every_child(files: Child) -> None:
    with Supervisor([files], print) as supervisor:
        supervisor.start()
        wait_for(supervisor.is_up)
        assert files.process is not None
    assert not is_alive(files.process.pid)


def test_a_child_that_will_not_listen_is_killed(tmp_path: Path) -> None:
    (tmp_path / "stubborn.py").write_text(STUBBORN)
    child = Child("stubborn", "stubborn", [], tmp_path / "log", env={"PYTHONPATH": str(tmp_path)})
    said: list[str] = []
    with Supervisor([child], said.append, grace=0.2) as supervisor:
        supervisor.start()
        while not said:
            supervisor.tick()
    assert said == ["stubborn: WARNING I do not listen"]
    assert child.process is not None
    assert child.process.returncode == -signal.SIGKILL


def test_children_end_when_their_supervisor_is_killed(tmp_path: Path) -> None:
    command = [sys.executable, "-c", OWNER, str(free_port()), str(tmp_path / "log")]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as owner:
        assert owner.stdout is not None
        child = int(owner.stdout.readline())
        assert is_alive(child)
        owner.kill()
    wait_for(lambda: not is_alive(child))
