"""The segments of one page as its form sends them, read and checked.

Each row has `of` (which segments of the page's edition it was made of, and its end: "12 63.5", "12+13 70.1", or only
nothing for a new one), `start`, `speaker` and `text`; `sure` names rows whose doubts are settled, `take` rows that
take a suggestion, with its text.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext as _

from productions import chapter_files
from script.segments import LAST, Segment, Word
from script.texts import PACE

BREAK = re.compile(r"\n[ \t\r]*\n")
LENGTHS = {"of": 200, "start": 20, "speaker": 200, "text": 20_000}


@dataclass(frozen=True)
class Row:
    """As it was typed; `error` says what to change."""

    of: str
    start: str
    speaker: str
    text: str
    error: str = ""


@dataclass(frozen=True)
class Rows:
    """`seen` is the edition that the page showed, of which these replace `count` segments from `first` on."""

    seen: int
    first: int
    count: int
    rows: tuple[Row, ...]
    sure: frozenset[str]
    taken: Mapping[str, str]

    @classmethod
    def read(cls, data: QueryDict) -> "Rows":
        columns = {name: [each[:most] for each in data.getlist(name)] for name, most in LENGTHS.items()}
        found = zip(columns["of"], columns["start"], columns["speaker"], columns["text"], strict=False)
        taken = dict(each.split(" ", 1) for each in data.getlist("take") if " " in each)
        rows = tuple(_checked(Row(*each)) for each in found if each[3].strip() or each[0])
        seen, first, count = (_whole(data.get(name)) for name in ("seen", "first", "count"))
        return cls(seen, first, count, rows, frozenset(data.getlist("sure")), taken)

    @property
    def is_valid(self) -> bool:
        return not any(row.error for row in self.rows)

    def segments(self, old: list[Segment]) -> list[Segment]:
        """What they say; words that stayed keep what the old segments know of them."""
        found: list[Segment] = []
        for row in self.rows:
            keys, end = _origin(row.of)
            start = chapter_files.seconds(row.start) or 0.0
            made = _source([old[key] for key in keys if key < len(old)])
            if any(str(key) in self.sure for key in keys):
                made = replace(made, words=tuple((at, None) for at, _sure in made.words))
            text = self.taken.get(str(keys[0]), row.text) if keys else row.text
            end = end if end > start else start + len(text) / PACE
            found += _parts(replace(made, start=start, end=end, speaker=row.speaker), text)
        return found


def _checked(row: Row) -> Row:
    start = chapter_files.seconds(row.start)
    if row.text.strip() and (start is None or start > LAST):
        return replace(row, error=_("Write the time like 12:40 or 1:02:03.5."))
    return row


def _origin(of: str) -> tuple[list[int], float]:
    """Places in the old edition, and the end."""
    keys, _space, end = of.partition(" ")
    places = [int(key) for key in keys.split("+") if key.isdecimal() and len(key) < 7]
    return places, chapter_files.seconds(end) or 0.0


def _source(old: list[Segment]) -> Segment:
    """One segment of all that was known of those that a row was made of."""
    if not old:
        return Segment(0.0, 0.0, "", "")
    words: list[Word] = []
    for each in old:
        words += each.words or [(None, None)] * len(each.text.split())
    is_known = any(each.words for each in old)
    return replace(old[0], text=" ".join(each.text for each in old), words=tuple(words) if is_known else ())


def _parts(segment: Segment, text: str) -> list[Segment]:
    """An empty line makes two of one; each gets its share of the time by letters."""
    texts = [each for each in BREAK.split(text) if each.strip()]
    letters, begin, found = sum(map(len, texts)), segment.start, []
    for each in texts:
        end = begin + (segment.end - segment.start) * len(each) / letters
        found.append(replace(segment.saying(each), start=round(begin, 3), end=round(end, 3)))
        begin = end
    return found


def _whole(value: Any) -> int:
    text = str(value or "")
    return int(text) if text.isdecimal() and len(text) < 9 else 0
