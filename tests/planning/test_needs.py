"""What the plan asks of people: overdue, due points, gaps, the next two weeks; in a fixed number of queries."""

from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from notices.models import Notice
from planning import needs, reminders, slots
from planning.models import Plan, ShowPlan, TemplatePoint
from planning.stages import Stage
from productions.models import Episode, Show
from productions.sweep import Sweep
from teams.models import Role, Team, User
from tests import make
from tests.tidewater import ana, team

__all__ = ["ana", "team"]  # fixtures
pytestmark = pytest.mark.django_db
NOW = datetime(2024, 5, 13, 10, tzinfo=UTC)  # a Monday
TUESDAYS = [datetime(2024, 5, 14, 4, tzinfo=UTC), datetime(2024, 5, 21, 4, tzinfo=UTC)]


@pytest.fixture
def show(team: Team) -> Show:
    return weekly(team, title="Tidewater")


def weekly(team: Team, **fields: Any) -> Show:
    """Comes out on Tuesdays at six, in Vienna."""
    show = make.make_show(team, **fields)
    ShowPlan.objects.filter(show=show).update(every="week", weekday=1, goes_out_at=time(6), time_zone="Europe/Vienna")
    return show


def planned(show: Show, when: datetime | None, stage: str = Stage.PLANNED, title: str = "E", **fields: Any) -> Episode:
    episode = make.make_episode(show, planned_at=when, title=title)
    Plan.objects.filter(episode=episode).update(stage=stage, **fields)
    return episode


def told(items: list[needs.Item]) -> list[tuple[str, str]]:
    return [(item.kind.value, str(item.day)) for item in items]


def test_gaps_are_the_days_of_the_cadence_with_nothing_on_them(show: Show, ana: User) -> None:
    assert told(needs.gaps(ana, now=NOW)) == [("gap", "2024-05-14"), ("gap", "2024-05-21")]
    planned(show, datetime(2024, 5, 13, 22, 30, tzinfo=UTC))  # half past midnight of Tuesday there
    (gap,) = needs.gaps(ana, now=NOW)
    assert (gap.sentence, gap.at) == ("No episode planned for Tue 21 May (weekly show)", TUESDAYS[1])
    assert gap.address.endswith(f"/shows/{show.pk}/episodes/new/?planned=2024-05-21")
    planned(show, TUESDAYS[1], Stage.ARCHIVED)  # what is archived fills nothing
    assert len(needs.gaps(ana, now=NOW)) == 1
    planned(show, None, Stage.SCHEDULED, scheduled_at=TUESDAYS[1])
    assert needs.gaps(ana, now=NOW) == []


def test_the_next_free_slot_is_proposed(show: Show) -> None:
    planned(show, TUESDAYS[0])
    assert slots.next_free(show, NOW) == TUESDAYS[1]
    assert slots.propose(show, {"planned": "2024-06-05"}) == {"planned_at": datetime(2024, 6, 5, 4, tzinfo=UTC)}
    assert slots.propose(show, {"planned": "nonsense"})["planned_at"] > datetime.now(UTC)
    assert slots.propose(make.make_show(show.team), {}) == {}


def test_two_weeks_ahead_tell_planned_from_scheduled(show: Show, ana: User) -> None:
    planned(show, TUESDAYS[0], Stage.EDITING)
    planned(show, TUESDAYS[0], Stage.SCHEDULED, scheduled_at=TUESDAYS[1])  # the later one counts
    planned(show, datetime(2024, 5, 27, 21, 59, tzinfo=UTC))  # the last minute of the fourteenth day there
    planned(show, datetime(2024, 5, 27, 22, tzinfo=UTC))
    planned(show, NOW - timedelta(hours=1))
    coming = [("planned", "2024-05-14"), ("scheduled", "2024-05-21"), ("planned", "2024-05-27")]
    assert told(needs.ahead(ana, now=NOW)) == coming


def test_a_gap_of_the_last_day_is_told_at_any_hour(show: Show, ana: User) -> None:
    early = datetime(2024, 5, 13, 22, 30, tzinfo=UTC)  # half past midnight there, before six
    assert told(needs.gaps(ana, now=early)) == [("gap", "2024-05-14"), ("gap", "2024-05-21"), ("gap", "2024-05-28")]


