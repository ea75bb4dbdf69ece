"""Music told from speech, the compressor's ratios, and the limits of broadcasters; all measured on the output."""

import re
import tracemalloc
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from engine.sound import compressor, music
from engine.sound.level import level
from engine.sound.pcm import RATE
from engine.sound.spec import Tags
from tests.engine.sound import signals
from tests.engine.sound.conftest import Master, master_into
from tests.sound import ffmpeg

LOUDNESS_ALONE = {"filtering": False, "dehum_amount": -1}


def song(seconds: float, level: float, seed: int) -> signals.Signal:
    """Plucked notes of a scale, four a second, and a hiss on every other beat."""
    rng = np.random.default_rng(seed)
    sound = np.zeros(round(seconds * RATE))
    for beat in range(int(seconds * 4) - 1):
        pitch = 110 * 2 ** (rng.choice([0, 2, 4, 5, 7, 9, 11, 12, 14, 16]) / 12) * rng.choice([1, 2])
        times = np.arange(round(rng.uniform(0.3, 0.9) * RATE)) / RATE
        note = sum(np.sin(2 * np.pi * pitch * k * times) / k**1.2 for k in range(1, 8)) * np.exp(-2.5 * times)
        if beat % 2 == 0:
            note[:4800] += 0.6 * rng.standard_normal(4800)[: len(note)] * np.exp(-40 * times[:4800])
        place = round(beat * RATE / 4)
        sound[place : place + len(note)] += note[: len(sound) - place]
    return sound / np.sqrt(np.mean(sound**2)) * signals.decibel(level)


@pytest.fixture(scope="module")
def show(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, signals.Signal]:
    """12 s of music, 12 s of speech that is 8 dB louder, 12 s of music."""
    said = np.concatenate([part for _ in range(5) for part in (signals.voice(2, -22), signals.silence(0.4))])
    sound = np.concatenate([song(12, -30, 21), said, song(12, -30, 22)])
    sound += signals.noise(len(sound) / RATE, -70)
    return signals.write(tmp_path_factory.mktemp("show") / "show.wav", sound), sound


def levels(path: Path) -> list[float]:
    """Loudness (dB, unweighted) of the middles of the three parts."""
    sound = signals.read(path)[0]
    return [signals.level(sound[start * RATE : (start + 8) * RATE]) for start in (2, 14, 26)]


