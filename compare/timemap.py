"""When a moment of a recording is heard in what was made of it, and back: one map per production.

    recording   |-----|cut|--------|cut|------------|
    output      |intro|-----|--------|insert|------------|outro|

Everything that has a time on both sides goes through it: switching between the two by ear, cuts drawn on a waveform,
a comment left on an earlier production.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, Self

from productions import chapters
from productions.models import Production

HAIR = 1e-6  # seconds that adding up floats may be off
NEAR = 0.05  # seconds by which Auphonic's own times of chapters may differ from the map
Rows = list[dict[str, Any]]


@dataclass(frozen=True)
class Stretch:
    """Seconds `first` to `last` of the recording, heard from second `heard` on."""

    first: float
    last: float
    heard: float

    @property
    def length(self) -> float:
        return self.last - self.first


@dataclass(frozen=True)
class Cut:
    """Seconds of the recording that are not heard; `type` as Auphonic names the reason."""

    start: float
    stop: float
    type: str


@dataclass(frozen=True)
class TimeMap:
    """`stretches` in order of time, on both sides. `is_exact`: made of a list of cuts, not guessed from chapters."""

    stretches: tuple[Stretch, ...]
    cuts: tuple[Cut, ...] = ()
    is_exact: bool = True

    @classmethod
    def of(cls, production: Production) -> Self:
        """From what Auphonic told of this production. Reads `production.recording` for its length.

        Where that is not known (an old production), or where Auphonic itself tells other times for chapters, the map
        is made of the chapters: true at each of them and until the next cut. With neither, nothing was moved.
        """
        told = production.timeline or {}
        length = float(told.get("length") or production.recording.duration)
        cuts = told.get("cuts") or [] if told.get("is_shortened") else []
        kept = _kept(length, cuts)
        found = tuple(_joined(kept, told.get("pieces") or []))
        pairs = _pairs(production, length)
        if (told and _agree(found, pairs)) or not pairs:
            return cls(found, tuple(Cut(each["start"], each["stop"], each["type"]) for each in cuts), bool(told))
        return cls(tuple(_of_pairs(pairs, length)), is_exact=False)

    def to_output(self, seconds: float) -> float | None:
        """Seconds in the output of a moment of the recording; None where it was cut."""
        found = self._find(seconds, lambda stretch: stretch.first)
        return None if found is None else found.heard + max(0.0, seconds - found.first)

    def to_source(self, seconds: float) -> float | None:
        """Seconds in the recording of a moment of the output; None inside an intro, outro or insert."""
        found = self._find(seconds, lambda stretch: stretch.heard)
        return None if found is None else found.first + max(0.0, seconds - found.heard)

    def nearest_output(self, seconds: float) -> float:
        """Like `to_output`; of a moment that was cut, the place where it would have been."""
        after = next((stretch for stretch in self.stretches if stretch.last > seconds), None)
        if after is None:
            return self.stretches[-1].heard + self.stretches[-1].length if self.stretches else 0.0
        return after.heard + max(0.0, seconds - after.first)

    @property
    def seconds_cut(self) -> float:
        return sum(cut.stop - cut.start for cut in self.cuts)

    def _find(self, seconds: float, begin: Callable[[Stretch], float]) -> Stretch | None:
        """The stretch that a moment lies in; its end belongs to what comes next, and the very last one to the last."""
        for stretch in self.stretches:
            since = seconds - begin(stretch)
            is_last = stretch is self.stretches[-1]
            if -HAIR <= since < stretch.length + (HAIR if is_last else -HAIR):
                return stretch
        return None


def between(old: Production, new: Production) -> Callable[[float], float | None] | None:
    """What carries a moment of one output to the other, through the recording; None when they have different ones.

    What it gives is None where `old` played an intro, outro or insert, and where `new` cut the passage.
    """
    if old.recording_id != new.recording_id and old.recording.sha256 != new.recording.sha256:
        return None
    before, after = TimeMap.of(old), TimeMap.of(new)

    def carry(seconds: float) -> float | None:
        source = before.to_source(seconds)
        return None if source is None else after.to_output(source)

    return carry


def _kept(length: float, cuts: Rows) -> list[Stretch]:
    """What is left of the recording, one behind the other."""
    found, done, heard = [], 0.0, 0.0
    for cut in [*cuts, {"start": length, "stop": length}]:
        start = min(float(cut["start"]), length)
        if start > done:
            found.append(Stretch(done, start, heard))
            heard += start - done
        done = max(done, float(cut["stop"]))
    return found


def _joined(kept: list[Stretch], pieces: Rows) -> Iterator[Stretch]:
    """The same with intros before it and inserts in it; no overlap is longer than what it overlaps with."""
    total = sum(stretch.length for stretch in kept)
    cursor = 0.0
    for piece in (piece for piece in pieces if piece["type"] == "intro"):
        cursor += piece["length"] - min(piece["overlap"], piece["length"], total)
    inserts = [(_place(kept, piece["at"]), piece) for piece in pieces if piece["type"] == "insert"]
    done = 0.0
    for at, piece in sorted(inserts, key=lambda pair: pair[0]):
        place = min(max(at, done), total)
        yield from _between(kept, done, place, cursor)
        overlap = min(piece["overlap"], piece["length"] / 2)
        cursor += place - done + piece["length"] - min(overlap, place - done) - min(overlap, total - place)
        done = place
    yield from _between(kept, done, total, cursor)


def _place(kept: list[Stretch], seconds: float) -> float:
    """Where a moment of the recording lies when only the cuts are made."""
    return TimeMap(tuple(kept)).nearest_output(seconds)


def _between(kept: list[Stretch], first: float, last: float, heard: float) -> Iterator[Stretch]:
    """What lies between two places of the cut recording, heard from there on."""
    for stretch in kept:
        begin, end = max(stretch.heard, first), min(stretch.heard + stretch.length, last)
        if end > begin:
            moved = stretch.first - stretch.heard
            yield Stretch(begin + moved, end + moved, heard + begin - first)


def _pairs(production: Production, length: float) -> list[tuple[float, float]]:
    """The times of chapters before and after, as Auphonic told them, in order of time."""
    both = [(each.start, each.start_output) for each in chapters.found_by(production)]
    return sorted((start, output) for start, output in both if output is not None and start < length)


def _agree(stretches: tuple[Stretch, ...], pairs: list[tuple[float, float]]) -> bool:
    here = TimeMap(stretches)
    return all(abs(here.nearest_output(start) - output) <= NEAR for start, output in pairs)


def _of_pairs(pairs: list[tuple[float, float]], length: float) -> Iterator[Stretch]:
    """From each chapter on the recording runs until the next one begins, there or in the output."""
    first, heard = pairs[0]
    if lead := min(first, heard):
        yield Stretch(first - lead, first, heard - lead)
    for (start, output), (next_start, next_output) in pairwise([*pairs, (length, float("inf"))]):
        if (run := min(next_start - start, next_output - output)) > HAIR:
            yield Stretch(start, start + run, output)
