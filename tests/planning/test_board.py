"""The board: columns, limits, lanes, filters, and what it costs."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from planning.models import Plan, ShowPlan
from planning.stages import Stage
from productions.models import Episode
from tests import make
from tests.pages import cost, signed_in
from tests.planning.conftest import Desk

pytestmark = pytest.mark.django_db


def columns(desk: Desk, query: str = "", name: str = "show_board") -> dict[str, dict[str, list[str]]]:
    """Titles by lane and column."""
    address = reverse(f"planning:{name}", args=[desk.show.pk] if name == "show_board" else [])
    board = signed_in(desk.ana).get(f"{address}?{query}").context["board"]
    return {
        lane.title: {c.label: [card.plan.episode.title for card in c.cards] for c in lane.columns if c.cards}
        for lane in board.lanes
    }


def test_a_column_for_each_stage_in_the_shows_words_with_a_soft_limit(desk: Desk) -> None:
    ShowPlan.objects.filter(show=desk.show).update(labels={"editing": "Cutting"}, limits={"editing": 1})
    late = desk.add("Late", Stage.EDITING)
    Episode.objects.filter(pk=late.pk).update(planned_at=timezone.now() - timedelta(days=1))
    late.points.create(text="Notes", done_at=timezone.now())
    late.points.create(text="Cut")
    desk.add("Away", Stage.ARCHIVED)
    Plan.objects.filter(episode=late).update(waiting_for="Mia: notes")
    page = signed_in(desk.ana).get(reverse("planning:show_board", args=[desk.show.pk])).content.decode()
    assert columns(desk) == {"": {"Cutting": ["Late", "Salt in the wires"]}}
    assert "Cutting 2 of 1: more than the show wants at once." in page
    for word in ("overdue", "1/2", "Mia: notes", "Owner: Ana Duarte"):
        assert word in page
    assert page.count(">overdue<") == 1


def test_lanes_and_filters_are_in_the_address(desk: Desk) -> None:
    other = make.make_show(desk.team, title="Nachtzug")
    Plan.objects.filter(episode=make.make_episode(other, title="Fog")).update(owner=desk.mia)
    make.make_episode(make.make_show(make.make_team()), title="Foreign")
    assert columns(desk, "lanes=show", "team_board") == {
        "Nachtzug": {"Idea": ["Fog"]},
        "Tidewater": {"Editing": ["Salt in the wires"]},
    }
    assert columns(desk, "lanes=owner", "team_board").keys() == {"Ana Duarte", "Mia"}
    assert columns(desk, f"owner={desk.mia.pk}", "team_board") == {"": {"Idea": ["Fog"]}}
    assert columns(desk, f"show={desk.show.pk}", "team_board") == {"": {"Editing": ["Salt in the wires"]}}
    assert columns(desk, "q=nothing") == {"": {}}


def test_the_fragment_comes_only_when_something_changed(desk: Desk) -> None:
    client, address = signed_in(desk.ana), reverse("planning:show_board", args=[desk.show.pk])
    version = client.get(address).context["board"].version
    assert client.get(f"{address}?v={version}").status_code == 204
    Plan.objects.at_version(desk.episode.pk, 0, stage="review")
    fragment = client.get(f"{address}?v={version}")
    assert fragment.content.decode().startswith('<div id="board"')
    assert 'data-word="Review 1"' in fragment.content.decode()


@pytest.mark.parametrize("name", ["show_board", "team_board"])
def test_it_costs_the_same_for_one_and_for_thirty(desk: Desk, name: str) -> None:
    client = signed_in(desk.ana)
    address = reverse(f"planning:{name}", args=[desk.show.pk] if name == "show_board" else [])
    few = cost(client, address), cost(client, f"{address}?lanes=owner")
    for number, stage in enumerate(list(Stage)[:6] * 5):
        desk.add(f"Episode {number}", stage).points.create(text="Notes")
    for number in range(20):
        desk.add(f"Out {number}", Stage.PUBLISHED)
    assert (cost(client, address), cost(client, f"{address}?lanes=owner")) == few
    page = client.get(address).content.decode()
    assert len(page) < 100_000
    assert ("8 more" in page) is (name == "show_board")
