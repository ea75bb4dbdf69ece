"""Statistics: what they say of a recording with known truth."""

from pathlib import Path

import numpy as np
import pytest

from engine.sound.pcm import RATE
from tests.engine.sound import signals
from tests.engine.sound.conftest import Master


def test_they_say_what_was_measured(tmp_path: Path, master: Master) -> None:
    """Two voices 12 LU apart in a room of -66 dB, a pause of 3 s that is cut, an offset, and two files."""
    said = [signals.voice(3, -20), signals.silence(3), signals.voice(3, -32, 190), signals.silence(0.5)]
    sound = np.concatenate([*said, signals.voice(2, -20)]) + signals.noise(11.5, -66, seed=91) + 0.002
    path = signals.write(tmp_path / "talk.wav", sound)
    result = master(path, "wav-24bit", "mp3:96", silence_cutter=True, filtering=False)
    told = result["statistics"]
    before, after = told["levels"]["input"], told["levels"]["output"]
    assert before["loudness"][0] == pytest.approx(signals.measure(path)[0], abs=0.05)
    assert before["speech_loudness"][0] == pytest.approx(before["loudness"][0], abs=0.3)  # without rumble
    assert before["sample_peak"] == [pytest.approx(20 * np.log10(np.abs(sound).max()), abs=0.01), "dBFS"]
    assert before["peak"][0] >= before["sample_peak"][0]
    assert before["dc_offset"][0] == pytest.approx(0.002, abs=0.0003)
    assert before["snr"][0] == pytest.approx(before["signal_level"][0] - before["noise_level"][0], abs=0.02)
    assert after["loudness"][0] == pytest.approx(-16, abs=0.05)
    assert after["plr"][0] == pytest.approx(after["peak"][0] - after["loudness"][0], abs=0.02)
    (cut,) = result["cuts"]
    assert told["cuts"] == {"seconds": {"silence": pytest.approx(cut["stop"] - cut["start"], abs=0.002)}, "number": 1}
    assert len(told["gain_curve"]) == 12
    assert told["gain_curve"][7] - told["gain_curve"][1] == pytest.approx(12, abs=1)
    assert [one["format"] for one in told["outputs"]] == ["wav-24bit", "mp3"]
    for one, file in zip(told["outputs"], result["files"].values(), strict=True):
        loudness, peak = signals.measure(file)
        assert (one["loudness"], one["true_peak"]) == (pytest.approx(loudness, abs=0.05), pytest.approx(peak, abs=0.15))
        assert one["size"] == file.stat().st_size
    assert {"analysis", "treatment", "loudness", "encoding", "checking"} <= set(told["timing"])
    assert told["format"]["samplerate"] == RATE


def test_what_nobody_looked_for_is_absent(tmp_path: Path, master: Master) -> None:
    path = signals.write(tmp_path / "talk.wav", signals.voice(2, -22))
    told = master(path, leveler=False, filtering=False)["statistics"]
    assert "music_speech" not in told
    assert "speech_loudness" not in told["levels"]["input"]
    assert "gain_mean" not in told["levels"]["output"]
    assert (told["leveler"], told["gain_curve"], told["cuts"]["number"]) == ([], [], 0)
