"""What a step can come to."""

from dataclasses import dataclass, field
from typing import Any

from productions.states import State


@dataclass(frozen=True)
class Done:
    values: dict[str, Any] = field(default_factory=dict)  # columns to write with the move
    next: State | None = None  # None: as the table says


@dataclass(frozen=True)
class Again:
    seconds: float | None = None  # None: as the table says
    values: dict[str, Any] = field(default_factory=dict)


class Failed(Exception):
    """Repeating the step will not help by itself. `resume` is where a retry goes on, when not at this state."""

    def __init__(
        self, sentence: str, code: str, resume: State | None = None, values: dict[str, Any] | None = None
    ) -> None:
        super().__init__(sentence)
        self.sentence, self.code, self.resume, self.values = sentence, code, resume, values or {}
