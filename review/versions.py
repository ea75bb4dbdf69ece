"""The versions of an episode: its productions by number, and what of each can be heard."""

from dataclasses import dataclass
from functools import cached_property

from compare.timemap import TimeMap
from productions.formats import PLAYABLE
from productions.models import Episode, OutputFile, Production
from productions.states import State

SILENT = (State.DRAFT, State.CREATING, State.UPLOADING, State.STARTING, State.PROCESSING, State.COLLECTING)


@dataclass(frozen=True)
class Version:
    """One production, counted from the first of its episode, with the file that browsers play best."""

    production: Production
    number: int
    sound: OutputFile

    @cached_property
    def seconds(self) -> float:
        """How long it is at most; 0 when that is not known."""
        pieces = (self.production.timeline or {}).get("pieces") or []
        ends = sum(float(piece["length"]) for piece in pieces if piece["type"] == "outro")
        return TimeMap.of(self.production).nearest_output(float("inf")) + ends


def versions(episode: Episode) -> list[Version]:
    """Those that can be heard, the oldest first. Two queries."""
    rows = episode.productions.select_related("recording", "started_by").prefetch_related("output_files")
    found = []
    for number, production in enumerate(rows.order_by("created_at", "id"), 1):
        production.episode = episode
        sound = None if production.state in SILENT else sound_of(production)
        if sound:
            found.append(Version(production, number, sound))
    return found


def sound_of(production: Production) -> OutputFile | None:
    outputs = production.output_files.all()
    return next((each for kind in PLAYABLE for each in outputs if each.format == kind), None)
