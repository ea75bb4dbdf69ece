"""Intros, outros and inserts: where they lie, how loud they are, and what becomes of chapters and cuts."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from engine.sound import chain
from engine.sound.errors import SoundError
from engine.sound.pcm import RATE
from engine.sound.placing import Piece, Placing
from engine.sound.spec import Chapter, MasterSpec, Output, Tags, Treatment
from tests.engine.sound import signals
from tests.engine.sound.signals import Signal

PLAIN = {"filtering": False, "leveler": False}
Run = Callable[..., dict[str, Any]]


def band(sound: Signal, frequency: float, start: float, stop: float) -> float:
    """Level in dB of one tone between two seconds."""
    part = sound[round(start * RATE) : round(stop * RATE)]
    times = np.arange(len(part)) / RATE
    return float(20 * np.log10(2 * abs(np.mean(part * np.exp(-2j * np.pi * frequency * times))) + 1e-9))


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A recording of 8 s of speech with a long pause, and pieces of one tone each."""
    folder = tmp_path_factory.mktemp("joining")
    said = [signals.voice(2.5, -24), signals.silence(2.5), signals.voice(3, -24)]
    signals.write(folder / "main.wav", np.concatenate(said) + signals.noise(8, -70))
    signals.write(folder / "intro.wav", signals.sine(1000, 3, -30))
    signals.write(folder / "outro.wav", signals.sine(1500, 3, -6), signals.sine(1500, 3, -6, phase=0.5))
    signals.write(folder / "insert.wav", signals.sine(2000, 2, -20))
    return folder


@pytest.fixture
def run(folder: Path, tmp_path: Path) -> Run:
    def joined(*pieces: Piece, tags: Tags | None = None, **treatment: Any) -> dict[str, Any]:
        output = Output("wav-24bit", str(tmp_path / "out.wav"))
        wanted = Treatment(**{**PLAIN, **treatment})
        spec = MasterSpec(str(folder / "main.wav"), str(tmp_path), (output,), wanted, tags or Tags(), pieces=pieces)
        result = chain.master(spec, lambda stage, share: None)
        result["sound"] = signals.read(tmp_path / "out.wav", 2)[0]
        return result

    return joined


def piece(folder: Path, type: Any, overlap: float = 0.0, at: float = 0.0, **placing: Any) -> Piece:
    return Piece(type, str(folder / f"{type}.wav"), "", at, overlap, Placing(**placing))


def test_everything_is_joined_in_time_and_loudness(folder: Path, run: Run) -> None:
    chapters = tuple(Chapter(start, str(start)) for start in (0.0, 4.0, 6.0))
    result = run(
        piece(folder, "outro", 1.0),
        piece(folder, "insert", at=5.0),
        piece(folder, "intro", 0.5),
        tags=Tags(chapters=chapters),
    )
    assert result["length"] == pytest.approx(8)
    assert result["length_output"] == pytest.approx(3 - 0.5 + 8 + 2 + 3 - 1, abs=0.001)
    assert [mark["start_output"] for mark in result["chapters"]] == [2.5, 6.5, 10.5]
    assert result["kept"] == [(0.0, 5.0, 2.5), (5.0, 8.0, 9.5)]
    outro, insert, intro = result["statistics"]["pieces"]
    assert (intro["start_sec"], insert["start_sec"], outro["start_sec"]) == (0.0, 7.5, 11.5)
    sound, loudness = result["sound"], []
    for first, last in ((0.2, 2.3), (7.7, 9.3), (12.8, 14.3), (2.7, 4.8)):
        part = sound[round(first * RATE) : round(last * RATE)]
        path = signals.write(folder / "part.wav", part, part)
        loudness.append(signals.measure(path)[0])
    assert max(loudness[:3]) - min(loudness[:3]) < 1.5
    assert abs(np.mean(loudness[:3]) - loudness[3]) < 1.5
    assert band(sound, 1000, 0.2, 2.3) > band(sound, 1000, 3.2, 4.8) + 20


def test_chapters_move_with_cuts_and_intro(folder: Path, run: Run) -> None:
    tags = Tags(chapters=(Chapter(0, "a"), Chapter(5.5, "b")))
    result = run(piece(folder, "intro", 1.0), piece(folder, "insert", at=2.0), tags=tags, silence_cutter=True)
    cut = result["cuts"][0]
    removed = cut["stop"] - cut["start"]
    assert removed > 1
    starts = [mark["start_output"] for mark in result["chapters"]]
    assert starts == pytest.approx([2.0, 2.0 + 5.5 - removed + 2.0], abs=0.002)
    assert result["length_output"] == pytest.approx(8 - removed + 2 + 2, abs=0.002)
    assert cut["start_output"] == pytest.approx(2.0 + cut["start"] + 2.0, abs=0.002)


def test_an_overlap_fades_plays_on_or_ducks(folder: Path, run: Run) -> None:
    def tail(**placing: Any) -> tuple[float, float]:
        """The intro's tone early and late in its overlap of 2 s, against its level before."""
        sound = run(piece(folder, "intro", 2.0, **placing))["sound"]
        full = band(sound, 1000, 0.1, 0.4)
        return band(sound, 1000, 1.0, 1.2) - full, band(sound, 1000, 2.5, 2.9) - full

    early, late = tail()
    assert -3 < early < 0.5
    assert late < -12
    assert tail(role="foreground")[1] == pytest.approx(0, abs=1)
    assert tail(role="background", background_gain=-12.0) == pytest.approx((-12, -12), abs=1.5)
    assert tail(role="ducking", background_gain=-9.0)[1] == pytest.approx(-9, abs=1)


def test_the_recording_is_whole_under_an_overlap(folder: Path, run: Run) -> None:
    result = run(normloudness=False)
    alone = result["sound"]
    assert "pieces" not in result["statistics"]
    assert result["length_output"] == pytest.approx(8)
    joined = run(piece(folder, "intro", 0.5), normloudness=False)["sound"]
    assert np.abs(joined[3 * RATE + 1000 : 10 * RATE] - alone[RATE // 2 + 1000 : 7 * RATE + RATE // 2]).max() < 1e-4


def test_a_piece_that_is_no_sound_is_named(folder: Path, run: Run) -> None:
    (folder / "letter.wav").write_text("Dear listeners")
    with pytest.raises(SoundError, match="The intro “jingle”: This file is not sound"):
        run(Piece("intro", str(folder / "letter.wav"), "jingle"))
