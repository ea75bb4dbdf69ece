"""Sound in memory and on disk: float32 arrays shaped (channels, samples) at 48 kHz, raw files of the same."""

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import IO, Any

import numpy as np
from numpy.typing import NDArray

Samples = NDArray[np.float32]
Energies = NDArray[np.float64]
Decibels = NDArray[np.float64]

RATE = 48000
CHUNK = 10 * RATE  # samples handled at once: memory is flat, whatever the length


def read(pipe: "IO[bytes] | Shifted", channels: int, samples: int = CHUNK) -> Iterator[Samples]:
    """Chunks of interleaved float32 from a pipe or a file until its end."""
    size = samples * channels * 4
    while data := read_exactly(pipe, size):
        whole = len(data) // (4 * channels)
        interleaved = np.frombuffer(data, np.float32, count=whole * channels).reshape(whole, channels)
        chunk = np.ascontiguousarray(interleaved.T)
        # A damaged file may decode to "not a number"; one such sample would poison every filter after it.
        if not np.isfinite(chunk.sum()):
            chunk = np.nan_to_num(chunk, nan=0.0, posinf=1.0, neginf=-1.0)
        yield chunk


def read_exactly(pipe: "IO[bytes] | Shifted", size: int) -> bytes:
    """`size` bytes, or what is left before the end: an unbuffered pipe gives less than it is asked for."""
    parts: list[bytes] = []
    while size > 0 and (data := pipe.read(size)):
        parts.append(data)
        size -= len(data)
    return b"".join(parts)


class Shifted:
    """A pipe of interleaved float32 that begins `samples` later, with silence, or earlier, without its start."""

    def __init__(self, pipe: IO[bytes], channels: int, samples: int) -> None:
        self.pipe = pipe
        self.silence = max(0, samples) * 4 * channels
        left_out = max(0, -samples) * 4 * channels
        while left_out and (data := pipe.read(min(left_out, 1 << 20))):
            left_out -= len(data)

    def read(self, size: int) -> bytes:
        """Up to `size` bytes."""
        if self.silence:
            part = min(size, self.silence)
            self.silence -= part
            return bytes(part)
        return self.pipe.read(size)


def interleave(samples: Samples) -> bytes:
    return np.ascontiguousarray(samples.T, dtype=np.float32).tobytes()


def write(pipe: IO[bytes], samples: Samples) -> None:
    """All of it, also where an unbuffered pipe takes it in parts."""
    data = memoryview(interleave(samples))
    while data:
        data = data[pipe.write(data) :]


class RawFile:
    """A file of interleaved float32 that is read and written in place, piece by piece (never mapped into memory)."""

    def __init__(self, path: Path, channels: int) -> None:
        self.path, self.channels = path, channels

    def __len__(self) -> int:
        return self.path.stat().st_size // (4 * self.channels)

    def read(self, start: int, stop: int) -> Samples:
        """Samples [start, stop), less where the file ends before."""
        with self.path.open("rb", buffering=0) as file:
            file.seek(start * 4 * self.channels)
            return next(read(file, self.channels, stop - start), np.zeros((self.channels, 0), np.float32))

    def write(self, start: int, samples: Samples) -> None:
        with self.path.open("r+b", buffering=0) as file:
            file.seek(start * 4 * self.channels)
            write(file, samples)

    def chunks(self, ranges: Iterable[tuple[int, int]], samples: int = CHUNK) -> Iterator[Samples]:
        """The given ranges one after the other, in pieces of at most `samples`."""
        for start, stop in ranges:
            for first in range(start, stop, samples):
                yield self.read(first, min(first + samples, stop))


def decibels(power: NDArray[np.floating[Any]] | float, floor: float = 1e-14) -> Decibels:
    """Power to dB, never -inf."""
    return np.asarray(10 * np.log10(np.maximum(power, floor)), np.float64)


def amplitude(decibel: float) -> float:
    return float(10 ** (decibel / 20))
