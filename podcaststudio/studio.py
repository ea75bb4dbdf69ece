"""The studio on this machine: its lock, its ports, its preparation and its processes.

supervisor (the lock in the data folder is held by it)
├── engine   python -m engine       does the sound; only where settings name an engine on this machine
├── web      uvicorn                pages, uploads, files
└── worker   celery                 carries productions on
"""

import fcntl
import json
import os
import signal
import socket
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import IO
from urllib.parse import urlsplit

from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from podcaststudio.supervisor import Child, Say, Supervisor

PATIENCE = 60.0  # seconds until everything has to answer


class Refused(Exception):
    """The studio cannot start; the sentence says what to do."""


def end_like_ctrl_c() -> None:
    """Let SIGTERM and SIGHUP end this process as Ctrl-C does. What the caller had ignored (nohup) stays ignored."""
    for number in (signal.SIGTERM, signal.SIGHUP):
        if signal.getsignal(number) is not signal.SIG_IGN:
            signal.signal(number, signal.default_int_handler)


def claim() -> IO[str] | None:
    """Become the one supervisor of this data folder: an open file to keep, or None while another one runs."""
    settings.DATA_DIR.mkdir(parents=True, exist_ok=True)
    lock = (settings.DATA_DIR / "studio.lock").open("a+")
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        lock.close()
        return None
    lock.truncate(0)
    lock.write(json.dumps({"pid": os.getpid(), "url": settings.SITE_URL}))
    lock.flush()
    return lock


def already_running() -> str:
    """A sentence about the studio that holds the lock."""
    try:
        holder = json.loads((settings.DATA_DIR / "studio.lock").read_text())
    except (OSError, ValueError):
        return "A studio is already starting on this data folder."
    return f"The studio is already running at {holder['url']} (process {holder['pid']})."


def check_ports() -> None:
    """Raises `Refused` when another program has one of our ports."""
    for name, port in ports().items():
        if _is_taken(port):
            raise Refused(
                f"Port {port} is taken by another program. Stop it, or choose another port: {name}={port + 1} make run"
            )


def ports() -> dict[str, int]:
    """Our ports by the name of the variable that sets each."""
    found = {"PODCASTSTUDIO_PORT": settings.WEB_PORT}
    if settings.ENGINE_URL:
        found["ENGINE_PORT"] = engine_port()
    return found


def engine_port() -> int:
    return urlsplit(settings.ENGINE_URL).port or 80


def prepare() -> None:
    """Bring the database up to date. SQLite's write-ahead log is switched on here, once, before anyone else looks."""
    settings.DATA_DIR.mkdir(parents=True, exist_ok=True)
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA journal_mode=WAL")
    executor = MigrationExecutor(connection)
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        call_command("migrate", interactive=False, verbosity=0)
    if not settings.IS_EMBEDDED:
        call_command("collectstatic", interactive=False, verbosity=0)


def children() -> list[Child]:
    logs = settings.DATA_DIR / "logs"
    web = f"--host 127.0.0.1 --port {settings.WEB_PORT} --log-level warning --no-server-header"
    worker = f"-A podcaststudio worker -P threads -c {settings.CELERY_WORKER_CONCURRENCY} --loglevel INFO"
    found = [
        Child(
            "web",
            "uvicorn",
            ["podcaststudio.asgi:application", *web.split(), "--timeout-graceful-shutdown", "3"],
            logs / "web.log",
            health=f"http://127.0.0.1:{settings.WEB_PORT}/healthz",
        ),
        Child(
            "worker",
            "celery",
            [*worker.split(), "--without-gossip", "--without-mingle", "--without-heartbeat"],
            logs / "worker.log",
        ),
    ]
    if settings.ENGINE_URL:
        data = settings.DATA_DIR / "engine"
        engine = Child(
            "engine",
            "engine",
            ["--port", str(engine_port()), "--data", str(data)],
            logs / "engine.log",
            health=f"{settings.ENGINE_URL}/engine/health",
        )
        found.insert(0, engine)
    return found


@contextmanager
def running(say: Say, meanwhile: Callable[[], object] = lambda: None) -> Iterator[Supervisor]:
    """All processes, up and answering; ended on the way out. The caller holds the lock and calls `tick`.

    `meanwhile` is called while they start. Raises `Refused` when they cannot start.
    """
    check_ports()
    with Supervisor(children(), say) as supervisor:
        supervisor.start()
        meanwhile()
        _wait(supervisor)
        yield supervisor


def _wait(supervisor: Supervisor) -> None:
    deadline = time.monotonic() + PATIENCE
    while not supervisor.is_up():
        if time.monotonic() > deadline:
            late = [child for child in supervisor.children if not child.is_up()]
            words = " ".join(f"{child.name}: {child.last_words()} (log: {child.log})" for child in late)
            raise Refused(f"Not everything started within {PATIENCE:.0f} s. {words}")
        supervisor.tick()
        time.sleep(0.05)


def _is_taken(port: int) -> bool:
    with socket.socket() as probe:
        probe.settimeout(1)
        if probe.connect_ex(("127.0.0.1", port)) == 0:
            return True
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return True
    return False
