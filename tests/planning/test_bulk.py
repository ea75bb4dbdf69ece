"""Many episodes changed with one press, all or none, and taken back with another."""

from datetime import timedelta
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone

from planning.models import Change, Plan
from productions.models import Episode
from productions.states import State
from teams.models import AuditEntry, User
from tests import make
from tests.pages import cost, said, signed_in
from tests.planning.conftest import PLANNED, Desk

pytestmark = pytest.mark.django_db


@pytest.fixture
def three(desk: Desk) -> list[Episode]:
    return [desk.episode, desk.add("Two", tags=["sea"]), desk.add("Three", planned_at=None)]


def press(desk: Desk, do: str, episodes: list[Episode], who: User | None = None, **values: Any) -> Any:
    address = reverse("planning:bulk", args=[desk.show.pk])
    form = {"do": do, "episode": [episode.pk for episode in episodes], do: "", **values}
    return signed_in(who or desk.jonas).post(address, form)


def undo(who: User) -> list[str]:
    change = Change.objects.first()
    assert change
    return said(signed_in(who).post(reverse("planning:undo", args=[change.pk])))


def values(*names: str) -> list[Any]:
    return list(Plan.objects.order_by("episode__created_at").values_list(*names, flat=len(names) == 1))


@pytest.mark.parametrize(
    ("do", "sent", "name", "after"),
    [
        ("stage", "review", "stage", ["review"] * 3),
        ("archive", "1", "stage", ["archived"] * 3),
        ("owner", "", "owner", [None] * 3),
        ("planned", "2082-12-08T06:00", "episode__planned_at", [PLANNED + timedelta(days=7)] * 3),
        ("shift", "-2", "episode__planned_at", [PLANNED - timedelta(days=2)] * 2 + [None]),
        ("tags", "sea, salt", "episode__tags", [["sea", "salt"]] * 3),
    ],
)
def test_each_change_and_its_undoing(
    desk: Desk, three: list[Episode], do: str, sent: str, name: str, after: list[Any]
) -> None:
    before = values(name)
    assert said(press(desk, do, three, **{do: sent})) == []
    assert values(name) == after
    page = signed_in(desk.jonas).get(desk.show.get_absolute_url()).content.decode()
    assert ">Undo</button>" in page
    assert ">Undo</button>" not in signed_in(desk.ana).get(desk.show.get_absolute_url()).content.decode()
    count = sum(old != new for old, new in zip(before, after, strict=True))
    assert undo(desk.jonas) == [f"{count} episodes are as they were."]
    assert values(name) == before
    assert undo(desk.jonas) == ["This can no longer be taken back."]
    assert AuditEntry.objects.filter(action__startswith="episodes.").count() == 2


def test_a_preset_is_for_producers_and_comes_back(desk: Desk, three: list[Episode]) -> None:
    preset = make.make_preset(desk.team)
    assert press(desk, "preset", three, desk.mia, preset=preset.pk).status_code == 403
    press(desk, "preset", three, preset=preset.pk)
    assert values("episode__own_settings") == [preset.settings] * 3
    assert undo(desk.jonas) == ["3 episodes are as they were."]
    assert values("episode__own_settings") == [None] * 3


def test_the_guarded_stay_and_the_others_move(desk: Desk, three: list[Episode]) -> None:
    make.make_production(three[1], State.READY)
    told = said(press(desk, "stage", three, stage="approved"))
    assert "Salt in the wires: Nothing is mastered yet" in told[0]
    assert values("stage") == ["editing", "approved", "planned"]
    assert undo(desk.jonas) == ["1 episode is as it was."]


def test_what_somebody_changed_since_stays(desk: Desk, three: list[Episode]) -> None:
    press(desk, "stage", three, stage="review")
    Plan.objects.filter(episode=three[0]).update(stage="idea")
    assert undo(desk.jonas) == ["2 episodes are as they were.", "1 was changed since and stays."]
    assert values("stage") == ["idea", "planned", "planned"]


def test_only_ones_own_and_only_for_a_while(desk: Desk, three: list[Episode]) -> None:
    press(desk, "stage", three, stage="review")
    address = reverse("planning:undo", args=[Change.objects.get().pk])
    assert signed_in(desk.mia).post(address).status_code == 404
    Change.objects.update(created_at=timezone.now() - timedelta(minutes=31))
    assert undo(desk.jonas) == ["This can no longer be taken back."]
    assert values("stage") == ["review"] * 3


def test_episodes_of_other_shows_and_bad_values_are_refused(desk: Desk, three: list[Episode]) -> None:
    foreign = make.make_episode(make.make_show(desk.team))
    assert "not one of the available choices" in said(press(desk, "stage", [foreign], stage="review"))[0]
    assert said(press(desk, "stage", [], stage="review")) == ["Choose the episodes first."]
    assert said(press(desk, "shift", three, shift="")) == ["Say what it should become."]
    assert said(press(desk, "stage", three, stage="nowhere"))
    assert not Change.objects.exists()
    back = press(desk, "archive", three, back_stage="editing", back_q="Salt")
    assert back.url == f"{desk.show.get_absolute_url()}?stage=editing&q=Salt"


def test_the_list_filters_by_its_address_and_costs_the_same(desk: Desk, three: list[Episode]) -> None:
    client, address = signed_in(desk.jonas), desk.show.get_absolute_url()

    def found(query: str) -> set[str]:
        page = client.get(f"{address}?{query}")
        titles = {row.episode.title for row in page.context["rows"]}
        assert page.context["page"].paginator.count == len(titles)
        return titles

    make.make_episode(make.make_show(desk.show.team))  # of another show: not among them
    Plan.objects.filter(episode=three[2]).update(stage="archived", owner=None)
    make.make_production(three[1], State.HELD)
    assert found("") == {"Salt in the wires", "Two"}
    assert found("stage=archived") == {"Three"}
    assert found("stage=archived&owner=nobody") == {"Three"}
    assert found(f"owner={desk.ana.pk}&q=two") == {"Two"}
    assert found("attention=1") == {"Two"}
    assert found("owner=nonsense&stage=nonsense&page=nonsense") == {"Salt in the wires", "Two"}
    few = cost(client, address)
    for number in range(30):
        episode = desk.add(f"Episode {number}", number=number + 10)
        make.make_production(episode, State.READY)
        episode.points.create(text="Notes")
    assert cost(client, address) == few
    assert found("q=12") == {"Episode 2", "Episode 12"}
