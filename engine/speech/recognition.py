"""The speech work of one production, done in a child process (engine.sound.process)."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

from engine.sound.errors import SoundError

from . import alignment, manuscript, sphinx, whisper
from .listening import Recording
from .spec import SpeechSpec, Voice
from .words import Word

Progress = Callable[[str, float], None]
STAGE = "speech"


def recognise(spec: SpeechSpec, progress: Progress) -> dict[str, Any]:
    """Find the words of each voice of `spec`, in the time of the recording.

    Returns {"words": [[text, start, end, confidence or None, speaker]], "language", "warnings": [sentences]}.
    Raises SoundError with a sentence for people.
    """
    folder = Path(spec.work_dir) / "scratch"
    folder.mkdir(parents=True, exist_ok=True)
    found: list[Word] = []
    warnings: list[str] = []
    language = "en" if spec.language == "auto" else spec.language
    share = 1 / len(spec.voices)
    for number, voice in enumerate(spec.voices):
        progress(STAGE, number * share)
        recording = Recording(voice.path, folder, number)
        done = lambda part, first=number * share: progress(STAGE, first + part * share)  # noqa: E731
        if spec.transcript:
            words, warning = follow(spec, voice, recording, done)
            warnings += [warning] if warning else []
        elif spec.recogniser == "whisper":
            words, language = whisper.recognise(recording, spec.model, spec.language, spec.keywords, spec.workers, done)
        else:
            words = [
                word for piece in sphinx.draft(recording, recording.pieces(), spec.workers, done) for word in piece
            ]
        found += [in_whole(word, voice) for word in words]
    if not found:
        raise SoundError("No speech detected; there is no transcript.")
    return {"words": [word.to_json() for word in found], "language": language, "warnings": warnings}


def in_whole(word: Word, voice: Voice) -> Word:
    """The word of one voice in the time of the whole recording."""
    start, end = round(word.start + voice.offset, 3), round(word.end + voice.offset, 3)
    return replace(word, start=start, end=end, speaker=word.speaker or voice.speaker)


def follow(spec: SpeechSpec, voice: Voice, recording: Recording, done: sphinx.Done) -> tuple[list[Word], str]:
    """The words of the transcript that was given, with a warning where it does not fit the sound.

    Of several voices, each is followed by what the transcript has under its name.
    """
    text = manuscript.read(spec.transcript)
    if len(spec.voices) > 1:
        text = [word for word in text if word.speaker.casefold() == voice.speaker.casefold()]
        if not text:
            return (
                [],
                f"The given transcript has no words of “{voice.speaker}”; begin the lines with “{voice.speaker}:”.",
            )
    words, guessed = alignment.align(recording, recording.pieces(), text, spec.workers, done)
    if not guessed:
        return words, ""
    share = round(100 * guessed / len(words))
    return words, (
        f"The given transcript does not fit the sound everywhere: the times of {share} % of its words are a guess."
    )
