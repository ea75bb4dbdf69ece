"""The mixer: every stem with its gain curve and its place in the panorama, summed up chunk by chunk."""

from collections.abc import Generator
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from engine.sound.pcm import CHUNK, Decibels, RawFile, Samples
from engine.sound.treatment import gain_curve


class Strip(RawFile):
    """One channel strip: reads like a file of `length` samples that has the stem with its gain in it.

    `gains` in dB per 10 ms, `pan` from -1 to 1; panned is what `placed` gives, not what is read.
    """

    def __init__(self, path: Path, channels: int, length: int, gains: Decibels, pan: float = 0.0) -> None:
        super().__init__(path, channels)
        self.length, self.gains, self.pan = length, gains, pan

    def __len__(self) -> int:
        return self.length

    def read(self, start: int, stop: int) -> Samples:
        """Samples [start, stop), silence where the stem is over."""
        stop = min(stop, self.length)
        samples = super().read(start, stop)
        samples = samples * gain_curve(self.gains, start, start + samples.shape[1])
        missing = stop - start - samples.shape[1]
        return np.pad(samples, ((0, 0), (0, missing))) if missing > 0 else samples

    @property
    def is_centred(self) -> bool:
        """Whether one channel holds all of it."""
        return self.channels == 1 and self.pan == 0

    def placed(self, samples: Samples, channels: int) -> Samples:
        """Samples in the channels of the mix: left and right by the sine law, as loud there as in the middle."""
        if channels == 1:
            return samples
        angle = (self.pan + 1) * np.pi / 4
        sides = np.array([[np.cos(angle)], [np.sin(angle)]], np.float32) * np.float32(np.sqrt(2))
        return samples * sides


@dataclass
class Mix:
    """All strips; one channel where nothing is out of the middle, else two."""

    strips: list[Strip]
    length: int

    @property
    def channels(self) -> int:
        return 1 if all(strip.is_centred for strip in self.strips) else 2

    def chunks(self) -> Generator[Samples, None, None]:
        """The mix, in chunks of 10 s."""
        for start in range(0, self.length, CHUNK):
            stop = min(start + CHUNK, self.length)
            mixed = np.zeros((self.channels, stop - start), np.float32)
            for strip in self.strips:
                mixed += strip.placed(strip.read(start, stop), self.channels)
            yield mixed
