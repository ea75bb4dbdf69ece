"""What has to be true before an episode may be called approved, scheduled or published, and before it may go out.

Packages above add theirs.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from productions.models import Episode


@dataclass(frozen=True)
class Refusal:
    """Why not yet, and the page on which that is mended."""

    sentence: str
    address: str
    link: str  # the words of the link
    entry: str = ""  # of the catalogue of what can go wrong, where it has one


Gate = Callable[[Episode, str], Refusal | None]
GATES: list[Gate] = []  # each is given the episode and "approved", "scheduled" or "published"


def refusal(episode: Episode, goal: str) -> Refusal | None:
    """The first that says no."""
    return next((found for gate in GATES if (found := gate(episode, goal))), None)


HOLDS: list[Callable[[Any], datetime | None]] = []  # each is given the key of an episode
APPROVED: list[Callable[[Episode], object]] = []  # each is called in the transaction in which its rule was met


def held_until(episode: Any) -> datetime | None:
    """The moment before which nothing of the episode with this key goes out, in the zone of its show; None: it may."""
    return max((until for hold in HOLDS if (until := hold(episode))), default=None)


def approved(episode: Episode) -> None:
    """Its newest version may go out as far as people are concerned, and is held until its moment."""
    for listener in APPROVED:
        listener(episode)
