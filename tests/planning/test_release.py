"""What is scheduled goes out at its moment: by itself, once, never before, and only when nothing stands against it."""

from datetime import timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.db.models.signals import post_save
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format

from desk.attention import needs
from notices.models import Notice
from planning import release
from planning.models import Plan
from planning.stages import Stage
from productions import gates, steps
from productions.models import Approval, Production, ProductionEvent
from productions.states import State
from productions.sweep import TASKS
from review import deciding
from review.models import Decision, Request, Verdict
from review.reviewers import Reviewer
from teams.models import Role
from tests import make
from tests.pages import said, signed_in
from tests.planning.conftest import Desk

pytestmark = pytest.mark.django_db


def held(desk: Desk, approval: str = Approval.ONE) -> Production:
    production: Production = make.make_production(desk.episode, State.HELD, approval=approval, started_by=desk.ana)
    return production


def schedule(desk: Desk, day: str = "2082-12-09") -> list[str]:
    """By the producer, for six in the morning of this day; empty takes the moment away."""
    date = reverse("planning:episode_date", args=[desk.episode.pk])
    form = {"which": "scheduled", "day": day, "at": "06:00" if day else "", "version": desk.plan().version}
    return said(signed_in(desk.jonas).post(date, form))


def come(desk: Desk) -> None:
    """The moment passes, and a worker takes what is due."""
    past = timezone.now() - timedelta(seconds=1)
    Plan.objects.filter(pk=desk.episode.pk).update(scheduled_at=past, due_at=past)
    release.go_out(desk.episode.pk)


def approve(desk: Desk, production: Production) -> bool:
    return deciding.decide(production, Reviewer(desk.jonas, Role.PRODUCER), Verdict.APPROVED)


def state(production: Production) -> str:
    return str(Production.objects.get(pk=production.pk).state)


def test_approved_and_scheduled_goes_out_by_itself_at_its_moment(desk: Desk) -> None:
    production = held(desk)
    assert schedule(desk) == ["“Salt in the wires” goes out on Wed 9 Dec 2082, 06:00."]
    assert desk.plan().stage == Stage.EDITING
    assert approve(desk, production) is False
    assert (state(production), desk.plan().stage) == ("held", "scheduled")
    page = signed_in(desk.jonas).get(desk.episode.get_absolute_url()).content.decode()
    assert "Goes out on Wed 9 Dec 2082, 06:00 (Europe/Vienna)" in page

    assert TASKS[release.TASK] is Plan
    release.go_out(desk.episode.pk)  # not due
    assert (list(Plan.objects.due()), state(production)) == ([], "held")
    schedule(desk, "2082-12-16")  # a move of the moment holds
    assert (desk.plan().due_at, desk.plan().stage) == (desk.plan().scheduled_at, "scheduled")

    come(desk)
    release.go_out(desk.episode.pk)
    assert state(production) == "delivering"
    assert [(event.before, event.actor) for event in production.events.all()] == [("held", desk.jonas)]
    ProductionEvent.objects.create(production=production, state=State.READY)
    plan = desk.plan()
    assert (plan.stage, plan.due_at, plan.held_back) == ("published", None, "")


def test_never_before_its_moment_whichever_way_it_was_let_go(desk: Desk) -> None:
    production = held(desk, Approval.NONE)
    schedule(desk)
    assert desk.plan().stage == "scheduled"  # nobody has to approve it
    assert gates.held_until(desk.episode.pk) == desk.plan().scheduled_at
    ProductionEvent.objects.create(production=production, state=State.HELD)
    assert [notice.body for notice in Notice.objects.all()] == ["Tidewater: mastered. It goes out at its moment."]
    outcome = steps.deliver(production, None)  # type: ignore[arg-type]  # it does not come to a claim
    assert (outcome.next, outcome.values) == (State.HELD, {})  # type: ignore[union-attr]


def test_killed_in_the_middle_it_never_was_and_is_taken_up_again(desk: Desk) -> None:
    production = held(desk, Approval.NONE)
    schedule(desk)

    def dies(**_: Any) -> None:
        raise MemoryError

    post_save.connect(dies, sender=ProductionEvent)  # it is let go already, and nothing is written of it
    try:
        with pytest.raises(MemoryError):
            come(desk)
    finally:
        post_save.disconnect(dies, sender=ProductionEvent)
    assert (state(production), desk.plan().stage) == ("held", "scheduled")
    Plan.objects.update(due_at=timezone.now() - timedelta(seconds=1))  # the lease runs out
    release.go_out(desk.episode.pk)
    assert (state(production), production.events.count()) == ("delivering", 1)


def test_what_is_asked_again_and_stands_against_it_needs_its_owner(desk: Desk) -> None:
    production = held(desk)
    schedule(desk)
    approve(desk, production)
    Request.objects.create(production=production, reviewer=desk.lea, due_on=None)
    Decision.objects.create(production=production, reviewer=desk.lea, author_name="Lea", verdict=Verdict.CHANGES)
    come(desk)
    assert (state(production), desk.plan().held_back, desk.plan().due_at) == ("held", "Lea asked for changes.", None)
    desk.team.my_role = Role.OWNER  # type: ignore[attr-defined]
    sentences = [need.sentence for need in needs(desk.ana, desk.team, ())]
    day = date_format(timezone.localtime(None, ZoneInfo("Europe/Vienna")), "D j M")
    assert sentences == [f"It was to go out on {day}. Lea asked for changes."]
    told = Notice.objects.filter(kind="plan.held_back").order_by("user__email")
    assert {(notice.user, notice.title, notice.body) for notice in told} == {
        (person, "Salt in the wires did not go out", "Tidewater: Lea asked for changes.")
        for person in (desk.ana, desk.jonas)
    }


def test_unscheduled_it_waits_for_somebody_and_goes_out_when_they_say_so(desk: Desk) -> None:
    production = held(desk, Approval.NONE)
    schedule(desk)
    address = reverse("planning:episode_release", args=[desk.episode.pk])
    client = signed_in(desk.jonas)
    assert said(client.post(address, {"do": "unschedule"})) == ["“Salt in the wires” is no longer scheduled."]
    plan = desk.plan()
    assert (plan.stage, plan.scheduled_at, plan.due_at, state(production)) == ("approved", None, None, "held")
    assert "Ready to go out" in client.get(desk.episode.get_absolute_url()).content.decode()
    assert said(client.post(address, {"do": "now"})) == ["“Salt in the wires” is going out."]
    assert state(production) == "delivering"
    assert schedule(desk) == ["It is going out already."]
    form = {"which": "scheduled", "day": "2020-01-01", "version": 0}
    date = reverse("planning:episode_date", args=[desk.add("Fog").pk])
    assert "has passed in Europe/Vienna" in said(client.post(date, form))[-1]
