"""What others put on the line of time: comments, for example.

A package above adds a function to `SOURCES` in its `ready`:

    def of_episode(user, productions) -> Iterable[Mark]

It gets who looks and the productions that are compared. Its marks become a list of links below the waveform and dots
on it; both are asked for anew when there is news of the team.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from productions.models import Production


@dataclass(frozen=True)
class Mark:
    """`at`: seconds in the output of the production. `initials`: at most two letters, for the dot."""

    production: UUID
    at: float
    label: str
    url: str = ""
    initials: str = ""


SOURCES: list[Callable[[Any, Sequence[Production]], Iterable[Mark]]] = []


def marks(user: Any, productions: Sequence[Production]) -> list[Mark]:
    """All there are, in order of time."""
    found = [mark for source in SOURCES for mark in source(user, productions)]
    return sorted(found, key=lambda mark: mark.at)
