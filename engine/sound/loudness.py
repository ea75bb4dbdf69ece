"""Finds the gain that brings a programme to its target through the limiter, and renders it.

What meets the target is its loudness as a whole, that of its speech alone, or the root mean square of its samples.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from .activity import Mask
from .biquad import Cascade, k_weighting
from .limiter import Limiter, Report
from .meter import SILENCE, Hops, integrated
from .pcm import Energies, Samples, amplitude, decibels
from .spec import LoudnessMethod
from .timeline import Timeline

CLOSE = 0.01  # LU: near enough to stop
TRUSTED = 0.2  # dB: a step this small, along the slope of the last trials, needs no trial of its own
TRIALS = 5
HEAVY = 8.0  # dB of limiting that can be heard


@dataclass(frozen=True)
class Yardstick:
    """What is measured against the target; `speech` tells for each 10 ms of the programme whether somebody speaks."""

    method: LoudnessMethod = "program"
    speech: Mask | None = None

    def level(self, weighted: Energies, plain: Energies, channels: int) -> float:
        """LUFS from K-weighted energies per 10 ms; for "rms" dBFS from unweighted ones, a mean over the channels."""
        if self.method == "rms":
            return float(decibels(plain.mean() / channels)) if len(plain) else SILENCE
        if self.method == "dialog" and self.speech is not None and self.speech[: len(weighted)].any():
            return integrated(weighted[: len(self.speech)][self.speech[: len(weighted)]])
        return integrated(weighted)


@dataclass(frozen=True)
class Programme:
    """A timeline as one kind of listener gets it: its own channels, or mixed down to one.

    `weight` 2 counts a single channel as two equal ones (dual mono).
    """

    timeline: Timeline
    channels: int
    weight: float = 1.0
    yardstick: Yardstick = Yardstick()

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
    aim: float = SILENCE  # LUFS that the whole has when the target is met

    def chunks(self, report: Report | None = None) -> Iterator[Samples]:
        """The finished sound; `report` is told what the limiter does."""
        factor = np.float32(amplitude(self.gain))
        limiter = Limiter(self.programme.channels, self.ceiling, report)
        for chunk in self.programme.chunks():
            yield limiter.feed(chunk * factor)
        yield limiter.flush()

    def measured(self) -> tuple[float, float]:
        """What the gain leads to, after the limiter: the yardstick's level, and the loudness of the whole."""
        self.trials += 1
        programme = self.programme
        weighting, weighted = Cascade(k_weighting(), programme.channels), Hops(programme.channels)
        plain = Hops(programme.channels)
        for chunk in self.chunks():
            weighted.feed(weighting.feed(chunk))
            if programme.yardstick.method == "rms":
                plain.feed(chunk.astype(np.float64))
        energies = weighted.all() * programme.weight
        loudness = integrated(energies)
        if programme.yardstick.method == "program":
            return loudness, loudness
        return programme.yardstick.level(energies, plain.all(), programme.channels), loudness

    def seek(self, target: float) -> None:
        """Secant steps until the limited level meets `target`; the last, small one needs no trial."""
        slope, last = 1.0, (0.0, 0.0)
        for trial in range(TRIALS):
            measured, loudness = self.measured()
            if measured <= SILENCE:
                return
            self.aim = loudness + target - measured
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
