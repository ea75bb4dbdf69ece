"""Leases and guards: two workers never own one row, and who lost it writes nothing."""

import threading
import time
from typing import Any

import pytest
from django.db import connection
from django.db.models.functions import Now

from podcaststudio.due import Claim, Lost, in_seconds
from productions import pipeline
from productions.models import Production
from productions.states import State
from tests import make

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def production() -> Production:
    return make.make_production(make.make_episode(make.make_show(make.make_team())), State.PROCESSING)


def claim_of(production: Production, lease: float = 60) -> Claim:
    turn = Production.objects.claim(production.pk, lease)
    assert turn
    return Claim(Production.objects.all(), production.pk, turn, lease)


def expire(production: Production) -> None:
    Production.objects.filter(pk=production.pk).update(due_at=Now())


def test_a_row_that_is_not_due_is_not_claimed(production: Production) -> None:
    Production.objects.filter(pk=production.pk).update(due_at=in_seconds(60))
    assert Production.objects.claim(production.pk, 60) is None


def test_a_claimed_row_is_not_claimed_again(production: Production) -> None:
    assert Production.objects.claim(production.pk, 60) == 1
    assert Production.objects.claim(production.pk, 60) is None


def test_of_eight_threads_one_claims(production: Production) -> None:
    barrier, turns = threading.Barrier(8), []

    def claim() -> None:
        barrier.wait()
        turns.append(Production.objects.claim(production.pk, 60))
        connection.close()

    threads = [threading.Thread(target=claim) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(turns, key=lambda turn: turn or 0) == [None] * 7 + [1]


def test_who_was_overtaken_cannot_move_the_row(production: Production) -> None:
    slow = claim_of(production)
    expire(production)
    fast = claim_of(production)
    fast.finish(state=State.COLLECTING, due_at=in_seconds(0))
    with pytest.raises(Lost):
        slow.finish(state=State.FAILED, due_at=None)
    production.refresh_from_db()
    assert production.state == State.COLLECTING


def test_a_cancel_during_a_step_wins(production: Production) -> None:
    claim = claim_of(production)
    pipeline.cancel(Production.objects.get(pk=production.pk), None)
    with pytest.raises(Lost):
        claim.finish(state=State.COLLECTING, due_at=in_seconds(0))
    production.refresh_from_db()
    assert production.state == State.CANCELING


def test_a_poke_during_a_look_is_not_overwritten_by_its_pause(production: Production) -> None:
    claim = claim_of(production)
    pipeline.poke(production.pk)
    with pytest.raises(Lost):
        claim.finish(due_at=in_seconds(60))
    assert Production.objects.due().filter(pk=production.pk).exists()


@pytest.mark.parametrize("state", [state for state in State if state not in (State.PROCESSING, State.TRANSCODING)])
def test_a_poke_leaves_a_production_that_does_not_wait_alone(state: State) -> None:
    production = make.make_production(make.make_episode(make.make_show(make.make_team())), state)
    before = Production.objects.filter(pk=production.pk).values().get()
    pipeline.poke(production.pk)
    assert Production.objects.filter(pk=production.pk).values().get() == before


def test_the_heartbeat_keeps_a_lease_alive_and_notices_its_loss(production: Production) -> None:
    claim = claim_of(production, lease=0.6)
    with claim:
        wait_until(lambda: Production.objects.filter(pk=production.pk, due_at__gt=in_seconds(0.3)).exists())
        assert Production.objects.claim(production.pk, 60) is None
        Production.objects.filter(pk=production.pk).wake()
        wait_until(lambda: claim._lost.is_set())
        with pytest.raises(Lost):
            claim.keep()


def wait_until(holds: Any, seconds: float = 120) -> None:
    deadline = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < deadline, "it never came true"
        time.sleep(0.02)
