"""Pages of shows, episodes, presets and connections: what they say, to whom, and what they cost."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from productions.models import Episode, Production, ProductionEvent, Show
from productions.states import State
from teams.models import Role, Team, User
from tests import make
from tests.pages import cost, said, signed_in

pytestmark = pytest.mark.django_db
STATISTICS = {
    "levels": {
        "input": {"loudness": [-21.7, "LUFS"], "lra": [13.8, "LU"], "snr": [38.1, "dB"]},
        "output": {"loudness": [-16.1, "LUFS"], "lra": [6.2, "LU"], "peak": [-1.3, "dBTP"]},
    }
}


@pytest.fixture
def ana() -> User:
    return make.make_user("Ana Duarte")


@pytest.fixture
def team(ana: User) -> Team:
    return make.make_team(ana)


@pytest.fixture
def show(team: Team, ana: User) -> Show:
    account = make.make_account(ana, team, credits=2.5)
    return make.make_show(team, title="Tidewater", account=account, preset=make.make_preset(team))


@pytest.fixture
def client(ana: User) -> Client:
    return signed_in(ana)


def page(client: Client, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200
    return str(response.content.decode())


def failed(show: Show, failed_in: State, code: str = "unreachable", **fields: Any) -> Production:
    episode = make.make_episode(show)
    fields = {"account": show.account, "error": "Auphonic did not answer in time.", "error_code": code, **fields}
    production = make.make_production(episode, State.FAILED, failed_in=failed_in, **fields)
    ProductionEvent.objects.create(production=production, state=failed_in)
    return production


# ---------------------------------------------------------------- home
def test_home_begins_with_the_first_steps(client: Client, team: Team) -> None:
    text = page(client, "/")
    assert "Three steps to the first episode" in text
    assert "Connect an Auphonic account" in text


def test_home_says_what_needs_a_person(client: Client, show: Show, team: Team) -> None:
    production = failed(show, State.COLLECTING)
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
    production = failed(show, State.COLLECTING)
    make.make_production(production.episode, State.PROCESSING)
    text = page(client, "/")
    assert "Nothing needs you." in text
    assert production.episode.title in text


def test_reviewers_are_asked_for_nothing_they_may_not_do(show: Show, team: Team) -> None:
    failed(show, State.COLLECTING)
    make.make_episode(show, title="Salt in the wires")
    text = page(signed_in(make.make_member(team, Role.REVIEWER)), "/")
    assert "One thing needs you." in text
    assert "See what happened" in text
    assert "/retry/" not in text
    assert "Salt in the wires" not in text


def test_the_list_in_flight_is_asked_for_only_while_something_flies(client: Client, show: Show) -> None:
    address = reverse("productions:in_flight")
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


# ---------------------------------------------------------------- the episode's card
def card(client: Client, episode: Episode) -> str:
    return page(client, reverse("productions:episode_card", args=[episode.pk]))


def test_without_a_recording_there_is_a_place_to_drop_one(client: Client, show: Show) -> None:
    episode = make.make_episode(show)
    text = page(client, episode.get_absolute_url())
    assert f'data-upload data-episode="{episode.pk}" data-endpoint="/uploads/"' in text
    assert 'name="start" checked' in text
    assert text.count("btn-primary") == 1


def test_editors_upload_but_do_not_start(show: Show, team: Team) -> None:
    client = signed_in(make.make_member(team, Role.EDITOR))
    episode = make.make_episode(show)
    text = page(client, episode.get_absolute_url())
    assert "data-upload" in text
    assert 'name="start"' not in text
    make.make_recording(episode)
    assert "Producers of the team can start the mastering." in card(client, episode)


def test_reviewers_neither_upload_nor_edit(show: Show, team: Team) -> None:
    text = page(signed_in(make.make_member(team, Role.REVIEWER)), make.make_episode(show).get_absolute_url())
    assert "No recording yet" in text
    assert "data-upload" not in text
    assert "/edit/" not in text


def test_a_refused_upload_is_told_to_who_comes_later(client: Client, show: Show, ana: User) -> None:
    episode = make.make_episode(show)
    episode.uploads.create(
        user=ana, file_name="notes.pdf", size=9, error="This is not audio.", expires_at=timezone.now()
    )
    text = card(client, episode)
    assert "notes.pdf" in text
    assert "This is not audio." in text


def test_a_recording_can_be_processed(client: Client, show: Show, ana: User) -> None:
    episode = make.make_episode(show)
    recording = make.make_recording(episode)
    assert "Process audio" in card(client, episode)
    form = {"recording": recording.pk, "preset": show.preset_id, "account": show.account_id}
    response = client.post(reverse("productions:production_start", args=[episode.pk]), form)
    assert response.url == episode.get_absolute_url()
    production = episode.productions.get()
    assert (production.state, production.recording, production.started_by) == (State.CREATING, recording, ana)
    again = client.post(reverse("productions:production_start", args=[episode.pk]), form)
    assert said(again) == ["This episode is being processed already. Wait for it to end, or cancel it first."]
    assert episode.productions.count() == 1


def test_starting_takes_only_what_belongs_here(client: Client, show: Show) -> None:
    episode, other = make.make_episode(show), make.make_episode(show)
    elsewhere = make.make_preset(make.make_team(name="Elsewhere"))
    for form in (
        {"recording": make.make_recording(other).pk},
        {"recording": make.make_recording(episode).pk, "preset": elsewhere.pk},
        {"recording": ""},
    ):
        response = client.post(reverse("productions:production_start", args=[episode.pk]), form)
        assert said(response)[-1].startswith("Choose a recording, a preset and an account")
    assert not Production.objects.exists()


def test_without_an_account_the_button_leads_to_connections(client: Client, team: Team) -> None:
    episode = make.make_episode(make.make_show(team))
    make.make_recording(episode)
    text = card(client, episode)
    assert "No Auphonic account is connected to this team yet." in text
    assert "Process audio" not in text


def test_a_running_card_is_polled_and_answers_only_news(client: Client, show: Show) -> None:
    production = make.make_production(make.make_episode(show), State.PROCESSING, progress=0.62, account=show.account)
    address = reverse("productions:episode_card", args=[production.episode_id])
    text = page(client, address)
    assert 'hx-trigger="tick" hx-swap="outerMorph"' in text
    assert "<b>62</b><span>%</span>" in text
    assert "Cancel the production" in text
    current = text.split(f"{address}?v=")[1].split('"')[0]
    assert client.get(address, {"v": current}).status_code == 204
    rows = Production.objects.filter(pk=production.pk)
    for news in (
        {"progress": 0.7},
        {"auphonic_status_text": "Encoding"},
        {"attempts": 2, "error": "Auphonic did not answer in time."},
        {"state": State.COLLECTING},
    ):
        rows.update(**news)
        text = page(client, f"{address}?v={current}")
        current = text.split(f"{address}?v=")[1].split('"')[0]
        assert client.get(address, {"v": current}).status_code == 204
    assert "Trying again by itself, attempt 2." in text


@pytest.mark.parametrize("state", [State.READY, State.CANCELED, State.FAILED])
def test_a_card_at_rest_is_not_polled(client: Client, show: Show, state: State) -> None:
    more = {"failed_in": State.CREATING, "error": "No."} if state == State.FAILED else {}
    production = make.make_production(make.make_episode(show), state, **more)
    text = card(client, production.episode)
    assert "data-poll" not in text
    assert 'hx-trigger="tick"' not in text


def test_a_ready_card_plays_judges_and_offers_the_files(client: Client, show: Show, team: Team) -> None:
    episode = make.make_episode(show)
    production = make.make_production(
        episode, State.READY, statistics=STATISTICS, used_credits=0.05, preset_settings=show.preset.settings
    )
    output = production.output_files.create(
        file="o.mp3", file_name="salt & wires.mp3", format="mp3", bitrate=96, size=9
    )
    Episode.objects.filter(pk=episode.pk).update(track=make.make_track(team, status="ready"))
    text = card(client, episode)
    assert "As the preset asks" in text
    assert "<b>−16.1</b>" in text
    assert "on target" in text
    assert f"/files/outputs/{output.pk}/salt%20%26%20wires.mp3?download" in text
    episode.refresh_from_db()
    assert reverse("audiodn:player", args=[episode.track_id]) in text


def test_a_newer_recording_asks_to_be_processed(client: Client, show: Show) -> None:
    production = make.make_production(make.make_episode(show), State.READY)
    make.make_recording(production.episode, file_name="second take.wav")
    text = card(client, production.episode)
    assert "A newer recording is here" in text
    assert text.count("btn-primary") == 1


@pytest.mark.parametrize(
    ("failed_in", "code", "title", "credits"),
    [
        (State.CREATING, "rejected", "The engine on this machine did not take the production", "No credit was spent"),
        (
            State.UPLOADING,
            "unreachable",
            "The recording did not get to the engine on this machine",
            "No credit was spent",
        ),
        (State.STARTING, "unreachable", "The engine on this machine did not start", "Credit may have been spent"),
        (State.COLLECTING, "reconnect", "The results did not come back from", "A retry does not pay again."),
        (State.DELIVERING, "audiodn_key", "The delivery to AudioDN did not work", "A retry does not pay again."),
        (State.TRANSCODING, "audiodn_error", "AudioDN could not make the versions", "A retry does not pay again."),
        (State.UPLOADING, "internal", "The studio itself ran into trouble", "No credit was spent"),
    ],
)
def test_a_failure_says_whose_what_it_cost_and_what_is_safe(
    client: Client, show: Show, failed_in: State, code: str, title: str, credits: str
) -> None:
    production = failed(show, failed_in, code)
    text = card(client, production.episode)
    for sentence in (title, "Auphonic did not answer in time.", credits, "The recording is safe here.", code):
        assert sentence in text
    assert ("Connections" in text) == (code in ("reconnect", "audiodn_key"))
    assert text.count("btn-primary") == 1


def test_retry_and_cancel_come_back_to_the_episode(client: Client, show: Show) -> None:
    production = failed(show, State.UPLOADING)
    response = client.post(reverse("productions:production_retry", args=[production.pk]))
    assert response.url == production.episode.get_absolute_url()
    production.refresh_from_db()
    assert production.state == State.UPLOADING
    again = client.post(reverse("productions:production_retry", args=[production.pk]))
    assert said(again) == ["Only a failed production can be retried."]
    client.post(reverse("productions:production_cancel", args=[production.pk]))
    production.refresh_from_db()
    assert production.state == State.CANCELING


def test_a_fragment_asked_for_after_signing_out_sends_the_page_to_the_door(show: Show) -> None:
    episode = make.make_episode(show)
    response = Client().get(reverse("productions:episode_card", args=[episode.pk]), headers={"HX-Request": "true"})
    assert response.headers["HX-Redirect"] == reverse("account_login")


# ---------------------------------------------------------------- shows and episodes
def test_a_producer_makes_a_show_and_an_editor_its_episode(team: Team, show: Show) -> None:
    producer = signed_in(make.make_member(team, Role.PRODUCER))
    form = {"title": "Nachtzug", "color": "#1b1b46", "preset": show.preset_id, "account": show.account_id}
    response = producer.post(reverse("productions:show_new"), form)
    made = Show.objects.get(title="Nachtzug")
    assert (response.url, made.team) == (made.get_absolute_url(), team)
    mina = make.make_member(team, Role.EDITOR)
    response = signed_in(mina).post(
        reverse("productions:episode_new", args=[made.pk]), {"title": "Schlafwagen, leise bitte", "number": 1}
    )
    episode = Episode.objects.get()
    assert (response.url, episode.show, episode.created_by) == (episode.get_absolute_url(), made, mina)


def test_the_next_number_is_offered(client: Client, show: Show) -> None:
    make.make_episode(show, number=7)
    assert 'name="number" value="8"' in page(client, reverse("productions:episode_new", args=[show.pk]))


@pytest.mark.parametrize(
    ("form", "sentence"),
    [
        ({"title": "", "number": ""}, "Give the episode a title."),
        ({"title": "Salt", "number": "7"}, "“The seventh” has the number 7 already."),
        ({"title": "Salt", "number": "0"}, "Episode numbers begin at 1."),
    ],
)
def test_a_wrong_episode_is_said_in_words(client: Client, show: Show, form: dict[str, str], sentence: str) -> None:
    make.make_episode(show, title="The seventh", number=7)
    response = client.post(reverse("productions:episode_new", args=[show.pk]), form)
    assert response.status_code == 422
    assert sentence in response.content.decode()


def test_a_show_takes_neither_accounts_nor_presets_of_others(client: Client, show: Show) -> None:
    stranger = make.make_user("Somebody")
    elsewhere = make.make_team(stranger, "Elsewhere")
    account, preset = make.make_account(stranger, elsewhere), make.make_preset(elsewhere)
    form = {"title": "Tidewater", "color": "#103c46", "account": account.pk, "preset": preset.pk}
    response = client.post(reverse("productions:show_edit", args=[show.pk]), form)
    assert response.status_code == 422
    assert response.content.decode().count("Select a valid choice") == 2


def test_an_account_that_is_lent_no_more_stays_in_the_shows_form(client: Client, show: Show, team: Team) -> None:
    show.account.lent_to.clear()
    form = {"title": "Tide", "color": "#103c46", "account": show.account_id, "preset": show.preset_id}
    assert client.post(reverse("productions:show_edit", args=[show.pk]), form).status_code == 302


# ---------------------------------------------------------------- connections
def test_connections_tell_own_and_lent_accounts_and_no_others(
    client: Client, show: Show, team: Team, ana: User
) -> None:
    jonas, stranger = make.make_member(team, Role.PRODUCER), make.make_user("Somebody")
    mine = make.make_account(ana, credits=0.5)
    lent = make.make_account(jonas, team, is_broken=True, last_error="The token was withdrawn.")
    private, foreign = make.make_account(jonas), make.make_account(stranger)
    text = page(client, reverse("productions:connections"))
    for account, is_there in ((mine, True), (lent, True), (private, False), (foreign, False)):
        assert (account.name in text) == is_there
    assert "30 min" in text
    assert "The token was withdrawn." in text
    assert reverse("auphonic:unlink", args=[mine.pk]) in text
    assert reverse("auphonic:unlink", args=[lent.pk]) not in text


def test_only_owners_see_the_webhook_address_and_the_key_form(client: Client, team: Team) -> None:
    connection = make.make_connection(team)
    address = reverse("productions:connections")
    assert connection.webhook_secret in page(client, address)
    text = page(signed_in(make.make_member(team, Role.PRODUCER)), address)
    assert connection.webhook_secret not in text
    assert 'name="key"' not in text


# ---------------------------------------------------------------- what pages cost
def one_of_everything(show: Show) -> None:
    """An episode of each kind, as many states as there are on lists."""
    make.make_episode(show)
    make.make_recording(make.make_episode(show))
    for state in (State.PROCESSING, State.READY, State.CANCELED):
        production = make.make_production(make.make_episode(show), state, account=show.account, statistics=STATISTICS)
        make.make_recording(production.episode)
    failed(show, State.COLLECTING)


@pytest.mark.parametrize(
    "address",
    [
        lambda show: "/",
        lambda show: "/in-flight/",
        lambda show: "/shows/",
        lambda show: show.get_absolute_url(),
        lambda show: "/presets/",
        lambda show: "/connections/",
    ],
    ids=["home", "in_flight", "show_list", "show_detail", "preset_list", "connections"],
)
def test_lists_cost_the_same_queries_for_one_and_for_thirty(
    client: Client, show: Show, team: Team, ana: User, address: Callable[[Show], str]
) -> None:
    one_of_everything(show)
    few = cost(client, address(show))
    for _ in range(5):
        one_of_everything(show)
    for _ in range(29):
        make.make_account(ana, team)
        make.make_show(team, preset=make.make_preset(team), account=show.account)
    assert cost(client, address(show)) == few


def test_an_episode_with_a_long_past_costs_what_a_new_one_costs(client: Client, show: Show) -> None:
    production = make.make_production(make.make_episode(show), State.READY, statistics=STATISTICS)
    make.make_production(production.episode, State.READY)
    few = cost(client, production.episode.get_absolute_url())
    for _ in range(10):
        make.make_production(production.episode, State.CANCELED, recording=make.make_recording(production.episode))
    make.make_production(production.episode, State.READY)
    assert cost(client, production.episode.get_absolute_url()) == few
