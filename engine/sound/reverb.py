"""Late reverberation: how long the room rings is read from how sounds die away, and what rings is taken down.

(After Lebart, Boucher and Denbigh, A New Method Based on Spectral Subtraction for Speech Dereverberation, 2001.) Early
reflections, and the colour that they give to a voice, stay: this is no model that has learned what dry voices are like.
"""

from dataclasses import dataclass

import numpy as np

from .activity import smooth
from .pcm import RATE, Decibels, Energies, decibels
from .spectral import STEP, Powers, Spectra

LATE = 4  # windows, 43 ms, after which a reflection no longer belongs to the sound itself
SPAN = 4  # windows whose reverberation is averaged, since single bins flicker ...
OVER = 2.0  # ... and taken twice, so that little of the flicker is left
FALL = 12.0  # dB by which a sound must die away to tell something
BETWEEN = (5, 80)  # hops of 10 ms that such a fall may take
FEWEST = 6  # falls that are needed
STEEP = 25  # percentile: a room lets nothing die away faster than it rings, so that the steepest falls tell its time
DRY = 0.3  # s: a voice itself dies away as fast
AUTOMATIC, MOST = 12.0, 24.0  # dB


@dataclass(frozen=True)
class Reverb:
    """`time` in which the room falls silent by 60 dB, in s; `amount` in dB by which it is taken down at most."""

    time: float
    amount: float


def wanted(voice: Energies, amount: float) -> Reverb | None:
    """What is to be done for an amount (0: automatic, none where the room is dry; -1: nothing)."""
    if amount < 0:
        return None
    time = ringing(decibels(voice))
    if time is None or (amount == 0 and time < DRY):
        return None
    return Reverb(time, min(amount, MOST) or AUTOMATIC)


def ringing(levels: Decibels) -> float | None:
    """Seconds for 60 dB, from levels per 10 ms; None where too few sounds die away freely."""
    levels = smooth(levels, 5)
    floor = float(np.percentile(levels, 5)) + 10 if len(levels) else 0.0
    times = []
    start = 0
    for hop in range(1, len(levels)):
        if levels[hop] < levels[hop - 1] and levels[hop] > floor:
            continue
        fall, length = levels[start] - levels[hop - 1], hop - 1 - start
        if fall >= FALL and BETWEEN[0] <= length <= BETWEEN[1]:
            times.append(60 * length / 100 / fall)
        start = hop
    return float(np.percentile(times, STEEP)) if len(times) >= FEWEST else None


class Drying:
    """Takes from each window what is still to be heard of the windows before it."""

    def __init__(self, reverb: Reverb) -> None:
        self.shares = [
            OVER / SPAN * 10 ** (-6 * delay * STEP / RATE / reverb.time) for delay in range(LATE, LATE + SPAN)
        ]
        self.lowest = np.float32(10 ** (-reverb.amount / 20))
        self.before: Powers | None = None

    def shape(self, spectra: Spectra, powers: Powers) -> None:
        reach = LATE + SPAN - 1
        if self.before is None:
            self.before = np.zeros_like(powers[:, :1]).repeat(reach, axis=1)
        history = np.concatenate([self.before, powers], axis=1)
        self.before = history[:, -reach:].copy()
        late = np.zeros_like(powers)
        for delay, share in enumerate(self.shares, LATE):
            late += history[:, reach - delay : history.shape[1] - delay] * np.float32(share)
        gains = np.sqrt(np.maximum(1 - late / (powers + np.float32(1e-12)), self.lowest**2))
        spectra *= gains
        powers *= gains * gains
