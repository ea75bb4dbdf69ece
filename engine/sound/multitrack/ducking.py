"""Ducking: music goes down before the first word and comes back when nobody has spoken for a while."""

import numpy as np

from engine.sound.activity import Mask, runs
from engine.sound.multitrack.gate import ramped
from engine.sound.pcm import Decibels

EARLY = 8  # hops of 10 ms before speech was noticed, in which a soft first sound may lie
HOLD = 80  # hops that it stays down after a word
REST = 60  # hops: music that would come back for less than this stays down
SLOWER = 2.0  # it comes back in so many times the time in which it went down


def curve(speech: Mask, depth: float, fade: int) -> Decibels:
    """Gain in dB per hop: `depth` (negative) while there is speech, reached in `fade` hops when it begins."""
    if depth >= 0:
        return np.zeros(len(speech))
    fade = max(1, fade)
    down = held(speech, HOLD + REST + EARLY + round(fade * (1 + SLOWER)))
    for start, stop in runs(down):
        down[max(0, start - fade - EARLY) : start] = True  # the look-ahead: down when the first word comes
        down[stop : stop + HOLD] = True
    return ramped(np.where(down, depth, 0.0), -depth / (fade * SLOWER), -depth / fade)


def held(speech: Mask, gap: int) -> Mask:
    """The speech, with gaps of fewer hops closed."""
    whole = speech.copy()
    for start, stop in runs(~speech):
        if stop - start < gap and start > 0 and stop < len(speech):
            whole[start:stop] = True
    return whole
