"""Short-time spectra: sound is cut into overlapping windows, each is shaped by rules, and put together again."""

from collections.abc import Iterator, Sequence
from typing import Protocol

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view
from numpy.typing import NDArray

from . import compiled
from .pcm import Samples

WINDOW, STEP = 2048, 512
ROOT_HANN = np.sqrt(np.hanning(WINDOW + 1)[:-1]).astype(np.float32)
BATCH = 256  # windows transformed at once

Spectra = NDArray[np.complex64]  # (channel, window, bin)
Powers = NDArray[np.float32]  # the same, squared magnitudes


class Rule(Protocol):
    """Changes spectra and their powers in place, batch after batch; it may remember the windows before."""

    def shape(self, spectra: Spectra, powers: Powers) -> None: ...


def windows_in(samples: int) -> int:
    """How many windows `shaped` cuts out of so many samples."""
    return (samples + WINDOW + STEP) // STEP + 1


def spectra_of(samples: Samples) -> Iterator[tuple[Spectra, int]]:
    """Batches of windows, and the number of the first; the first window ends where the sound begins."""
    fft = compiled.module("scipy.fft._pocketfft.pypocketfft")
    padded = np.pad(samples, ((0, 0), (WINDOW, WINDOW + STEP)))
    frames = sliding_window_view(padded, WINDOW, axis=1)[:, ::STEP]
    for first in range(0, frames.shape[1], BATCH):
        yield fft.r2c(frames[:, first : first + BATCH] * ROOT_HANN, (2,)), first


def shaped(samples: Samples, rules: Sequence[Rule]) -> Samples:
    """The sound after all rules. No delay; the first and last window are needed as context."""
    fft = compiled.module("scipy.fft._pocketfft.pypocketfft")
    out = np.zeros((len(samples), samples.shape[1] + 2 * WINDOW + STEP), np.float32)
    scale = np.float32(2 * STEP / WINDOW)
    for spectra, first in spectra_of(samples):
        powers = spectra.real**2 + spectra.imag**2
        for rule in rules:
            rule.shape(spectra, powers)
        again = fft.c2r(spectra, (2,), WINDOW, False, 2) * (ROOT_HANN * scale)
        overlap_add(out, again, first * STEP)
    return out[:, WINDOW : WINDOW + samples.shape[1]]


def overlap_add(out: Samples, frames: NDArray[np.float32], start: int) -> None:
    """Add windows that follow each other by STEP; four of them overlap."""
    count = frames.shape[1]
    pieces = frames.reshape(len(frames), count, WINDOW // STEP, STEP)
    for part in range(WINDOW // STEP):
        begin = start + part * STEP
        out[:, begin : begin + count * STEP] += pieces[:, :, part].reshape(len(frames), -1)
