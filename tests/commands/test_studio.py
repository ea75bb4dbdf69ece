"""The one command: everything up, everything down again, and one sentence where that cannot be."""

import os
import signal
import socket

import requests

from tests.commands.conftest import World, is_alive, wait_for

COUNTS = "from productions.models import *; print(Show.objects.count(), Recording.objects.count())"
HOOK = """
from audiodn.models import Connection
from django.conf import settings
secret = Connection.objects.get().webhook_secret
print(settings.AUDIODN_SERVERS["engine"]["webhook"].endswith(f"/hooks/audiodn/{secret}/"))
"""


def test_everything_runs_is_kept_running_and_ends_on_ctrl_c(empty_world: World) -> None:
    studio = empty_world.studio()
    children = empty_world.children(studio)
    assert set(children) == {"engine", "uvicorn", "celery"}
    assert requests.get(f"{empty_world.url}/healthz", timeout=5).json() == {"ok": True}

    second = empty_world.run("studio")
    assert (second.returncode, second.stdout) == (1, "")
    assert second.stderr == f"The studio is already running at {empty_world.url} (process {studio.pid}).\n"

    os.kill(children["celery"], signal.SIGKILL)
    wait_for(lambda: empty_world.children(studio).get("celery", children["celery"]) != children["celery"])
    children = empty_world.children(studio)

    studio.send_signal(signal.SIGINT)
    said, _ = studio.communicate(timeout=180)
    assert studio.returncode == 0
    assert "worker was ended by SIGKILL; starting it again in 1 s." in said
    assert [name for name, pid in children.items() if is_alive(pid)] == []


def test_a_second_start_keeps_all_data_and_a_kill_leaves_nothing_running(world: World) -> None:
    first = world.studio()
    first.send_signal(signal.SIGINT)
    first.wait(180)
    assert world.shell(COUNTS) == "1 1"

    assert world.shell(HOOK) == "True"

    second = world.studio()
    children = world.children(second)
    assert len(children) == 3
    second.kill()
    second.wait()
    wait_for(lambda: not any(map(is_alive, children.values())))
    assert world.shell(COUNTS) == "1 1"


def test_a_taken_port_is_one_sentence(world: World) -> None:
    with socket.create_server(("127.0.0.1", world.port)):
        done = world.run("studio")
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr == (
        f"Port {world.port} is taken by another program. Stop it, or choose another port: "
        f"PODCASTSTUDIO_PORT={world.port + 1} make run\n"
    )
