"""The loudness meter against the signals of EBU Tech 3341 and 3342, and against ffmpeg's."""

from pathlib import Path

import numpy as np
import pytest

from engine.sound.meter import SILENCE, Meter, Reading
from tests.engine.sound import signals
from tests.engine.sound.signals import sine


def read(*channels: signals.Signal, chunk: int = 70_001, weight: float = 1.0) -> Reading:
    samples = np.stack(channels).astype(np.float32)
    meter = Meter(len(channels), weight)
    for first in range(0, samples.shape[1], chunk):
        meter.feed(samples[:, first : first + chunk])
    return meter.reading()


def steps(*parts: tuple[float, float]) -> signals.Signal:
    """A 1 kHz tone of (dBFS, seconds) parts."""
    return np.concatenate([sine(1000, seconds, level) for level, seconds in parts])


@pytest.mark.parametrize(
    ("parts", "expected"),
    [
        ([(-23, 5)], -23.0),
        ([(-33, 5)], -33.0),
        ([(-36, 10), (-23, 60), (-36, 10)], -23.0),
        ([(-72, 10), (-36, 10), (-23, 60), (-36, 10), (-72, 10)], -23.0),
        ([(-26, 20), (-20, 20.1), (-26, 20)], -23.0),
    ],
)
def test_programme_loudness_of_tech_3341(parts: list[tuple[float, float]], expected: float) -> None:
    tone = steps(*parts)
    assert read(tone, weight=2.0).loudness == pytest.approx(expected, abs=0.03)


@pytest.mark.parametrize(
    ("parts", "expected"),
    [
        ([(-20, 20), (-30, 20)], 10.0),
        ([(-20, 20), (-15, 20)], 5.0),
        ([(-40, 20), (-20, 20)], 20.0),
        ([(-50, 20), (-35, 20), (-20, 20), (-35, 20), (-50, 20)], 15.0),
    ],
)
def test_loudness_range_of_tech_3342(parts: list[tuple[float, float]], expected: float) -> None:
    tone = steps(*parts)
    assert read(tone, weight=2.0).range == pytest.approx(expected, abs=0.05)


@pytest.mark.parametrize(
    ("divisor", "degrees", "amplitude", "expected"),
    [(4, 0, 0.5, -6.0), (4, 45, 0.5, -6.0), (6, 60, 0.5, -6.0), (8, 67.5, 0.5, -6.0), (4, 45, 1.41, 3.0)],
)
def test_true_peak_of_tech_3341(divisor: int, degrees: float, amplitude: float, expected: float) -> None:
    tone = sine(signals.RATE / divisor, 1.0, 0.0, np.deg2rad(degrees)) * amplitude
    edge = np.minimum(1, np.arange(len(tone)) / 2400)
    assert read(tone * edge * edge[::-1]).true_peak == pytest.approx(expected, abs=0.1)


def test_it_reads_what_ffmpeg_reads(tmp_path: Path) -> None:
    talk, _ = signals.conversation(pairs=4)
    other = talk * 0.5 + signals.noise(len(talk) / signals.RATE, -50, seed=3)
    path = signals.write(tmp_path / "talk.wav", talk, other)
    loudness, peak = signals.measure(path)
    seen = read(talk, other)
    assert seen.loudness == pytest.approx(loudness, abs=0.01)
    assert seen.true_peak == pytest.approx(peak, abs=0.05)


def test_chunks_make_no_difference(rng: np.random.Generator) -> None:
    sound = rng.standard_normal(100_000) * 0.1
    assert read(sound, chunk=100_000).loudness == pytest.approx(read(sound, chunk=777).loudness, abs=1e-6)
    assert read(sound, chunk=100_000).true_peak == pytest.approx(read(sound, chunk=777).true_peak, abs=1e-6)


def test_one_channel_counted_twice_is_three_lu_louder() -> None:
    tone = sine(1000, 2.0)
    assert read(tone, weight=2.0).loudness == pytest.approx(read(tone, tone).loudness, abs=1e-6)


def test_silence_reads_as_the_gate() -> None:
    assert read(signals.silence(1.0)) == Reading(SILENCE, 0.0, SILENCE, SILENCE, -120.0)


def test_less_than_one_window_is_measured_whole() -> None:
    assert read(sine(1000, 0.25, -20)).loudness == pytest.approx(read(sine(1000, 2.0, -20)).loudness, abs=0.1)
