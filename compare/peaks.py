"""The file of a waveform: peaks at several resolutions and the loudness, coarse first, so that a first look is short.

    bytes 0-3    "PSW1"
    bytes 4-7    length of the header, little endian
    header       JSON: duration (s), loudness (LUFS), true_peak (dBTP), range (LU), and places of what follows as
                 {at: byte from the end of the header, points, rate: points a second}
      levels     coarsest first; each point is the least and the greatest sample of its time, signed 8 bit
      curve      twice a second: momentary (the loudest of its time) and short-term loudness, signed 16 bit, little
                 endian, hundredths of LUFS; −32768 for silence

Three hours are 3 MB; the header and what fills a screen lie in the first 128 KiB.
"""

import json
import struct
import sys
from array import array
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import IO, Any

MAGIC = b"PSW1"
RATE = 100  # points a second of the finest level
STEP = 4  # points of a level that become one of the next
FEW = 4096  # points of a level that needs no coarser one
CURVE_RATE = 2
SILENCE = -32768


@dataclass
class Level:
    """Two signed bytes a point, the least and the greatest."""

    rate: float
    points: "array[int]" = field(default_factory=lambda: array("b"))

    def __len__(self) -> int:
        return len(self.points) // 2


def pyramid(finest: Level) -> list[Level]:
    """The coarsest first."""
    levels = [finest]
    while len(levels[0]) > FEW:
        levels.insert(0, _coarser(levels[0]))
    return levels


def _coarser(level: Level) -> Level:
    least, most = level.points[0::2], level.points[1::2]
    above = Level(level.rate / STEP)
    for first in range(0, len(least), STEP):
        above.points.append(min(least[first : first + STEP]))
        above.points.append(max(most[first : first + STEP]))
    return above


def write(file: IO[bytes], finest: Level, curve: Sequence[tuple[float, float]], facts: dict[str, Any]) -> None:
    """`curve`: momentary and short-term loudness, twice a second."""
    levels = pyramid(finest)
    loud = array("h", (_hundredths(value) for pair in curve for value in pair))
    if sys.byteorder == "big":
        loud.byteswap()
    bodies = [levels[0].points.tobytes(), loud.tobytes(), *(level.points.tobytes() for level in levels[1:])]
    places = list(_places(bodies))
    rows = [{"at": at, "points": len(level), "rate": level.rate} for at, level in
            zip([places[0], *places[2:]], levels, strict=True)]  # fmt: skip
    curve_row = {"at": places[1], "points": len(curve), "rate": CURVE_RATE}
    header = json.dumps({**facts, "levels": rows, "curve": curve_row}, separators=(",", ":")).encode()
    header += b" " * (-len(header) % 4)
    file.write(MAGIC + struct.pack("<I", len(header)) + header)
    for body in bodies:
        file.write(body + bytes(-len(body) % 4))


def _places(bodies: list[bytes]) -> Iterator[int]:
    at = 0
    for body in bodies:
        yield at
        at += len(body) + -len(body) % 4


def _hundredths(loudness: float) -> int:
    return max(SILENCE, round(loudness * 100)) if loudness > -120 else SILENCE
