"""Speech or music: speech falls silent between its syllables many times a second, music rings on."""

import numpy as np

from engine.sound.activity import smooth
from engine.sound.pcm import Energies

WINDOW = 100  # hops of 10 ms in which loud and quiet moments are compared
QUIET = 0.1  # of the window's mean: a gap
HEARD = 1e-3  # of the loudest window: what is quieter says nothing
FEW_GAPS = 0.15  # share of gaps under which it is music; read speech has 0.26 to 0.43
FEWEST = 3  # windows, to tell at all


def is_music(energies: Energies) -> bool:
    """Whether a whole stem is music; a short one is taken for speech."""
    return 0 <= gap_share(energies) < FEW_GAPS


def gap_share(energies: Energies) -> float:
    """Share of the time in gaps, where there is sound at all; -1 when there is too little of it."""
    count = len(energies) // WINDOW
    windows = smooth(energies, 3)[: count * WINDOW].reshape(count, WINDOW)
    means = windows.mean(axis=1)
    heard = means > means.max(initial=0.0) * HEARD
    if heard.sum() < FEWEST:
        return -1.0
    return float(np.mean(windows[heard] < QUIET * means[heard, None]))
