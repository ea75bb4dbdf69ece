"""An episode with its newest recording and production, and the way of a production as a timeline."""

from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise

from productions.models import Episode, Production, ProductionEvent, Recording
from productions.states import TABLE, UNFINISHED, State

PATH = tuple(state for state in TABLE if state in UNFINISHED and state != State.CANCELING)


@dataclass(frozen=True)
class Entry:
    """One state of the way in the timeline. `seconds` is how long it took; `since` is set while it is there."""

    label: str
    mark: str
    seconds: float | None = None
    since: datetime | None = None


@dataclass(frozen=True)
class Row:
    """An episode as lists and its own page show it."""

    episode: Episode
    recording: Recording | None
    production: Production | None

    @property
    def percent(self) -> int | None:
        """How far the present part of the production is; None where nobody says."""
        production = self.production
        if production is None or production.is_resting or production.progress is None:
            return None
        return min(99, int(production.progress * 100))  # the last step is the next state's to claim

    @property
    def has_newer_recording(self) -> bool:
        """A recording came after the production that ended last."""
        return bool(
            self.recording
            and self.production
            and self.production.is_resting
            and self.recording.created_at > self.production.created_at
        )


def row(episode: Episode) -> Row:
    """`episode` comes from a query `with_newest()` or `with_all()`."""
    recording = next(iter(episode.newest_recordings), None)  # type: ignore[attr-defined]
    production = next(iter(episode.newest_productions), None)  # type: ignore[attr-defined]
    return Row(episode, recording, production)


def timeline(production: Production, events: list[ProductionEvent]) -> list[Entry]:
    """The whole way of a production, with how long each part took. `events` are its own, oldest first."""
    spent: dict[str, float] = {}
    for event, following in pairwise(events):
        spent[event.state] = spent.get(event.state, 0) + (following.at - event.at).total_seconds()
    present = production.failed_in or production.state
    reached = max((PATH.index(State(event.state)) for event in events if event.state in PATH), default=-1)
    entries = []
    for index, state in enumerate(PATH):
        if state == present and not production.is_ready:
            mark = "bad" if production.is_failed else "run"
            since = None if production.is_failed else production.state_since
            entries.append(Entry(str(TABLE[state].doing), mark, spent.get(state), since))
        elif index <= reached and state in spent and (present not in PATH or index < PATH.index(State(present))):
            entries.append(Entry(str(TABLE[state].doing), "good", spent[state]))
        else:
            entries.append(Entry(str(TABLE[state].doing), "todo"))
    return entries
