"""Where the parts of a production go: into a mix, before and behind it, and into a zip file of their own."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal, Self

Role = Literal["auto", "foreground", "background", "ducking", "unchanged"]


@dataclass(frozen=True)
class Placing:
    """How loud something is in the mix, and where: gains in dB, `pan` from -1 (left) to 1 (right)."""

    role: Role = "auto"
    gain: float = 0.0
    background_gain: float = -18.0  # under the foreground, for background and ducking
    fade_ms: float = 500.0  # in which ducking goes down
    pan: float = 0.0


@dataclass(frozen=True)
class Archive:
    """A zip file of all stems as they go into the mix, 16 bit."""

    path: str
    format: Literal["flac", "wav"] = "wav"


@dataclass(frozen=True)
class Piece:
    """Something joined to the recording: before it, behind it, or at second `at` of it.

    `overlap` seconds of it sound together with the recording; an insert overlaps on both sides.
    """

    type: Literal["intro", "outro", "insert"]
    source: str
    id: str = ""
    at: float = 0.0
    overlap: float = 0.0
    placing: Placing = field(default_factory=Placing)

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Self:
        """Rebuild the piece in the child process."""
        return cls(**{**data, "placing": Placing(**data["placing"])})
