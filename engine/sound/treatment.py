"""The second pass: filters, noise reduction and leveling of the raw file, slice by slice, in place, in parallel."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from .analysis import Analysis
from .biquad import Cascade, Section
from .denoise import NoiseProfiler, TrackingWeights, Weights
from .meter import HOP
from .pcm import CHUNK, Decibels, RawFile, Samples
from .plan import Plan
from .reverb import Drying
from .spectral import STEP, WINDOW, Rule, shaped, windows_in
from .tone import Widening
from .workers import pool

SLICE = 2800 * STEP  # 29.9 s; whole steps, so that the windows of neighbouring slices coincide
CONTEXT = 96 * STEP  # 1 s on each side in which filters and noise reduction settle


def treat(analysis: Analysis, made: Plan, workers: int, on_share: Callable[[float], None]) -> None:
    """Carry the plan out on the raw file."""
    if not made.touches_sound:
        return
    starts = range(0, analysis.samples, SLICE)
    margins = copy_margins(analysis.file, analysis.file.path.with_suffix(".margins"), starts)
    work = Work(analysis.file, margins, analysis.samples, made, analysis.noise)
    if workers < 2 or len(starts) < 2:
        for done, start in enumerate(starts):
            work.run(start)
            on_share((done + 1) / len(starts))
        return
    with pool(min(workers, len(starts)), inherit, work) as forked:
        for done, _ in enumerate(forked.imap_unordered(run_inherited, starts)):
            on_share((done + 1) / len(starts))


def copy_margins(file: RawFile, path: Path, starts: range) -> RawFile:
    """What lies around each border of two slices, kept apart: one neighbour may be done when the other is read."""
    margins = RawFile(path, file.channels)
    path.touch()
    for number, start in enumerate(starts[1:]):
        margins.write(2 * CONTEXT * number, file.read(start - CONTEXT, start + CONTEXT))
    return margins


@dataclass
class Work:
    """The treatment of one slice, with all that a worker process needs for it."""

    file: RawFile
    margins: RawFile
    samples: int
    plan: Plan
    noise: NoiseProfiler

    def run(self, start: int) -> None:
        stop = min(start + SLICE, self.samples)
        samples, before = self.with_context(start, stop)
        samples = filtered(samples, self.plan.sections)
        if rules := self.rules(samples, start, stop, before):
            samples = shaped(samples, rules)
        samples = samples[:, before : before + stop - start]
        if self.plan.gains is not None:
            samples = samples * gain_curve(self.plan.gains, start, stop)
        self.file.write(start, samples)

    def rules(self, samples: Samples, start: int, stop: int, before: int) -> list[Rule]:
        """What is done to the spectra of the slice [start, stop), which begins `before` samples into `samples`."""
        plan, rules = self.plan, list[Rule]()
        if plan.denoise:
            is_static = plan.denoise_method == "static"
            profile = self.noise.constant() if is_static else self.noise.profile((start + stop) // 2 // CHUNK)
            if profile is not None and plan.denoise_method in ("dynamic", "speech_isolation"):
                music = plan.music if plan.denoise_method == "dynamic" else []
                kept = np.zeros(windows_in(samples.shape[1]), bool)
                for one in music:
                    first, last = (edge * HOP - start + before for edge in (one.start, one.stop))
                    kept[max(0, first // STEP) : max(0, (last + WINDOW) // STEP)] = True
                rules.append(TrackingWeights(profile, plan.denoise, samples, kept))
            elif profile is not None:
                rules.append(Weights(profile, plan.denoise))
        if plan.reverb:
            rules.append(Drying(plan.reverb))
        if plan.top:
            rules.append(Widening(plan.top))
        return rules

    def with_context(self, start: int, stop: int) -> tuple[Samples, int]:
        """The slice with up to CONTEXT samples on each side, and how many lie before it."""
        border = start // SLICE
        parts = [self.file.read(start, stop)]
        before = 0
        if start:
            parts.insert(0, self.margins.read(2 * CONTEXT * (border - 1), 2 * CONTEXT * (border - 1) + CONTEXT))
            before = CONTEXT
        if stop < self.samples:
            parts.append(self.margins.read(2 * CONTEXT * border + CONTEXT, 2 * CONTEXT * (border + 1)))
        return np.concatenate(parts, axis=1), before


def filtered(samples: Samples, chain: list[Section]) -> Samples:
    cascade = Cascade(chain, len(samples))
    if chain:
        for first in range(0, samples.shape[1], CHUNK):
            samples[:, first : first + CHUNK] = cascade.feed(samples[:, first : first + CHUNK])
    return samples


def gain_curve(gains: Decibels, start: int, stop: int) -> Samples:
    """Gain of each sample, on straight lines between the middles of the hops."""
    if not len(gains):
        return np.ones(stop - start, np.float32)
    first, last = (start + HOP // 2) // HOP - 1, (stop + HOP // 2) // HOP + 1  # middles on both sides of the samples
    levels = 10 ** (gains[np.clip(np.arange(first, last + 1), 0, len(gains) - 1)] / 20)
    steps = np.diff(levels)[:, None].astype(np.float32)
    lines = levels[:-1, None].astype(np.float32) + steps * SHARES
    begin = start - (first * HOP + HOP // 2)
    return lines.reshape(-1)[begin : begin + stop - start]


# Where the samples between two middles lie.
SHARES = (np.arange(HOP) / HOP).astype(np.float32)


inherited: list[Work] = []


def inherit(work: Work) -> None:
    inherited[:] = [work]


def run_inherited(start: int) -> None:
    inherited[0].run(start)
