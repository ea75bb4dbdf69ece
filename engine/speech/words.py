"""What was said: words with their times, grouped into phrases as subtitles and transcripts show them."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

Kept = Sequence[Sequence[float]]  # first and last second of the recording that are heard, and when

PAUSE = 0.7  # seconds of silence that end a phrase
LONGEST = 6.0  # seconds of a phrase ...
WIDEST = 84  # ... and its characters: two lines of a subtitle
ENDS = (".", "!", "?", "…", ":")


@dataclass(frozen=True)
class Word:
    """A word and when it is said, in seconds; `confidence` from 0 to 1, None where nobody doubts it."""

    text: str
    start: float
    end: float
    confidence: float | None = None
    speaker: str = ""

    def to_json(self) -> list[Any]:
        return [self.text, self.start, self.end, self.confidence, self.speaker]


@dataclass(frozen=True)
class Phrase:
    """Words that are read together, all of one speaker."""

    words: tuple[Word, ...]

    @property
    def start(self) -> float:
        return self.words[0].start

    @property
    def end(self) -> float:
        return self.words[-1].end

    @property
    def speaker(self) -> str:
        return self.words[0].speaker

    @property
    def text(self) -> str:
        return " ".join(word.text for word in self.words)

    @property
    def confidence(self) -> float | None:
        known = [word.confidence for word in self.words if word.confidence is not None]
        return round(sum(known) / len(known), 3) if known else None


def from_json(rows: Sequence[Sequence[Any]]) -> list[Word]:
    """The words as they were before Word.to_json()."""
    return [Word(*row) for row in rows]


def placed(words: Sequence[Word], kept: Kept) -> list[Word]:
    """The words in the time of the finished sound; those that were cut are gone."""
    found = []
    for word in words:
        middle = (word.start + word.end) / 2
        for start, stop, heard in kept:
            if start <= middle < stop:
                first, last = (heard + min(max(place, start), stop) - start for place in (word.start, word.end))
                found.append(replace(word, start=round(first, 3), end=round(last, 3)))
                break
    return sorted(found, key=lambda word: word.start)


def phrases(words: Sequence[Word]) -> list[Phrase]:
    """The words of each speaker in phrases, in the order in which they begin."""
    speakers = dict.fromkeys(word.speaker for word in words)
    found = [phrase for speaker in speakers for phrase in grouped([w for w in words if w.speaker == speaker])]
    return sorted(found, key=lambda phrase: phrase.start)


def grouped(words: Sequence[Word]) -> Iterator[Phrase]:
    """Phrases of one speaker: they end at pauses, at the ends of sentences, and before they get too long."""
    held: list[Word] = []
    for word in words:
        if held and is_over(held, word):
            yield Phrase(tuple(held))
            held = []
        held.append(word)
    if held:
        yield Phrase(tuple(held))


def is_over(held: Sequence[Word], following: Word) -> bool:
    """Whether the phrase ends before the word that follows."""
    width = sum(len(word.text) + 1 for word in held) + len(following.text)
    return (
        following.start - held[-1].end >= PAUSE
        or following.end - held[0].start > LONGEST
        or width > WIDEST
        or (held[-1].text.endswith(ENDS) and width > WIDEST // 4)
    )
