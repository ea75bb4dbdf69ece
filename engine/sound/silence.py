"""The silence cutter: which pauses are too long, and how much of them goes."""

from .activity import SOUND, detect, runs
from .cuts import Cut
from .meter import HOP
from .pcm import Energies

# In hops of 10 ms.
LONG = 100  # a pause longer than this is cut ...
KEEP = 40  # ... down to this
NUDGE = 5  # the edges of a cut look for the quietest 20 ms this far around


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
