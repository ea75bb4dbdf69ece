"""Search finds what a person may see and nothing else, in as many queries for much as for little; commands and keys."""

from typing import Any

import pytest
from django.urls import reverse

from audiodn.models import Collection
from desk import commands, search
from planning.models import Person
from productions.models import Episode
from productions.states import State
from teams.models import Role, Team, User
from tests import make
from tests.pages import cost, signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def ana(team: Team) -> User:
    return team.members.get()


def found(user: User, team: Team, text: str) -> dict[str, list[str]]:
    return {group.name: [hit.title for hit in group.hits] for group in search.find(user, team, text)}


def test_every_kind_is_found_by_a_part_of_its_name(team: Team, ana: User) -> None:
    show = make.make_show(team, title="Tidewater")
    make.make_episode(show, title="Low tide")
    make.make_episode(show, title="Fog", summary="The tide came late.")
    make.make_preset(team).__class__.objects.update(name="Tide, two microphones")
    Collection.objects.create(team=team, title="Tides")
    Person.objects.create(team=team, name="Tide Jensen")
    assert found(ana, team, "TIDE") == {
        "Shows": ["Tidewater"],
        "Episodes": ["Fog", "Low tide"],
        "Presets": ["Tide, two microphones"],
        "Collections": ["Tides"],
        "People": ["Tide Jensen"],
    }
    assert found(ana, team, "nothing of it") == {}
    assert found(ana, team, "t") == {}


def test_the_name_of_a_page_leads_to_it(team: Team, ana: User) -> None:
    episode = make.make_episode(make.make_show(team, title="Tidewater"), title="Low tide")
    [group] = search.find(ana, team, "transc tide")
    assert (group.name, group.hits[0].title) == ("Transcript", "Low tide")
    assert group.hits[0].address == reverse("script:transcript", args=[episode.pk])
    assert found(ana, team, "Chapters low") == {"Chapters": ["Low tide"]}
    assert found(ana, team, "Chapters") == {}


def test_numbers_and_ids_of_others_lead_to_the_episode(team: Team, ana: User) -> None:
    show = make.make_show(team, title="Tidewater")
    collection = Collection.objects.create(team=team, title="Without a number")  # others are counted
    track = make.make_track(team, remote_id="f1b2c3d4e5f60718", collection=collection)
    episode = make.make_episode(show, title="The seventh", number=7, track=track)
    make.make_production(episode, State.FAILED, failed_in="creating", auphonic_uuid="WgqsHuASeF5oLJTfKAtvQ2")
    make.make_episode(show, title="Another", number=17)
    for text in ("#7", "7", "WgqsHuASeF5oLJTfKAtvQ2", "f1b2c3d4e5f60718"):
        assert found(ana, team, text) == {"Episodes": ["The seventh"]}, text


def test_titles_that_begin_with_it_come_first(team: Team, ana: User) -> None:
    show = make.make_show(team, title="S")
    for title in ("Fog at night", "Night and fog", "Fog"):
        make.make_episode(show, title=title)
    assert found(ana, team, "fog")["Episodes"] == ["Fog", "Fog at night", "Night and fog"]


def test_nobody_finds_what_they_may_not_see(team: Team, ana: User) -> None:
    elsewhere = make.make_team(make.make_user("Else"))
    secret = make.make_episode(make.make_show(elsewhere, title="Secret show"), title="Secret episode")
    make.make_production(secret, State.FAILED, failed_in="creating", auphonic_uuid="WgqsHuASeF5oLJTfKAtvQ3")
    assert found(ana, team, "secret") == {}
    assert found(ana, elsewhere, "secret") == {}
    assert found(ana, team, "WgqsHuASeF5oLJTfKAtvQ3") == {}
    mine, other = make.make_show(team, title="Mine"), make.make_show(team, title="Other")
    for show in (mine, other):
        make.make_episode(show, title="Salt")
    limited = make.make_member(team, Role.EDITOR)
    membership = limited.memberships.get()
    membership.is_limited = True
    membership.save()
    membership.shows.set([mine])
    assert found(limited, team, "salt") == {"Episodes": ["Salt"]}
    assert found(limited, team, "other") == {}


def test_text_of_people_is_text(team: Team, ana: User) -> None:
    make.make_episode(make.make_show(team, title="Fog"), title="<b>Salt</b> & 100%_wires")
    client = signed_in(ana)
    for name in ("desk:search", "desk:options"):
        page = client.get(reverse(name), {"q": "100%_"}).content.decode()
        assert "&lt;b&gt;Salt&lt;/b&gt; &amp; 100%_wires" in page
    assert found(ana, team, "100%%") == {}
    assert found(ana, team, "\x00' OR 1=1 --") == {}


@pytest.mark.parametrize("text", ["salt", "7", "WgqsHuASeF5oLJTfKAtvQ2"])
def test_search_costs_the_same_for_one_and_for_thirty(team: Team, ana: User, text: str) -> None:
    client, show = signed_in(ana), make.make_show(team, title="Salt")
    address = f"{reverse('desk:options')}?q={text}"

    def fill(count: int) -> None:
        for _ in range(count):
            make.make_episode(show, title=f"Salt 7 {text}")
            make.make_show(team, title="Salt")
            Collection.objects.create(team=team, title="Salt 7")
            Person.objects.create(team=team, name="Salt 7")

    fill(1)
    few = cost(client, address)
    fill(30)
    assert cost(client, address) == few
    assert few <= 9
    assert Episode.objects.count() == 31


# ---------------------------------------------------------------- commands and keys
def test_commands_are_those_of_the_role(team: Team, ana: User) -> None:
    def said(user: User, text: str = "") -> str:
        return str(signed_in(user).get(reverse("desk:options"), {"q": text}).content.decode())

    assert "New show" in said(ana)
    assert "New episode" in said(ana, "new epi")
    assert "Collections" not in said(ana, "new epi")
    reviewer = said(make.make_member(team, Role.REVIEWER))
    assert "New show" not in reviewer
    assert "Shows" in reviewer


def test_every_key_is_told_once_and_no_single_key_does_harm(team: Team, ana: User) -> None:
    keys = [command.keys for command in commands.COMMANDS if command.keys]
    assert len(keys) == len(set(keys))
    for command in commands.COMMANDS:
        response = signed_in(ana).get(command.address)
        assert response.status_code in (200, 302), command.address  # a page: nothing is done by going there
    page = signed_in(ana).get(reverse("desk:keys")).content.decode()
    assert all(f"<kbd>{key.upper()}</kbd>" in page for pressed in keys for key in pressed.split())


def test_keys_of_one_letter_are_turned_off_in_the_profile(team: Team, ana: User) -> None:
    client = signed_in(ana)
    assert "data-keys=" in client.get("/").content.decode()
    form: dict[str, Any] = {"name": "Ana", "theme": "", "time_zone": ""}
    assert client.post(reverse("teams:profile"), form).status_code == 302
    assert "data-keys=" not in client.get("/").content.decode()
