"""Speech or music, told of a whole stem: most of it holds its tones, or there are no gaps in it.

The two tests see different things. Held tones (sound/music.py) need eight seconds of music; gaps between syllables are
missing in any bed that rings on, also in a short one or one without clear tones.
"""

import numpy as np

from engine.sound import music
from engine.sound.activity import smooth
from engine.sound.analysis import Analysis
from engine.sound.pcm import Energies
from engine.sound.spec import Treatment

WINDOW = 100  # hops of 10 ms in which loud and quiet moments are compared
QUIET = 0.1  # of the window's mean: a gap
HEARD = 1e-3  # of the loudest window: what is quieter says nothing
FEW_GAPS = 0.15  # share of gaps under which it is music; read speech has 0.26 to 0.43
FEWEST = 3  # windows, to tell at all
MOST = 0.7  # share of music in the time from which on a stem is music


def is_music(seen: Analysis, wanted: Treatment) -> bool:
    """Whether a stem is music; a very short one is taken for speech, unless somebody says what all of it is."""
    if wanted.music_is != "found":
        return wanted.music_is == "everywhere"
    if 0 <= gap_share(seen.energies) < FEW_GAPS:
        return True
    found = [one for one in music.find_segments(seen.file, seen.voice) if one.label == "music"]
    return sum(one.stop - one.start for one in found) > MOST * len(seen.energies)


def gap_share(energies: Energies) -> float:
    """Share of the time in gaps, where there is sound at all; -1 when there is too little of it."""
    count = len(energies) // WINDOW
    windows = smooth(energies, 3)[: count * WINDOW].reshape(count, WINDOW)
    means = windows.mean(axis=1)
    heard = means > means.max(initial=0.0) * HEARD
    if heard.sum() < FEWEST:
        return -1.0
    return float(np.mean(windows[heard] < QUIET * means[heard, None]))
