"""The waveform of a track: peak levels over equal parts of its exact length, from one streaming pass."""

from collections.abc import Callable
from itertools import pairwise
from typing import Any

import numpy as np

from . import ffmpeg, pcm
from .errors import SoundError
from .pcm import RATE, Samples

HOP = RATE // 100  # samples for which one peak is kept until the length is known


class Peaks:
    """Collects the peak of each 10 ms over all channels."""

    def __init__(self) -> None:
        self.parts: list[Samples] = []
        self.rest = np.zeros(0, np.float32)
        self.samples = 0

    def feed(self, samples: Samples) -> None:
        loud = np.abs(samples).max(axis=0)
        self.samples += len(loud)
        joined = np.concatenate([self.rest, loud])
        count = len(joined) // HOP
        self.parts.append(joined[: count * HOP].reshape(count, HOP).max(axis=1))
        self.rest = joined[count * HOP :]

    def levels(self, count: int) -> list[float]:
        """The highest peak, 0 to 1, in each of `count` equal parts of the track."""
        peaks = np.concatenate([*self.parts, self.rest.max(keepdims=True)] if len(self.rest) else self.parts)
        edges = np.linspace(0, self.samples / HOP, count + 1)
        found = []
        for start, stop in pairwise(edges):
            first = min(int(start), len(peaks) - 1)
            found.append(float(peaks[first : max(first + 1, int(np.ceil(stop)))].max()))
        return [round(min(1.0, level), 3) for level in found]


def read_levels(
    path: str, channels: int, count: int = 320, on_samples: Callable[[int], None] = lambda _: None
) -> tuple[dict[str, Any], float]:
    """Levels of a file, in AudioDN's shape, and its exact duration in seconds.

    Returns ({"avg", "max", "min", "levels": [count numbers 0..1], "metric": "peak", "resample": Hz,
    "num_samples": count}, seconds). Raises SoundError when nothing can be decoded.
    """
    peaks, decoded = Peaks(), min(channels, 2)
    with ffmpeg.pcm(path, decoded, RATE) as pipe:
        for chunk in pcm.read(pipe, decoded):
            peaks.feed(chunk)
            on_samples(peaks.samples)
    if not peaks.samples:
        raise SoundError("There is no sound in this file: it could be opened, but nothing came out of it.")
    levels = peaks.levels(count)
    facts = {
        "avg": round(float(np.mean(levels)), 3),
        "max": max(levels),
        "min": min(levels),
        "levels": levels,
        "metric": "peak",
        "resample": RATE,
        "num_samples": count,
    }
    return facts, peaks.samples / RATE
