"""The compressor: inside each phrase the loud syllables come down by a ratio, and the phrase keeps its loudness."""

from dataclasses import replace
from typing import Literal

import numpy as np

from .level import Leveling, Phrase
from .meter import OFFSET
from .pcm import Decibels, Energies, decibels

Strength = Literal["off", "soft", "medium", "hard"]

RATIOS: dict[Strength, float] = {"off": 1.0, "soft": 1.5, "medium": 2.5, "hard": 5.0}
THRESHOLD = -6.0  # dB over the level of the phrase: where the ratio begins
RELEASE = 0.5  # dB a hop of 10 ms, in which a reduction is given back ...
MUSIC_RELEASE = 0.1  # ... and in music
SOFT = 5  # hops over which a change of gain is spread, so that it begins before the syllable


def chosen(wish: str, leveler_strength: float) -> Strength:
    """The compressor for a setting: "auto" is medium, and hard where the leveler is at more than 100 %."""
    if wish == "off":
        return "off"
    if wish == "soft":
        return "soft"
    if wish == "hard" or (wish == "auto" and leveler_strength > 100):
        return "hard"
    return "medium"


def compressed(energies: Energies, leveling: Leveling, speech: Strength, music: Strength = "off") -> Leveling:
    """The leveling with the compressor's gains; energies are those from before, pauses are not lifted."""
    gains = np.zeros(len(energies))
    for phrase in leveling.phrases:
        ratio = RATIOS[music if phrase.is_music else speech]
        if ratio > 1 and phrase.stop > phrase.start:
            gains[phrase.start : phrase.stop] = within(energies[phrase.start : phrase.stop], phrase, ratio)
    gains[~leveling.active] = 0
    window = np.hanning(SOFT + 2)[1:-1]
    eased = np.convolve(np.pad(gains, SOFT // 2, mode="edge"), window / window.sum(), mode="valid")
    return replace(leveling, gains=leveling.gains + eased)


def within(energies: Energies, phrase: Phrase, ratio: float) -> Decibels:
    """The reductions of a phrase, and over all of it what they took away from its loudness."""
    release = MUSIC_RELEASE if phrase.is_music else RELEASE
    over = held(decibels(energies) + OFFSET - phrase.level, release) - THRESHOLD
    reductions = -np.maximum(over, 0) * (1 - 1 / ratio)
    loud = energies >= energies.mean() * 0.1
    lost = (
        decibels((energies[loud] * 10 ** (reductions[loud] / 10)).sum() / energies[loud].sum()) if loud.any() else 0.0
    )
    return np.asarray(reductions - lost)


def held(levels: Decibels, release: float) -> Decibels:
    """The levels, falling no faster than `release` a hop."""
    fall = np.arange(len(levels)) * release
    return np.asarray(np.maximum.accumulate(levels + fall) - fall)