def test_overdue_is_what_should_be_out_and_is_not(show: Show, ana: User) -> None:
    late = planned(show, NOW - timedelta(days=6), Stage.EDITING)
    planned(show, NOW - timedelta(days=6), Stage.PUBLISHED)
    planned(show, NOW - timedelta(days=6), Stage.ARCHIVED)
    heard = planned(show, NOW - timedelta(days=6), Stage.EDITING)
    Episode.objects.filter(pk=heard.pk).update(track=make.make_track(show.team))
    due = planned(show, NOW - timedelta(days=6), Stage.SCHEDULED, scheduled_at=NOW - timedelta(hours=1))
    found = needs.overdue(ana, now=NOW)
    assert [(item.episode, item.sentence) for item in found] == [
        (late, "Overdue: planned for Tue 7 May, now in “Editing”."),
        (due, "It was to go out on Mon 13 May and is not out."),
    ]
    assert all(item.is_mine for item in found)
    Plan.objects.update(owner=make.make_member(show.team, Role.EDITOR))
    assert not any(item.is_mine for item in needs.overdue(ana, now=NOW))


def test_a_due_day_follows_the_planned_date_unless_it_was_set(show: Show, ana: User) -> None:
    TemplatePoint.objects.create(show=show, text="Write the notes", days_before=2)
    episode = planned(show, datetime(2024, 5, 16, 4, tzinfo=UTC))
    point = episode.points.get()
    assert (point.text, point.due_on(show.plan)) == ("Write the notes", date(2024, 5, 14))
    assert told(needs.overdue(ana, now=NOW)) == []
    Episode.objects.filter(pk=episode.pk).update(planned_at=datetime(2024, 5, 14, 22, 30, tzinfo=UTC))
    assert [item.sentence for item in needs.overdue(ana, now=NOW)] == ["“Write the notes” is due today."]
    episode.points.update(own_day=date(2024, 5, 10))
    assert [item.sentence for item in needs.overdue(ana, now=NOW)] == ["“Write the notes” was due on Fri 10 May."]
    episode.points.update(done_at=NOW)
    assert needs.overdue(ana, now=NOW) == []


def test_strangers_see_nothing_reviewers_no_duties_and_guests_of_a_show_only_that(show: Show, team: Team) -> None:
    planned(show, NOW - timedelta(days=1))
    other = weekly(team)
    reviewer, editor = make.make_member(team, Role.REVIEWER), make.make_member(team, Role.EDITOR)
    place = team.memberships.get(user=editor)
    place.is_limited = True
    place.save()
    place.shows.add(other)
    stranger = make.make_user("Someone else")
    weekly(make.make_team(stranger))
    for person, duties, coming in ((stranger, 0, 2), (reviewer, 0, 4), (editor, 0, 2)):
        assert len(needs.overdue(person, now=NOW)) == duties
        assert len(needs.ahead(person, now=NOW)) == coming
    assert {item.show for item in needs.ahead(editor, now=NOW)} == {other}
    assert needs.ahead(reviewer, now=NOW, team=make.make_team()) == []


def test_it_costs_the_same_for_one_show_and_for_thirty(show: Show, team: Team, ana: User) -> None:
    def fill(number: int) -> None:
        for each in range(number):
            TemplatePoint.objects.create(show=(one := weekly(team)), text="Notes", days_before=90)
            planned(one, NOW + timedelta(days=2, hours=each))
            planned(one, NOW - timedelta(days=2), Stage.EDITING)

    def cost() -> list[int]:
        found = []
        for ask in (needs.overdue, needs.ahead, needs.gaps):
            with CaptureQueriesContext(connection) as captured:
                assert ask(ana, now=NOW)
            found.append(len(captured))
        return found

    fill(1)
    assert cost() == [2, 2, 2]
    fill(29)
    assert cost() == [2, 2, 2]


def test_whoever_owns_it_is_reminded_once(show: Show, ana: User, team: Team) -> None:
    now = datetime.now(UTC)
    jonas = make.make_member(team, Role.EDITOR, make.make_user("Jonas"))
    TemplatePoint.objects.create(show=show, text="Write the notes", days_before=1)
    planned(show, now - timedelta(minutes=1), Stage.EDITING, "One", owner=jonas)
    planned(show, now + timedelta(days=30), owner=jonas)
    assert Sweep()._hand(reminders.TASK, ShowPlan.objects.due()) == 0  # the first look is in an hour
    for _ in range(2):
        ShowPlan.objects.update(due_at=now)
        assert Sweep()._hand(reminders.TASK, ShowPlan.objects.due()) == 1
        reminders.remind(show.pk)
    titles = Notice.objects.filter(user=jonas).order_by("title").values_list("title", flat=True)
    assert list(titles) == ["One is overdue", "One: a point is due"]
    assert not Notice.objects.filter(user=ana).exists()
    plan = ShowPlan.objects.get(show=show)
    assert plan.due_at
    assert plan.due_at > now + timedelta(minutes=50)
    team.memberships.get(user=jonas).delete()
    Notice.objects.all().delete()
    ShowPlan.objects.update(due_at=now)
    reminders.remind(show.pk)
    assert not Notice.objects.exists()
