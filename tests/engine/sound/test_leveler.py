"""The leveler: speakers end up equally loud, and the room is not pumped up between them."""

from pathlib import Path

import numpy as np
import pytest

from engine.sound.level import Phrase, curve
from engine.sound.meter import Meter
from tests.engine.sound import signals
from tests.engine.sound.conftest import Master


def spoken(sound: signals.Signal, turns: list[tuple[int, int, str]], who: str) -> list[float]:
    """Loudness of each turn in LUFS; test_meter.py holds the meter against ffmpeg's."""
    return [loudness(sound[start:stop]) for start, stop, name in turns if name == who]


def loudness(sound: signals.Signal) -> float:
    meter = Meter(1)
    meter.feed(sound[None].astype(np.float32))
    return meter.reading().loudness


@pytest.fixture(scope="module")
def talk(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, signals.Signal, list[tuple[int, int, str]]]:
    """Two speakers 12 LU apart, with a long pause in the middle."""
    first, turns = signals.conversation(pairs=3)
    path = signals.write(tmp_path_factory.mktemp("talk") / "talk.wav", first)
    return path, first, turns


def test_speakers_are_brought_together(talk: tuple, master: Master) -> None:
    path, before, turns = talk
    result = master(path, leveler=True, filtering=False)
    after = signals.read(result["files"]["wav-24bit"])[0]
    assert abs(np.mean(spoken(before, turns, "loud")) - np.mean(spoken(before, turns, "quiet"))) > 11
    loud, quiet = spoken(after, turns, "loud"), spoken(after, turns, "quiet")
    assert np.mean(loud) == pytest.approx(np.mean(quiet), abs=0.3)
    assert max(np.std(loud), np.std(quiet)) < 0.4


@pytest.mark.parametrize(("apart", "within"), [(3, 0.4), (6, 0.3), (18, 0.5)])
def test_speakers_any_distance_apart(tmp_path: Path, master: Master, apart: int, within: float) -> None:
    sound, turns = signals.conversation(pairs=2, loud=-21.0, quiet=-21.0 - apart)
    path = signals.write(tmp_path / "talk.wav", sound)
    after = signals.read(master(path, compressor="medium", filtering=False)["files"]["wav-24bit"])[0]
    assert np.mean(spoken(after, turns, "loud")) == pytest.approx(np.mean(spoken(after, turns, "quiet")), abs=within)


def test_half_strength_leaves_half_the_difference(talk: tuple, master: Master) -> None:
    path, _, turns = talk
    after = signals.read(master(path, leveler_strength=50, filtering=False)["files"]["wav-24bit"])[0]
    left = np.mean(spoken(after, turns, "loud")) - np.mean(spoken(after, turns, "quiet"))
    assert left == pytest.approx(6.0, abs=0.5)


def test_without_it_the_dynamics_stay(talk: tuple, master: Master) -> None:
    path, before, turns = talk
    after = signals.read(master(path, leveler=False, filtering=False, loudness_target=-30)["files"]["wav-24bit"])[0]
    left = np.mean(spoken(after, turns, "loud")) - np.mean(spoken(after, turns, "quiet"))
    had = np.mean(spoken(before, turns, "loud")) - np.mean(spoken(before, turns, "quiet"))
    assert left == pytest.approx(had, abs=0.05)


def test_a_long_pause_is_not_lifted(tmp_path: Path, master: Master) -> None:
    said = np.concatenate(
        [
            signals.voice(3, -20),
            signals.silence(3),
            signals.voice(3, -32, 190),
            signals.silence(3),
            signals.voice(3, -20),
        ]
    )
    sound = said + signals.noise(15, -66)
    result = master(signals.write(tmp_path / "pauses.wav", sound), filtering=False)
    after = signals.read(result["files"]["wav-24bit"])[0]
    seconds = np.s_[signals.RATE * 7 // 2 : signals.RATE * 11 // 2]
    before_gap = signals.level(sound[seconds]) - signals.level(sound[: signals.RATE * 3])
    after_gap = signals.level(after[seconds]) - signals.level(after[: signals.RATE * 3])
    assert after_gap - before_gap < 3.0


def test_short_pauses_take_the_lower_gain() -> None:
    phrases = [Phrase(0, 100, -32, 100, 10.0), Phrase(140, 240, -22, 100), Phrase(280, 380, -32, 100, 10.0)]
    gains = curve(phrases, 380)
    assert (gains[90], gains[190], gains[290]) == (pytest.approx(10), pytest.approx(0), pytest.approx(10))
    assert (gains[120], gains[260]) == (pytest.approx(0), pytest.approx(0))


def test_gains_are_told(talk: tuple, master: Master) -> None:
    statistics = master(talk[0])["statistics"]
    output = statistics["levels"]["output"]
    assert output["gain_max"][0] - output["gain_min"][0] == pytest.approx(12, abs=1.5)
    assert len(statistics["leveler"]) >= 6
    assert {"start", "start_sec", "stop", "stop_sec", "loudness", "gain", "label"} == set(statistics["leveler"][0])
