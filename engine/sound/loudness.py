"""Finds the gain that brings a programme to its target through the limiter, and renders it."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from .biquad import Cascade, k_weighting
from .limiter import Limiter, Report
from .meter import SILENCE, Hops, Meter, Reading, integrated
from .pcm import Samples, amplitude
from .timeline import Timeline

CLOSE = 0.01  # LU: near enough to stop
TRUSTED = 0.15  # LU: from here the slope of the last trials is good for the last step
TRIALS = 4
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
        mix = self.channels == 1 and self.timeline.file.channels > 1
        for chunk in self.timeline.chunks():
            yield chunk.mean(axis=0, keepdims=True) if mix else chunk

    def measure(self) -> Reading:
        meter = Meter(self.channels, self.weight)
        for chunk in self.chunks():
            meter.feed(chunk)
        return meter.reading()


@dataclass
class Master:
    """A programme with the gain and ceiling that bring it home."""

    programme: Programme
    gain: float
    ceiling: float
    is_limited: bool
    trials: int = 0

    def chunks(self, gain: float | None = None, report: Report | None = None) -> Iterator[Samples]:
        """The finished sound; `report` is told what the limiter does."""
        factor = np.float32(amplitude(self.gain if gain is None else gain))
        if not self.is_limited:
            for chunk in self.programme.chunks():
                yield chunk * factor
            return
        limiter = Limiter(self.programme.channels, self.ceiling, report)
        for chunk in self.programme.chunks():
            yield limiter.feed(chunk * factor)
        yield limiter.flush()

    def loudness(self, gain: float) -> float:
        """What `gain` leads to, after the limiter."""
        weighting, hops = Cascade(k_weighting(), self.programme.channels), Hops(self.programme.channels)
        for chunk in self.chunks(gain):
            hops.feed(weighting.feed(chunk))
        return integrated(hops.all() * self.programme.weight)


def master(programme: Programme, before: Reading, target: float | None, ceiling: float) -> Master:
    """The gain for `target` LUFS (None: leave the level alone) under `ceiling` dBTP.

    Without limiting one multiplication is exact. With it, trials tell how much loudness the limiter takes.
    """
    is_silent = before.loudness <= SILENCE
    gain = 0.0 if target is None or is_silent else target - before.loudness
    limited = before.true_peak + gain > ceiling
    result = Master(programme, gain, ceiling, limited)
    if target is not None and limited and not is_silent:
        seek(result, target)
    return result


def seek(result: Master, target: float) -> None:
    """Secant steps until the limited loudness meets the target; the last, small one needs no trial."""
    slope, last = 1.0, (0.0, 0.0)
    for trial in range(TRIALS):
        measured = result.loudness(result.gain)
        result.trials += 1
        if trial:
            slope = float(np.clip((measured - last[1]) / (result.gain - last[0]), 0.2, 1.0))
        last = (result.gain, measured)
        error = target - measured
        if abs(error) < CLOSE:
            return
        result.gain += error / slope
        if abs(error) < TRUSTED and trial:
            return
