"""Sound that is easy to find again: short bursts at known seconds, and what a file holds, as numbers."""

from array import array
from pathlib import Path

from tests import sound

RATE = 8000


def bursts(path: Path, seconds: float, at: list[float], level: float = 0.5) -> Path:
    """Silence with a burst of 100 ms at each of these seconds."""
    gate = "+".join(f"between(t,{start},{start + 0.1})" for start in at) or "0"
    sound.ffmpeg("-f", "lavfi", "-i", f"aevalsrc='{level}*sin(2*PI*1000*t)*({gate})':s=48000:d={seconds}", str(path))
    return path


def samples(path: Path, rate: int = RATE) -> "array[int]":
    """Mono, 16 bit."""
    told = sound.ffmpeg("-i", str(path), "-ac", "1", "-ar", str(rate), "-f", "s16le", "-")
    return array("h", told.stdout)


def onsets(path: Path, above: float = 0.1) -> list[float]:
    """Seconds at which something begins after at least 50 ms of quiet."""
    found, quiet = [], RATE
    for place, value in enumerate(samples(path)):
        if abs(value) > above * 32768:
            if quiet > RATE // 20:
                found.append(place / RATE)
            quiet = 0
        else:
            quiet += 1
    return found
