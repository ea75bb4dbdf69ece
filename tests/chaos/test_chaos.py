"""Kills and freezes while thirty productions are under way; afterwards nothing is lost, doubled or paid twice.

Web server, two workers and the engine are killed (-9) at random moments; workers are also frozen past their lease. The
engine answers with errors, hangs, cuts downloads off, carries requests out without answering, and drops or doubles
its webhooks. `TESTS_CHAOS_SECONDS` and `TESTS_CHAOS_SEED` make it longer or another one.
"""

import hashlib
import os
import random
import signal
import time
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.files.storage import default_storage

from productions import pipeline
from productions.models import Episode, Production
from productions.states import State, is_allowed
from teams.models import Team
from tests import make
from tests.engine_process import EngineProcess
from tests.processes import StudioProcess
from tests.sound import tone

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.chaos]

PRODUCTIONS, MOST = 30, 200
SECONDS = float(os.environ.get("TESTS_CHAOS_SECONDS", "40"))
SEED = int(os.environ.get("TESTS_CHAOS_SEED", "7"))
HITS = 20
LEASE = 6
ENV = {"PIPELINE_LEASE_SECONDS": str(LEASE), "PIPELINE_SETTLE_SECONDS": "3", "PIPELINE_ATTEMPTS": "40"}
FAULTS = [
    {"path": r"^/(api|v1)/", "rate": 0.05, "do": "500"},
    {"path": r"^/(api|v1)/", "rate": 0.04, "do": "429", "retry_after": 1},
    {"path": r"^/(api|v1)/", "rate": 0.02, "do": "hang", "seconds": 4},
    {"path": r"^/(api|v1|upload)/", "rate": 0.06, "do": "done_but_lost"},
    {"path": r"^/(api/download|storage)/", "rate": 0.3, "do": "cut"},
]
WEBHOOKS = {"drop": 0.3, "double": 0.4, "delay": [0, 2]}


class World:
    """The studio's processes and the engine, and somebody who hits them."""

    def __init__(self, engine: EngineProcess, folder: Path) -> None:
        self.engine, self.random = engine, random.Random(SEED)
        self.web = StudioProcess("web", folder / "web.log", ENV)
        self.workers = [StudioProcess("worker", folder / f"worker{n}.log", ENV) for n in (1, 2)]
        self.hits = {"kill": 0, "freeze": 0}

    @property
    def processes(self) -> list[StudioProcess]:
        return [self.web, *self.workers]

    def hit(self) -> None:
        """One blow; whoever died is up again before the next one."""
        victim = self.random.choice(["web", "engine", "worker", "worker", "freeze"])
        self.hits["freeze" if victim == "freeze" else "kill"] += 1
        if victim == "engine":
            self.engine.kill()
            self.engine.start()
            self.engine.faults(*FAULTS, webhooks=WEBHOOKS, seed=self.random.randrange(1000))
        elif victim == "freeze":
            worker = self.random.choice(self.workers)
            worker.send(signal.SIGSTOP)
            time.sleep(LEASE + 1.5)
            worker.send(signal.SIGCONT)
        else:
            process = self.web if victim == "web" else self.random.choice(self.workers)
            process.kill()
            process.start()


@pytest.fixture
def world(engine: EngineProcess, tmp_path: Path) -> Iterator[World]:
    made = World(engine, tmp_path)
    with ExitStack() as stack:
        for process in made.processes:
            stack.enter_context(process)
        yield made


def begin_one(team: Team, folder: Path, number: int) -> Production:
    show = team.shows.get()
    episode = make.make_episode(show, title=f"Episode {number}")
    path = tone(folder / f"{number}.wav", 2 + number % 3, 200 + 10 * number)
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    return pipeline.start(episode, make.make_recording(episode, path, sha256=digest), actor=None)


def test_nothing_is_lost_doubled_or_paid_twice(world: World, team: Team, tmp_path: Path) -> None:
    owner = team.members.get()
    make.make_show(team, account=make.make_account(owner, team), preset=make.make_preset(team))
    before = ids(world.engine)
    world.engine.faults(*FAULTS, webhooks=WEBHOOKS, seed=SEED)
    for number in range(PRODUCTIONS):
        begin_one(team, tmp_path, number)
    hits_while_open = chaos(world, team, tmp_path)
    assert hits_while_open >= HITS
    world.engine.faults()
    settle()
    check(world.engine, tmp_path, before)