@pytest.fixture(scope="module")
def leveled(show: tuple, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """The show, mastered as it is usual."""
    return master_into(tmp_path_factory.mktemp("leveled"), show[0], ("wav-24bit",), Tags(), **LOUDNESS_ALONE)


def test_music_is_told_from_speech(leveled: dict[str, Any]) -> None:
    found = leveled["statistics"]["music_speech"]
    assert [one["label"] for one in found] == ["music", "speech", "music"]
    assert [one["start_sec"] for one in found] == pytest.approx([0, 12, 24], abs=2.0)
    assert found[-1]["stop_sec"] == pytest.approx(36, abs=0.02)


def test_music_has_a_strength_and_a_gain_of_its_own(show: tuple, leveled: dict[str, Any], master: Master) -> None:
    usual = levels(leveled["files"]["wav-24bit"])
    left_alone = levels(master(show[0], music_strength=0, **LOUDNESS_ALONE)["files"]["wav-24bit"])
    lifted = levels(master(show[0], music_strength=0, music_gain=5, **LOUDNESS_ALONE)["files"]["wav-24bit"])
    before = levels(show[0])
    assert left_alone[1] - left_alone[0] == pytest.approx(before[1] - before[0], abs=0.5)
    assert (left_alone[1] - left_alone[0]) - (lifted[1] - lifted[0]) == pytest.approx(5, abs=0.3)
    assert (left_alone[1] - left_alone[0]) - (usual[1] - usual[0]) > 4


def test_the_classifier_can_be_overruled(show: tuple, master: Master) -> None:
    for wish, label in (("nowhere", "speech"), ("everywhere", "music")):
        result = master(show[0], music_is=wish, **LOUDNESS_ALONE)
        assert [one["label"] for one in result["statistics"]["music_speech"]] == [label]
    assert len(result["statistics"]["leveler"]) == 1


def test_music_can_be_cut(show: tuple, master: Master) -> None:
    result = master(show[0], music_cutter=True, **LOUDNESS_ALONE)
    assert [cut["type"] for cut in result["cuts"]] == ["music", "music"]
    assert result["length_output"] == pytest.approx(12, abs=2.5)


@pytest.mark.parametrize(("strength", "ratio"), [("off", 1.0), ("soft", 1.5), ("medium", 2.5), ("hard", 5.0)])
def test_ratios_of_the_compressor(tmp_path: Path, master: Master, strength: str, ratio: float) -> None:
    """One phrase of noise that steps up and down by 5 dB twice a second, between two pauses."""
    steps = np.repeat([-50.0, *np.tile([0.0, -5.0], 8), -50.0], RATE // 2)
    sound = signals.noise(9, -26, seed=31) * 10 ** (steps / 20)
    path = signals.write(tmp_path / "steps.wav", sound)
    result = master(path, compressor=strength, max_peak=-1, loudness_target=-26, **LOUDNESS_ALONE)
    after = signals.read(result["files"]["wav-24bit"])[0]
    middles = [
        signals.level(after[start + 14_000 : start + 23_000]) for start in range(RATE // 2, RATE * 17 // 2, RATE // 2)
    ]
    differences = [abs(one - other) for one, other in pairwise(middles[1:])]
    assert np.mean(differences) == pytest.approx(5 / ratio, abs=0.4)


def test_compression_keeps_loudness_and_pauses() -> None:
    rng = np.random.default_rng(8)
    energies = np.full(600, 1e-7)
    energies[100:500] = 10 ** (rng.uniform(-40, -15, 400) / 10)
    part = energies[100:500]
    found = level(energies, -20)
    gains = compressor.compressed(energies, found, "hard").gains - found.gains
    after = part * 10 ** (gains[100:500] / 10)
    loud = part >= part.mean() * 0.1
    assert 10 * np.log10(after[loud].sum() / part[loud].sum()) == pytest.approx(0, abs=0.5)
    assert not gains[:96].any()
    assert not gains[525:].any()
    assert compressor.chosen("auto", 100) == "medium"
    assert compressor.chosen("auto", 110) == "hard"


@pytest.fixture(scope="module")
def uneven(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """24 s in eight turns between -34 and -16 LUFS."""
    turns = [signals.voice(3, level, 110 + 10 * number) for number, level in enumerate([-18, -34, -24, -30] * 2)]
    sound = np.concatenate(turns) + signals.noise(24, -70)
    sound[13 * RATE : 13 * RATE + 24_000] *= 5  # half a second of shouting
    return signals.write(tmp_path_factory.mktemp("uneven") / "uneven.wav", sound)


def meters(path: Path) -> tuple[float, float, float, float]:
    """Loudness, range, highest short-term and highest momentary, by ffmpeg's ebur128."""
    shown = ffmpeg(
        "-i", str(path), "-af", "ebur128=metadata=1,ametadata=mode=print:file=-", "-f", "null", "-"
    ).stdout.decode()
    found = {key: [float(one) for one in re.findall(rf"r128\.{key}=(\S+)", shown)] for key in ("I", "LRA", "S", "M")}
    return found["I"][-1], found["LRA"][-1], max(found["S"]), max(found["M"])


def test_limits_of_broadcasters(uneven: Path, master: Master) -> None:
    plain = {"leveler_strength": 0, "loudness_target": -23, "max_peak": -1, **LOUDNESS_ALONE}
    loudness, spread, shortterm, momentary = meters(master(uneven, **plain)["files"]["wav-24bit"])
    assert spread > 12
    assert shortterm - loudness > 5
    assert momentary - loudness > 9
    loudness, spread, _, _ = meters(master(uneven, max_range=6, **plain)["files"]["wav-24bit"])
    assert (loudness, spread) == (pytest.approx(-23, abs=0.1), pytest.approx(5.9, abs=0.3))
    loudness, _, shortterm, momentary = meters(
        master(uneven, max_shortterm=3, max_momentary=8, **plain)["files"]["wav-24bit"]
    )
    assert shortterm - loudness == pytest.approx(2.9, abs=0.25)
    assert momentary - loudness <= 8.1


def test_more_than_full_strength(tmp_path: Path, master: Master) -> None:
    """At 100 % what hardly stands out of the noise is lifted by 12 dB at most, at 120 % all the way."""
    said = np.concatenate([signals.voice(3, -20), signals.silence(0.5), signals.voice(3, -42, 190), signals.silence(1)])
    path = signals.write(tmp_path / "low.wav", said + signals.noise(len(said) / RATE, -58))
    before, parts = signals.read(path)[0], (np.s_[: 3 * RATE], np.s_[round(3.5 * RATE) : round(6.5 * RATE)])
    lifts = []
    for strength in (100, 120):
        after = signals.read(master(path, leveler_strength=strength, **LOUDNESS_ALONE)["files"]["wav-24bit"])[0]
        loud, quiet = (signals.level(after[part]) - signals.level(before[part]) for part in parts)
        lifts.append(quiet - loud)
    assert lifts[0] == pytest.approx(12, abs=1)
    assert lifts[1] > 17


@pytest.mark.parametrize(
    ("method", "files"), [("program", ("wav-24bit",)), ("dialog", ("mp3",)), ("rms", ("wav-24bit", "mp3"))]
)
def test_methods_of_loudness(show: tuple, tmp_path: Path, master: Master, method: str, files: tuple[str, ...]) -> None:
    """The whole, its speech alone, or the root mean square of its samples lies at the target, whatever the codec."""
    result = master(show[0], *files, leveler=False, loudness_method=method, loudness_target=-20, **LOUDNESS_ALONE)
    for file in files:
        sound = signals.read(result["files"][file])[0]
        words = [sound[round((12 + 2.4 * turn) * RATE) :][: 2 * RATE] for turn in range(5)]
        found = {
            "program": meters(result["files"][file])[0],
            "dialog": meters(signals.write(tmp_path / "words.wav", np.concatenate(words)))[0],
            "rms": signals.level(sound),
        }
        assert found.pop(method) == pytest.approx(-20, abs=0.7 if method == "dialog" else 0.1)
        assert all(abs(level + 20) > 0.15 for level in found.values())


def test_looking_for_held_tones_takes_no_more_memory_in_a_long_recording() -> None:
    marks = np.random.default_rng(5).random((45_000, 308)) < 0.2  # an hour
    tracemalloc.start()
    music.shares(marks)
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert most < 20e6
