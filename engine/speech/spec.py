"""What can be asked of the speech package; travels to the child process as JSON (engine.sound.spec)."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal, Self


@dataclass(frozen=True)
class Voice:
    """A file with speech; `speaker` names whose voice it is, where that is known.

    The file begins `offset` seconds after the whole recording.
    """

    path: str
    speaker: str = ""
    offset: float = 0.0


@dataclass(frozen=True)
class SpeechSpec:
    """Speech to be recognised, or to be found where `transcript` says what was said.

    `recogniser` is whisper (with the folder of a model) or pocketsphinx, `language` a code or "auto".
    """

    voices: tuple[Voice, ...]
    work_dir: str
    recogniser: Literal["whisper", "pocketsphinx"] = "pocketsphinx"
    language: str = "auto"
    keywords: tuple[str, ...] = ()
    transcript: str = ""
    model: str = ""
    workers: int = 2

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Self:
        """Rebuild the spec in the child process."""
        voices = tuple(Voice(**voice) for voice in data["voices"])
        return cls(**{**data, "voices": voices, "keywords": tuple(data["keywords"])})
