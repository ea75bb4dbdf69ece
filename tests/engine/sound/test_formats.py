"""Every output format: decoded by ffmpeg and measured by ffmpeg, it is as loud as ordered and keeps its peaks."""

from pathlib import Path
from typing import Any

import pytest

from engine.sound.codecs import CODECS
from engine.sound.encode import measure_file
from tests.engine.sound import signals
from tests.engine.sound.conftest import Master
from tests.sound import ffmpeg

INTERVIEW = Path(__file__).parents[3] / "productions" / "demo" / "interview.flac"
LOSSY = ("mp3:128", "mp3-vbr:96", "aac:96", "opus:64", "vorbis:96")
LOSSLESS = ("flac", "alac", "wav", "wav-24bit")


@pytest.mark.parametrize("name", LOSSLESS)
def test_lossless_files_meet_the_target(everything: dict[str, Any], name: str) -> None:
    loudness, peak = signals.measure(everything["files"][name])
    assert loudness == pytest.approx(-16, abs=0.05)
    assert peak <= -1.0


@pytest.mark.parametrize("name", LOSSY)
def test_lossy_files_meet_the_target_when_decoded(everything: dict[str, Any], name: str) -> None:
    loudness, peak = signals.measure(everything["files"][name])
    assert loudness == pytest.approx(-16, abs=0.10)
    assert peak <= -1.0


def test_what_is_reported_is_what_is_measured(everything: dict[str, Any]) -> None:
    for told, path in zip(everything["outputs"], everything["files"].values(), strict=True):
        loudness, peak = signals.measure(path)
        mixdown = 3.01 if told["channels"] == 1 else 0.0
        assert told["loudness"] == pytest.approx(loudness + mixdown, abs=0.02)
        assert told["true_peak"] == pytest.approx(peak, abs=0.1)
        assert told["size"] == path.stat().st_size


def test_a_mixdown_to_mono_is_as_loud_as_stereo_to_the_ear(everything: dict[str, Any]) -> None:
    loudness, peak = signals.measure(everything["files"]["mp3:64/mono"])
    assert loudness == pytest.approx(-19.01, abs=0.10)
    assert peak <= -1.0


@pytest.mark.parametrize("target", [-13.0, -19.0, -27.0])
def test_any_target_is_met(tmp_path: Path, master: Master, target: float) -> None:
    talk, _ = signals.conversation(pairs=1, loud=-24, quiet=-28)
    result = master(signals.write(tmp_path / "talk.wav", talk), "wav-24bit", "mp3:160", loudness_target=target)
    loudness, peak = signals.measure(result["files"]["wav-24bit"])
    assert loudness == pytest.approx(target, abs=0.05)
    assert peak <= -1.0
    assert signals.measure(result["files"]["mp3:160"])[0] == pytest.approx(target, abs=0.10)


def test_a_step_that_moves_a_block_over_the_gate_is_made_good(tmp_path: Path, master: Master) -> None:
    """Ten seconds of the bundled interview at a target where the last step of the search misses by 0.054 LU."""
    piece = tmp_path / "piece.wav"
    ffmpeg("-ss", "47", "-t", "10", "-i", str(INTERVIEW), "-af", "volume=-6dB", "-ac", "2", str(piece))
    result = master(piece, "flac", loudness_target=-18.0, leveler=False, filtering=False)
    assert result["outputs"][0]["loudness"] == pytest.approx(-18, abs=0.03)
    assert signals.measure(result["files"]["flac"])[1] <= -1.0


def test_heavy_limiting_is_said_aloud(tmp_path: Path, master: Master) -> None:
    spiky = signals.voice(4, -30)
    spiky[::6000] = 0.5
    path = signals.write(tmp_path / "spiky.wav", spiky)
    files = ("wav-24bit", "mp3:96", "opus:48", "vorbis:96")
    result = master(path, *files, leveler=False, filtering=False, max_peak=-3.0)
    for file in result["files"].values():
        assert signals.measure(file)[1] <= -3.0
    assert any("limiter" in sentence for sentence in result["warnings"])


def test_without_normalisation_the_level_stays(tmp_path: Path, master: Master) -> None:
    path = signals.write(tmp_path / "talk.wav", signals.voice(3, -27))
    result = master(path, "mp3:128", normloudness=False, leveler=False, filtering=False)
    assert signals.measure(result["files"]["mp3:128"])[0] == pytest.approx(signals.measure(path)[0], abs=0.1)


@pytest.mark.parametrize("name", [name for name, codec in CODECS.items() if codec.bitrates])
def test_lowest_and_highest_bitrates_can_be_written(tmp_path: Path, master: Master, name: str) -> None:
    lowest, highest = min(CODECS[name].bitrates), max(CODECS[name].bitrates)
    talk = signals.voice(1.5, -20)
    path = signals.write(tmp_path / "talk.wav", talk, talk * 0.9)
    result = master(path, f"{name}:{lowest}", f"{name}:{highest}", f"{name}:{highest}/mono", leveler=False)
    sizes = [file.stat().st_size for file in result["files"].values()]
    assert sizes[0] < sizes[1]
    assert measure_file(str(result["files"][f"{name}:{highest}"]), 2).loudness == pytest.approx(-16, abs=0.2)


@pytest.mark.parametrize(("asked", "used"), [(0, 112), (128, 128), (130, 128), (1000, 320)])
def test_bitrates_are_those_of_the_table(asked: int, used: int) -> None:
    assert CODECS["mp3"].rate(asked) == used
