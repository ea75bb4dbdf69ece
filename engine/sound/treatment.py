"""The second pass: filters, noise reduction and leveling of the raw file, slice by slice, in place, in parallel."""

from collections.abc import Callable
from dataclasses import dataclass, field
from multiprocessing import get_context
from pathlib import Path

import numpy as np

from . import fillers, level, silence
from .activity import SPEECH, detect
from .analysis import Analysis
from .biquad import Cascade, Section
from .cuts import Cut, merged
from .denoise import STEP, NoiseProfiler, amount_for, reduce
from .filter import Hum, find_cutoff, find_hum, sections
from .meter import HOP, loudness
from .pcm import CHUNK, RATE, Decibels, RawFile, Samples
from .spec import MasterSpec

SLICE = 2800 * STEP  # 29.9 s; whole steps, so that the windows of neighbouring slices coincide
CONTEXT = 96 * STEP  # 1 s on each side in which filters and noise reduction settle


@dataclass
class Plan:
    """What will be done to a recording, worked out from its analysis."""

    cutoff: float | None = None
    hum: Hum | None = None
    sections: list[Section] = field(default_factory=list)
    denoise: float = 0.0  # dB
    leveling: level.Leveling | None = None
    cuts: list[Cut] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)  # sentences on what could not be done as asked

    @property
    def touches_sound(self) -> bool:
        return bool(self.sections or self.denoise or self.leveling)


def plan(analysis: Analysis, spec: MasterSpec) -> Plan:
    """Decide on filters, amounts, gains and cuts; a silent recording is left alone."""
    wanted, made = spec.treatment, Plan()
    if not analysis.is_silent:
        if wanted.filtering:
            made.cutoff = find_cutoff(analysis.spectra.voice())
        if (wanted.filtering or wanted.denoise) and wanted.dehum_amount >= 0:
            made.hum = find_hum(analysis.spectra.room(), wanted.dehum)
        made.sections = sections(made.cutoff, made.hum, wanted.dehum_amount)
        if wanted.denoise and wanted.denoise_amount >= 0:
            made.denoise = min(wanted.denoise_amount, 36.0) or amount_for(analysis.snr)
        if wanted.leveler and wanted.leveler_strength > 0:
            target = speech_loudness(analysis)
            made.leveling = level.level(analysis.energies, target, wanted.leveler_strength)
    wished = wished_cuts(analysis, spec)
    made.cuts = merged(wished, analysis.samples)
    if wished and not made.cuts:
        made.warnings.append("The cuts together would leave nothing of the recording, so nothing was cut.")
    return made


def wished_cuts(analysis: Analysis, spec: MasterSpec) -> list[Cut]:
    """What the cutters find, what the client lists, and the trimmed start and end."""
    wanted, cuts = spec.treatment, list[Cut]()
    if not analysis.is_silent:
        if wanted.silence_cutter:
            cuts += silence.find_silences(analysis.voice)
        if wanted.filler_cutter or wanted.cough_cutter:
            kinds = {"fillers": wanted.filler_cutter, "coughs": wanted.cough_cutter}
            cuts += fillers.find_cuts(analysis.file, analysis.energies, **kinds)
    cuts += [Cut(cut.type, round(cut.start * RATE), round(cut.stop * RATE)) for cut in spec.cuts]
    edges = [(0, round(spec.start * RATE)), (analysis.samples - round(spec.stop * RATE), analysis.samples)]
    cuts += [Cut("manual", start, stop) for start, stop in edges if stop > start]
    return [cut for cut in cuts if cut.start < analysis.samples]


def speech_loudness(analysis: Analysis) -> float:
    """The level that all phrases are brought to: that of the recording's speech, so that little gain is needed."""
    active, _ = detect(analysis.energies, SPEECH)
    speech = analysis.energies[active]
    return float(loudness(speech[speech >= speech.mean() * 0.1].mean())) if len(speech) else -23.0


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
    with get_context("fork").Pool(min(workers, len(starts)), initializer=inherit, initargs=(work,)) as pool:
        for done, _ in enumerate(pool.imap_unordered(run_inherited, starts)):
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
        profile = self.noise.profile((start + stop) // 2 // CHUNK) if self.plan.denoise else None
        if profile is not None:
            samples = reduce(samples, profile, self.plan.denoise)
        samples = samples[:, before : before + stop - start]
        if self.plan.leveling:
            samples = samples * gain_curve(self.plan.leveling.gains, start, stop)
        self.file.write(start, samples)

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
    centres = (np.arange(len(gains)) + 0.5) * HOP
    near = slice(max(0, start // HOP - 2), stop // HOP + 3)
    places = np.arange(start, stop)
    return np.interp(places, centres[near], 10 ** (gains[near] / 20)).astype(np.float32)


inherited: list[Work] = []


def inherit(work: Work) -> None:
    inherited[:] = [work]


def run_inherited(start: int) -> None:
    inherited[0].run(start)
