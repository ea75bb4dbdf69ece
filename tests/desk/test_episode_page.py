"""What the episode's page makes of lamps and button, and the player's code."""

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from audiodn.models import Embed
from productions.models import Episode, Show
from productions.states import State
from teams.models import Role, Team
from tests import make
from tests.pages import said, signed_in

pytestmark = pytest.mark.django_db
KINDS = ("no recording", "recorded", *(state for state in State if state != State.DRAFT))


@pytest.fixture
def show(team: Team) -> Show:
    owner = team.members.get()
    return make.make_show(team, account=make.make_account(owner, team), preset=make.make_preset(team))


@pytest.fixture
def episode_in(show: Show) -> Callable[[str], Episode]:
    def made(kind: str) -> Episode:
        episode = make.make_episode(show)
        if kind == "no recording":
            return episode
        make.make_recording(episode)
        if kind != "recorded":
            make.make_production(episode, State(kind), failed_in="creating" if kind == State.FAILED else "")
        if kind == State.READY:
            Episode.objects.filter(pk=episode.pk).update(track=make.make_track(show.team, status="ready"))
        return episode

    return made


@pytest.mark.parametrize("kind", KINDS)
def test_there_is_exactly_one_primary_button(team: Team, episode_in: Callable[[str], Episode], kind: str) -> None:
    episode = episode_in(kind)
    page = signed_in(team.members.get()).get(episode.get_absolute_url()).content.decode()
    assert page.count("btn-primary") == 1
    reviewer = signed_in(make.make_member(team, Role.REVIEWER))
    assert reviewer.get(episode.get_absolute_url()).content.decode().count("btn-primary") <= 1


def test_a_list_tells_the_lamps_in_words(team: Team, show: Show, episode_in: Callable[[str], Episode]) -> None:
    episode_in("recorded")
    page = signed_in(team.members.get()).get(show.get_absolute_url()).content.decode()
    assert 'aria-label="Source: 0:02. Process: Not processed. Review: Nobody asked. Deliver: Not delivered.' in page


def test_a_player_is_made_once_and_its_code_shown(team: Team, episode_in: Callable[[str], Episode]) -> None:
    client, episode = signed_in(team.members.get()), episode_in(State.READY)
    address = reverse("desk:episode_embed", args=[episode.pk])
    assert "Make the player" in client.get(address).content.decode()
    for _ in range(2):
        page = client.post(address, follow=True).content.decode()
    embed = Embed.objects.get()
    assert embed.token in page
    assert page.count("btn-primary") == 1
    assert Client().get(embed.get_absolute_url()).status_code == 200


def test_before_delivery_there_is_nothing_to_embed(team: Team, episode_in: Callable[[str], Episode]) -> None:
    response = signed_in(team.members.get()).get(reverse("desk:episode_embed", args=[episode_in("recorded").pk]))
    assert said(response)[0].startswith("There is nothing to embed yet.")


def test_who_is_alone_listens_and_a_team_asks_whom_it_asked_last(team: Team, show: Show) -> None:
    owner, episode = team.members.get(), make.make_episode(show)
    make.make_heard(episode, approval="one")
    client, ask = signed_in(owner), reverse("review:ask", args=[episode.pk])
    assert ask not in client.get(episode.get_absolute_url()).content.decode()
    mia = make.make_member(team, Role.REVIEWER)
    page = client.get(episode.get_absolute_url()).content.decode()
    assert f'<a class="btn btn-primary" href="{ask}">' in page
    assert f'value="{mia.pk}" id="id_people_0" checked' in client.get(ask).content.decode()
    tom = make.make_member(team, Role.EDITOR, make.make_user("Tom"))
    make.make_heard(make.make_episode(show)).review_requests.create(reviewer=tom)
    text = client.get(ask).content.decode()
    assert (text.count(" checked"), f'value="{tom.pk}"' in text.split(" checked")[0]) == (1, True)


def test_lamps_and_button_know_of_reviews_and_plans(team: Team, episode_in: Callable[[str], Episode]) -> None:
    owner, episode = team.members.get(), episode_in(State.HELD)
    production = episode.productions.get()
    production.review_requests.create(reviewer=owner, asked_by=owner)
    page = signed_in(owner).get(episode.get_absolute_url()).content.decode()
    assert f"Waiting for {owner} (0 of 1)" in page
    assert "Review now" in page
    production.decisions.create(reviewer=owner, author_name=str(owner), verdict="changes")
    production.notes.create(author=owner, author_name=str(owner), kind="must", text="Too loud.", start=1)
    page = signed_in(owner).get(episode.get_absolute_url()).content.decode()
    assert "Changes requested: 1 note" in page
    assert "Open notes" in page
    episode.plan.__class__.objects.filter(pk=episode.pk).update(stage="scheduled", scheduled_at=timezone.now())
    assert "Goes out" in signed_in(owner).get(episode.get_absolute_url()).content.decode()
