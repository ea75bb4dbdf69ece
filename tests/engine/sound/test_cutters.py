"""Fillers, coughs and cuts by hand: what goes, what stays, joins that cannot be heard, and times that stay true."""

from pathlib import Path
from typing import Any

import numpy as np
import pytest

from engine.sound import chain
from engine.sound.cuts import Cut, merged
from engine.sound.pcm import RATE
from engine.sound.spec import Chapter, ManualCut, MasterSpec, Output, Tags, Treatment
from tests import sound
from tests.engine.sound import signals
from tests.engine.sound.conftest import Master

INTERVIEW = Path("productions/demo/interview.flac").resolve()
FILLERS = [(15.321, 15.693), (32.923, 33.155), (47.996, 48.396)]  # um, uh, uhm
SOUND_AS_IT_IS = {"leveler": False, "filtering": False, "normloudness": False}


def test_fillers_go_and_nothing_else(master: Master) -> None:
    result = master(INTERVIEW, "wav", filler_cutter=True, cough_cutter=True, **SOUND_AS_IT_IS)
    cuts = result["cuts"]
    assert [cut["type"] for cut in cuts] == ["filler"] * 3
    for cut, (start, stop) in zip(cuts, FILLERS, strict=True):
        assert start - 0.12 < cut["start"] <= start + 0.03
        assert stop - 0.03 <= cut["stop"] < stop + 0.4
    assert result["length"] - result["length_output"] == pytest.approx(1.9, abs=0.4)


def test_a_tone_without_any_word_stays_as_it_is(tmp_path: Path, master: Master) -> None:
    tone = sound.tone(tmp_path / "tone.wav", 1.0)
    result = master(tone, "wav", filler_cutter=True, cough_cutter=True, **SOUND_AS_IT_IS)
    assert (result["cuts"], result["length_output"]) == ([], pytest.approx(1.0, abs=0.01))


def cough(rng: np.random.Generator) -> signals.Signal:
    """A burst of air and a weaker second one."""
    fall = [np.exp(-np.arange(n) / (n / 3)) * level for n, level in ((3600, 1.0), (9600, 0.55))]
    burst = rng.standard_normal(13200) * np.concatenate(fall)
    spectrum = np.fft.rfft(burst)
    frequencies = np.fft.rfftfreq(len(burst), 1 / RATE)
    return np.fft.irfft(spectrum * ((frequencies > 350) & (frequencies < 5000))) * signals.decibel(-14)


def test_coughs_go(tmp_path: Path, master: Master, rng: np.random.Generator) -> None:
    said, gap = signals.voice(2, -22), signals.silence(0.2)
    sound = np.concatenate([said, gap, cough(rng), gap, said, gap, cough(rng), gap, said])
    sound += signals.noise(len(sound) / RATE, -62)
    path = signals.write(tmp_path / "coughs.wav", sound)
    starts = [2.2, 2.2 + 13200 / RATE + 0.2 + 2 + 0.2]
    cuts = master(path, cough_cutter=True)["cuts"]
    assert [cut["type"] for cut in cuts] == ["cough", "cough"]
    assert [cut["start"] for cut in cuts] == pytest.approx(starts, abs=0.1)
    assert master(path, filler_cutter=True)["cuts"] == []


@pytest.fixture(scope="module")
def listed(tmp_path_factory: pytest.TempPathFactory) -> MasterSpec:
    """The interview with cuts known beforehand, trimmed ends and chapters around them."""
    folder = tmp_path_factory.mktemp("listed")
    marks = (0.0, 6.6, 13.0, 20.0, 33.4, 48.6, 54.0)
    return MasterSpec(
        str(INTERVIEW),
        str(folder),
        (Output("wav", str(folder / "out.wav")),),
        Treatment(filtering=False, leveler=False, normloudness=False, fade_ms=100),
        Tags(chapters=tuple(Chapter(start, f"at {start}") for start in marks)),
        workers=1,
        start=0.5,
        stop=1.0,
        cuts=(ManualCut(12.3, 15.1), ManualCut(25.4, 27.4, "silence"), ManualCut(43.2, 47.8)),
    )


