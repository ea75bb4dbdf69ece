"""From a file to a track that is ready to play, as one types it; and files that are refused."""

import re
import signal
from pathlib import Path

import pytest

from tests import sound
from tests.commands.conftest import World

READY = r"ready (?P<url>\S+) (?P<loudness>-?\d+\.\d) LUFS (?P<peak>-?\d+\.\d) dBTP \d+\.\d s"
COUNTS = (
    "from productions.models import *; print(*(m.objects.count() for m in (Episode, Recording, Production, Upload)))"
)
READY_ONES = """
from productions.models import Production
for p in Production.objects.filter(episode__title="raw"): print(p.state, p.episode.track.is_playable)
"""


def test_a_file_becomes_a_track(world: World, tmp_path: Path) -> None:
    """Nothing runs before: the command starts what it needs, and ends it."""
    done = world.run("produce", str(sound.speech_like(tmp_path / "raw.wav")))
    assert done.returncode == 0, done.stderr
    *doing, last = done.stdout.splitlines()
    assert doing[-1] == "Ready"
    assert "Mastering" in doing
    said = re.fullmatch(READY, last)
    assert said is not None
    assert said["url"].startswith(f"{world.url}/episodes/")
    assert -17 < float(said["loudness"]) < -15
    assert float(said["peak"]) <= -0.9
    assert world.shell(READY_ONES) == "ready True"


def test_it_uses_the_studio_that_runs(world: World, tmp_path: Path) -> None:
    world.keep_quiet()
    studio = world.studio()
    before = world.shell(COUNTS)
    (tmp_path / "notes.wav").write_text("These are notes.")
    assert world.run("produce", str(tmp_path / "notes.wav")).returncode == 2
    assert world.shell(COUNTS) == before

    done = world.run("produce", str(sound.tone(tmp_path / "raw.wav")))
    assert done.returncode == 0, done.stderr
    assert studio.poll() is None
    assert world.shell(READY_ONES) == "ready True"


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        ("empty.wav", b"", "empty.wav: The file is empty. Export it again and upload the new file.\n"),
        (
            "notes.wav",
            b"These are notes, not a recording.\n" * 99,
            "notes.wav: The file is not an audio or video file that can be read here. "
            "Upload a recording such as WAV, FLAC, MP3, M4A, Opus or MP4.\n",
        ),
    ],
)
def test_what_is_no_recording_is_refused(
    empty_world: World, tmp_path: Path, name: str, content: bytes, sentence: str
) -> None:
    (tmp_path / name).write_bytes(content)
    done = empty_world.run("produce", str(tmp_path / name))
    assert (done.returncode, done.stdout, done.stderr) == (2, "", sentence)
    assert not list(empty_world.data.glob("**/studio.*"))


def test_what_is_not_there_is_refused(empty_world: World) -> None:
    done = empty_world.run("produce", "nowhere.wav")
    assert (done.returncode, done.stdout, done.stderr) == (2, "", "There is no file nowhere.wav.\n")


def test_ctrl_c_cancels_the_production(world: World, tmp_path: Path) -> None:
    produce = world.start("produce", str(sound.speech_like(tmp_path / "raw.flac", 240)))
    assert produce.stdout is not None
    for line in produce.stdout:
        if line.startswith("Mastering"):
            produce.send_signal(signal.SIGINT)
            break
    said = produce.stdout.read()
    assert produce.wait(180) == 130
    assert said.endswith("Canceling ...\nCanceled.\n")
    assert world.shell("from productions.models import Production; print(Production.objects.get().state)") == "canceled"
