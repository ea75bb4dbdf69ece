"""Music or speech: music holds its tones and its level, a voice rests on neither.

Bins of 12 Hz are marked where they stand out of their neighbours; a bin that is marked most of the time for seconds is
a tone that was held. (After Seyerlehner et al., Automatic Music Detection in Television Productions, DAFx 2007.)
Speech over a bed of music is speech: its level goes up and down.
"""

from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view
from numpy.typing import NDArray

from .activity import Mask, runs, smooth
from .meter import HOP
from .pcm import CHUNK, RATE, Decibels, Energies, RawFile, decibels

Label = Literal["speech", "music"]

COARSER = 4  # the look is at 12 kHz
FRAME, STEP = 1024, 960  # of it: 85 and 80 ms
HANN = np.hanning(FRAME).astype(np.float32)
BINS = slice(34, 342)  # 400 to 4000 Hz
AROUND = 21  # bins of a neighbourhood
STANDS_OUT = 5.0  # dB over the neighbourhood
HEARD = 40.0  # dB under the strongest bin, that still counts
BLOCK = 32  # frames, 2.6 s, over which a tone must be held ...
BLOCK_STEP = 6  # ... looked at every half second
ABREAST = 512  # blocks looked at together, so that memory does not grow with the recording
TONES = 5  # strongest held tones that are counted
HELD = 2.5  # sum of their shares of the time: from here on it may be music ...
RESTLESS = 2.45  # dB a step of 40 ms: ... unless its level moves as much as that of speech
QUIET = 25.0  # dB under the mean of all; what is as quiet is neither
SHORTEST = 8.0  # seconds; what is shorter belongs to what is around it
PER_BLOCK = STEP * BLOCK_STEP * COARSER / RATE  # seconds


@dataclass(frozen=True)
class Segment:
    """A stretch of one kind; in hops of 10 ms."""

    start: int
    stop: int
    label: Label


def find_segments(file: RawFile, voice: Energies) -> list[Segment]:
    """The whole recording in stretches of music and speech. `voice`: its energies (10 ms) in the band of voices."""
    held = held_tones(file)
    pieces = per_block(decibels(voice), len(held))
    quiet = float(decibels(voice.mean() if len(voice) else 0.0)) - QUIET
    loud = np.array([len(piece) > 0 and float(piece.max()) > quiet for piece in pieces], bool)
    musical = settled((held > HELD) & (restlessness(pieces, quiet) < RESTLESS), loud)
    edges = [min(len(voice), round(number * PER_BLOCK * RATE / HOP)) for number in range(len(musical))] + [len(voice)]
    return [
        Segment(edges[start], edges[stop], label)
        for label, start, stop in stretches(musical)
        if edges[stop] > edges[start]
    ]


def restlessness(pieces: list[Decibels], quiet: float) -> Decibels:
    """Mean step of the level in the seconds around each block, as far as something is heard there."""
    steps = np.array([step(piece, quiet) for piece in pieces])
    heard = np.flatnonzero(steps >= 0)
    if not len(heard):
        return np.zeros(len(steps))
    return smooth(np.interp(np.arange(len(steps)), heard, steps[heard]), 5)


def step(piece: Decibels, quiet: float) -> float:
    """Mean step of a block, -1 where nothing is heard."""
    levels = smooth(piece, 5)[::4]
    heard = levels[:-1] > quiet
    return float(np.abs(np.diff(levels))[heard].mean()) if heard.any() else -1.0


def held_tones(file: RawFile) -> NDArray[np.float64]:
    """How much of the sound around each half second is tones that are held."""
    marks = [np.zeros((0, BINS.stop - BINS.start), bool)]
    rest = np.zeros(0, np.float32)
    for chunk in file.chunks([(0, len(file))], CHUNK):
        mixed = chunk.mean(axis=0)
        whole = len(mixed) // COARSER * COARSER
        coarse = sum(mixed[part:whole:COARSER] for part in range(COARSER)) / np.float32(COARSER)
        rest = np.concatenate([rest, coarse])
        if len(rest) >= FRAME:
            frames = sliding_window_view(rest, FRAME)[::STEP]
            marks.append(standing_out(frames))
            rest = rest[len(frames) * STEP :]
    return shares(np.concatenate(marks))


def standing_out(frames: NDArray[np.float32]) -> Mask:
    """Which bins of each frame stand out of their neighbourhood and can be heard."""
    spectra = np.fft.rfft(frames * HANN, axis=1)[:, BINS.start - AROUND // 2 : BINS.stop + AROUND // 2]
    levels = 10 * np.log10(spectra.real**2 + spectra.imag**2 + 1e-12)
    sums = np.cumsum(np.pad(levels, ((0, 0), (1, 0))), axis=1)
    around = (sums[:, AROUND:] - sums[:, :-AROUND]) / AROUND
    middle = levels[:, AROUND // 2 : -(AROUND // 2)]
    heard = middle > middle.max(axis=1, keepdims=True) - HEARD
    return np.asarray((middle > around + STANDS_OUT) & heard)


def shares(marks: Mask) -> NDArray[np.float64]:
    """Per block: the sum of the largest shares of the time in which single bins stood out of those beside them."""
    if len(marks) < BLOCK:
        marks = np.pad(marks, ((0, BLOCK - len(marks)), (0, 0)), mode="edge") if len(marks) else marks
        if not len(marks):
            return np.zeros(0)
    starts = np.clip(np.arange(0, len(marks), BLOCK_STEP) - BLOCK // 2, 0, len(marks) - BLOCK)
    some = range(0, len(starts), ABREAST)
    return np.concatenate([largest_shares(marks, starts[first : first + ABREAST]) for first in some])


def largest_shares(marks: Mask, starts: NDArray[np.int64]) -> NDArray[np.float64]:
    """Of the blocks that begin at these frames."""
    near = marks[starts[0] : starts[-1] + BLOCK]
    sums = np.cumsum(np.pad(near, ((1, 0), (0, 0))), axis=0, dtype=np.int32)
    begin = starts - starts[0]
    activity = (sums[begin + BLOCK] - sums[begin]) / BLOCK
    windows = sliding_window_view(np.pad(activity, ((0, 0), (6, 6)), mode="edge"), 13, axis=1)
    is_peak = activity >= windows.max(axis=2)
    heights = np.where(is_peak, activity - windows.min(axis=2), 0)
    return np.asarray(np.sort(heights, axis=1)[:, -TONES:].sum(axis=1))


def per_block(energies: Decibels, blocks: int) -> list[Decibels]:
    edges = [round(number * PER_BLOCK * RATE / HOP) for number in range(blocks + 1)]
    return [energies[start:stop] for start, stop in pairwise(edges)]


def settled(musical: Mask, loud: Mask) -> Mask:
    """The labels without what is too short; quiet blocks take the label before them."""
    after = musical.copy()
    for number in range(1, len(after)):
        if not loud[number]:
            after[number] = after[number - 1]
    shortest = round(SHORTEST / PER_BLOCK)
    for start, stop in runs(~after):  # music with short gaps becomes one piece ...
        if stop - start < shortest and start > 0 and stop < len(after):
            after[start:stop] = True
    for start, stop in runs(after):  # ... then short pieces go
        if stop - start < shortest:
            after[start:stop] = False
    return after


def stretches(musical: Mask) -> list[tuple[Label, int, int]]:
    found: list[tuple[Label, int, int]] = [("music", *run) for run in runs(musical)]
    found += [("speech", *run) for run in runs(~musical)]
    return sorted(found, key=lambda one: one[1])
