"""Waveforms: what is in the file against numpy and ffmpeg's own meter, the row a worker draws from, who may see it."""

import json
import struct
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.http import Http404

from compare import drawing, peaks
from compare.models import Waveform
from podcaststudio.celery import app
from podcaststudio.due import in_seconds
from productions import files, sweep
from productions.models import Episode, ProductionEvent
from productions.states import State
from tests import make, sound
from tests.compare import sounds

pytestmark = pytest.mark.django_db


def parts(body: bytes) -> tuple[dict[str, Any], bytes]:
    """The header and what follows it."""
    length = struct.unpack("<I", body[4:8])[0]
    assert body[:4] == peaks.MAGIC
    return json.loads(body[8 : 8 + length]), body[8 + length :]


def points(level: dict[str, Any], rest: bytes) -> np.ndarray:
    """(least, greatest) of each point."""
    return np.frombuffer(rest, np.int8, 2 * level["points"], level["at"]).reshape(-1, 2)


@pytest.fixture
def episode(db: None) -> Episode:
    return make.make_episode(make.make_show(make.make_team()))


@pytest.fixture(scope="module")
def speech(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return sound.speech_like(tmp_path_factory.mktemp("speech") / "speech.wav", 60)


def test_a_recording_is_drawn_once_it_is_there(episode: Episode, speech: Path) -> None:
    row = Waveform.objects.get(recording=make.make_recording(episode, speech, duration=60.0))
    assert (row.state, row.recording.waveform, row.episode) == ("due", row, episode)
    drawing.draw(row.pk)
    row.refresh_from_db()
    assert (row.state, row.error, row.channels) == ("done", "", 1)
    assert row.duration == pytest.approx(60, abs=0.01)
    assert row.loudness == pytest.approx(sound.loudness(speech), abs=0.05)
    assert row.heard == pytest.approx(row.loudness + 3.01)

    with row.file.open("rb") as file:
        header, rest = parts(file.read())
    assert (header["loudness"], header["true_peak"]) == (row.loudness, row.true_peak)
    assert [level["points"] for level in header["levels"]] == [1500, 6000]
    assert header["levels"][0]["at"] == 0  # what fills a screen comes first
    whole = np.array(sounds.samples(speech, drawing.SAMPLERATE)).reshape(6000, -1)
    finest = points(header["levels"][1], rest)
    assert np.abs(finest[:, 0] - (whole.min(1) >> 8)).max() <= 1
    assert np.abs(finest[:, 1] - (whole.max(1) >> 8)).max() <= 1
    coarse = points(header["levels"][0], rest)
    assert (coarse[:, 1] == finest[:, 1].reshape(-1, 4).max(1)).all()

    curve = header["curve"]
    assert curve["rate"] >= 2
    loud = np.frombuffer(rest, "<i2", 2 * curve["points"], curve["at"]).reshape(-1, 2) / 100
    assert loud[:, 0].max() == pytest.approx(loudest(speech), abs=0.11)
    assert loud[70, 1] - loud[30, 1] == pytest.approx(20 * np.log10(0.3), abs=1.5)  # the second half is quieter
    assert len(row.curve["shortterm"]) == len(row.curve["quiet"]) == 60
    assert row.curve["shortterm"][15] / 10 == pytest.approx(loud[31, 1], abs=0.2)


def loudest(path: Path) -> float:
    """Momentary, by ffmpeg's own meter, told another way than the one that is used."""
    filters = "ebur128=metadata=1,ametadata=mode=print:key=lavfi.r128.M:file=-"
    told = sound.ffmpeg("-i", str(path), "-af", filters, "-f", "null", "-").stdout.decode()
    return max(float(line.split("=")[1]) for line in told.splitlines() if line.startswith("lavfi.r128.M="))


def test_drawing_it_again_changes_nothing(episode: Episode, two_seconds: Path) -> None:
    row = Waveform.objects.get(recording=make.make_recording(episode, two_seconds))
    drawing.draw(row.pk)
    with default_storage.open(f"waveforms/{row.pk}.bin") as file:
        before = file.read()
    # a worker that died: its lease ran out, its half-written file lies there
    Waveform.objects.filter(pk=row.pk).update(due_at=in_seconds(0), file="", curve={})
    drawing.draw(row.pk)
    drawing.draw(row.pk)  # not due: nothing happens
    row.refresh_from_db()
    with row.file.open("rb") as file:
        assert file.read() == before
    assert (row.attempts, row.state) == (2, "done")


@pytest.mark.parametrize(
    ("content", "sentence"),
    [(b"no sound at all", "cannot be decoded"), (None, "not in the studio's storage any more")],
    ids=["no sound", "gone"],
)
def test_what_cannot_be_drawn_says_why(episode: Episode, content: bytes | None, sentence: str) -> None:
    recording = make.make_recording(episode)
    if content:
        recording.file.name = default_storage.save("recordings/broken.wav", ContentFile(content))
        recording.save(update_fields=["file"])
    row = recording.waveform
    drawing.draw(row.pk)
    row.refresh_from_db()
    assert (row.state, sentence in row.error, row.due_at) == ("failed", True, None)


def test_a_file_that_ends_worker_after_worker_is_given_up(episode: Episode, two_seconds: Path) -> None:
    row = make.make_recording(episode, two_seconds).waveform
    Waveform.objects.filter(pk=row.pk).update(attempts=drawing.TRIES)
    drawing.draw(row.pk)
    row.refresh_from_db()
    assert (row.state, "again and again" in row.error) == ("failed", True)


def test_silence_has_no_loudness_and_is_drawn_all_the_same(episode: Episode, tmp_path: Path) -> None:
    row = make.make_recording(episode, sounds.bursts(tmp_path / "silence.wav", 3, [])).waveform
    drawing.draw(row.pk)
    row.refresh_from_db()
    assert (row.state, row.loudness, row.heard) == ("done", None, None)


def test_of_a_production_the_file_people_hear_is_drawn(episode: Episode) -> None:
    production = make.make_production(episode, State.COLLECTING)
    for name, form, rate in (
        ("a.flac", "flac", 0),
        ("a.mp3", "mp3", 96),
        ("b.mp3", "mp3", 128),
        ("a.vtt", "subtitle", 0),
    ):
        production.output_files.create(file=name, file_name=name, format=form, bitrate=rate, size=1)
    ProductionEvent.objects.create(production=production, state=State.PROCESSING)
    assert not Waveform.objects.exclude(output=None).exists()
    for state in (State.HELD, State.DELIVERING):
        ProductionEvent.objects.create(production=production, state=state)
    assert [row.output.file_name for row in Waveform.objects.exclude(output=None)] == ["b.mp3"]


def test_the_sweep_hands_it_over_to_a_task_that_draws(episode: Episode, two_seconds: Path) -> None:
    assert sweep.TASKS["compare.draw"] is Waveform
    row = make.make_recording(episode, two_seconds).waveform
    app.loader.import_default_modules()
    app.tasks["compare.draw"](str(row.pk))
    row.refresh_from_db()
    assert row.state == "done"


def test_only_the_team_sees_it(episode: Episode, two_seconds: Path) -> None:
    row = make.make_recording(episode, two_seconds).waveform
    member = episode.show.team.members.get()
    drawing.draw(row.pk)
    row.refresh_from_db()
    assert files.address(row) == f"/files/waveforms/{row.pk}/waveform.bin"
    assert files.find(member, "waveforms", row.pk) == row
    with pytest.raises(Http404):
        files.find(make.make_user(), "waveforms", row.pk)


def test_three_hours_need_few_bytes_and_a_first_look_fewer(tmp_path: Path) -> None:
    finest = peaks.Level(peaks.RATE)
    finest.points.extend([-50, 50] * (3 * 3600 * peaks.RATE))
    path = tmp_path / "three hours.bin"
    with path.open("wb") as file:
        peaks.write(file, finest, [(-16.0, -16.5)] * (3 * 3600 * 2), {"duration": 3 * 3600.0})
    assert path.stat().st_size < 3.2e6
    header, _ = parts(path.read_bytes())
    fine_enough = next(level for level in header["levels"] if level["points"] >= 4000)
    curve = header["curve"]
    ends = (fine_enough["at"] + 2 * fine_enough["points"], curve["at"] + 4 * curve["points"])
    assert max(ends) < 128 * 1024
