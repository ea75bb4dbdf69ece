"""Look-ahead true-peak limiter: the gain goes down before a peak, back up slowly after it, and never clicks."""

import numpy as np
from numpy.typing import NDArray

from .meter import BLOCK, Blocks, block_peaks
from .pcm import RATE, Decibels, Samples, amplitude

LOOK = int(0.005 * RATE) // BLOCK  # blocks on each side of a peak that share its reduction
RELEASE = 0.080  # s until a reduction has fallen to 37 %


class Report:
    """What the limiter did: highest and mean reduction in dB, share of the time in which it was at work."""

    def __init__(self) -> None:
        self.highest = self.total = 0.0
        self.active = self.seen = 0

    def note(self, reductions: Decibels) -> None:
        self.highest = max(self.highest, float(reductions.max(initial=0.0)))
        self.total += float(reductions.sum())
        self.active += int((reductions > 0.1).sum())
        self.seen += len(reductions)

    def facts(self) -> dict[str, float]:
        return {
            "max_reduction": round(self.highest, 2),
            "mean_reduction": round(self.total / max(1, self.active), 2),
            "active_share": round(self.active / max(1, self.seen), 4),
        }


class Limiter:
    """Keeps the true peak of fed chunks under `ceiling` dBTP. Gives back as many samples as it was fed, later.

    One gain for all channels, worked out per block of 16 samples:
    peaks -> reduction in dB -> held over the look-ahead -> released slowly -> smoothed -> ramps.
    """

    def __init__(self, channels: int, ceiling: float, report: Report | None = None) -> None:
        self.channels = channels
        self.level = amplitude(ceiling)
        self.blocks = Blocks(channels)
        self.waiting = np.zeros((channels, 0), np.float32)  # samples whose gain is not known yet
        self.needed = np.zeros(2 * LOOK)  # reductions still in the reach of the hold ...
        self.released = np.zeros(2 * LOOK)  # ... and of the smoothing
        self.early = 2 * LOOK  # gains to come that belong before the first sample
        self.pending = np.zeros(0)  # gain of the block whose right neighbour is not known yet ...
        self.edge = 1.0  # ... and the gain at its left edge
        self.report = report or Report()

    def feed(self, samples: Samples) -> Samples:
        """Limited samples, as far as their gain is known by now."""
        self.waiting = np.concatenate([self.waiting, samples], axis=1)
        whole = self.blocks.feed(samples)
        if not whole.size:
            return self.waiting[:, :0]
        gains = self.gains(block_peaks(whole, self.level))
        early = min(self.early, len(gains))
        self.early -= early
        return self.ramp(gains[early:])

    def flush(self) -> Samples:
        """The rest, after the last chunk."""
        left = self.waiting.shape[1]
        tail = np.zeros((self.channels, (2 * LOOK + 8) * BLOCK), np.float32)
        return self.feed(tail)[:, :left]

    def gains(self, peaks: NDArray[np.float32]) -> NDArray[np.float64]:
        needed = 20 * np.log10(np.maximum(peaks.astype(np.float64) / self.level, 1.0))
        reach = np.concatenate([self.needed, needed])
        self.needed = reach[-2 * LOOK :]
        released = np.concatenate([self.released, self.release(sliding_max(reach, 2 * LOOK + 1))])
        self.released = released[-2 * LOOK :]
        self.report.note(released[2 * LOOK :])
        if not released.any():
            return np.ones(len(peaks))
        return np.asarray(10 ** (-np.convolve(released, WINDOW, "valid") / 20))

    def release(self, held: Decibels) -> Decibels:
        """y[n] = max(x[n], a * y[n-1]), as a running maximum of logarithms."""
        before = float(self.released[-1])
        if before == 0 and not held.any():
            return held
        fall = -BLOCK / (RELEASE * RATE)
        steps = np.arange(1, len(held) + 1) * fall
        levels = np.log(np.maximum(held, 1e-12)) - steps
        levels[0] = max(levels[0], np.log(max(before, 1e-12)))
        released: Decibels = np.exp(np.maximum.accumulate(levels) + steps)
        released[released < 1e-4] = 0.0
        return released

    def ramp(self, gains: NDArray[np.float64]) -> Samples:
        """Straight lines from block edge to block edge; an edge takes the lower gain of its two blocks."""
        gains = np.concatenate([self.pending, gains])
        if not len(gains):
            return self.waiting[:, :0]
        edges = np.concatenate([[min(self.edge, gains[0])], np.minimum(gains[:-1], gains[1:])])
        self.pending, self.edge = gains[-1:], float(edges[-1])
        count = (len(gains) - 1) * BLOCK
        ready, self.waiting = self.waiting[:, :count].copy(), self.waiting[:, count:]
        lowered = np.flatnonzero(np.minimum(edges[:-1], edges[1:]) < 1.0)
        if len(lowered):
            curves = edges[lowered, None] + np.diff(edges)[lowered, None] * SHARES
            ready.reshape(self.channels, -1, BLOCK)[:, lowered] *= curves.astype(np.float32)
        return ready


WINDOW = np.hanning(2 * LOOK + 3)[1:-1]
WINDOW /= WINDOW.sum()
SHARES = (np.arange(BLOCK) + 0.5) / BLOCK


def sliding_max(values: Decibels, width: int) -> Decibels:
    """Maximum over each window of `width` values (valid windows only), by doubling."""
    done = 1
    while done < width:
        step = min(done, width - done)
        values = np.maximum(values[:-step], values[step:])
        done += step
    return values
