"""Home: what needs a person, what runs, what comes, to whom it is shown, and what it costs."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from desk import welcome
from productions.models import Episode, Production, Show
from productions.states import State
from teams.models import Role, Team, User
from tests import make
from tests.pages import cost, page, signed_in
from tests.tidewater import ana, client, show, team

__all__ = ["ana", "client", "show", "team"]  # fixtures
pytestmark = pytest.mark.django_db


def test_home_begins_with_the_first_steps(client: Client, team: Team) -> None:
    text = page(client, "/")
    assert "The first steps" in text
    assert "Connect an Auphonic account" in text


def test_home_says_what_needs_a_person(client: Client, show: Show, team: Team) -> None:
    production = make.make_failed(show, State.COLLECTING)
    empty = make.make_episode(show, title="Salt in the wires")
    waiting = make.make_episode(show, title="Ninety seconds of fog")
    make.make_recording(waiting)
    jonas = make.make_member(team, Role.PRODUCER)
    make.make_account(jonas, team, is_broken=True, last_error="The token was withdrawn.")
    text = page(client, "/")
    assert "4 things need you." in text
    assert reverse("productions:production_retry", args=[production.pk]) in text
    for sentence in ("Auphonic did not answer in time.", "The token was withdrawn.", empty.title, waiting.title):
        assert sentence in text
    assert text.count("btn-primary") == 1


def test_a_failure_is_forgotten_when_a_newer_production_runs(client: Client, show: Show) -> None:
    production = make.make_failed(show, State.COLLECTING)
    make.make_production(production.episode, State.PROCESSING)
    text = page(client, "/")
    assert "Nothing needs you." in text
    assert production.episode.title in text


def test_reviewers_are_asked_for_nothing_they_may_not_do(show: Show, team: Team) -> None:
    make.make_failed(show, State.COLLECTING)
    make.make_episode(show, title="Salt in the wires")
    text = page(signed_in(make.make_member(team, Role.REVIEWER)), "/")
    assert "One thing needs you." in text
    assert "See what happened" in text
    assert "/retry/" not in text
    assert "Salt in the wires" not in text


def test_the_list_in_flight_is_asked_for_only_while_something_flies(client: Client, show: Show) -> None:
    address = reverse("desk:running")
    assert "data-poll" not in page(client, address)
    episode = make.make_episode(show, title="Salt in the wires")
    production = make.make_production(episode, State.UPLOADING, progress=0.38)
    text = page(client, address)
    assert "data-poll" in text
    assert "38 %" in text
    current = text.split(f"{address}?v=")[1].split('"')[0]
    assert client.get(address, {"v": current}).status_code == 204
    Production.objects.filter(pk=production.pk).update(progress=0.39)
    assert client.get(address, {"v": current}).status_code == 200


def test_no_more_than_seven_wait_until_all_are_asked_for(client: Client, show: Show) -> None:
    for _ in range(9):
        make.make_failed(show, State.COLLECTING)
    assert page(client, "/").count("Auphonic did not answer in time.") == 7
    assert "Show all 9" in page(client, "/")
    assert page(client, "/?all").count("Auphonic did not answer in time.") == 9


def test_the_nearest_day_comes_first_and_an_episode_is_told_once(client: Client, show: Show) -> None:
    now = timezone.now()
    for title, day in (("Later", 9), ("Soon", 2), ("Past", -3)):
        Episode.objects.filter(pk=make.make_failed(show, State.COLLECTING).episode_id).update(
            title=title, planned_at=now + timedelta(day)
        )
    needs = page(client, "/").split('id="h-needs"')[1].split('id="running"')[0]
    assert needs.index("Past") < needs.index("Soon") < needs.index("Later")
    assert needs.count('<p class="ttl trunc">') == 3


def test_what_comes_is_told_by_day(client: Client, show: Show) -> None:
    make.make_episode(show, title="Salt in the wires", planned_at=timezone.now() + timedelta(3))
    make.make_episode(show, title="Far away", planned_at=timezone.now() + timedelta(30))
    agenda = page(client, "/").split('id="h-next"')[1].split("</section>")[0]
    assert "Salt in the wires" in agenda
    assert "Far away" not in agenda


def test_fuel_says_how_far_it_goes(client: Client, show: Show) -> None:
    episode = make.make_episode(show)
    make.make_production(episode, State.READY, recording=make.make_recording(episode, duration=1800, size=5_000_000))
    text = page(client, "/")
    assert "About 5 episodes at your usual 30 min." in text
    assert "5.0 MB" in text


def test_reviewers_see_what_needs_them_and_what_came_out_no_more(show: Show, team: Team) -> None:
    make.make_production(make.make_episode(show), State.READY)
    text = page(signed_in(make.make_member(team, Role.REVIEWER)), "/")
    assert "Recently published" in text
    for hidden in ("Next 14 days", "Credit and storage", "data-sheet", 'id="running"', "The first steps"):
        assert hidden not in text


def test_the_first_steps_are_skipped_taken_up_and_put_away(client: Client, team: Team, ana: User) -> None:
    address = reverse("desk:welcome")
    accounts, shows = [], []
    client.post(address, {"skip": "auphonic"})
    steps = {step.key: step for step in welcome.steps(welcome.begun(team), team, accounts, shows)}
    assert [key for key, step in steps.items() if step.is_done] == ["team"]
    assert steps["auphonic"].is_skipped
    assert "Take it up again" in page(client, address)
    client.post(address, {"resume": "auphonic"})
    client.post(address, {"skip": "nothing known"})
    assert not any(step.is_skipped for step in welcome.steps(welcome.begun(team), team, accounts, shows))
    assert "The first steps" in page(client, "/")
    client.post(address, {"dismiss": "1"})
    assert "The first steps" not in page(client, "/")


def test_the_sample_becomes_an_episode_on_its_way(client: Client, show: Show) -> None:
    response = client.post(reverse("desk:sample"))
    production = Production.objects.get()
    assert response.url == production.episode.get_absolute_url()
    assert (production.state, production.episode.number) == (State.CREATING, 1)
    assert production.recording.duration > 30


# ---------------------------------------------------------------- the sheet of a new episode
def test_the_sheet_is_filled_from_the_file_and_the_show(client: Client, show: Show) -> None:
    make.make_episode(show, number=41)
    text = page(client, reverse("desk:sheet") + f"?sheet=1&show={show.pk}&name=042_fog-at-night.wav")
    assert 'value="fog at night"' in text
    assert 'name="number" value="42"' in text
    assert "<html" not in text
    assert "<html" in page(client, reverse("desk:sheet"))


def test_a_sent_sheet_makes_the_episode_and_says_where_to_upload(client: Client, show: Show, ana: User) -> None:
    form = {"sheet": "1", "show": show.pk, "title": "Fog at night", "number": "42", "process": "1"}
    response = client.post(reverse("desk:sheet"), form)
    episode = Episode.objects.get()
    assert (episode.title, episode.number, episode.created_by) == ("Fog at night", 42, ana)
    text = response.content.decode()
    assert f'data-upload data-episode="{episode.pk}"' in text
    assert "checked" in text
    again = client.post(reverse("desk:sheet"), form)
    assert again.status_code == 422
    assert "has the number 42 already." in again.content.decode()
    assert Episode.objects.count() == 1
    plain = client.post(reverse("desk:sheet"), {"show": show.pk, "title": "Without a script"})
    assert plain.url == Episode.objects.get(title="Without a script").get_absolute_url()


def test_several_files_are_tracks_of_one_episode_or_an_episode_each(client: Client, show: Show) -> None:
    names = ["01_fog.wav", "02_tide.wav"]
    text = page(client, reverse("desk:sheet") + "?sheet=1&name=01_fog.wav&names=01_fog.wav&names=02_tide.wav")
    assert 'value="tracks" checked' in text
    form = {"sheet": "1", "show": show.pk, "title": "fog", "names": names, "process": "1"}
    text = client.post(reverse("desk:sheet"), {**form, "mode": "tracks"}).content.decode()
    one = Episode.objects.get()
    lanes = reverse("productions:episode_lanes", args=[one.pk])
    assert text.count(f'data-upload data-episode="{one.pk}"') == 2
    assert (f'data-after="{lanes}?process=1"' in text, "checked" in text) == (True, False)
    text = client.post(reverse("desk:sheet"), {**form, "mode": "episodes", "title": ""}).content.decode()
    assert [each.title for each in Episode.objects.exclude(pk=one.pk).order_by("number")] == ["fog", "tide"]
    assert (text.count("data-upload "), text.count("checked")) == (2, 2)
    many = client.post(reverse("desk:sheet"), {**form, "mode": "episodes", "names": names * 30})
    assert (many.status_code, "These are 60 files." in many.content.decode()) == (422, True)
    for _ in names:
        make.make_recording(one)
    assert "Save and process" in page(client, lanes)


def test_the_sheet_offers_only_shows_one_may_edit(client: Client, show: Show, team: Team) -> None:
    other = make.make_show(make.make_team(make.make_user()), title="Foreign")
    text = page(client, reverse("desk:sheet") + f"?show={other.pk}")
    assert "Foreign" not in text
    client.post(reverse("desk:sheet"), {"show": other.pk, "title": "Fog"})
    assert Episode.objects.get().show == show


# ---------------------------------------------------------------- what it costs
def much(show: Show, ana: User, count: int) -> None:
    for number in range(count):
        planned = timezone.now() + timedelta(days=number % 14 - 3)
        make.make_episode(show, planned_at=planned)
        make.make_recording(make.make_episode(show))
        for state in (State.PROCESSING, State.READY, State.HELD):
            make.make_production(make.make_episode(show), state, account=show.account)
        make.make_failed(show, State.COLLECTING)
        make.make_account(ana, show.team, is_broken=number % 2 == 0)
        make.make_show(show.team)


def test_home_costs_the_same_for_one_and_for_thirty(client: Client, show: Show, ana: User) -> None:
    assert "The first steps" in page(client, "/")
    assert cost(client, "/") <= 12 + 2  # of a team that has everything before it
    much(show, ana, 1)
    few, running = cost(client, "/"), cost(client, "/running/")
    much(show, ana, 29)
    assert cost(client, "/") == few
    assert cost(client, "/running/") == running
    assert few <= 12 + 2  # two of them are the session and the person
    assert running <= 4
