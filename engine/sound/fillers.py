"""Fillers ("um", "uh") and coughs, found by their sound alone: short events that stand apart from the speech.

Conservative by intent: what is run into a sentence is left in, and what cannot be told for sure is no filler.
"""

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from .activity import SPEECH, Mask, detect, runs
from .cuts import Cut
from .meter import HOP
from .pcm import RATE, Decibels, Energies, RawFile, decibels

ALONE = replace(SPEECH, hang=8)
APART = 9  # hops of quiet on both sides of an event
LONGEST = 110  # hops
FRAME = HOP * 2  # 20 ms; bins of 50 Hz
HANN = np.hanning(FRAME).astype(np.float32)
LOUD = 0.05  # frames below this share of the loudest do not count
EARLY = 5  # hops: sounds begin a little before they are loud enough to be noticed
BESIDE = 14  # hops looked at on both sides of an event
SHARP = 80  # bins from here on, 4 kHz, are the air of consonants
BREATH = 9.0  # dB
PITCH = (RATE // 400, RATE // 60)  # lags in samples in which a voice repeats itself


@dataclass(frozen=True)
class Event:
    """Features of a short sound between two pauses; hops of 10 ms."""

    start: int
    stop: int
    seconds: float  # of its loud part
    change: float  # mean step of the log spectrum from frame to frame
    wander: float  # Hz: spread of the spectral centroid
    sharpness: float  # share of energy above 4 kHz
    flatness: float  # 1: noise, 0: tones
    periodicity: float  # 1: a held vowel
    attack: float  # where the loudest frame lies, 0 to 1
    dip: float  # dB by which the level falls and rises again: a second syllable
    hiss: float  # dB by which the air above 4 kHz rises beside the loud part: a consonant

    @property
    def is_filler(self) -> bool:
        steady = 1.15 if self.periodicity > 0.5 else 0.95
        is_held = self.periodicity > 0.35 and self.change < steady and self.wander < 500 and self.dip < 11
        has_no_consonant = self.sharpness < 0.08 and self.hiss < 18
        return is_held and has_no_consonant and 0.1 < self.seconds < 0.8

    @property
    def is_cough(self) -> bool:
        is_burst = self.periodicity < 0.35 and self.flatness > 0.25 and self.attack < 0.45
        return is_burst and self.wander < 700 and 0.08 < self.seconds < 0.7


def find_events(file: RawFile, energies: Energies) -> list[Event]:
    """Short sounds that stand alone, from K-weighted energies per 10 ms and the recording itself."""
    active, _ = detect(energies, ALONE)
    return [
        event(file, start, stop - ALONE.hang)
        for start, stop in standing_alone(active)
        if 8 <= stop - ALONE.hang - start <= LONGEST
    ]


def standing_alone(active: Mask) -> list[tuple[int, int]]:
    """Runs of activity with a pause on both sides."""
    found = runs(active)
    if not found:
        return []
    starts = [start for start, _ in found[1:]] + [len(active) + APART]
    stops = [-APART, *(stop for _, stop in found[:-1])]
    return [
        (start, stop)
        for (start, stop), before, after in zip(found, stops, starts, strict=True)
        if start - before >= APART and after - stop >= APART
    ]


def event(file: RawFile, start: int, stop: int) -> Event:
    """Look at one short sound and at what lies right beside it."""
    begin = max(0, start - BESIDE)
    heard = spectrogram(file.read(begin * HOP, (stop + BESIDE) * HOP).mean(axis=0))
    sound = file.read(start * HOP, stop * HOP).mean(axis=0)
    spectra = spectrogram(sound)
    energies = spectra.sum(axis=1)
    is_loud = energies > energies.max() * LOUD
    loud = spectra[is_loud]
    power = loud.sum(axis=1)
    centroids = (loud * np.arange(loud.shape[1]) * RATE / FRAME).sum(axis=1) / power
    return Event(
        start,
        stop,
        len(loud) * FRAME / RATE,
        change(loud),
        float(centroids.std()),
        float((loud[:, SHARP:].sum(axis=1) / power).mean()),
        flatness(loud[power > power.max() * 0.1]),
        periodicity(sound, int(np.argmax(energies))),
        float(np.argmax(energies)) / len(energies),
        dip(decibels(energies)),
        hiss(heard, float(energies.max())),
    )


def spectrogram(sound: NDArray[np.float32]) -> NDArray[np.float64]:
    count = len(sound) // FRAME
    frames = sound[: count * FRAME].reshape(count, FRAME) * HANN
    return np.abs(np.fft.rfft(frames, axis=1)) ** 2 + 1e-9


def dip(levels: Decibels) -> float:
    """How far the level falls between two humps."""
    rising = np.maximum.accumulate(levels)
    falling = np.maximum.accumulate(levels[::-1])[::-1]
    return float((np.minimum(rising, falling) - levels).max())


def hiss(spectra: NDArray[np.float64], loudest: float) -> float:
    """Rise of the sharp frames behind the loud ones over the quietest; before them a little breath is usual ("hmm")."""
    sharp = decibels(spectra[:, SHARP:].sum(axis=1))
    loud = np.flatnonzero(spectra.sum(axis=1) > loudest * LOUD)
    before, behind = sharp[: loud[0]], sharp[loud[-1] + 1 :]
    quiet = float(np.percentile(sharp, 10))
    return max(float(behind.max(initial=quiet)), float(before.max(initial=quiet)) - BREATH) - quiet


def change(spectra: NDArray[np.floating]) -> float:
    """How much the spectrum moves, in nepers a frame; a vowel that is held hardly moves."""
    if len(spectra) < 3:
        return 9.0
    bands = np.log(spectra[:, 4:70].reshape(len(spectra), -1, 6).mean(axis=2))
    return float(np.abs(np.diff(bands, axis=0)).mean())


def flatness(spectra: NDArray[np.floating]) -> float:
    """Geometric over arithmetic mean of the power from 300 to 4000 Hz."""
    voiced = spectra[:, 6:80]
    return float((np.exp(np.log(voiced).mean(axis=1)) / voiced.mean(axis=1)).mean())


def periodicity(sound: NDArray[np.floating], loudest: int) -> float:
    """How much the 60 ms around the loudest frame repeat themselves at the pitch of a voice."""
    piece = sound[max(0, (loudest - 1) * FRAME) : (loudest + 2) * FRAME]
    lags = np.arange(*PITCH)
    likeness = np.fft.irfft(np.abs(np.fft.rfft(piece, 8192)) ** 2)
    overlap = 1 - lags / max(len(piece), 2 * PITCH[1])  # the longer the lag, the less of the piece meets itself
    return float((likeness[lags] / overlap).max() / likeness[0]) if likeness[0] > 0 else 0.0


def find_cuts(file: RawFile, energies: Energies, *, fillers: bool, coughs: bool) -> list[Cut]:
    """Cuts of fillers and coughs together with the pause behind them; the pause before them stays."""
    active, _ = detect(energies, ALONE)
    cuts = []
    for one in find_events(file, energies):
        behind = np.flatnonzero(active[one.stop + ALONE.hang :])
        resumed = one.stop + ALONE.hang + int(behind[0]) if len(behind) else len(active)
        start, stop = max(0, one.start - EARLY), max(one.stop + EARLY, resumed - EARLY)
        quiet = (stop - one.stop - EARLY // 2) * HOP  # the cross-fade may not reach back into the event
        if fillers and one.is_filler:
            cuts.append(Cut("filler", start * HOP, stop * HOP, quiet))
        elif coughs and one.is_cough:
            cuts.append(Cut("cough", start * HOP, stop * HOP, quiet))
    return cuts
