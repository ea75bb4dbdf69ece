"""Second-order filters: their design, and a cascade of them that keeps its state from chunk to chunk."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from . import compiled
from .pcm import RATE, Samples

Section = tuple[float, float, float, float, float, float]


class Cascade:
    """Sections one after the other, in double precision; `feed` chunks shaped (channels, samples)."""

    def __init__(self, sections: Sequence[Section], channels: int) -> None:
        self.sections = np.array(sections, np.float64).reshape(-1, 6)
        self.state = np.zeros((channels, len(self.sections), 2))
        self.filter = compiled.module("scipy.signal._sosfilt")._sosfilt

    def feed(self, samples: Samples | NDArray[np.float64]) -> NDArray[np.float64]:
        filtered = np.array(samples, np.float64, order="C")
        if len(self.sections):
            self.filter(self.sections, filtered, self.state)
        return filtered


def k_weighting(rate: int = RATE) -> list[Section]:
    """The two filters of ITU-R BS.1770, exact at any rate: high shelf, then high-pass."""
    frequency, gain, quality = 1681.974450955533, 3.999843853973347, 0.7071752369554196
    k = np.tan(np.pi * frequency / rate)
    high = 10 ** (gain / 20)
    band = high**0.4996667741545416
    a0 = 1 + k / quality + k * k
    shelf = (
        (high + band * k / quality + k * k) / a0,
        2 * (k * k - high) / a0,
        (high - band * k / quality + k * k) / a0,
        1.0,
        2 * (k * k - 1) / a0,
        (1 - k / quality + k * k) / a0,
    )
    frequency, quality = 38.13547087602444, 0.5003270373238773
    k = np.tan(np.pi * frequency / rate)
    a0 = 1 + k / quality + k * k
    return [shelf, (1.0, -2.0, 1.0, 1.0, 2 * (k * k - 1) / a0, (1 - k / quality + k * k) / a0)]


def high_pass(frequency: float, quality: float = 0.7071) -> Section:
    cosine, alpha = angle(frequency, quality)
    b = (1 + cosine) / 2
    return normalised(b, -2 * b, b, 1 + alpha, -2 * cosine, 1 - alpha)


def low_pass(frequency: float, quality: float = 0.7071) -> Section:
    cosine, alpha = angle(frequency, quality)
    b = (1 - cosine) / 2
    return normalised(b, 2 * b, b, 1 + alpha, -2 * cosine, 1 - alpha)


def dip(frequency: float, depth: float, quality: float = 30.0) -> Section:
    """A narrow cut of `depth` dB."""
    cosine, alpha = angle(frequency, quality)
    a = 10 ** (-depth / 40)
    return normalised(1 + alpha * a, -2 * cosine, 1 - alpha * a, 1 + alpha / a, -2 * cosine, 1 - alpha / a)


def angle(frequency: float, quality: float) -> tuple[float, float]:
    omega = 2 * np.pi * frequency / RATE
    return float(np.cos(omega)), float(np.sin(omega) / (2 * quality))


def normalised(b0: float, b1: float, b2: float, a0: float, a1: float, a2: float) -> Section:
    return b0 / a0, b1 / a0, b2 / a0, 1.0, a1 / a0, a2 / a0
