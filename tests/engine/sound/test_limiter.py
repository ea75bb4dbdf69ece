"""The limiter: no peak over the ceiling, no sample lost, nothing touched that need not be."""

from pathlib import Path

import numpy as np
import pytest

from engine.sound.limiter import Limiter
from tests.engine.sound import signals


def limit(samples: np.ndarray, ceiling: float, chunk: int = 48_000) -> np.ndarray:
    limiter = Limiter(len(samples), ceiling)
    parts = [limiter.feed(samples[:, first : first + chunk]) for first in range(0, samples.shape[1], chunk)]
    return np.concatenate([*parts, limiter.flush()], axis=1)


@pytest.fixture
def hot() -> np.ndarray:
    """Loud speech, a burst, and an inter-sample peak that no sample shows."""
    talk = signals.voice(2.0, -8.0)
    talk[30_000:30_100] += 0.9 * np.hanning(100)
    between = signals.sine(signals.RATE / 4, 1.0, 2.0, np.pi / 4)
    between *= np.minimum(1, np.minimum(np.arange(48_000), np.arange(48_000)[::-1]) / 480)
    return np.concatenate([talk, between])[None].astype(np.float32)


def true_peak(samples: np.ndarray) -> float:
    """By 8 times oversampling in the frequency domain."""
    spectrum = np.fft.rfft(np.pad(samples[0].astype(np.float64), 4096))
    return float(20 * np.log10(8 * np.abs(np.fft.irfft(spectrum, 8 * 2 * (len(spectrum) - 1))).max()))


@pytest.mark.parametrize("ceiling", [-1.0, -3.0, -6.0])
def test_no_peak_passes_the_ceiling(hot: np.ndarray, ceiling: float, tmp_path: Path) -> None:
    limited = limit(hot, ceiling)
    assert limited.shape == hot.shape
    assert true_peak(limited) <= ceiling + 0.05
    assert signals.measure(signals.write(tmp_path / "limited.wav", limited[0]))[1] <= ceiling + 0.05


@pytest.mark.parametrize("chunk", [1000, 77_777])
def test_chunks_make_no_difference(hot: np.ndarray, chunk: int) -> None:
    assert np.abs(limit(hot, -3.0, chunk) - limit(hot, -3.0)).max() < 1e-6


def test_what_stays_below_is_not_touched(rng: np.random.Generator) -> None:
    quiet = (rng.standard_normal((2, 50_000)) * 0.05).astype(np.float32)
    assert np.array_equal(limit(quiet, -1.0, 7001), quiet)


def test_both_channels_get_the_same_gain(hot: np.ndarray) -> None:
    pair = np.concatenate([hot, hot * 0.25])
    limited = limit(pair, -6.0)
    assert np.allclose(limited[1], limited[0] * 0.25, atol=1e-6)


def test_the_gain_comes_back_after_a_peak() -> None:
    tone = signals.sine(400, 2.0, -20)
    tone[40_000:40_010] = 1.0
    limited = limit(tone[None].astype(np.float32), -6.0)[0]
    assert np.allclose(limited[:39_000], tone[:39_000], atol=1e-6)
    assert signals.level(limited[80_000:]) == pytest.approx(signals.level(tone[80_000:]), abs=0.01)


@pytest.mark.parametrize("length", [1, 15, 500])
def test_a_handful_of_samples_comes_back_whole(length: int) -> None:
    few = np.full((1, length), 0.1, np.float32)
    assert np.array_equal(limit(few, -1.0), few)
