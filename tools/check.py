"""Every check there is, one line each: `python -m tools.check [NAME ...]`. `make test` runs all of them.

Tests that use the database run twice: on the embedded default, and on PostgreSQL with Redis. The engine's own tests
have no database and run once. Three checks run side by side: most tests wait for other processes half of the time.
What fails is printed in full and does not keep the others from running.
"""

import os
import secrets
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path

from tools import browser, services

ROOT = Path(__file__).resolve().parent.parent
PYTEST = ("python", "-m", "pytest", "-m", "not e2e and not chaos and not live")
CHAOS = ("python", "-m", "pytest", "-m", "chaos", "tests/chaos")
LANES = 3
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


def checks(stack: ExitStack, wanted: list[str]) -> list[Check]:
    """What was asked for, or all, in the order in which they begin: the quick ones, then the long ones.

    Servers and browser are looked for only when a check needs them.
    """
    templates = sorted(str(path.relative_to(ROOT)) for path in ROOT.glob("templates/**/*.html"))
    found = [
        Check("format", ("ruff", "format", "--check", ".")),
        Check("templates", ("djade", "--check", "--target-version", "5.2", *templates)),
        Check("lint", ("ruff", "check", ".")),
        Check("types", ("mypy", ".")),
        Check("imports", ("lint-imports",)),
        Check("lock", ("python", "-m", "tools.lock", "--check")),
        Check("migrations", ("python", "manage.py", "makemigrations", "--check", "--dry-run"), TESTS),
        Check("deploy", ("python", "manage.py", "check", "--deploy", "--fail-level", "WARNING"), PRODUCTION),
        Check("embedded", (*PYTEST, "tests", "--ignore=tests/engine")),
        # the commands bring up the embedded default themselves
        Check("on servers", (*PYTEST, "tests", "--ignore=tests/engine", "--ignore=tests/commands")),
        Check("engine", (*PYTEST, "tests/engine")),
        Check("contract", ("python", "-m", "tests.contract")),
        Check("browser", ("python", "-m", "pytest", "-m", "e2e", "tests")),
        Check("chaos", CHAOS),
        Check("chaos on servers", CHAOS),
    ]
    found = [check for check in found if not wanted or check.name in wanted]
    return [_equip(check, stack) for check in found]


def _equip(check: Check, stack: ExitStack) -> Check:
    if check.name.endswith("on servers"):
        env = {"DATABASE_URL": services.postgres(stack), "CELERY_BROKER_URL": services.redis(stack)}
    elif "pytest" in check.command:
        env = {"CHROMIUM": browser.find()}  # some tests of the engine's elements want it as well
    else:
        return check
    return Check(check.name, check.command, env)


def run(check: Check) -> bool:
    """Whether it passed; says so in one line, and all of what a failed one said."""
    began = time.monotonic()
    program = Path(sys.executable).with_name(check.command[0])
    done = subprocess.run(
        [program, *check.command[1:]],
        cwd=ROOT,
        env={**_clean(), **check.env},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    passed = done.returncode == 0
    last = done.stdout.strip().splitlines()[-1] if "pytest" in check.command and done.stdout.strip() else ""
    if not passed:
        say(done.stdout)
    say(f"{'ok' if passed else 'FAILED':<7}{check.name:<18}{time.monotonic() - began:6.1f} s  {last}")
    return passed


def _clean() -> dict[str, str]:
    """The environment without anything that configures a studio."""
    ours = ("DJANGO_", "PODCASTSTUDIO_", "ENGINE_", "DATABASE_URL", "CELERY_", "AUPHONIC_", "AUDIODN_")
    return {name: value for name, value in os.environ.items() if not name.startswith(ours)}


def say(text: str) -> None:
    print(text, flush=True)  # noqa: T201


def main() -> None:
    began = time.monotonic()
    with ExitStack() as stack, ThreadPoolExecutor(LANES) as lanes:
        wanted = checks(stack, sys.argv[1:])
        failed = [check.name for check, passed in zip(wanted, lanes.map(run, wanted), strict=True) if not passed]
    say(f"{time.monotonic() - began:.0f} s in all.")
    if failed:
        sys.exit(f"Failed: {', '.join(failed)}. One of them again: .venv/bin/python -m tools.check {failed[0]}")


if __name__ == "__main__":
    main()
