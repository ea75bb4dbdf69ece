"""faster-whisper with a model that the user brought: text with punctuation, and the times of its words."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from engine.sound.errors import SoundError

from . import alignment, sphinx
from .listening import RATE, Piece, Recording
from .manuscript import Written, sounds_of
from .recognisers import SPHINX
from .words import Word

MARGIN = 0.4  # seconds around a segment in which its words are looked for
Done = Callable[[float], None]


def recognise(
    recording: Recording, model: str, language: str, keywords: tuple[str, ...], workers: int, done: Done
) -> tuple[list[Word], str]:
    """The words, and the language that was asked for or found. Raises SoundError when the model cannot be used."""
    import numpy as np
    from faster_whisper import WhisperModel

    samples = np.fromfile(recording.path, "<i2").astype(np.float32) / 32768
    try:
        loaded = WhisperModel(model, device="cpu", compute_type="int8", cpu_threads=workers, local_files_only=True)
        segments, info = loaded.transcribe(
            samples,
            language=None if language == "auto" else language.split("-")[0].lower(),
            word_timestamps=True,
            vad_filter=False,
            condition_on_previous_text=False,
            hotwords=" ".join(keywords) or None,
        )
        found: list[list[Word]] = []
        for segment in segments:
            found.append(words_of(segment))
            done(min(1.0, segment.end * RATE / max(1, len(samples))))
    except (RuntimeError, ValueError, OSError) as error:
        raise SoundError(
            f"The Whisper model in ENGINE_WHISPER_MODEL could not be used ({error}); no transcript was made."
        ) from error
    spoken = [words for words in found if words]
    return sharpened(recording, spoken, str(info.language)), str(info.language)


def sharpened(recording: Recording, segments: list[list[Word]], language: str) -> list[Word]:
    """The words with better times where pocketsphinx can find them (English): Whisper is off by up to half a second."""
    found: list[Word] = []
    exact = language == "en" and bool(segments) and SPHINX.is_here("")
    made = sphinx.decoder() if exact else None
    for words in segments:
        piece = Piece(max(0.0, words[0].start - MARGIN), min(words[-1].end + MARGIN, recording.seconds))
        written = [Written(word.text, sounds_of(word.text)) for word in words]
        is_spelt = made is not None and all(word.sounds for word in written)
        times = alignment.aligned(made, recording, piece, written) if is_spelt else None
        if times is None:
            found += words
        else:
            found += [
                replace(word, start=round(a, 3), end=round(b, 3)) for word, (a, b) in zip(words, times, strict=True)
            ]
    return found


def words_of(segment: Any) -> list[Word]:
    """The words of a segment, each with how sure the model was."""
    return [
        Word(word.word.strip(), plain(word.start), plain(word.end), plain(word.probability))
        for word in segment.words or []
        if word.word.strip()
    ]


def plain(number: Any) -> float:
    """A number that is not numpy's."""
    return round(float(number), 3)
