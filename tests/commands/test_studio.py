"""The one command: everything up, everything down again, and one sentence where that cannot be."""

import os
import signal
import socket

import requests

from tests.commands.conftest import World, is_alive, wait_for


def test_everything_runs_and_ctrl_c_ends_it(world: World) -> None:
    studio = world.studio()
    children = world.children(studio)
    assert set(children) == {"engine", "uvicorn", "celery"}
    assert requests.get(f"{world.url}/healthz", timeout=5).json() == {"ok": True}
    studio.send_signal(signal.SIGINT)
    assert studio.wait(60) == 0
    assert [name for name, pid in children.items() if is_alive(pid)] == []


def test_a_dead_worker_is_started_again(world: World) -> None:
    studio = world.studio()
    worker = world.children(studio)["celery"]
    os.kill(worker, signal.SIGKILL)
    wait_for(lambda: world.children(studio).get("celery", worker) != worker)
    studio.send_signal(signal.SIGTERM)
    said, _ = studio.communicate(timeout=60)
    assert "worker was ended by SIGKILL; starting it again in 1 s." in said


def test_nothing_outlives_a_killed_studio(world: World) -> None:
    studio = world.studio()
    children = world.children(studio)
    studio.kill()
    studio.wait()
    wait_for(lambda: not any(map(is_alive, children.values())))


def test_a_second_start_keeps_all_data(world: World) -> None:
    counts = "from productions.models import *; print(Show.objects.count(), Recording.objects.count())"
    seen = []
    for _ in range(2):
        studio = world.studio()
        studio.send_signal(signal.SIGINT)
        studio.wait(60)
        seen.append(world.shell(counts))
    assert seen == ["1 1", "1 1"]


def test_a_taken_port_is_one_sentence(world: World) -> None:
    with socket.create_server(("127.0.0.1", world.port)):
        done = world.run("studio")
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr == (
        f"Port {world.port} is taken by another program. Stop it, or choose another port: "
        f"PODCASTSTUDIO_PORT={world.port + 1} make run\n"
    )


def test_a_second_studio_names_the_first(world: World) -> None:
    first = world.studio()
    done = world.run("studio")
    assert done.returncode == 1
    assert done.stderr == f"The studio is already running at {world.url} (process {first.pid}).\n"
