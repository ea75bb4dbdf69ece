"""faster-whisper with a model that the user brought: text with punctuation, and the times of its words."""

from collections.abc import Callable
from typing import Any

from engine.sound.errors import SoundError

from .listening import RATE, Recording
from .words import Word

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
        found: list[Word] = []
        for segment in segments:
            found += words_of(segment)
            done(min(1.0, segment.end * RATE / max(1, len(samples))))
    except (RuntimeError, ValueError, OSError) as error:
        raise SoundError(
            f"The Whisper model in ENGINE_WHISPER_MODEL could not be used ({error}); no transcript was made."
        ) from error
    return found, str(info.language)


def words_of(segment: Any) -> list[Word]:
    """The words of a segment, each with how sure the model was."""
    return [
        Word(word.word.strip(), *(round(float(told), 3) for told in (word.start, word.end, word.probability)))
        for word in segment.words or []
        if word.word.strip()
    ]
