"""Where everything lies once it is joined; in samples.

output   |---- intro ----|                |---- insert ----|              |--- outro ---|
                      |---- main, first part ----|      |---- main, second part ----|
                      overlap                    overlap                  overlap
"""

from collections.abc import Sequence
from dataclasses import dataclass

from engine.sound.pcm import RATE
from engine.sound.placing import Piece


@dataclass(frozen=True)
class Part:
    """Samples [first, last) of the recording (without its cuts), heard from `start` on."""

    first: int
    last: int
    start: int

    @property
    def stop(self) -> int:
        return self.start + self.last - self.first


@dataclass(frozen=True)
class Place:
    """Piece `number` of the order, heard from `start` on; its first and last samples overlap with the recording."""

    number: int
    start: int
    length: int
    before: int  # overlap with what comes before ...
    after: int  # ... and behind it

    @property
    def stop(self) -> int:
        return self.start + self.length


@dataclass(frozen=True)
class Layout:
    """All of it; `parts` follow each other without overlap."""

    parts: list[Part]
    places: list[Place]

    @property
    def length(self) -> int:
        return max(*(part.stop for part in self.parts), *(place.stop for place in self.places))


def layout(pieces: Sequence[Piece], lengths: Sequence[int], positions: Sequence[int], main: int) -> Layout:
    """Place pieces of these `lengths` around and in a recording of `main` samples.

    `positions` tells where in it each insert goes. No overlap is longer than the piece, or half of an insert, or
    what it overlaps with.
    """
    numbers = range(len(pieces))
    found = Layout([], [])
    cursor = 0
    for number in (number for number in numbers if pieces[number].type == "intro"):
        overlap = min(samples(pieces[number].overlap), lengths[number], main)
        found.places.append(Place(number, cursor, lengths[number], 0, overlap))
        cursor += lengths[number] - overlap
    done = 0
    for number in sorted((n for n in numbers if pieces[n].type == "insert"), key=lambda n: positions[n]):
        place = min(max(positions[number], done), main)
        found.parts.append(Part(done, place, cursor))
        cursor += place - done
        overlap = min(samples(pieces[number].overlap), lengths[number] // 2)
        before, after = min(overlap, place - done), min(overlap, main - place)
        found.places.append(Place(number, cursor - before, lengths[number], before, after))
        cursor, done = cursor - before + lengths[number] - after, place
    found.parts.append(Part(done, main, cursor))
    cursor += main - done
    for number in (number for number in numbers if pieces[number].type == "outro"):
        overlap = min(samples(pieces[number].overlap), lengths[number], main - done)
        found.places.append(Place(number, cursor - overlap, lengths[number], overlap, 0))
        cursor += lengths[number] - overlap
    return found


def samples(seconds: float) -> int:
    return max(0, round(seconds * RATE))
