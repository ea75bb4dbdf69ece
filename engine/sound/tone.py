"""The tone of a voice: an equaliser measured on the speech, and a new upper end for recordings that have none."""

import numpy as np
from numpy.typing import NDArray

from .activity import Runs
from .biquad import Section, dip
from .meter import HOP
from .pcm import RATE, RawFile, decibels
from .spectral import WINDOW, Powers, Spectra

# Long-term average of speech per third of an octave, dB (Byrne et al., J. Acoust. Soc. Am. 96, 1994; both sexes).
BANDS = np.array([100, 125, 160, 200, 250, 315, 400, 500, 630, 800, 1000, 1250, 1600, 2000, 2500, 3150, 4000, 5000,
                  6300, 8000, 10000, 12500])  # fmt: skip
USUAL = np.array([54.4, 57.7, 56.8, 60.2, 60.3, 59.0, 62.1, 62.1, 60.5, 56.8, 53.7, 53.0, 52.0, 48.7, 48.1, 46.8, 45.6,
                  44.5, 44.3, 43.7, 43.4, 41.3])  # fmt: skip
CENTRES = (120, 240, 480, 950, 1900, 3800, 7600)  # Hz of the equaliser's bands, an octave wide
QUALITY = 1.1
FARTHEST = 8.0  # dB that a band is moved
SHARE = 0.75  # of the way to the usual voice: every voice keeps something of its own
LOOKS = 240  # windows of speech that are measured
LOOK = 8192  # samples

Band = tuple[float, float]  # Hz, dB

NARROW = 10_000.0  # Hz: a recording that ends below this may get a new upper end ...
WIDEST = 15_000.0  # ... up to here at most
FALL = 7.0  # dB by which the octave above is softer than the one it is made from


def spectrum(file: RawFile, speech: Runs) -> NDArray[np.float64] | None:
    """Level in dB per band of BANDS, over windows spread evenly over the speech; None where nobody speaks."""
    hops = np.concatenate([np.arange(start, stop) for start, stop in speech]) if speech else np.zeros(0, int)
    if len(hops) * HOP < LOOK * 4:
        return None
    window = np.hanning(LOOK)
    chosen = hops[np.linspace(0, len(hops) - 1, min(LOOKS, len(hops))).astype(int)]
    total = np.zeros(LOOK // 2 + 1)
    for hop in chosen:
        sound = file.read(hop * HOP, hop * HOP + LOOK).mean(axis=0)
        if len(sound) == LOOK:
            total += np.abs(np.fft.rfft(sound * window)) ** 2
    frequencies = np.arange(len(total)) * RATE / LOOK
    edges = 2 ** (1 / 6)
    powers = [total[(frequencies >= band / edges) & (frequencies < band * edges)].sum() for band in BANDS]
    return decibels(np.array(powers), 1e-20)


def equaliser(levels: NDArray[np.float64], top: float) -> list[Band]:
    """Bands that bring a voice with these levels, heard up to `top` Hz, nearer to the usual one."""
    heard = (BANDS >= 100) & (top * 0.85 >= BANDS)
    difference = np.where(heard, USUAL - levels, 0.0)
    weight = heard * 10 ** (USUAL / 40)  # the bands that make a voice loud say what level is usual
    difference = np.where(heard, difference - (difference * weight).sum() / weight.sum(), 0.0)
    smoothed = np.convolve(np.pad(difference, 1, mode="edge"), [0.25, 0.5, 0.25], mode="valid")
    wished = np.clip(smoothed * SHARE, -FARTHEST, FARTHEST)
    responses = np.stack([response(section((centre, 1.0))) for centre in CENTRES], axis=1)
    gains, *_ = np.linalg.lstsq(responses, wished, rcond=0.1)
    gains = np.clip(gains, -FARTHEST, FARTHEST)
    return [
        (centre, float(gain))
        for centre, gain in zip(CENTRES, gains, strict=True)
        if abs(gain) > 0.3 and centre < top * 0.85
    ]


def section(band: Band) -> Section:
    return dip(band[0], -band[1], QUALITY)


def response(made: Section) -> NDArray[np.float64]:
    """What a filter does in each band, in dB."""
    turn = np.exp(-2j * np.pi * BANDS / RATE)
    b0, b1, b2, _, a1, a2 = made
    return 20 * np.log10(np.abs((b0 + b1 * turn + b2 * turn**2) / (1 + a1 * turn + a2 * turn**2)))


class Widening:
    """Fills the spectrum above `top` Hz with the octave below it, softer, so that a muffled voice has an upper end."""

    def __init__(self, top: float) -> None:
        self.edge = round(top * 0.95 * WINDOW / RATE)
        # Moved by a multiple of four bins, a quarter of the window's hops, tones stay in phase from window to window.
        self.shift = max(4, self.edge // 2 // 4 * 4)
        self.stop = round(min(WIDEST, 2 * top * 0.95) * WINDOW / RATE)

    def shape(self, spectra: Spectra, powers: Powers) -> None:
        for begin in range(self.edge, self.stop, self.shift):
            end = min(begin + self.shift, self.stop)
            octaves = np.log2(np.arange(begin, end) / np.arange(begin - self.shift, end - self.shift))
            gains = (10 ** (-FALL * octaves / 20)).astype(np.float32)
            spectra[..., begin:end] = spectra[..., begin - self.shift : end - self.shift] * gains
            powers[..., begin:end] = powers[..., begin - self.shift : end - self.shift] * gains**2
