"""Cards move, nobody's change is lost, and no wish alone makes an episode approved, scheduled or published."""

import threading
from typing import Any

import pytest
from django.db import connection
from django.urls import reverse

from planning import moves
from planning.models import Plan
from planning.stages import Stage
from productions import gates
from productions.models import Episode
from productions.states import State
from teams.models import AuditEntry, User
from tests import make
from tests.pages import said, signed_in
from tests.planning.conftest import PLANNED, Desk

pytestmark = pytest.mark.django_db


def move(desk: Desk, who: User, stage: str, version: int = 0, **more: Any) -> list[str]:
    """What the board says after it."""
    address = reverse("planning:episode_move", args=[desk.episode.pk])
    response = signed_in(who).post(address, {"stage": stage, "version": version, **more})
    assert response.status_code == 302
    return said(response)


def test_a_card_moves_and_leads_back_to_the_board_it_was_on(desk: Desk) -> None:
    board = reverse("planning:show_board", args=[desk.show.pk]) + "?owner=nobody"
    address = reverse("planning:episode_move", args=[desk.episode.pk])
    client = signed_in(desk.mia)
    assert board in client.get(f"{address}?next={board.replace('?', '%3F')}").content.decode()
    response = client.post(address, {"stage": "review", "version": 0, "next": board})
    assert (response.url, said(response)) == (board, ["“Salt in the wires” is in “Review” now."])
    away = client.post(address, {"stage": "editing", "version": 1, "next": "https://example.org/"})
    assert away.url == reverse("planning:show_board", args=[desk.show.pk])
    plan = desk.plan()
    assert (plan.stage, plan.version, plan.changed_by) == ("editing", 2, desk.mia)
    entries = AuditEntry.objects.filter(action="episode.moved").order_by("id")
    assert [entry.details for entry in entries] == [
        {"before": "editing", "now": "review"},
        {"before": "review", "now": "editing"},
    ]


def test_of_two_who_move_it_the_second_is_told(desk: Desk) -> None:
    assert move(desk, desk.jonas, "review") == ["“Salt in the wires” is in “Review” now."]
    assert move(desk, desk.mia, "recorded") == [
        "Jonas changed “Salt in the wires” a moment ago; it is in “Review” now. Look again, then move it."
    ]
    assert desk.plan().stage == "review"
    for nonsense in ("", "-1", "1e3", "99999999999999999999"):
        assert "Look again" in move(desk, desk.mia, "recorded", version=nonsense)[0]  # type: ignore[arg-type]


def test_a_date_from_the_episodes_own_form_is_a_new_version_too(desk: Desk) -> None:
    client, episode = signed_in(desk.jonas), desk.add("Fog", Stage.IDEA, planned_at=None)
    form = {"title": "Fog", "planned_at": "2082-12-08T05:00"}
    assert client.post(reverse("productions:episode_edit", args=[episode.pk]), form).status_code == 302
    plan = desk.plan(episode)
    assert (plan.stage, plan.version) == ("planned", 1)
    date = reverse("planning:episode_date", args=[episode.pk])
    told = said(client.post(date, {"which": "planned", "day": "2082-12-15", "version": 0}))
    assert "a moment ago" in told[-1]
    make.make_recording(episode)
    assert desk.plan(episode).stage == "recorded"


