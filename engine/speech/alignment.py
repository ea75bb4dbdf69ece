"""Finds when the words of a given transcript are said: a draft says roughly where, the aligner exactly."""

from bisect import bisect_right
from collections.abc import Sequence
from difflib import SequenceMatcher
from itertools import pairwise

from . import sphinx
from .listening import Piece, Recording
from .manuscript import Written
from .words import Word

WHOLE = 90.0  # seconds of sound that are aligned at once, without a draft
FEW = 400  # words of it
Spans = list[tuple[float, float]]


def align(
    recording: Recording, pieces: Sequence[Piece], text: Sequence[Written], workers: int, done: sphinx.Done
) -> tuple[list[Word], int]:
    """The words with their times, and how many of them could only be placed by guess."""
    if not pieces or not text:
        return [], 0
    span = Piece(pieces[0].start, pieces[-1].stop)
    if span.seconds <= WHOLE and len(text) <= FEW:
        groups = [(span, list(text))]
    else:
        heard = sphinx.draft(recording, pieces, workers, lambda share: done(share * 0.8))
        groups = joined(assigned(pieces, heard, text))
    return within(recording, groups, lambda share: done(0.8 + 0.2 * share))


Groups = Sequence[tuple[Piece, Sequence[Written]]]


def within(recording: Recording, groups: Groups, done: sphinx.Done) -> tuple[list[Word], int]:
    """The words with their times, each group within its piece, and how many could only be placed by guess."""
    made, guessed = sphinx.decoder(), 0
    found: list[Word] = []
    for number, (piece, words) in enumerate(groups, 1):
        times = aligned(made, recording, piece, words)
        if times is None:
            times = spread(piece, words)
            guessed += len(words)
        found += [
            Word(word.text, round(start, 3), round(end, 3), None, word.speaker)
            for word, (start, end) in zip(words, times, strict=True)
        ]
        done(number / len(groups))
    return found, guessed


def aligned(made: object, recording: Recording, piece: Piece, words: Sequence[Written]) -> Spans | None:
    """Times of the words in the recording; None where the aligner cannot fit them to the sound."""
    sounds = [sound for word in words for sound in word.sounds]
    times = sphinx.align(made, recording.samples(piece), sounds) if sounds else []
    if times is None:
        return None
    found, place = [], 0
    for word in words:
        own = times[place : place + len(word.sounds)]
        place += len(word.sounds)
        found.append(recording.trimmed(piece.start + own[0][0], piece.start + own[-1][1]))
    return found


def spread(piece: Piece, words: Sequence[Written]) -> Spans:
    """Times by the length of the words, where nothing better is known."""
    lengths = [len(word.text) + 1 for word in words]
    second = piece.seconds / sum(lengths)
    found, place = [], piece.start
    for length in lengths:
        found.append((place, place + length * second))
        place += length * second
    return found


def assigned(
    pieces: Sequence[Piece], heard: Sequence[Sequence[Word]], text: Sequence[Written]
) -> list[tuple[Piece, list[Written], bool]]:
    """Which words of the text belong to which piece: those the draft has in common hold, the rest lies between.

    The third tells whether the piece surely begins with the first of its words: both sides of the border are known.
    """
    drafted = [(word.text.lower(), number) for number, words in enumerate(heard) for word in words]
    sounds = ["".join(word.sounds) for word in text]
    matcher = SequenceMatcher(None, [word for word, _ in drafted], sounds)
    anchors: dict[int, int] = {}  # word of the text: piece
    for block in matcher.get_matching_blocks():
        anchors |= {block.b + k: drafted[block.a + k][1] for k in range(block.size)}
    numbers = filled(sorted(anchors.items()), text, pieces)
    groups: list[list[int]] = [[] for _ in pieces]
    for word, number in enumerate(numbers):
        groups[number].append(word)
    return [
        (piece, [text[word] for word in words], words[0] in anchors and words[0] - 1 in anchors)
        for piece, words in zip(pieces, groups, strict=True)
        if words
    ]


def joined(groups: Sequence[tuple[Piece, list[Written], bool]]) -> list[tuple[Piece, list[Written]]]:
    """Neighbours as one where it is not sure which words belong to which: the aligner finds their border."""
    found: list[tuple[Piece, list[Written]]] = []
    for piece, words, is_sure in groups:
        if found and not is_sure and piece.stop - found[-1][0].start <= WHOLE:
            before, known = found[-1]
            found[-1] = (Piece(before.start, piece.stop), known + words)
        else:
            found.append((piece, words))
    return found


def filled(anchors: Sequence[tuple[int, int]], text: Sequence[Written], pieces: Sequence[Piece]) -> list[int]:
    """The piece of every word: between two anchors, words are dealt out by the seconds of speech there."""
    known = [(-1, 0), *anchors, (len(text), len(pieces) - 1)]
    numbers = [0] * len(text)
    for word, piece in anchors:
        numbers[word] = piece
    for (before, first), (after, last) in pairwise(known):
        between = range(before + 1, after)
        if not between:
            continue
        ends, total = [], 0.0
        for number in range(first, last + 1):
            # Half of the pieces at the edges: the anchors stand somewhere in their middle.
            is_edge = number in (first, last) and before >= 0 and after < len(text)
            total += pieces[number].seconds * (0.5 if is_edge else 1.0)
            ends.append(total)
        for order, word in enumerate(between, 1):
            place = total * order / (len(between) + 1)
            numbers[word] = first + min(bisect_right(ends, place), last - first)
    return numbers
