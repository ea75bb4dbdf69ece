"""The page of a production under way: its stages, how long such a thing usually takes here, and its end."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from productions.models import Production, ProductionEvent, Show
from productions.states import State
from productions.usual import usual
from teams.models import Role, Team
from tests import make
from tests.pages import signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def show(team: Team) -> Show:
    return make.make_show(team)


def finished(show: Show, minutes: float, **fields: str) -> None:
    """An hour of audio that took so long."""
    episode = make.make_episode(show)
    recording = make.make_recording(episode, duration=3600)
    production = make.make_production(episode, State.READY, recording=recording, **fields)
    now = timezone.now()
    Production.objects.filter(pk=production.pk).update(created_at=now - timedelta(minutes=minutes), state_since=now)


def test_the_usual_time_is_the_middle_half_of_what_the_team_did_lately(show: Show, team: Team) -> None:
    for minutes in (7, 9):
        finished(show, minutes)
    assert usual(team) is None
    for minutes in (6, 8, 30):
        finished(show, minutes)
    finished(show, 900, approval="one")  # waited for a person
    finished(make.make_show(make.make_team(make.make_user())), 500)
    found = usual(team)
    assert found is not None
    assert found.count == 5
    assert 6 <= found.low <= 8 <= found.high <= 20


def test_a_production_under_way_shows_its_stages_and_can_be_stopped(show: Show, team: Team) -> None:
    for minutes in (6, 8, 9):
        finished(show, minutes)
    production = make.make_production(make.make_episode(show), State.PROCESSING)
    ProductionEvent.objects.create(
        production=production, state=State.UPLOADING, at=timezone.now() - timedelta(seconds=90)
    )
    ProductionEvent.objects.create(production=production, state=State.PROCESSING)
    client = signed_in(team.members.get())
    address = reverse("productions:production_progress", args=[production.pk])
    page = client.get(reverse("productions:production_detail", args=[production.pk])).content.decode()
    for told in (
        "Usually 6 to 9 min for an hour of audio",
        "(last 3 productions)",
        "1 min 30 s",
        "Leave: it continues",
    ):
        assert told in page
    assert "Cancel the production" in page
    current = page.split(f"{address}?v=")[1].split('"')[0]
    assert client.get(address, {"v": current}).status_code == 204
    reviewer = signed_in(make.make_member(team, Role.REVIEWER))
    assert "Cancel the production" not in reviewer.get(address).content.decode()

    Production.objects.filter(pk=production.pk).update(state=State.READY, due_at=None)
    over = client.get(address, {"v": current}).content.decode()
    assert "data-poll" not in over
    assert "Listen" in over