@pytest.mark.django_db(transaction=True)
def test_of_two_at_the_very_same_time_one_wins(desk: Desk) -> None:
    start, told = threading.Barrier(2), []

    def go(who: User, stage: str) -> None:
        plan = Plan.objects.for_user(who).select_related("episode__show__team").get(episode=desk.episode)
        start.wait()
        try:
            moves.move(plan, stage, who, plan.version)
            told.append(stage)
        except moves.Overtaken:
            told.append("overtaken")
        connection.close()

    threads = [threading.Thread(target=go, args=pair) for pair in ((desk.jonas, "review"), (desk.mia, "recorded"))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(told)[0] == "overtaken"
    assert desk.plan().stage in told
    assert desk.plan().version == 1


@pytest.mark.parametrize(
    ("state", "goal", "answer"),
    [
        (None, "approved", "Nothing is mastered yet"),
        (State.FAILED, "approved", "Nothing is mastered yet"),
        (State.HELD, "approved", "It waits for approval."),
        (State.HELD, "scheduled", "It waits for approval."),
        (State.READY, "scheduled", "Say for when it is scheduled first."),
        (State.READY, "published", "Listeners cannot hear it yet"),
        (State.READY, "approved", "is in “Approved” now."),
    ],
)
def test_what_the_pipeline_has_not_done_is_not_wished_for(
    desk: Desk, state: State | None, goal: str, answer: str
) -> None:
    if state:
        make.make_production(desk.episode, state, failed_in="creating" if state == State.FAILED else "")
    told = move(desk, desk.jonas, goal)
    assert answer in told[0]
    assert (desk.plan().stage == goal) is ("is in" in answer)
    if "is in" not in answer:
        assert 'href="/episodes/' in told[0]


def test_what_other_packages_ask_for_is_asked(desk: Desk, monkeypatch: Any) -> None:
    make.make_production(desk.episode, State.READY)
    asked: list[tuple[Episode, str]] = []

    def nobody_approved(episode: Episode, goal: str) -> gates.Refusal:
        asked.append((episode, goal))
        return gates.Refusal("Nobody approved it.", "/reviews/", "Ask for a review")

    monkeypatch.setattr(gates, "GATES", [nobody_approved])
    told = move(desk, desk.jonas, "approved")
    expected = 'Salt in the wires: Nobody approved it. <a class="link" href="/reviews/">Ask for a review</a>'
    assert told == [expected]
    assert asked == [(desk.episode, "approved")]


def test_an_editor_may_not_approve_and_a_reviewer_may_not_move(desk: Desk) -> None:
    make.make_production(desk.episode, State.READY)
    assert "This needs the role producer or higher" in move(desk, desk.mia, "approved")[0]
    address = reverse("planning:episode_move", args=[desk.episode.pk])
    assert signed_in(desk.lea).post(address, {"stage": "idea", "version": 0}).status_code == 403
    assert "Move to" not in signed_in(desk.lea).get(address).content.decode()


def test_the_plan_of_an_episode_is_one_form(desk: Desk) -> None:
    address = reverse("planning:episode_plan", args=[desk.episode.pk])
    client = signed_in(desk.jonas)
    page = client.get(address).content.decode()
    assert 'value="2082-12-01T06:00"' in page  # in the show's zone, and it is said
    assert "Europe/Vienna" in page
    form = {
        "stage": "review",
        "owner": desk.mia.pk,
        "planned_at": "2082-12-08T06:00",
        "waiting_for": "Mia",
        "version": 0,
    }
    assert client.post(address, {**form, "stage": "scheduled"}).status_code == 422
    wrong = client.post(address, {**form, "planned_at": "2082-03-29T02:30"})  # an hour that does not exist there
    assert wrong.status_code == 422
    assert "Mia" in wrong.content.decode()
    assert client.post(address, {**form, "owner": make.make_user("Eve").pk}).status_code == 422
    assert client.post(address, form).status_code == 302
    plan = desk.plan()
    assert (plan.stage, plan.owner, plan.waiting_for) == ("review", desk.mia, "Mia")
    assert (plan.episode.planned_at.isoformat(), plan.scheduled_at) == ("2082-12-08T05:00:00+00:00", None)
    late = client.post(address, form)  # from a page that is older
    assert "a moment ago" in late.content.decode()


def test_scheduled_and_planned_are_two_dates(desk: Desk) -> None:
    make.make_production(desk.episode, State.READY)
    address = reverse("planning:episode_plan", args=[desk.episode.pk])
    form = {"stage": "scheduled", "scheduled_at": "2082-12-02T07:30", "planned_at": "2082-12-01T06:00", "version": 0}
    assert signed_in(desk.jonas).post(address, form).status_code == 302
    plan = desk.plan()
    assert plan.scheduled_at
    assert (plan.stage, plan.scheduled_at.isoformat()) == (Stage.SCHEDULED, "2082-12-02T06:30:00+00:00")
    assert plan.episode.planned_at == PLANNED
    date = reverse("planning:episode_date", args=[desk.episode.pk])
    told = said(signed_in(desk.mia).post(date, {"which": "scheduled", "day": "2082-12-09", "version": 1}))
    assert "This needs the role producer" in told[0]
    told = said(signed_in(desk.jonas).post(date, {"which": "scheduled", "day": "2082-12-09", "version": 1}))
    assert told == ["“Salt in the wires” goes out on Wed 9 Dec 2082, 07:30."]
    signed_in(desk.mia).post(date, {"which": "planned", "day": "2083-03-30", "version": 2})
    planned = desk.plan().episode.planned_at
    assert planned
    assert planned.isoformat() == "2083-03-30T04:00:00+00:00"  # six o'clock, summer time by then
