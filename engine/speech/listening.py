"""Speech in a recording: where somebody speaks, as pieces a recogniser can take. 16 kHz, one channel, 16 bit."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from engine.sound import ffmpeg, pcm
from engine.sound.activity import SOUND, detect, runs

RATE = 16_000
HOP = RATE // 100
LONGEST = 20.0  # seconds of a piece
JOIN = 1.0  # shorter pauses do not end a piece: the model needs the words around
MARGIN = 0.15  # seconds of quiet around it
BLOCK = 60 * RATE

Samples = NDArray[np.int16]


@dataclass(frozen=True)
class Piece:
    """A stretch of the recording in which somebody speaks, in seconds."""

    start: float
    stop: float

    @property
    def seconds(self) -> float:
        return self.stop - self.start


class Recording:
    """The sound of one speaker or of all, decoded into a raw file."""

    def __init__(self, source: str, folder: Path, number: int = 0) -> None:
        self.path = folder / f"speech-{number}.s16"
        self.energies = self.decode(source)
        self.active, _ = detect(self.energies, SOUND)

    def decode(self, source: str) -> NDArray[np.float64]:
        """Write the raw file; returns the energy of each 10 ms, low tones weakened."""
        parts, last = [], np.float32(0)
        with ffmpeg.pcm(source, 1, RATE) as pipe, self.path.open("wb") as raw:
            for chunk in pcm.read(pipe, 1, BLOCK):
                samples = chunk[0]
                raw.write((np.clip(samples, -1, 1) * 32767).astype("<i2").tobytes())
                rises = np.diff(samples, prepend=last)
                last = samples[-1]
                whole = len(rises) // HOP * HOP
                parts.append((rises[:whole].reshape(-1, HOP).astype(np.float64) ** 2).mean(axis=1))
        return np.concatenate(parts) if parts else np.zeros(0)

    @property
    def seconds(self) -> float:
        return self.path.stat().st_size / 2 / RATE

    def samples(self, piece: Piece) -> Samples:
        first, last = round(piece.start * RATE), round(piece.stop * RATE)
        return np.fromfile(self.path, "<i2", count=last - first, offset=first * 2)

    def pieces(self) -> list[Piece]:
        """Where somebody speaks."""
        if not len(self.energies) or self.energies.max() < 1e-9:
            return []
        found: list[tuple[int, int]] = []
        for start, stop in runs(self.active):
            if found and start - found[-1][1] < JOIN * 100:
                found[-1] = (found[-1][0], stop)
            else:
                found.append((start, stop))
        cut = [part for start, stop in found for part in self.shortened(start, stop)]
        return with_margins(cut, len(self.energies))

    def trimmed(self, start: float, end: float) -> tuple[float, float]:
        """The span of a word without silence at its edges; never less than half of it."""
        first, last = round(start * 100), min(round(end * 100), len(self.active))
        sounding = np.flatnonzero(self.active[first:last])
        if not len(sounding):
            return start, end
        half = (last - first) // 2
        low, high = min(int(sounding[0]), half), max(int(sounding[-1]) + 1, half + 1)
        return (start if low == 0 else (first + low) / 100), (end if high >= last - first else (first + high) / 100)

    def shortened(self, start: int, stop: int) -> list[tuple[int, int]]:
        """The run in parts that are not too long, parted where it is quietest."""
        if stop - start <= LONGEST * 100:
            return [(start, stop)]
        first, last = start + int(LONGEST * 40), start + int(LONGEST * 95)
        smooth = np.convolve(self.energies[first:last], np.ones(9), "same")
        middle = first + int(np.argmin(smooth))
        return [(start, middle), *self.shortened(middle, stop)]


def with_margins(found: Sequence[tuple[int, int]], length: int) -> list[Piece]:
    """Pieces with a little quiet around them, which never overlap."""
    margin, pieces = round(MARGIN * 100), []
    for number, (start, stop) in enumerate(found):
        before = found[number - 1][1] if number else -margin
        after = found[number + 1][0] if number + 1 < len(found) else length + margin
        first, last = max(start - margin, (start + before) // 2, 0), min(stop + margin, (stop + after) // 2, length)
        pieces.append(Piece(first / 100, last / 100))
    return pieces
