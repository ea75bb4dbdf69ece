"""What is done to many segments at once: moved, stretched, carried over, renamed, replaced. Each gives new ones."""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace

from script.segments import Segment, Word

Place = Callable[[float], float | None]  # where a moment is now; None where it is not heard any more


@dataclass(frozen=True)
class Anchors:
    """Two moments, and when they are really said, in seconds. `first` and `last` differ."""

    first: float
    first_is: float
    last: float
    last_is: float

    @property
    def rate(self) -> float:
        """How much slower it runs than it should; not above 0 when the two are in the wrong order."""
        return (self.last_is - self.first_is) / (self.last - self.first)

    def place(self, seconds: float) -> float:
        return self.first_is + (seconds - self.first) * self.rate


def shift(segments: Iterable[Segment], seconds: float, since: float = 0.0) -> list[Segment]:
    """Those that begin at `since` or later, moved by so much."""
    return [_moved(each, lambda at: at + seconds) if each.start >= since else each for each in segments]


def stretch(segments: Iterable[Segment], anchors: Anchors) -> list[Segment]:
    """All of them, so that both anchors are where they belong."""
    return [_moved(each, anchors.place) for each in segments]


def carry(segments: Iterable[Segment], place: Place) -> list[Segment]:
    """Those whose middle is still heard, at their place; a start or end that was cut is where the middle begins."""
    found = []
    for each in segments:
        middle = (each.start + each.end) / 2
        now = place(middle)
        if now is not None:
            first, last = place(each.start), place(each.end)
            start, end = now if first is None else first, now if last is None else last
            words = tuple((None if at is None else place(at), sure) for at, sure in each.words)
            found.append(replace(each, start=start, end=max(start, end), words=words))
    return found


def rename(segments: Iterable[Segment], old: str, new: str) -> tuple[list[Segment], int]:
    """Another name for a speaker, and how many segments have it now."""
    found = [replace(each, speaker=new) if each.speaker == old else each for each in segments]
    return found, sum(each.speaker == new for each in found)


def pattern(words: str, is_exact: bool, is_whole: bool) -> re.Pattern[str]:
    """`is_exact` tells capitals from small letters; `is_whole` finds no parts of words."""
    escaped = re.escape(words)
    return re.compile(rf"(?<!\w){escaped}(?!\w)" if is_whole else escaped, 0 if is_exact else re.IGNORECASE)


def substitute(segments: Iterable[Segment], wanted: re.Pattern[str], new: str) -> tuple[list[Segment], int]:
    """Every match replaced by the words as they are, and how many there were."""
    found, total = [], 0
    for each in segments:
        text, count = wanted.subn(lambda _: new, each.text)
        found.append(each.saying(text) if count else each)
        total += count
    return found, total


def _moved(segment: Segment, place: Callable[[float], float]) -> Segment:
    def at(seconds: float) -> float:
        return max(0.0, round(place(seconds), 3))

    words: tuple[Word, ...] = tuple((None if start is None else at(start), sure) for start, sure in segment.words)
    return replace(segment, start=at(segment.start), end=at(segment.end), words=words)
