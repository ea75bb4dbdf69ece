"""Finds the gain that brings a programme to its target through the limiter, and renders it."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from .biquad import Cascade, k_weighting
from .limiter import Limiter, Report
from .meter import SILENCE, Hops, integrated
from .pcm import Samples, amplitude
from .timeline import Timeline

CLOSE = 0.01  # LU: near enough to stop
TRUSTED = 0.2  # dB: a step this small, along the slope of the last trials, needs no trial of its own
TRIALS = 5
HEAVY = 8.0  # dB of limiting that can be heard


@dataclass(frozen=True)
class Programme:
    """A timeline as one kind of listener gets it: its own channels, or mixed down to one.

    `weight` 2 counts a single channel as two equal ones (dual mono).
    """

    timeline: Timeline
    channels: int
    weight: float = 1.0

    def chunks(self) -> Iterator[Samples]:
        mix = self.channels == 1 and self.timeline.channels > 1
        for chunk in self.timeline.chunks():
            yield chunk.mean(axis=0, keepdims=True) if mix else chunk


@dataclass
class Master:
    """A programme with the gain and ceiling (dBTP) that bring it home."""

    programme: Programme
    gain: float
    ceiling: float
    trials: int = 0

    def chunks(self, report: Report | None = None) -> Iterator[Samples]:
        """The finished sound; `report` is told what the limiter does."""
        factor = np.float32(amplitude(self.gain))
        limiter = Limiter(self.programme.channels, self.ceiling, report)
        for chunk in self.programme.chunks():
            yield limiter.feed(chunk * factor)
        yield limiter.flush()

    def loudness(self) -> float:
        """What the gain leads to, after the limiter."""
        self.trials += 1
        weighting, hops = Cascade(k_weighting(), self.programme.channels), Hops(self.programme.channels)
        for chunk in self.chunks():
            hops.feed(weighting.feed(chunk))
        return integrated(hops.all() * self.programme.weight)

    def seek(self, target: float) -> None:
        """Secant steps until the limited loudness meets `target` LUFS; the last, small one needs no trial."""
        slope, last = 1.0, (0.0, 0.0)
        for trial in range(TRIALS):
            measured = self.loudness()
            if measured <= SILENCE:
                return
            if trial:
                slope = float(np.clip((measured - last[1]) / (self.gain - last[0]), 0.2, 1.0))
            last = (self.gain, measured)
            error = target - measured
            if abs(error) < CLOSE:
                return
            step = error / slope
            self.gain += step
            if trial and abs(step) < TRUSTED:
                return
