"""Where someone speaks: a detector that follows the room's own noise floor, on energies of 10 ms."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from .pcm import Decibels, Energies, decibels

Mask = NDArray[np.bool_]
Runs = list[tuple[int, int]]


@dataclass(frozen=True)
class Detector:
    """Thresholds in dB over the floor, times in hops of 10 ms."""

    on: float
    off: float
    hang: int  # hops for which activity outlives the sound
    early: int  # hops by which activity begins before the sound
    shortest: int  # shorter activity is a click, not speech
    percentile: float
    span: int  # hops of the rolling floor
    below_top: float  # what lies this far under the loudest speech is not speech, whatever the floor


SPEECH = Detector(on=10, off=6, hang=16, early=0, shortest=1, percentile=8, span=3000, below_top=38)
SOUND = Detector(on=9, off=5, hang=10, early=4, shortest=16, percentile=6, span=3000, below_top=55)


def detect(energies: Energies, detector: Detector) -> tuple[Mask, Decibels]:
    """Activity per hop, and the floor in dB."""
    levels = smooth(decibels(energies), 3)
    floor = rolling_floor(levels, detector.percentile, detector.span)
    top = float(np.percentile(levels, 95)) if len(levels) else 0.0
    on = np.maximum(floor + detector.on, top - detector.below_top)
    off = np.maximum(floor + detector.off, top - detector.below_top - 4)
    active = hysteresis(levels > on, levels > off, detector.hang)
    if detector.early:
        active = reach_back(active, levels > off, detector.early)
    for start, stop in runs(active):
        if stop - start < detector.shortest:
            active[start:stop] = False
    return active, floor


def hysteresis(above: Mask, still: Mask, hang: int) -> Mask:
    """Active from a hop `above`, as long as hops are `still` loud, and `hang` hops longer."""
    active = np.zeros(len(above), bool)
    left = -1
    for hop, (loud, quiet_but_on) in enumerate(zip(above.tolist(), still.tolist(), strict=True)):
        if loud or (quiet_but_on and left >= 0):
            left = hang
        elif left >= 0:
            left -= 1
        active[hop] = left >= 0
    return active


def reach_back(active: Mask, still: Mask, early: int) -> Mask:
    """Begin each run where its sound rose over the lower threshold, and `early` hops before."""
    reached = active.copy()
    for start, _ in runs(active):
        first = start
        while first > 0 and still[first - 1]:
            first -= 1
        reached[max(0, first - early) : start] = True
    return reached


def rolling_floor(levels: Decibels, percentile: float, span: int, step: int = 200) -> Decibels:
    """The percentile of the levels around each hop, worked out every `step` hops."""
    centres = np.arange(0, max(1, len(levels)), step)
    if not len(levels):
        return levels
    half = span // 2
    floors = [np.percentile(levels[max(0, centre - half) : centre + half], percentile) for centre in centres]
    return np.interp(np.arange(len(levels)), centres, floors)


def smooth(values: Decibels, width: int) -> Decibels:
    """Mean over `width` (odd) neighbours, edges repeated."""
    if len(values) < 2:
        return values
    padded = np.pad(values, width // 2, mode="edge")
    return np.convolve(padded, np.full(width, 1 / width), mode="valid")


def runs(mask: Mask) -> Runs:
    """[start, stop) of each stretch of True."""
    change = np.flatnonzero(np.diff(np.concatenate([[False], mask, [False]]).astype(np.int8)))
    return [(int(start), int(stop)) for start, stop in zip(change[::2], change[1::2], strict=True)]
