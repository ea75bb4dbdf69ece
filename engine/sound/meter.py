"""Loudness after ITU-R BS.1770 and EBU Tech 3341/3342, and true peak; streaming, in hops of 10 ms."""

from dataclasses import dataclass

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view
from numpy.typing import NDArray

from .biquad import Cascade, k_weighting
from .pcm import RATE, Decibels, Energies, Samples

HOP = RATE // 100
OFFSET = -0.691  # dB, so that a 997 Hz sine at 0 dBFS in one channel reads -3.01 LUFS
SILENCE = -70.0  # LUFS: the absolute gate; what lies below reads as this
PEAK_FLOOR = -120.0  # dBTP
BLOCK = 16  # samples for which one true-peak value is found
REACH = 12  # samples on each side that make an inter-sample value
PHASES = 8
NEAR = 0.7  # inter-sample values are looked for only where samples come this near to the level in question


class Hops:
    """Mean energy of each 10 ms, summed over the channels, from chunks of any length."""

    def __init__(self, channels: int) -> None:
        self.parts: list[Energies] = []
        self.rest = np.zeros((channels, 0))

    def feed(self, samples: NDArray[np.float64]) -> Energies:
        joined = np.concatenate([self.rest, samples], axis=1) if self.rest.size else samples
        count = joined.shape[1] // HOP
        whole = joined[:, : count * HOP].reshape(len(joined), count, HOP)
        energies = np.einsum("chs,chs->h", whole, whole) / HOP
        self.parts.append(energies)
        self.rest = joined[:, count * HOP :].copy()
        return energies

    def all(self) -> Energies:
        return np.concatenate(self.parts) if self.parts else np.zeros(0)


class Meter:
    """K-weighted energies and true peak of a programme; `weight` 2 counts one channel as two equal ones."""

    def __init__(self, channels: int, weight: float = 1.0) -> None:
        self.channels, self.weight = channels, weight
        self.filter = Cascade(k_weighting(), channels)
        self.hops = Hops(channels)
        self.peak = PeakMeter(channels)

    def feed(self, samples: Samples) -> None:
        self.hops.feed(self.filter.feed(samples))
        self.peak.feed(samples)

    def reading(self) -> "Reading":
        return Reading.of(self.hops.all() * self.weight, self.peak.level())


@dataclass(frozen=True)
class Reading:
    """What a meter shows: LUFS, LU and dBTP."""

    loudness: float
    range: float
    momentary: float
    shortterm: float
    true_peak: float

    @classmethod
    def of(cls, energies: Energies, true_peak: float) -> "Reading":
        return cls(
            integrated(energies), loudness_range(energies), loudest(energies, 40), loudest(energies, 300), true_peak
        )


def moving(energies: Energies, hops: int, step: int = 10) -> Energies:
    """Means over windows of `hops`, one every `step`; a programme shorter than one window is one window."""
    if len(energies) < hops:
        return np.array([energies.mean()]) if len(energies) else np.zeros(0)
    sums = np.concatenate([[0.0], np.cumsum(energies)])
    return np.maximum(sums[hops:] - sums[:-hops], 0)[::step] / hops


def loudness(energies: Energies | float) -> Decibels:
    return OFFSET + 10 * np.log10(np.maximum(energies, 1e-12))


def gated(windows: Energies, below: float) -> Energies:
    """The windows over the absolute gate and over the relative gate, `below` LU under their mean."""
    loud = windows[loudness(windows) > SILENCE]
    return loud[loudness(loud) >= loudness(loud.mean()) + below] if len(loud) else loud


def integrated(energies: Energies) -> float:
    """Programme loudness in LUFS of 10 ms energies; SILENCE when nothing passes the gate."""
    kept = gated(moving(energies, 40), -10.0)
    return float(loudness(kept.mean())) if len(kept) else SILENCE


def loudness_range(energies: Energies) -> float:
    """LRA in LU (EBU Tech 3342)."""
    kept = gated(moving(energies, 300), -20.0)
    if len(kept) < 2:
        return 0.0
    low, high = np.percentile(loudness(kept), [10, 95])
    return float(high - low)


def loudest(energies: Energies, hops: int) -> float:
    """Highest momentary (40 hops) or short-term (300 hops) loudness."""
    windows = moving(energies, hops)
    return max(float(loudness(windows.max())), SILENCE) if len(windows) else SILENCE


def interpolation() -> NDArray[np.float32]:
    """Matrix from a window of samples to the inter-sample values after each of its BLOCK middle samples."""
    window, sample = np.arange(BLOCK + 2 * REACH)[:, None, None], np.arange(BLOCK)[:, None]
    distance = window - (REACH - 1 + sample) - np.arange(1, PHASES) / PHASES
    inside = np.clip(1 - (distance / (REACH + 0.5)) ** 2, 0, None)
    values = np.sinc(distance) * np.i0(8.0 * np.sqrt(inside)) / np.i0(8.0) * (inside > 0)
    return values.reshape(len(window), -1).astype(np.float32)


INTERPOLATION = interpolation()


def block_peaks(samples: Samples, level: float) -> NDArray[np.float32]:
    """Peak of each block of 16 samples over all channels; true peak where it may reach `level` (linear).

    `samples` carries REACH - 1 samples before the first and REACH + 1 after the last block.
    """
    blocks = (samples.shape[1] - 2 * REACH) // BLOCK
    first = REACH - 1
    peaks = np.abs(samples[:, first : first + blocks * BLOCK]).max(axis=0)
    while len(peaks) > blocks:  # halving is five times faster than a maximum over short rows
        peaks = np.maximum(peaks[::2], peaks[1::2])
    near = np.flatnonzero(peaks > level * NEAR)
    if len(near):
        for channel in samples:
            windows = sliding_window_view(channel, BLOCK + 2 * REACH)[near * BLOCK]
            between = np.abs(windows @ INTERPOLATION).max(axis=1)
            peaks[near] = np.maximum(peaks[near], between)
    return peaks


class Blocks:
    """Cuts chunks of any length into whole blocks of 16 with the neighbours that block_peaks needs."""

    def __init__(self, channels: int) -> None:
        self.rest = np.zeros((channels, REACH - 1), np.float32)

    def feed(self, samples: Samples) -> Samples:
        joined = np.concatenate([self.rest, samples], axis=1)
        blocks = max(0, (joined.shape[1] - 2 * REACH) // BLOCK)
        self.rest = joined[:, blocks * BLOCK :].copy()
        return joined[:, : blocks * BLOCK + 2 * REACH] if blocks else joined[:, :0]


class PeakMeter:
    """Highest true peak of a programme. Only what comes near the highest so far is oversampled."""

    def __init__(self, channels: int) -> None:
        self.blocks = Blocks(channels)
        self.highest = 0.0
        self.sample_peak = 0.0

    def feed(self, samples: Samples) -> None:
        if not samples.size:
            return
        self.sample_peak = max(self.sample_peak, float(np.abs(samples).max()))
        whole = self.blocks.feed(samples)
        if whole.size:
            level = max(self.highest, self.sample_peak)
            self.highest = max(self.highest, float(block_peaks(whole, level).max()))

    def level(self) -> float:
        """In dBTP; call at the end: what is still held back is looked at as well."""
        tail = np.zeros((len(self.blocks.rest), BLOCK + 2 * REACH), np.float32)
        self.feed(tail)
        return max(PEAK_FLOOR, 20 * float(np.log10(max(self.highest, self.sample_peak, 1e-6))))
