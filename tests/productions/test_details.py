"""What goes out with a production: details, cover, settings of the episode's own, and the person who hears it first."""

import base64
import io
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from PIL import Image

from notices.models import Notice
from productions import chapters, pipeline, presets
from productions.chapter_files import Mark
from productions.models import Approval, Episode, Preset
from productions.states import State
from teams.models import AuditEntry, Role, Team
from tests import make, sound
from tests.engine_process import EngineProcess
from tests.pages import said, signed_in
from tests.productions.test_pipeline import work
from tests.productions.test_presets import filled

pytestmark = pytest.mark.django_db


def picture(side: int = 400, kind: str = "PNG") -> SimpleUploadedFile:
    out = io.BytesIO()
    Image.new("RGB", (side, side), "teal").save(out, kind)
    return SimpleUploadedFile("cover of mine.png", out.getvalue())


@pytest.fixture
def episode(team: Team) -> Episode:
    show = make.make_show(team, title="Tidewater", preset=make.make_preset(team))
    return make.make_episode(show, title="Fog")


@pytest.fixture
def client(team: Team) -> Client:
    return signed_in(team.members.get())


DETAILS = {"title": "Fog", "subtitle": "Ninety seconds", "number": "7", "tags": "sea, weather", "latitude": "53.5",
           "longitude": "-8.25"}  # fmt: skip


def test_details_go_out_with_the_production(client: Client, episode: Episode) -> None:
    address = reverse("productions:episode_edit", args=[episode.pk])
    assert client.post(address, {**DETAILS, "picture": picture()}).status_code == 302
    episode.refresh_from_db()
    chapters.replace(episode, [Mark(1.0, "One", "https://example.org")])
    body = presets.production_body(make.make_production(episode), "https://example.org/hook")
    assert body["metadata"].items() >= {
        "subtitle": "Ninety seconds", "track": "7", "location": {"latitude": "53.5", "longitude": "-8.25"},
    }.items()  # fmt: skip
    assert body["metadata"]["tags"] == ["sea", "weather"]
    assert body["chapters"] == [{"start": "00:00:01.000", "title": "One", "url": "https://example.org"}]
    with Image.open(io.BytesIO(base64.b64decode(body["image"]))) as sent:
        assert (sent.format, sent.size) == ("JPEG", (400, 400))
    assert f"/files/covers/{episode.cover_id}/cover%20of%20mine.jpg" in client.get(address).content.decode()
    client.post(address, {**DETAILS, "is_cover_removed": "on"})
    episode.refresh_from_db()
    assert episode.cover is None


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"latitude": ""}, "A place needs both latitude and longitude"),
        ({"latitude": "91"}, "This is a number from −90 to 90."),
        ({"picture": SimpleUploadedFile("x.png", b"no picture")}, "This is no picture we can read."),
        ({"picture": picture(299)}, "The picture is 299 × 299 pixels. Covers need 300 at least."),
        ({"title": ""}, "Give the episode a title."),
    ],
)
def test_wrong_details_are_said_in_words(client: Client, episode: Episode, change: Any, sentence: str) -> None:
    response = client.post(reverse("productions:episode_edit", args=[episode.pk]), {**DETAILS, **change})
    assert (response.status_code, sentence in response.content.decode()) == (422, True)


def test_the_show_has_a_cover_that_its_episodes_inherit(client: Client, episode: Episode) -> None:
    form = {
        "title": "Tidewater",
        "color": "#103c46",
        "preset": episode.show.preset_id,
        "picture": picture(1400, "JPEG"),
    }
    client.post(reverse("productions:show_edit", args=[episode.show_id]), form)
    episode.show.refresh_from_db()
    assert episode.show.cover.width == 1400
    assert "image" in presets.production_body(make.make_production(Episode.objects.get()), "https://example.org/hook")


