"""Every check there is, one line each: `python -m tools.check [NAME ...]`. `make test` runs all of them.

Tests that use the database run twice: on the embedded default, and on PostgreSQL with Redis. Those without a database
run once; so do those marked `once`, long walks whose outcome no database decides, and those marked `servers`, which
only PostgreSQL decides. Four checks run side by side: most tests wait for other processes half of the time. They begin
when the tests were collected once, which compiles them: each of the four would do so for itself.
On each database the tables are made once, by the migrations, and copied by whoever needs them.
What fails is printed in full and does not keep the others from running.
"""

import os
import secrets
import subprocess
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from threading import Event, Lock

from tools import browser, services

ROOT = Path(__file__).resolve().parent.parent
FAST = "not e2e and not chaos and not live"
PYTEST = ("python", "-m", "pytest")
EMBEDDED = (*PYTEST, "--reuse-db")  # on the tables that are made once
STUDIO = ("--ignore=tests/engine", "--ignore=tests/commands")
CHAOS = ("-m", "chaos", "tests/chaos")
COLLECT = "--collect-only"
LANES = 4
equipping = Lock()
collected = Event()
TESTS = {"DJANGO_SETTINGS_MODULE": "tests.settings"}
PRODUCTION = {
    "DJANGO_SECRET_KEY": secrets.token_urlsafe(64),
    "PODCASTSTUDIO_URL": "https://studio.example.org",
    "DJANGO_SETTINGS_MODULE": "podcaststudio.settings",
}


@dataclass(frozen=True)
class Check:
    name: str
    command: tuple[str, ...]
    env: dict[str, str] = field(default_factory=dict)

    @property
    def has_tests(self) -> bool:
        return "pytest" in self.command and COLLECT not in self.command


def checks(wanted: list[str]) -> list[Check]:
    """What was asked for, or all, in the order in which they begin: quick ones, long ones, some to fill the end."""
    templates = sorted(str(path.relative_to(ROOT)) for path in ROOT.glob("templates/**/*.html"))
    browsing = sorted(str(path) for path in ROOT.glob("tests/**/test_*.py") if "mark.e2e" in path.read_text())
    found = [
        Check("collection", (*PYTEST, COLLECT, "tests")),
        Check("format", ("ruff", "format", "--check", ".")),
        Check("templates", ("djade", "--check", "--target-version", "5.2", *templates)),
        Check("lint", ("ruff", "check", ".")),
        Check("types", ("mypy", ".")),
        Check("imports", ("lint-imports",)),
        Check("messages", ("python", "-m", "tools.messages", "--check")),
        Check("lock", ("python", "-m", "tools.lock", "--check")),
        Check("migrations", ("python", "manage.py", "makemigrations", "--check", "--dry-run"), TESTS),
        Check("deploy", ("python", "manage.py", "check", "--deploy", "--fail-level", "WARNING"), PRODUCTION),
        Check("embedded", (*EMBEDDED, "-m", FAST, "tests", *STUDIO)),
        Check("browser", (*EMBEDDED, "-m", "e2e", *browsing)),
        Check("chaos", (*EMBEDDED, *CHAOS)),
        Check("chaos on servers", (*PYTEST, *CHAOS)),
        Check("on servers", (*PYTEST, "-m", FAST, "tests", *STUDIO)),
        Check("engine", (*EMBEDDED, "-m", FAST, "tests/engine")),
        Check("commands", (*EMBEDDED, "-m", FAST, "tests/commands")),  # which bring up the embedded default themselves
        Check("contract", ("python", "-m", "tests.contract")),
    ]
    return [check for check in found if not wanted or check.name in wanted]


def _equipment(check: Check, stack: ExitStack) -> dict[str, str]:
    """Servers, browser and tables, looked for or made when the first check needs them."""
    with equipping:
        if check.name.endswith("on servers"):
            return _servers(stack)
        if check.has_tests:  # some tests of the engine's elements want a browser as well
            return {"CHROMIUM": browser.find(), "TESTS_TABLES": _tables(stack)}
        return {}


@cache
def _tables(stack: ExitStack) -> str:
    """A data folder where nothing happened after the migrations made its database."""
    folder = stack.enter_context(tempfile.TemporaryDirectory(prefix="podcaststudio-tables-"))
    _migrate({"PODCASTSTUDIO_DATA": folder})
    return folder


@cache
def _servers(stack: ExitStack) -> dict[str, str]:
    """Where PostgreSQL and Redis answer, and the database that Django is to copy."""
    address = services.postgres(stack)
    name = f"podcaststudio_tables_{os.getpid()}"
    tables = stack.enter_context(services.database(address, name))
    _migrate({"DATABASE_URL": tables, **TESTS})
    return {"DATABASE_URL": address, "CELERY_BROKER_URL": services.redis(stack), "TESTS_TABLES": name}


def _migrate(env: dict[str, str]) -> None:
    command = [sys.executable, "manage.py", "migrate", "--verbosity=0"]
    subprocess.run(command, cwd=ROOT, env={**_clean(), **env}, check=True)


def run(check: Check, stack: ExitStack) -> bool:
    """Whether it passed, once its turn has come."""
    equipment = _equipment(check, stack)
    if check.has_tests:
        collected.wait()
    try:
        return _run(check, equipment)
    finally:
        if COLLECT in check.command:
            collected.set()


def _run(check: Check, equipment: dict[str, str]) -> bool:
    """Says in one line whether it passed, and all of what a failed one said."""
    began = time.monotonic()
    program = Path(sys.executable).with_name(check.command[0])
    with tempfile.TemporaryFile() as output:
        process = subprocess.Popen(
            [program, *check.command[1:]],
            cwd=ROOT,
            env={**_clean(), "TESTS_WHOLE": "1", **check.env, **equipment},
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
        )
        _, status, used = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        output.seek(0)
        said = output.read().decode(errors="replace").strip()
    if process.returncode:
        say(said)
    last = said.splitlines()[-1] if "pytest" in check.command and said else ""
    took, cpu = time.monotonic() - began, used.ru_utime + used.ru_stime
    say(f"{'FAILED' if process.returncode else 'ok':<7}{check.name:<18}{took:6.1f} s {cpu:6.1f} s of processor  {last}")
    return not process.returncode


def _clean() -> dict[str, str]:
    """The environment without anything that configures a studio."""
    ours = ("DJANGO_", "PODCASTSTUDIO_", "ENGINE_", "DATABASE_URL", "CELERY_", "AUPHONIC_", "AUDIODN_")
    return {name: value for name, value in os.environ.items() if not name.startswith(ours)}


def say(text: str) -> None:
    print(text, flush=True)  # noqa: T201


def main() -> None:
    began = time.monotonic()
    with ExitStack() as stack, ThreadPoolExecutor(LANES) as lanes:
        wanted = checks(sys.argv[1:])
        if not any(COLLECT in check.command for check in wanted):
            collected.set()
        passed = lanes.map(lambda check: run(check, stack), wanted)
        failed = [check.name for check, is_well in zip(wanted, passed, strict=True) if not is_well]
    say(f"{time.monotonic() - began:.0f} s in all.")
    if failed:
        sys.exit(f"Failed: {', '.join(failed)}. One of them again: .venv/bin/python -m tools.check {failed[0]}")


if __name__ == "__main__":
    main()
