"""News: what counts as such, what it costs to ask, and what is said when no worker is at work."""

from datetime import timedelta
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone

from desk.pulse import beat
from podcaststudio.models import Heartbeat
from productions.models import ProductionEvent, Show
from productions.states import State
from teams.models import Role, Team, User
from tests import make
from tests.pages import signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def ana(team: Team) -> User:
    return team.members.get()


@pytest.fixture
def show(team: Team) -> Show:
    return make.make_show(team)


def test_what_happens_to_episodes_is_news_for_their_team_alone(
    team: Team, ana: User, show: Show, django_capture_on_commit_callbacks: Any
) -> None:
    other = make.make_user()
    elsewhere = make.make_team(other)

    def number(user: User = ana, of: Team = team) -> int:
        return beat(user, of).number

    before = number()
    with django_capture_on_commit_callbacks(execute=True):
        production = make.make_production(make.make_episode(show), State.PROCESSING)
    assert number() > before
    for happen in (
        lambda: ProductionEvent.objects.create(production=production, state=State.PROCESSING),
        lambda: production.notes.create(author=ana, author_name="Ana", kind="must", text="Loud.", start=1),
        lambda: production.episode.save(),
        lambda: production.episode.plan.save(),
    ):
        before = number()
        with django_capture_on_commit_callbacks(execute=True):
            happen()
        assert number() > before
    assert number(other, elsewhere) == 0


def test_an_unchanged_pulse_costs_one_query_and_sends_nothing(
    ana: User, show: Show, django_assert_num_queries: Any
) -> None:
    client, address = signed_in(ana), reverse("desk:pulse")
    first = client.get(address)
    version = first.headers["ETag"].strip('"')
    with django_assert_num_queries(3):  # person, teams, and the one
        answer = client.get(address, {"v": version})
    assert (answer.status_code, answer.content) == (204, b"")
    same = client.get(address, headers={"If-None-Match": first.headers["ETag"]})
    assert (same.status_code, same.content) == (304, b"")
    make.make_production(make.make_episode(show), State.PROCESSING)
    assert client.get(address, {"v": version}).status_code == 200


def test_the_tray_counts_what_one_may_see(ana: User, show: Show, team: Team) -> None:
    for title in ("Mine", "Other"):
        make.make_production(make.make_episode(make.make_show(team, title=title)), State.PROCESSING)
    limited = make.make_member(team, Role.EDITOR)
    membership = limited.memberships.get()
    membership.is_limited = True
    membership.save()
    membership.shows.set(Show.objects.filter(title="Mine"))
    assert (beat(ana, team).running, beat(limited, team).running) == (2, 1)
    assert "2 running" in signed_in(ana).get(reverse("desk:pulse")).content.decode()


def test_a_stopped_worker_is_told_on_every_page(ana: User, show: Show) -> None:
    client, said = signed_in(ana), "Background work is paused."
    assert said not in client.get(reverse("productions:show_list")).content.decode()
    make.make_production(make.make_episode(show), State.PROCESSING)
    assert said in client.get(reverse("productions:show_list")).content.decode()
    Heartbeat.beat(0)
    assert said not in client.get(reverse("desk:pulse")).content.decode()
    Heartbeat.objects.update(at=timezone.now() - timedelta(minutes=5))
    text = client.get(reverse("desk:pulse")).content.decode()
    assert said in text
    assert "System page" not in text
    User.objects.update(is_staff=True)
    assert "System page" in client.get(reverse("desk:pulse")).content.decode()
