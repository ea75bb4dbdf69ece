"""Noise reduction, rumble and hum: what goes, what stays, and that nothing is moved in time."""

from pathlib import Path

import numpy as np
import pytest

from engine.sound import denoise, filter, treatment
from engine.sound.denoise import NoiseProfiler, amount_for
from tests.engine.sound import signals
from tests.engine.sound.conftest import Master

PLAIN = {"leveler": False, "filtering": False, "normloudness": False, "dehum_amount": -1}


@pytest.fixture(scope="module")
def noisy(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, signals.Signal, signals.Signal]:
    """Speech over noise: (file, speech, both)."""
    speech = np.concatenate([signals.silence(2), signals.voice(3, -22), signals.silence(1), signals.voice(2, -22)])
    both = speech + signals.noise(8, -50)
    return signals.write(tmp_path_factory.mktemp("noisy") / "noisy.wav", both), speech, both


@pytest.mark.parametrize("amount", [6, 12])
def test_noise_goes_down_by_the_amount(noisy: tuple, master: Master, amount: int) -> None:
    path, _, before = noisy
    after = signals.read(master(path, denoise=True, denoise_amount=amount, **PLAIN)["files"]["wav-24bit"])[0]
    pause = np.s_[24_000:90_000]
    assert signals.level(after[pause]) - signals.level(before[pause]) == pytest.approx(-amount, abs=2.0)


def test_speech_comes_closer_to_the_clean_one(noisy: tuple, master: Master) -> None:
    path, clean, before = noisy
    after = signals.read(master(path, denoise=True, denoise_amount=18, **PLAIN)["files"]["wav-24bit"])[0]
    assert signals.level(after - clean) < signals.level(before - clean) - 4


def test_nothing_is_moved_in_time(noisy: tuple, master: Master) -> None:
    path, _, before = noisy
    after = signals.read(master(path, denoise=True, denoise_amount=12, **PLAIN)["files"]["wav-24bit"])[0]
    spectra = np.fft.rfft(after) * np.conj(np.fft.rfft(before))
    assert int(np.argmax(np.fft.irfft(spectra))) == 0
    assert len(after) == len(before)


def test_the_automatic_amount_follows_the_noise() -> None:
    assert [amount_for(snr) for snr in (50, 35, 25, 15, 5)] == [0, 6, 12, 18, 24]


def test_digital_silence_is_not_taken_for_the_noise() -> None:
    room = signals.noise(10, -50).astype(np.float32)
    room[: 5 * signals.RATE] = 0
    profiler = NoiseProfiler()
    profiler.feed(room[None])
    profile = profiler.profile(0)
    assert profile is not None
    expected = 10 ** (-50 / 10) * denoise.WINDOW / 2
    assert 0.5 < float(np.median(profile)) / expected < 1.6


def test_slices_join_without_a_seam(tmp_path: Path, master: Master) -> None:
    seconds = treatment.SLICE / signals.RATE + 3
    sound = np.tile(signals.voice(4, -22), 9)[: int(seconds * signals.RATE)]
    sound += signals.noise(len(sound) / signals.RATE, -55)[: len(sound)]
    path = signals.write(tmp_path / "long.wav", sound)
    whole = signals.read(master(path, denoise=True, denoise_amount=12, **PLAIN)["files"]["wav-24bit"])[0]
    border = treatment.SLICE
    alone = denoise.reduce(sound[None, border - 480 * 512 :].astype(np.float32), profile_at(sound, border), 12.0)[0]
    near = np.s_[border - 2000 : border + 2000]
    offset = border - 480 * 512
    assert np.abs(whole[near] - alone[near.start - offset : near.stop - offset]).max() < 0.003


def profile_at(sound: signals.Signal, sample: int) -> denoise.Profile:
    profiler = NoiseProfiler()
    for first in range(0, len(sound), 480_000):
        profiler.feed(sound[None, first : first + 480_000].astype(np.float32))
    profile = profiler.profile(sample // 480_000)
    assert profile is not None
    return profile


def test_hum_is_found_and_taken_out(tmp_path: Path, master: Master) -> None:
    hum = sum(signals.sine(50 * k, 8, -46 - 4 * k) for k in range(1, 6))
    speech = np.concatenate([signals.silence(2), signals.voice(4, -22, 170), signals.silence(2)])
    path = signals.write(tmp_path / "hum.wav", speech + hum + signals.noise(8, -75))
    result = master(path, leveler=False, normloudness=False)
    cleaned = result["statistics"]["noise_hum_reduction"][0]
    assert cleaned["hum_frequency"] == 50
    after = signals.read(result["files"]["wav-24bit"])[0]
    pause = np.s_[20_000:90_000]
    assert signals.level(after[pause]) < signals.level((speech + hum)[pause]) - 12


def test_a_clean_recording_has_no_hum() -> None:
    spectra = filter.Spectra()
    spectra.feed(signals.noise(10, -60)[None].astype(np.float32))
    assert filter.find_hum(spectra.room()) is None


def test_rumble_goes_and_the_voice_stays(tmp_path: Path, master: Master) -> None:
    rumble, speech = signals.sine(20, 6, -20), signals.voice(6, -22, 150)
    path = signals.write(tmp_path / "rumble.wav", rumble + speech)
    result = master(path, leveler=False, normloudness=False)
    after = np.abs(np.fft.rfft(signals.read(result["files"]["wav-24bit"])[0]))
    before = np.abs(np.fft.rfft(rumble + speech))
    assert 20 * np.log10(after[20 * 6] / before[20 * 6]) < -15
    voice = slice(200 * 6, 4000 * 6)
    assert 10 * np.log10(np.sum(after[voice] ** 2) / np.sum(before[voice] ** 2)) == pytest.approx(0, abs=0.5)
    assert 50 <= result["statistics"]["noise_hum_reduction"][0]["highpass"] <= 110
