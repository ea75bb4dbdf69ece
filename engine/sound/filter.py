"""Rumble and mains hum: what to take away is found in the spectra of the quiet and the loud moments."""

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from .biquad import Section, dip, high_pass
from .pcm import RATE, Samples, decibels

WINDOW = 16384  # samples; bins of 2.9 Hz tell 50 from 60 Hz
HANN = np.hanning(WINDOW + 1)[:-1].astype(np.float32)
MAINS = (50, 60)
HARMONICS = 8
CLEAR_LINE = 9.0  # dB over its neighbours: a line that can be heard
USUAL_CUTOFF = 70.0
CUTOFFS = (50.0, 110.0)  # Hz


@dataclass
class Spectra:
    """Power spectra of the quietest and the loudest window of each chunk."""

    quiet: list[tuple[float, NDArray[np.float32]]] = field(default_factory=list)
    loud: list[NDArray[np.float32]] = field(default_factory=list)

    def feed(self, samples: Samples) -> None:
        """Look at one chunk; only its first channel or the mean of two."""
        mixed = samples.mean(axis=0)
        starts = np.arange(0, len(mixed) - WINDOW + 1, WINDOW // 2)
        if not len(starts):
            return
        energies = np.array([float(np.dot(part, part)) for part in (mixed[s : s + WINDOW] for s in starts)])
        heard = np.flatnonzero(energies > 1e-9 * WINDOW)  # digital silence says nothing of the room
        if len(heard):
            quietest, loudest = heard[np.argmin(energies[heard])], heard[np.argmax(energies[heard])]
            self.quiet.append((float(energies[quietest]), power(mixed[starts[quietest] :])))
            self.loud.append(power(mixed[starts[loudest] :]))

    def room(self) -> NDArray[np.float32] | None:
        """Mean spectrum of the quietest quarter of the chunks."""
        if not self.quiet:
            return None
        ranked = sorted(self.quiet, key=lambda pair: pair[0])
        return np.mean([spectrum for _, spectrum in ranked[: max(3, len(ranked) // 4)]], axis=0)

    def voice(self) -> NDArray[np.float32] | None:
        return np.mean(self.loud, axis=0) if self.loud else None


def power(samples: NDArray[np.float32]) -> NDArray[np.float32]:
    spectrum = np.fft.rfft(samples[:WINDOW] * HANN)
    return (spectrum.real**2 + spectrum.imag**2).astype(np.float32)


@dataclass(frozen=True)
class Hum:
    """Mains hum: its base frequency, and how far (dB) each audible harmonic stands out."""

    frequency: int
    lines: dict[int, float]


def find_hum(room: NDArray[np.float32] | None, mains: int = 0) -> Hum | None:
    """The mains frequency whose harmonics stand out most; None where fewer than two do. `mains` 0: either."""
    if room is None:
        return None
    found = [Hum(base, audible_lines(room, base)) for base in ((mains,) if mains else MAINS)]
    best = max(found, key=lambda hum: sum(hum.lines.values()))
    return best if len(best.lines) >= 2 else None


def audible_lines(room: NDArray[np.float32], base: int) -> dict[int, float]:
    """Frequency -> dB over its neighbours, of the harmonics that can be heard."""
    levels = decibels(room.astype(np.float64))
    lines = {}
    for harmonic in range(1, HARMONICS + 1):
        line = round(harmonic * base * WINDOW / RATE)
        around = np.concatenate([levels[line - 8 : line - 3], levels[line + 4 : line + 9]])
        height = float(levels[line - 1 : line + 2].max() - np.median(around))
        if height >= CLEAR_LINE:
            lines[harmonic * base] = height
    return lines


def find_cutoff(voice: NDArray[np.float32] | None) -> float:
    """High-pass frequency: 20 Hz under the lowest strong tone of the voices, between 50 and 110 Hz."""
    if voice is None:
        return USUAL_CUTOFF
    first, last = round(60 * WINDOW / RATE), round(400 * WINDOW / RATE)
    levels = decibels(voice[first:last].astype(np.float64))
    lowest = (first + int(np.argmax(levels > levels.max() - 15))) * RATE / WINDOW
    return float(np.clip(lowest - 20, *CUTOFFS))


def sections(cutoff: float | None, hum: Hum | None, amount: float = 0.0) -> list[Section]:
    """The filters to be run: high-pass and one dip per audible line, `amount` dB deep (0: as high as the line)."""
    chain = [high_pass(cutoff)] if cutoff else []
    if hum:
        chain += [dip(line, amount or min(height, 36.0)) for line, height in hum.lines.items()]
    return chain