# ---------------------------------------------------------------- settings of its own
def test_an_episode_has_settings_of_its_own_and_gives_them_back(client: Client, episode: Episode, team: Team) -> None:
    address = reverse("productions:episode_settings", args=[episode.pk])
    preset = episode.show.preset
    assert "They begin as “" in client.get(address).content.decode()
    sent = filled(preset, loudnesstarget="-23")
    client.post(address, sent)
    episode.refresh_from_db()
    assert episode.own_settings["algorithms"]["loudnesstarget"] == -23
    assert "−23 LUFS, broadcast" in client.get(address).content.decode()
    account = make.make_account(team.members.get(), team)
    run = pipeline.start(episode, make.make_recording(episode), actor=None, account=account)
    assert (run.has_own_settings, run.preset_settings["algorithms"]["loudnesstarget"]) == (True, -23)

    client.post(address, {**sent.dict(), "then": "preset"})
    preset.refresh_from_db()
    episode.refresh_from_db()
    assert (preset.loudness_target, preset.version, episode.own_settings) == (-23, 2, None)
    assert preset.versions.first().note == "from the episode “Fog”"

    client.post(address, filled(preset, leveler=None))
    client.post(address, {"then": "reset"})
    client.post(address, filled(preset))  # as the preset says: nothing of its own
    episode.refresh_from_db()
    assert episode.own_settings is None
    assert Preset.objects.count() == 1


# ---------------------------------------------------------------- approval
@pytest.mark.django_db(transaction=True)
def test_it_waits_for_approval_and_chapters_move_with_the_cuts(
    team: Team, engine: EngineProcess, tmp_path: Path
) -> None:
    quiet = "aevalsrc=if(between(t\\,2\\,5)\\,0\\,0.4*sin(880*t)):s=48000:d=8"
    sound.ffmpeg("-f", "lavfi", "-i", quiet, str(tmp_path / "pause.wav"))
    ana = team.members.get()
    preset = make.make_preset(team, cutter=True, silence_cutter=True)
    show = make.make_show(team, account=make.make_account(ana, team), preset=preset, approval=Approval.ONE)
    episode = make.make_episode(show)
    chapters.replace(episode, [Mark(0.5, "Before"), Mark(6.0, "After")])
    run = work(pipeline.start(episode, make.make_recording(episode, tmp_path / "pause.wav"), actor=ana))
    assert (run.state, run.due_at, run.track) == (State.HELD, None, None)
    before, after = chapters.both_times(chapters.marks_of(episode), run)
    assert before.start_output == pytest.approx(0.5, abs=0.02)
    assert 3.0 < after.start_output < 5.9
    page = signed_in(ana).get(episode.get_absolute_url()).content.decode()
    assert "Nobody else hears it until it is approved" in page
    assert "<audio" in page
    assert Notice.objects.get(user=ana).title == f"{episode} waits for approval"
    assert "It is mastered and waits for approval" in signed_in(ana).get("/").content.decode()

    decide, approve = reverse("review:decide", args=[run.pk]), {"verdict": "approved"}
    assert signed_in(make.make_member(team, Role.EDITOR)).post(decide, approve).status_code == 403
    bob = make.make_member(team, Role.PRODUCER)
    signed_in(bob).post(decide, approve)
    assert work(run).state == State.READY
    out = AuditEntry.objects.get(action="episode.published")
    assert (out.actor_id, out.target_name, out.team_id) == (bob.pk, episode.title, team.pk)
    refused = signed_in(ana).post(decide, approve, follow=True)
    assert said(refused)[-1] == f"{bob} approved it, and it has gone out."

    heard, marks = [before.start_output, after.start_output], chapters.marks_of(episode)
    for _ in range(3):  # what listeners hear is never sent back as if it were a time of the recording
        again = work(pipeline.start(episode, run.recording, actor=ana), until=State.COLLECTING)
        assert chapters.marks_of(episode) == marks
        found = chapters.both_times(marks, again)
        assert [each.start_output for each in found] == pytest.approx(heard, abs=0.02)
        pipeline.cancel(again, ana)
        work(again)
