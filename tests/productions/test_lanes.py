"""Separate tracks, and what is said before a start costs anything."""

from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from productions import lanes, pipeline
from productions.algorithms import text
from productions.auphonic import accounts
from productions.models import Episode, Lane, Production
from productions.states import State
from productions.track_parameters import OF_TRACK
from teams.models import Team
from tests import make, sound
from tests.engine_process import EngineProcess
from tests.pages import said, signed_in
from tests.productions.test_pipeline import work

pytestmark = pytest.mark.django_db


@pytest.fixture
def episode(team: Team) -> Episode:
    account = make.make_account(team.members.get(), team, credits=0.5)
    preset = make.make_preset(team, gate=True, crossgate=True)
    return make.make_episode(make.make_show(team, preset=preset, account=account))


@pytest.fixture
def client(team: Team) -> Client:
    return signed_in(team.members.get())


def rows(*lanes: dict[str, Any]) -> dict[str, Any]:
    found = {"lanes-TOTAL_FORMS": str(len(lanes)), "lanes-INITIAL_FORMS": "0"}
    for place, lane in enumerate(lanes):
        usual = {each.key: text(each.default) for each in OF_TRACK} | {"ORDER": str(place + 1)}
        found |= {f"lanes-{place}-{key}": value for key, value in (usual | lane).items()}
    return found


def test_tracks_are_proposed_changed_and_taken_away(client: Client, episode: Episode) -> None:
    for name in ("ana_duarte.wav", "ana duarte.wav", "music-bed.flac"):
        make.make_recording(episode, file_name=name)
    address = reverse("productions:episode_lanes", args=[episode.pk])
    propose = reverse("productions:lanes_propose", args=[episode.pk])
    client.post(propose)
    found = [(lane.name, lane.settings["backforeground"]) for lane in episode.lanes.all()]
    assert found == [("ana duarte", "auto"), ("ana duarte 2", "auto"), ("music-bed", "background")]
    page = client.get(address).content.decode()
    assert "“ana duarte” and “ana duarte 2” are the same file." in page
    one, two, _ = episode.recordings.all()
    client.post(address, rows(
        {"name": "Ben", "recording": one.pk, "ORDER": "2", "gain": "-3", "denoise": "on"},
        {"name": "Ana", "recording": two.pk, "ORDER": "1", "backforeground": "ducking", "pan": "L05"},
    ))  # fmt: skip
    assert [lane.name for lane in episode.lanes.all()] == ["Ana", "Ben"]
    assert Lane.objects.get(name="Ana").settings == {
        "backforeground": "ducking", "gain": 0, "backgroundgain": -18, "ducking_fadetime": 500, "pan": "L05",
        "filtering": False, "denoise": False,
    }  # fmt: skip
    client.post(propose, {"none": "1"})
    assert not episode.lanes.exists()
    assert episode.recordings.count() == 3


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"name": "ANA"}, "Another track has this name already."),
        ({"name": ""}, "Name it: the person"),
        ({"name": "a/b"}, "Use letters, digits and spaces."),
        ({"recording": ""}, "Choose its recording."),
        ({"gain": "1"}, "Select a valid choice."),
    ],
)
def test_wrong_tracks_are_said_in_words(client: Client, episode: Episode, change: Any, sentence: str) -> None:
    recording = make.make_recording(episode).pk
    sent = rows({"name": "Ana", "recording": recording}, {"name": "Ben", "recording": recording, **change})
    response = client.post(reverse("productions:episode_lanes", args=[episode.pk]), sent)
    assert (response.status_code, sentence in response.content.decode()) == (422, True)
    assert not Lane.objects.exists()


def test_what_will_not_fit_is_said_first(episode: Episode) -> None:
    def lane(name: str, role: str = "auto", **facts: Any) -> Lane:
        return Lane(name=name, settings={"backforeground": role}, recording=make.make_recording(episode, **facts))

    whole = lane("Ana", duration=1000.0, sha256="a", samplerate=48000)
    assert lanes.warnings([whole, lane("Ben", duration=990.0, sha256="b", samplerate=48000)]) == []
    assert lanes.warnings([whole, lane("Bed", "background", duration=60.0, sha256="c", samplerate=48000)]) == []
    late, rate = lanes.warnings([whole, lane("Ben", duration=900.0, sha256="b", samplerate=44100)])
    assert "“Ben” is 100 seconds shorter than “Ana”." in late
    assert "44.1 kHz and 48 kHz" in rate
    assert "There is one track only." in lanes.warnings([whole])[0]


@pytest.mark.django_db(transaction=True)
def test_each_track_is_sent_under_its_name(
    episode: Episode, engine: EngineProcess, tmp_path: Path, client: Client
) -> None:
    """What is made of them is heard in tests/e2e/test_round_table.py."""
    for name, frequency in (("Ana", 300), ("Ben", 500)):
        make.make_recording(episode, sound.tone(tmp_path / f"{name}.wav", 1.0, frequency))
    lanes.replace(episode, lanes.propose(episode))
    sent = {"recording": episode.recordings.first().pk, "is_mixed": "on"}
    client.post(reverse("productions:production_start", args=[episode.pk]), sent)
    run = work(Production.objects.get(), until=State.STARTING)
    remote = accounts.client_for(run.account).production(run.auphonic_uuid)
    assert (remote.tracks_here, remote.input_file) == ({"Ana", "Ben"}, "")
    assert [lane.name for lane in run.lanes.all()] == ["Ana", "Ben"]


# ---------------------------------------------------------------- before it costs anything
def test_the_price_is_said_and_a_lack_of_credit_stops_the_start(client: Client, episode: Episode) -> None:
    recording = make.make_recording(episode, duration=1500.0)
    assert "<b>5 min</b> would remain" in client.get(episode.get_absolute_url()).content.decode()
    long = make.make_recording(episode, duration=3000.0)
    page = client.get(episode.get_absolute_url()).content.decode()
    assert "Only 30 min are left on this account." in page
    address, sent = reverse("productions:production_start", args=[episode.pk]), {"recording": long.pk}
    refused = said(client.post(address, sent, follow=True))[-1]
    assert refused.startswith("This needs about 50 min of credit, and account")
    assert not Production.objects.exists()
    client.post(address, {**sent, "is_anyway": "on"})
    assert Production.objects.get().recording == long
    assert recording.productions.count() == 0


def test_files_that_would_be_empty_are_named(client: Client, episode: Episode) -> None:
    make.make_recording(episode)
    rows = [
        {"format": "subtitle"},
        {"format": "psc"},
        {"format": "tracks"},
        {"format": "mp3", "split_on_chapters": True},
    ]
    Episode.objects.filter(pk=episode.pk).update(own_settings={"output_files": rows})
    page = client.get(episode.get_absolute_url()).content.decode()
    for sentence in (
        "“Subtitles” needs speech recognition",
        "needs chapters",
        "needs separate tracks",
        "A file per chapter",
    ):
        assert sentence in page


def test_tracks_of_another_episode_are_not_to_be_had(client: Client, episode: Episode) -> None:
    other = make.make_recording(make.make_episode(make.make_show(make.make_team(name="Elsewhere"))))
    sent = rows({"name": "Ana", "recording": other.pk})
    assert client.post(reverse("productions:episode_lanes", args=[episode.pk]), sent).status_code == 422
    run = pipeline.start(episode, make.make_recording(episode), actor=None)
    assert not run.lanes.exists()
