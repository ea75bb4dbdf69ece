"""What a talk is about, taken from its own words: keywords, the phrases that hold most of them, changes of topic.

Nothing is written anew: every keyword, sentence and chapter title was said.
"""

import math
import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from .stopwords import stopwords
from .words import Phrase

TOKEN = re.compile(r"[^\W\d_][\w'’-]+")
MOST_KEYWORDS = 10
SUMMARY_SHARE, SUMMARY_LEAST, SUMMARY_MOST = 0.08, 2, 6  # sentences
CHAPTER_LEAST = 120.0  # seconds
CHAPTER_MOST = 20
WINDOW = 60.0  # seconds on each side of a border, whose words are compared


@dataclass(frozen=True)
class Section:
    """A stretch about one thing, in seconds of the recording."""

    start: float
    title: str


@dataclass(frozen=True)
class Shownotes:
    """What could be taken from a transcript."""

    summary: str
    tags: tuple[str, ...]
    chapters: tuple[Section, ...]


def shownotes(phrases: Sequence[Phrase], language: str) -> Shownotes:
    """Summary, tags and chapters of a transcript."""
    scores = scored(phrases, language)
    return Shownotes(summary(phrases, scores), tuple(keywords(scores)), tuple(sections(phrases, scores, language)))


def terms(text: str, stop: frozenset[str]) -> list[str]:
    """The words that carry meaning, in lower case."""
    words = [word.lower().replace("’", "'") for word in TOKEN.findall(text)]
    return [word for word in words if word not in stop and len(word) > 2]


def scored(phrases: Sequence[Phrase], language: str) -> dict[str, float]:
    """How much each term counts: often said, but not spread evenly over everything."""
    stop = stopwords(language)
    counts: Counter[str] = Counter()
    minutes: dict[str, set[int]] = {}
    for phrase in phrases:
        for term in terms(phrase.text, stop):
            counts[term] += 1
            minutes.setdefault(term, set()).add(int(phrase.start // 60))
    length = max(1, len({int(phrase.start // 60) for phrase in phrases}))
    return {
        term: count * (1 + math.log((1 + length) / (1 + len(minutes[term])))) * (1 + 0.1 * min(len(term), 10))
        for term, count in counts.items()
    }


def keywords(scores: dict[str, float]) -> list[str]:
    """The best terms; of forms of one word (clock, clocks) only the better."""
    found: list[str] = []
    for term in sorted(scores, key=lambda term: (-scores[term], term)):
        if not any(is_form(term, other) for other in found):
            found.append(term)
        if len(found) == MOST_KEYWORDS:
            break
    return found


def is_form(term: str, other: str) -> bool:
    """Whether the two differ in their ending alone."""
    short, long = sorted((term, other), key=len)
    return long.startswith(short[: max(4, len(short) - 1)]) and len(long) - len(short) <= 3


def summary(phrases: Sequence[Phrase], scores: dict[str, float]) -> str:
    """The sentences that hold most of the keywords, in the order in which they were said."""
    said = sentences(phrases)
    if not said:
        return ""
    wanted = min(max(SUMMARY_LEAST, round(len(said) * SUMMARY_SHARE)), SUMMARY_MOST)
    worth = {number: weight(text, scores) for number, text in enumerate(said)}
    best = sorted(worth, key=lambda number: (-worth[number], number))[:wanted]
    return " ".join(said[number] for number in sorted(best))


def sentences(phrases: Sequence[Phrase]) -> list[str]:
    """Sentences where the text has full stops, else the phrases themselves."""
    if not any(phrase.text.endswith((".", "?", "!")) for phrase in phrases):
        return [f"{phrase.text[:1].upper()}{phrase.text[1:]}." for phrase in phrases]
    joined = " ".join(phrase.text for phrase in phrases)
    return [part.strip() for part in re.split(r"(?<=[.!?…])\s+", joined) if part.strip()]


def weight(text: str, scores: dict[str, float]) -> float:
    """The mean worth of a sentence's terms; very short and very long ones count less."""
    words = text.split()
    found = [scores.get(word.lower().strip(".,;:!?…\"'"), 0.0) for word in words]
    return sum(found) / math.sqrt(max(len(words), 5)) if len(words) <= 45 else 0.0


def sections(phrases: Sequence[Phrase], scores: dict[str, float], language: str) -> list[Section]:
    """Chapters: borders where the words before and after have least in common, titles from what is said there alone."""
    if not phrases:
        return []
    borders = [phrases[0].start, *topic_changes(phrases, stopwords(language))]
    found: list[Section] = []
    for start, stop in zip(borders, [*borders[1:], math.inf], strict=True):
        inside = [phrase for phrase in phrases if start <= phrase.start < stop]
        found.append(Section(0.0 if not found else start, title(inside, phrases, scores, stopwords(language))))
    return found


def topic_changes(phrases: Sequence[Phrase], stop: frozenset[str]) -> list[float]:
    """Times of the deepest changes of words, apart by CHAPTER_LEAST."""
    first, last = phrases[0].start, phrases[-1].end
    starts, candidates = [phrase.start for phrase in phrases], []
    for before, after in pairwise(phrases):
        place = after.start
        if place - first < CHAPTER_LEAST or last - place < CHAPTER_LEAST:
            continue
        middle = bisect_left(starts, place)
        left = bag(phrases[bisect_left(starts, place - WINDOW) : middle], stop)
        right = bag(phrases[middle : bisect_left(starts, place + WINDOW)], stop)
        pause = min(after.start - before.end, 3.0) / 3.0
        candidates.append((likeness(left, right) - 0.1 * pause, place))
    chosen: list[float] = []
    most = min(CHAPTER_MOST - 1, int((last - first) / CHAPTER_LEAST / 1.5))
    for _, place in sorted(candidates):
        if len(chosen) < most and all(abs(place - other) >= CHAPTER_LEAST for other in chosen):
            chosen.append(place)
    return sorted(chosen)


def bag(phrases: Sequence[Phrase], stop: frozenset[str]) -> Counter[str]:
    return Counter(term for phrase in phrases for term in terms(phrase.text, stop))


def likeness(left: Counter[str], right: Counter[str]) -> float:
    """Cosine of two bags of words."""
    shared = sum(left[term] * right[term] for term in left)
    size = math.sqrt(sum(n * n for n in left.values()) * sum(n * n for n in right.values()))
    return shared / size if size else 0.0


def title(
    inside: Sequence[Phrase], everything: Sequence[Phrase], scores: dict[str, float], stop: frozenset[str]
) -> str:
    """The terms that belong to this stretch more than to the rest."""
    own, whole = bag(inside, stop), bag(everything, stop)
    worth = {term: scores[term] * own[term] / whole[term] * math.sqrt(own[term]) for term in own if term in scores}
    best = keywords(worth)[:3]
    return ", ".join(best).capitalize() if best else "No title"
