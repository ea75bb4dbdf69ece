"""Breaths between the words, and everything that is no speech: found per 10 ms, and turned down by a gain."""

import numpy as np

from .activity import SPEECH, Mask, detect, runs, smooth
from .fillers import FRAME, flatness, periodicity, spectrogram
from .meter import HOP
from .pcm import Decibels, Energies, RawFile, decibels

OVER_FLOOR = 5.0  # dB by which a breath rises over the room ...
UNDER_SPEECH = 12.0  # ... and stays under the level of the speech around it
LENGTHS = (14, 100)  # hops that a breath lasts
NEAR = 500  # hops around, whose speech a breath is compared to
AUTOMATIC, MOST = 12.0, 36.0  # dB
EDGE = 5  # hops over which a breath fades
ISOLATED = 60.0  # dB by which what is no speech goes when it shall go completely
MARGIN = 15  # hops that are kept around speech


def find_breaths(file: RawFile, energies: Energies) -> list[tuple[int, int]]:
    """Hops [start, stop) of each breath: longer than a consonant, softer than speech, and noise through and through."""
    active, floor = detect(energies, SPEECH)
    levels = smooth(decibels(energies), 5)
    speech = loudest_around(np.where(active, levels, -140.0))
    is_soft = (levels > floor + OVER_FLOOR) & (levels < speech - UNDER_SPEECH)
    return [
        (start, stop)
        for start, stop in runs(is_soft)
        if LENGTHS[0] <= stop - start <= LENGTHS[1] and is_breath(file, start, stop)
    ]


def loudest_around(levels: Decibels) -> Decibels:
    """The 90th percentile of the active levels within NEAR hops, every second."""
    centres = np.arange(0, max(1, len(levels)), 100)
    found = []
    for centre in centres:
        near = levels[max(0, centre - NEAR) : centre + NEAR]
        near = near[near > -139]
        found.append(float(np.percentile(near, 90)) if len(near) else -140.0)
    return np.interp(np.arange(len(levels)), centres, found)


def is_breath(file: RawFile, start: int, stop: int) -> bool:
    sound = file.read(start * HOP, stop * HOP).mean(axis=0)
    spectra = spectrogram(sound)
    if len(spectra) < 5:
        return False
    power = spectra.sum(axis=0)
    bins = np.arange(len(power)) * 48000 / FRAME
    centre = float((power * bins).sum() / power.sum())
    loudest = int(np.argmax(spectra.sum(axis=1)))
    return periodicity(sound, loudest) < 0.45 and flatness(spectra) > 0.15 and 500 < centre < 6000


def softened(breaths: list[tuple[int, int]], hops: int, amount: float) -> Decibels:
    """Gain in dB per hop that takes the breaths down by `amount` (0: automatic)."""
    depth = min(amount, MOST) or AUTOMATIC
    gains = np.zeros(hops)
    for start, stop in breaths:
        gains[start:stop] = -depth
    window = np.hanning(EDGE + 2)[1:-1]
    return np.convolve(np.pad(gains, EDGE // 2, mode="edge"), window / window.sum(), mode="valid")


def isolated(energies: Energies, music: Mask, amount: float) -> Decibels:
    """Gain in dB per hop that leaves speech alone and takes everything else down by `amount` (0, 100: completely)."""
    active, _ = detect(energies, SPEECH)
    kept = np.convolve(active & ~music, np.ones(2 * MARGIN + 1), mode="same") > 0 if len(active) else active
    depth = ISOLATED if amount in (0, 100) else amount
    gains = np.where(kept, 0.0, -depth)
    window = np.hanning(2 * EDGE + 1)
    return np.convolve(np.pad(gains, EDGE - 1, mode="edge"), window[1:-1] / window.sum(), mode="valid")
