"""Pages of shows, episodes, presets and connections: what they say, to whom, and what they cost."""

import threading
from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse

from productions.forms.episodes import EpisodeForm
from productions.models import Episode, Show
from productions.numbering import numbered_on
from productions.states import State
from teams.models import Role, Team, User
from tests import make
from tests.pages import cost, page, signed_in
from tests.tidewater import ana, client, show, team

__all__ = ["ana", "client", "show", "team"]  # fixtures
pytestmark = pytest.mark.django_db
STATISTICS = {
    "levels": {
        "input": {"loudness": [-21.7, "LUFS"], "lra": [13.8, "LU"], "snr": [38.1, "dB"]},
        "output": {"loudness": [-16.1, "LUFS"], "lra": [6.2, "LU"], "peak": [-1.3, "dBTP"]},
    }
}


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


def test_of_two_who_take_a_number_at_the_same_instant_one_is_told(client: Client, show: Show) -> None:
    first, second = (EpisodeForm({"title": title, "number": "7"}, show=show) for title in ("One", "Other"))
    assert first.is_valid()
    assert second.is_valid()
    kept = first.keep()
    assert (kept, second.keep()) == (Episode.objects.get(), None)
    assert second.errors == {"number": ["“One” has the number 7 already."]}
    assert [each.number for each in numbered_on(show, ["Third", "Fourth"])] == [8, 9]


@pytest.mark.django_db(transaction=True)
def test_numbers_go_on_however_many_take_them_at_once(show: Show) -> None:
    barrier = threading.Barrier(4)

    def make_two() -> None:
        barrier.wait()
        numbered_on(show, ["One", "Other"])
        connection.close()

    threads = [threading.Thread(target=make_two) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(show.episodes.values_list("number", flat=True)) == list(range(1, 9))


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
    make.make_failed(show, State.COLLECTING)


@pytest.mark.parametrize(
    "address",
    [
        lambda show: "/shows/",
        lambda show: show.get_absolute_url(),
        lambda show: "/presets/",
        lambda show: "/connections/",
    ],
    ids=["show_list", "show_detail", "preset_list", "connections"],
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
