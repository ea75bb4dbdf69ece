"""The silence cutter: which pauses are too long, and how much of them goes."""

from dataclasses import dataclass
from typing import Literal

import numpy as np

from .activity import SOUND, detect, runs
from .meter import HOP
from .pcm import RATE, Energies

# In hops of 10 ms.
LONG = 100  # a pause longer than this is cut ...
KEEP = 40  # ... down to this
NUDGE = 5  # the edges of a cut look for the quietest 20 ms this far around


@dataclass(frozen=True)
class Cut:
    """A stretch of the recording that is taken out; in samples."""

    type: Literal["silence", "manual"]
    start: int
    stop: int

    def seconds(self) -> tuple[float, float]:
        return round(self.start / RATE, 3), round(self.stop / RATE, 3)


def find_silences(voice: Energies) -> list[Cut]:
    """Cuts in long pauses, from energies (10 ms) of the band in which voices lie."""
    active, _ = detect(voice, SOUND)
    if not active.any():
        return []  # nothing but silence: there is nothing to keep it apart from
    cuts = []
    for start, stop in runs(~active):
        if stop - start >= LONG:
            first = quietest(voice, start + KEEP // 2)
            last = quietest(voice, stop - KEEP // 2)
            cuts.append(Cut("silence", first * HOP, last * HOP))
    return cuts


def quietest(voice: Energies, hop: int) -> int:
    """The hop boundary near `hop` with the quietest 20 ms around it."""
    near = range(max(1, hop - NUDGE), min(len(voice) - 1, hop + NUDGE) + 1)
    return min(near, key=lambda place: float(voice[place - 1] + voice[place]), default=hop)


def merged(cuts: list[Cut], length: int) -> list[Cut]:
    """The cuts in order, inside the recording, each sample cut once, and never everything."""
    kept: list[Cut] = []
    for cut in sorted(cuts, key=lambda one: one.start):
        start = max(cut.start, kept[-1].stop if kept else 0)
        stop = min(cut.stop, length)
        if stop > start:
            kept.append(Cut(cut.type, start, stop))
    return kept if sum(cut.stop - cut.start for cut in kept) < length else []


def speech_share(voice: Energies) -> float:
    """Share of the time with sound in the band of voices."""
    active, _ = detect(voice, SOUND)
    return float(np.mean(active)) if len(active) else 0.0
