"""Limits of broadcasters: the loudness range and the loudest moments are brought under what was asked for."""

from dataclasses import dataclass

import numpy as np

from .limiter import sliding_max
from .meter import SILENCE, integrated, loudness, loudness_range, moving
from .pcm import Decibels, Energies

SHORTTERM, MOMENTARY = 300, 40  # hops of 10 ms
FARTHEST = 12.0  # dB by which quiet and loud moments are moved towards each other
ROOM = 20.0  # LU under the whole: what is quieter is a pause and is not lifted
STEPS = 8  # of the search for the smallest change
ROUNDS = 40  # bringing moments down makes the whole quieter, so that it takes some
MARGIN = 0.1  # LU under the limit, for what the rest of the chain adds


@dataclass(frozen=True)
class Limits:
    """In LU; 0 is no limit. `shortterm` and `momentary` are over the loudness of the whole."""

    range: float = 0.0
    shortterm: float = 0.0
    momentary: float = 0.0

    def __bool__(self) -> bool:
        return bool(self.range or self.shortterm or self.momentary)


def limit(energies: Energies, limits: Limits) -> Decibels:
    """Gain in dB per hop that brings a programme, given by its K-weighted energies, under the limits."""
    gains = np.zeros(len(energies))
    if integrated(energies) <= SILENCE:
        return gains
    if limits.range:
        gains += narrowed(energies, limits.range - MARGIN)
    windows = {SHORTTERM: limits.shortterm, MOMENTARY: limits.momentary}
    wanted = {hops: most - MARGIN for hops, most in windows.items() if most and len(energies) >= hops}
    for _ in range(ROUNDS):
        over = [reduction(energies * 10 ** (gains / 10), hops, most) for hops, most in wanted.items()]
        if not any(one.any() for one in over):
            break
        gains -= np.max(over, axis=0)
    return gains


def narrowed(energies: Energies, most: float) -> Decibels:
    """Moves the short-term loudness towards the whole, just far enough for the loudness range."""
    gains = np.zeros(len(energies))
    for _ in range(2):  # what one round cannot do, because loud and quiet lie close together, a second nearly does
        now = energies * 10 ** (gains / 10)
        if loudness_range(now) <= most:
            break
        pull = towards_whole(now)
        low, high = 0.0, 1.0
        for _ in range(STEPS):
            middle = (low + high) / 2
            is_enough = loudness_range(now * 10 ** (pull * middle / 10)) <= most
            low, high = (low, middle) if is_enough else (middle, high)
        gains += pull * high
    return gains


def towards_whole(energies: Energies) -> Decibels:
    """Per hop: the way in dB from the loudness of the seconds around it to that of the whole."""
    whole = integrated(energies)
    around = loudness(centred(energies, SHORTTERM))
    heard = around > whole - ROOM
    if not heard.any():
        return np.zeros(len(energies))
    places = np.flatnonzero(heard)
    filled = np.interp(np.arange(len(energies)), places, around[places])
    return np.asarray(np.clip(whole - filled, -FARTHEST, FARTHEST))


def centred(energies: Energies, hops: int) -> Energies:
    """Mean over `hops` around each hop, fewer at the ends."""
    sums = np.concatenate([[0.0], np.cumsum(energies)])
    places = np.arange(len(energies))
    start, stop = np.maximum(places - hops // 2, 0), np.minimum(places + hops // 2, len(energies))
    return np.asarray(np.maximum(sums[stop] - sums[start], 0) / np.maximum(stop - start, 1))


def reduction(energies: Energies, hops: int, most: float) -> Decibels:
    """What brings every window of `hops` under the loudness of the whole, as it is now, plus `most`."""
    over = np.maximum(loudness(moving(energies, hops, 1)) - integrated(energies) - most, 0)
    if not over.any():
        return np.zeros(len(energies))
    return eased(sliding_max(np.pad(over, hops - 1), hops))  # a window over the limit lowers each of its hops


def eased(reductions: Decibels) -> Decibels:
    """Spread over a quarter of a second, and nowhere less than before."""
    width = 25
    window = np.hanning(width + 2)[1:-1]
    wide = sliding_max(np.pad(reductions, width // 2), width)
    return np.convolve(np.pad(wide, width // 2, mode="edge"), window / window.sum(), mode="valid")
