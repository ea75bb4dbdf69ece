"""Pages at 100,000 episodes against the same pages on a nearly empty database, both on PostgreSQL."""

import json
import os
import subprocess
import sys
import time
import uuid
from contextlib import ExitStack
from typing import Any

from bench.studio import OURS, ROOT
from bench.table import Row, Section
from tools import services

EPISODES, PRODUCTIONS, RUNNING = 100_000, 10_000, 500
ASKED = 40  # times for each page
MOST_TIMES, MOST_QUERIES = 3.0, 12


def measure() -> Section:
    """In a database of its own, which is dropped afterwards."""
    import psycopg

    with ExitStack() as stack:
        server = services.postgres(stack)
        name = f"podcaststudio_bench_{os.getpid()}"
        with psycopg.connect(server, autocommit=True) as connection:
            connection.execute(f"CREATE DATABASE {name}")
            stack.callback(_drop, server, name)
        env = {key: value for key, value in os.environ.items() if not key.startswith(OURS)}
        env |= {"DATABASE_URL": server.rpartition("/")[0] + f"/{name}", "DJANGO_SETTINGS_MODULE": "tests.settings"}
        command = [sys.executable, "-m", "bench.pages"]
        done = subprocess.run(command, cwd=ROOT, env=env, check=True, stdout=subprocess.PIPE, text=True)
    return Section(
        "Pages",
        f"Server time of a page, 95th percentile of {ASKED}, nothing of it remembered: with {EPISODES:,} episodes, "
        f"{PRODUCTIONS:,} productions and {RUNNING} of them running in PostgreSQL. The peer is the same page with one "
        "episode. Queries are those of a second look while nothing is new, whoever asks among them.",
        [_row(*each) for each in json.loads(done.stdout.splitlines()[-1])],
    )


def _row(page: str, few: float, many: float, queries: int) -> Row:
    is_met = many / few <= MOST_TIMES and queries <= MOST_QUERIES
    target = f"{MOST_TIMES:.2f}, {MOST_QUERIES} queries"
    return Row(f"{page}, {queries} queries", f"{many:.0f} ms", f"{few:.0f} ms", f"{many / few:.2f}", target, is_met)


def _drop(server: str, name: str) -> None:
    import psycopg

    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")


def main() -> None:
    """In the process that has the database: prints page, milliseconds with few and with many, queries; as JSON."""
    import django

    django.setup()
    from django.core.management import call_command
    from django.urls import reverse

    from productions.states import State
    from tests import make
    from tests.scale import grow

    call_command("migrate", verbosity=0)
    ana = make.make_user()
    team = make.make_team(ana)
    show = make.make_show(team, account=make.make_account(ana, team), preset=make.make_preset(team))
    episode = make.make_episode(show, title=f"Tidewater {uuid.uuid4().hex[:4]}")
    make.make_recording(episode)
    make.make_track(team)
    make.make_production(episode, State.READY)
    search = f"{reverse('desk:search')}?q=tide"
    pages = {"home": "/", "show": show.get_absolute_url(), "episode": episode.get_absolute_url(), "search": search}
    few = {name: _ask(ana, address)[0] for name, address in pages.items()}
    grow(episode, EPISODES, PRODUCTIONS, RUNNING)
    many = {name: _ask(ana, address) for name, address in pages.items()}
    print(json.dumps([(name, few[name], *many[name]) for name in pages]))  # noqa: T201


def _ask(user: Any, address: str) -> tuple[float, int]:
    """The 95th percentile of the page's server time in milliseconds, and how many queries it asks."""
    from django.core.cache import cache
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    client = Client(SERVER_NAME="127.0.0.1")
    client.force_login(user)
    taken = []
    for _ in range(ASKED + 2):  # the first two warm up
        cache.clear()
        began = time.perf_counter()
        assert client.get(address).status_code == 200, address
        taken.append((time.perf_counter() - began) * 1000)
    with CaptureQueriesContext(connection) as asked:
        client.get(address)
    return sorted(taken[2:])[int(ASKED * 0.95) - 1], len(asked)


if __name__ == "__main__":
    main()
