"""pocketsphinx: drafts in English, and finding the words of a text that is given."""

import re
from collections.abc import Callable, Sequence
from typing import Any

from engine.sound.workers import pool

from .listening import Piece, Recording, Samples
from .pronunciation import phones
from .words import Word

FRAME = 0.01  # seconds
FILLER = re.compile(r"^(<.*>|\[.*\]|\+\+.*\+\+)$")
VARIANT = re.compile(r"\(\d+\)$")
Done = Callable[[float], None]


def decoder() -> Any:
    """A decoder with the model of its wheel. It takes 0.3 s."""
    from pocketsphinx import Decoder

    return Decoder(loglevel="FATAL")


def heard(made: Any, samples: Samples) -> list[tuple[str, float, float, float]]:
    """What a decoder makes of a piece: (word, start, end, confidence), fillers left out."""
    made.start_utt()
    made.process_raw(samples.tobytes(), full_utt=True)
    made.end_utt()
    if made.hyp() is None:
        return []
    found = []
    for segment in made.seg():
        if not FILLER.match(segment.word):
            word, start, end = VARIANT.sub("", segment.word), segment.start_frame, segment.end_frame + 1
            found.append((word, start * FRAME, end * FRAME, min(1.0, segment.prob)))
    return found


def draft(recording: Recording, pieces: Sequence[Piece], workers: int, done: Done) -> list[list[Word]]:
    """The words of each piece, as well as the small model can tell."""
    jobs = [(recording, piece) for piece in pieces]
    if workers < 2 or len(jobs) < 4:
        prepare()
        found = []
        for number, job in enumerate(jobs, 1):
            found.append(draft_piece(job))
            done(number / len(jobs))
        return found
    with pool(min(workers, len(jobs)), prepare) as made:
        found = []
        for number, words in enumerate(made.imap(draft_piece, jobs), 1):
            found.append(words)
            done(number / len(jobs))
        return found


prepared: list[Any] = []


def prepare() -> None:
    prepared[:] = [decoder()]


def draft_piece(job: tuple[Recording, Piece]) -> list[Word]:
    recording, piece = job
    return [
        Word(word, round(piece.start + start, 3), round(piece.start + end, 3), round(sure, 3))
        for word, start, end, sure in heard(prepared[0], recording.samples(piece))
    ]


def align(made: Any, samples: Samples, sounds: Sequence[str]) -> list[tuple[float, float]] | None:
    """When each of the sounds (words) is said in a piece; None where they do not fit it."""
    for sound in dict.fromkeys(sounds):
        if made.lookup_word(sound) is None:
            made.add_word(sound, phones(sound), False)
    made.set_align_text(" ".join(sounds))
    try:
        found = [(word, start, end) for word, start, end, _ in heard(made, samples)]
    except RuntimeError:  # the text does not fit the sound at all
        return None
    if [word for word, _, _ in found] != list(sounds):
        return None
    return [(start, end) for _, start, end in found]