def chaos(world: World, team: Team, folder: Path) -> int:
    """Hit for the whole time, with never fewer than three productions open. Returns the hits while work was open."""
    end, number, counted = time.monotonic() + SECONDS, PRODUCTIONS, 0
    while time.monotonic() < end or counted < HITS:
        while Production.objects.unfinished().count() < 3 and number < MOST:
            begin_one(team, folder, number)
            number += 1
        counted += Production.objects.unfinished().exists()
        world.hit()
        time.sleep(world.random.uniform(0.3, 1.2))
    return counted


def settle(seconds: float = 240) -> None:
    deadline = time.monotonic() + seconds
    while left := list(Production.objects.unfinished().values_list("state", "due_at", "error")):
        assert time.monotonic() < deadline, f"never ended: {left}"
        time.sleep(0.5)


def check(engine: EngineProcess, folder: Path, before: set[str]) -> None:
    """The invariants. What stands in `before` is of other tests."""
    productions = list(Production.objects.select_related("recording", "track"))
    ledger = {kind: [row for row in rows if id_of(row) not in before] for kind, rows in engine.ledger().items()}
    ended = {State(production.state) for production in productions}
    assert ended <= {State.READY, State.FAILED}
    assert all(production.error_code for production in productions if production.is_failed)
    ready = [production for production in productions if production.is_ready]
    assert len(ready) >= 0.9 * len(productions), [p.error for p in productions if p.is_failed]

    of_remote = {row["uuid"]: row for row in ledger["productions"]}
    assert all(row["starts_accepted"] <= 1 for row in of_remote.values()), "something was paid twice"
    assert set(of_remote) == {p.auphonic_uuid for p in productions if p.auphonic_uuid}, (
        "unknown productions at Auphonic"
    )
    ours = {p.track.remote_id for p in productions if p.track and p.track.remote_id}
    there = {row["id"] for row in ledger["tracks"] if row["status"] != "deleted"}
    assert there == ours, "unknown tracks at AudioDN"

    for production in ready:
        assert of_remote[production.auphonic_uuid]["input_sha256"] == production.recording.sha256
        assert Episode.objects.get(pk=production.episode_id).track_id == production.track_id
        files = list(production.output_files.all())
        assert files
        for file in files:
            assert md5(file.file.name) == file.checksum
        check_way(production)
    assert not list(Path(settings.UPLOAD_DIR).rglob("*.part")), "a part file was left"
    check_logs(folder)


def ids(engine: EngineProcess) -> set[str]:
    return {id_of(row) for rows in engine.ledger().values() for row in rows}


def id_of(row: dict[str, Any]) -> str:
    return str(row.get("id") or row["uuid"])


def fate(productions: list[Production], basename: str) -> Any:
    """What became of the production whose intent this remote one carries."""
    for production in productions:
        if basename.endswith(production.intent):
            way = [(event.state, event.note, str(event.at)) for event in production.events.all()]
            return production.auphonic_uuid, str(production.create_sent_at), way
    return "of another test"


def check_way(production: Production) -> None:
    before = State.DRAFT
    for event in production.events.order_by("id"):
        assert event.before == before
        assert is_allowed(State(event.before), State(event.state))
        before = State(event.state)
    assert before == production.state


def check_logs(folder: Path) -> None:
    secrets = [os.environ[name] for name in ("ENGINE_API_KEY", "ENGINE_AUDIODN_KEY", "ENGINE_CLIENT_SECRET")]
    for log in folder.glob("*.log"):
        text = log.read_text(errors="replace")
        assert not [secret for secret in secrets if secret in text], f"a secret stands in {log.name}"


def md5(name: str) -> str:
    digest: Any = hashlib.md5(usedforsecurity=False)
    with default_storage.open(name, "rb") as file:
        while chunk := file.read(1 << 20):
            digest.update(chunk)
    return str(digest.hexdigest())
