"""One line of time for everything that is compared: the recording's, wider where a side plays something of its own.

source      |-----|cut|--------|            |------------|
processed   |-----|   |--------|   insert   |------------|outro|
axis        0 .................................................. length
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise

from compare.sides import Side
from compare.timemap import Stretch

HAIR = 0.001  # seconds below which nothing is told apart


@dataclass(frozen=True)
class Row:
    """Seconds `first` to `last` of the axis, at which a side plays from its second `at` on."""

    first: float
    last: float
    at: float


@dataclass(frozen=True)
class Axis:
    """`gaps`: (second of the recording, width), where room is made before that second."""

    gaps: tuple[tuple[float, float], ...]
    length: float

    @classmethod
    def of(cls, sides: Iterable[Side]) -> "Axis":
        placed = [side for side in sides if side.is_placed]
        end = round(max([0.0, *(stretch.last for side in placed for stretch in side.stretches)]), 6)
        widths: dict[float, float] = {}
        for side in placed:
            for place, width in _own(side, end):
                widths[round(place, 3)] = max(widths.get(round(place, 3), 0.0), width)
        return cls(tuple(sorted(widths.items())), end + sum(widths.values()))

    def place(self, seconds: float) -> float:
        """Where a second of the recording lies, behind the room made before it."""
        return seconds + sum(width for place, width in self.gaps if place <= seconds + HAIR)

    def rows(self, side: Side) -> list[Row]:
        """When a side plays what; what it leaves out, it has no row for."""
        if not side.is_placed:
            return [Row(0.0, side.length, 0.0)]
        end = round(self.length - sum(width for _, width in self.gaps), 6)
        found = [row for stretch in side.stretches for row in self._split(stretch)]
        rooms = dict(self.gaps)
        for place, width in _own(side, end):
            behind = self.place(round(place, 3))
            first = behind - (rooms[round(place, 3)] if place == end else width)  # an outro follows at once
            found.append(Row(first, first + width, self._heard_before(side, place) - width))
        return sorted(found, key=lambda row: row.first)

    def span(self, start: float, stop: float) -> tuple[float, float]:
        """Where a passage of the recording lies; room behind it does not belong to it."""
        return self.place(start), self.place(stop - 2 * HAIR) + 2 * HAIR

    def _split(self, stretch: Stretch) -> Iterator[Row]:
        inside = [place for place, _ in self.gaps if stretch.first + HAIR < place < stretch.last - HAIR]
        edges = [stretch.first, *inside, stretch.last]
        for first, last in pairwise(edges):
            begin = self.place(first)
            yield Row(begin, begin + last - first, stretch.heard + first - stretch.first)

    @staticmethod
    def _heard_before(side: Side, place: float) -> float:
        """When the side plays what comes at this place of the recording; its length behind everything."""
        after = next((each for each in side.stretches if abs(each.first - place) < 2 * HAIR), None)
        return after.heard if after else side.length


def _own(side: Side, end: float) -> Iterator[tuple[float, float]]:
    """What a side plays beside the recording: before which second of it, and how long."""
    heard = 0.0
    for stretch in side.stretches:
        if stretch.heard - heard > HAIR:
            yield stretch.first, stretch.heard - heard
        heard = stretch.heard + stretch.length
    if side.production and side.length - heard > 0.25:  # less is what codecs put behind a file
        yield end, side.length - heard
