"""The leveler: one gain per phrase, so that all speakers end up equally loud and the room is not pumped up."""

from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from .activity import SPEECH, Mask, Runs, detect, runs
from .meter import loudness
from .pcm import Decibels, Energies, decibels

# All lengths in hops of 10 ms.
SHORT = 50  # shorter phrases join a neighbour
LONGEST = 1200  # merged phrases do not grow beyond this
ALIKE = 1.5  # LU: neighbours closer than this are one phrase
LOWEST, HIGHEST, HIGHEST_IN_NOISE = -15.0, 25.0, 12.0  # dB of gain
CLEAR = 12.0  # dB: a phrase less than this over the floor must not be lifted as high
LONG_PAUSE = 100  # longer pauses take the lower gain of their neighbours
SWITCH = 8  # at that end of a short pause which is next to the higher gain: there it changes
MUSIC_SWITCH = 50  # on each side of the edge of music, whose place is not known more exactly
FAST, EVERYTHING = 110.0, 120.0  # percent: follows smaller and shorter differences; lifts noise and pauses as well
FAST_LONGEST, FAST_ALIKE = 400, 0.8
EASE = 13  # over which a change of gain is spread


@dataclass
class Phrase:
    """Speech between two pauses, or a piece of music; `weight` is for how many hops its level (LUFS) stands."""

    start: int
    stop: int
    level: float
    weight: int
    gain: float = 0.0
    is_music: bool = False

    def join(self, other: "Phrase") -> "Phrase":
        weight = self.weight + other.weight
        energy = self.weight * 10 ** (self.level / 10) + other.weight * 10 ** (other.level / 10)
        start, stop = min(self.start, other.start), max(self.stop, other.stop)
        return Phrase(start, stop, float(decibels(energy / weight)), weight)


@dataclass(frozen=True)
class Music:
    """Where there is music (hops), how far (percent) it is brought to the target, and dB that it gets more."""

    pieces: Runs
    strength: float = 100.0
    gain: float = 0.0


@dataclass(frozen=True)
class Leveling:
    """Gain in dB per 10 ms, the phrases it was made from, and where somebody speaks or music plays."""

    gains: Decibels
    phrases: list[Phrase]
    active: Mask


def level(
    energies: Energies,
    target: float,
    strength: float = 100.0,
    spoken: Mask | None = None,
    music: Music | None = None,
) -> Leveling:
    """Gains that bring each phrase to `target` LUFS, from K-weighted energies per 10 ms.

    `strength` in percent: of the differences between the phrases, 100 - strength percent are left. `spoken` tells
    where there is speech when somebody knows better than the energies alone can tell.
    """
    active, floor = detect(energies, SPEECH)
    active = active.copy() if spoken is None else spoken.copy()
    pieces = [phrase(energies, start, stop) for start, stop in (music.pieces if music else [])]
    for piece in pieces:
        active[piece.start : piece.stop] = False
    phrases = merge_alike(absorb_short([phrase(energies, start, stop) for start, stop in runs(active)]), strength)
    levels = decibels(energies)
    for one in phrases:
        over_floor = float((levels - floor)[one.start : one.stop].mean())
        highest = HIGHEST if over_floor >= CLEAR or strength >= EVERYTHING else HIGHEST_IN_NOISE
        one.gain = float(np.clip((target - one.level) * min(strength, 100.0) / 100, LOWEST, highest))
    for piece in pieces:
        assert music is not None
        piece.is_music = True
        share = min(music.strength, 100.0) / 100
        piece.gain = float(np.clip((target - piece.level) * share, LOWEST, HIGHEST)) + music.gain
    phrases = sorted(phrases + pieces, key=lambda one: one.start)
    for piece in pieces:
        active[piece.start : piece.stop] = True
    return Leveling(curve(phrases, len(energies), lifts_pauses=strength >= EVERYTHING), phrases, active)


def phrase(energies: Energies, start: int, stop: int) -> Phrase:
    """A phrase's level is that of its louder hops: gaps between words do not count."""
    part = energies[start:stop]
    return Phrase(start, stop, float(loudness(part[part >= part.mean() * 0.1].mean())), stop - start)


def absorb_short(phrases: list[Phrase]) -> list[Phrase]:
    """Join what is too short to be judged with the neighbour that is nearest in level and time."""
    index = 0
    while index < len(phrases) and len(phrases) > 1:
        if phrases[index].weight >= SHORT:
            index += 1
            continue
        nearest = min(
            (i for i in (index - 1, index + 1) if 0 <= i < len(phrases)),
            key=lambda i: distance(phrases[i], phrases[index]),
        )
        first = min(index, nearest)
        phrases[first : first + 2] = [phrases[first].join(phrases[first + 1])]
        index = max(0, first - 1)
    return phrases


def distance(one: Phrase, other: Phrase) -> float:
    gap = max(one.start, other.start) - min(one.stop, other.stop)
    return abs(one.level - other.level) + 0.01 * abs(gap)


def merge_alike(phrases: list[Phrase], strength: float) -> list[Phrase]:
    """Join neighbours of like level, so that a speaker's own dynamics stay."""
    longest, alike = (LONGEST, ALIKE) if strength < FAST else (FAST_LONGEST, FAST_ALIKE)
    merged = True
    while merged:
        merged = False
        kept: list[Phrase] = []
        for one in phrases:
            last = kept[-1] if kept else None
            if last and abs(last.level - one.level) < alike and one.stop - last.start < longest:
                kept[-1] = last.join(one)
                merged = True
            else:
                kept.append(one)
        phrases = kept
    return phrases


def curve(phrases: list[Phrase], hops: int, *, lifts_pauses: bool = False) -> Decibels:
    """The gain of every hop: it changes in pauses only, and these hold the lower of the two gains."""
    gains = np.zeros(hops)
    if not phrases:
        return gains
    first, last = phrases[0], phrases[-1]
    gains[: first.start] = min(first.gain, 0.0) if first.start > LONG_PAUSE and not lifts_pauses else first.gain
    gains[last.stop :] = last.gain
    for one in phrases:
        gains[one.start : one.stop] = one.gain
    for before, after in pairwise(phrases):
        start, stop = before.stop, after.start
        if stop - start > LONG_PAUSE and not lifts_pauses:
            gains[start:stop] = min(before.gain, after.gain)
        else:
            is_rising = after.gain > before.gain
            switch = max(start, stop - SWITCH) if is_rising or lifts_pauses else min(start + SWITCH, stop)
            gains[start:switch], gains[switch:stop] = before.gain, after.gain
    for edge in (edge for one in phrases if one.is_music for edge in (one.start, one.stop)):
        ease(gains, edge)
    window = np.hanning(EASE + 2)[1:-1]
    return np.convolve(np.pad(gains, EASE // 2, mode="edge"), window / window.sum(), mode="valid")


def ease(gains: Decibels, edge: int) -> None:
    """Make a slope of the step at the edge of music."""
    start, stop = max(0, edge - MUSIC_SWITCH), min(len(gains), edge + MUSIC_SWITCH)
    if 0 < edge < len(gains):
        gains[start:stop] = np.linspace(gains[start], gains[stop - 1], stop - start)
