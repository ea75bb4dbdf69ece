"""What is said, in segments: who, from when to when, and which words a recogniser was not sure of.

Kept in an edition as `{"start", "end", "speaker", "text", "words"}`; `words` has `[start, confidence]` for each word of
the text where somebody knows them, and is missing where nobody does. All times are seconds of the output.
"""

import re
import textwrap
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Any, Self

DOUBT = 0.6  # confidence below which a word wants to be heard again
LONGEST_TEXT, LONGEST_NAME = 1000, 80  # letters
HANDY = 160  # letters of a segment that a longer text is taken apart to
SENTENCE = re.compile(r"(?<=[.!?…])\s+")
MOST = 20_000  # segments
LAST = 360_000.0  # seconds, a hundred hours

Word = tuple[float | None, float | None]  # when it begins, and how sure the recogniser was, 0 to 1


@dataclass(frozen=True)
class Segment:
    """`words` are as many as the text has, or none."""

    start: float
    end: float
    speaker: str
    text: str
    words: tuple[Word, ...] = ()

    @classmethod
    def of(cls, row: dict[str, Any]) -> Self:
        words = tuple((word[0], word[1]) for word in row.get("words", ()))
        return cls(row["start"], row["end"], row["speaker"], row["text"], words)

    @property
    def row(self) -> dict[str, Any]:
        """As an edition keeps it."""
        found: dict[str, Any] = {"start": self.start, "end": self.end, "speaker": self.speaker, "text": self.text}
        return found | {"words": [list(word) for word in self.words]} if self.words else found

    @property
    def pieces(self) -> list[tuple[str, bool]]:
        """Its words, each with whether it is doubted."""
        words = self.words or ((None, None),) * len(self.text.split())
        return [
            (text, sure is not None and sure < DOUBT) for text, (_, sure) in zip(self.text.split(), words, strict=True)
        ]

    @property
    def doubts(self) -> int:
        return sum(sure is not None and sure < DOUBT for _, sure in self.words)

    def saying(self, text: str) -> Self:
        """With another text: words that stayed keep what is known of them, and nobody doubts what a person wrote."""
        old, new = self.text.split(), text.split()
        if not self.words or old == new:
            return replace(self, text=text)
        known: list[Word] = [(None, None)] * len(new)
        head = _common(old, new)
        tail = min(_common(old[::-1], new[::-1]), min(len(old), len(new)) - head)
        known[:head] = self.words[:head]
        if tail:
            known[-tail:] = self.words[-tail:]
        return replace(self, text=text, words=tuple(known))


def clean(segments: Iterable[Segment]) -> list[Segment]:
    """In order of time, none empty, none too long to be read at once, and no end that comes before its start."""
    found: list[Segment] = []
    for each in segments:
        text, start = " ".join(each.text.split()), round(min(max(each.start, 0.0), LAST), 3)
        if text:
            name = " ".join(each.speaker.split())[:LONGEST_NAME].strip()
            end = round(max(min(each.end, LAST), start), 3)
            kept = replace(each.saying(text), start=start, end=end, speaker=name)
            found += [kept] if len(text) <= LONGEST_TEXT else spread(kept)
    return sorted(found, key=lambda each: each.start)[:MOST]


def spread(long: Segment) -> Iterator[Segment]:
    """A long speech in handy pieces at ends of sentences, its time shared out by letters."""
    parts: list[str] = []
    for sentence in SENTENCE.split(long.text):
        for part in textwrap.wrap(sentence, HANDY):
            if parts and len(parts[-1]) + len(part) < HANDY:
                parts[-1] += f" {part}"
            else:
                parts.append(part)
    letters, begin = sum(map(len, parts)), long.start
    for part in parts:
        end = begin + (long.end - long.start) * len(part) / letters
        yield Segment(round(begin, 3), round(end, 3), long.speaker, part)
        begin = end


def rows(segments: Iterable[Segment]) -> list[dict[str, Any]]:
    return [each.row for each in segments]


def _common(one: list[str], other: list[str]) -> int:
    """How many words both begin with."""
    count = 0
    for first, second in zip(one, other, strict=False):
        if first != second:
            break
        count += 1
    return count
