"""The card of an episode: what it offers in each state, to whom, and when it is asked for again."""

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from productions.models import Episode, Production, Show
from productions.states import State
from teams.models import Role, Team, User
from tests import make
from tests.pages import page, said, signed_in
from tests.productions.test_views import STATISTICS, ana, client, show, team

__all__ = ["ana", "client", "show", "team"]  # fixtures
pytestmark = pytest.mark.django_db


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
    assert said(again)[0].startswith("This episode is being processed already, started by ")
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
        (State.COLLECTING, "reconnect", "no longer accepts the link of Ana Duarte", "A retry does not pay again."),
        (State.DELIVERING, "audiodn_key", "AudioDN refused our key", "A retry does not pay again."),
        (State.TRANSCODING, "audiodn_error", "AudioDN could not make the versions", "A retry does not pay again."),
        (State.UPLOADING, "internal", "The studio itself ran into trouble", "No credit was spent"),
    ],
)
def test_a_failure_says_whose_what_it_cost_and_what_is_safe(
    client: Client, show: Show, failed_in: State, code: str, title: str, credits: str
) -> None:
    production = make.make_failed(show, failed_in, code)
    text = card(client, production.episode)
    for sentence in (title, "Auphonic did not answer in time.", credits, "The recording is safe here.", code):
        assert sentence in text
    assert ("Connections" in text) == (code in ("reconnect", "audiodn_key"))
    assert text.count("btn-primary") == 1


def test_retry_and_cancel_come_back_to_the_episode(client: Client, show: Show) -> None:
    production = make.make_failed(show, State.UPLOADING)
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