def mastered(spec: MasterSpec) -> dict[str, Any]:
    return chain.master(spec, lambda stage, share: None)


@pytest.fixture(scope="module")
def first(listed: MasterSpec) -> dict[str, Any]:
    return mastered(listed)


def test_cuts_by_hand_are_made_where_they_were_set(listed: MasterSpec, first: dict[str, Any]) -> None:
    again = mastered(listed)
    assert [(cut["type"], cut["start"], cut["stop"]) for cut in first["cuts"]] == [
        ("manual", 0.0, 0.5),
        ("manual", 12.3, 15.1),
        ("silence", 25.4, 27.4),
        ("manual", 43.2, 47.8),
        ("manual", pytest.approx(first["length"] - 1.0, abs=0.001), pytest.approx(first["length"], abs=0.001)),
    ]
    heard = [0.0, 6.1, 11.8, 16.7, 28.1, 38.7, 44.1]
    assert [mark["start_output"] for mark in first["chapters"]] == pytest.approx(heard, abs=0.002)
    assert again["chapters"] == first["chapters"]
    assert first["length_output"] == pytest.approx(first["length"] - 10.9, abs=0.001)
    before, after = signals.read(INTERVIEW)[0], signals.read(Path(listed.outputs[0].path))[0]
    words = np.s_[round(16.0 * RATE) : round(25.0 * RATE)]  # between the first and the second cut
    moved = after[round((16.0 - 3.3) * RATE) :][: words.stop - words.start]
    assert np.abs(moved - before[words]).max() < 1e-3


def sharp_bursts(sound: signals.Signal, places: list[float]) -> list[float]:
    """dB by which the sound above 6 kHz rises at each place over what is usual around it."""
    sound = sound[: len(sound) // RATE * RATE]  # a length that is quick to transform
    spectrum = np.fft.rfft(sound)
    spectrum[: round(6000 * len(sound) / RATE)] = 0
    sharp = np.fft.irfft(spectrum)
    energies = (sharp[: len(sharp) // 48 * 48].reshape(-1, 48) ** 2).mean(axis=1)
    found = []
    for place in places:
        here = round(place * 1000)
        usual = np.median(energies[max(0, here - 200) : max(1, here - 110)])
        found.append(10 * float(np.log10(energies[here - 105 : here + 5].max() / usual)))
    return found


def test_joins_are_no_louder_than_the_room(listed: MasterSpec, first: dict[str, Any]) -> None:
    joins = [cut["start_output"] for cut in first["cuts"][1:4]]
    uncut = sharp_bursts(signals.read(INTERVIEW)[0], [14.0, 26.5, 45.0, 46.0])
    assert max(sharp_bursts(signals.read(Path(listed.outputs[0].path))[0], joins)) <= max(uncut) + 0.3


def test_cuts_of_everything_are_refused_with_a_word(tmp_path: Path) -> None:
    path = signals.write(tmp_path / "talk.wav", signals.voice(2, -22))
    spec = MasterSpec(str(path), str(tmp_path), (Output("wav", str(tmp_path / "o.wav")),), cuts=(ManualCut(0, 9),))
    result = mastered(spec)
    assert (result["cuts"], result["length_output"]) == ([], result["length"])
    assert result["warnings"] == ["The cuts together would leave nothing of the recording, so nothing was cut."]


def test_a_cut_by_hand_keeps_its_edges_and_scraps_go() -> None:
    cuts = [Cut("silence", 0, 50_000), Cut("manual", 20_000, 30_000), Cut("filler", 51_000, 60_000)]
    assert merged(cuts, 100_000) == [
        Cut("silence", 0, 20_000),
        Cut("manual", 20_000, 30_000),
        Cut("silence", 30_000, 50_000),
        Cut("filler", 50_000, 60_000),
    ]
