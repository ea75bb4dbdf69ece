"""Where an episode is on its way, in the interface's words: five stages, one state word, a timeline.

Send ─ Master ─ Collect ─ Publish ─ Ready        marks: todo, run, wait (for a person), good, bad, off (canceled)
"""

from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise

from productions.models import Episode, Production, ProductionEvent, Recording
from productions.states import TABLE, UNFINISHED, Stage, State

STAGES = tuple(Stage)
PATH = tuple(state for state in TABLE if state in UNFINISHED and state != State.CANCELING)


@dataclass(frozen=True)
class Step:
    """One of the five stages."""

    label: str
    mark: str
    word: str = ""  # beside the label
    line: str = ""  # below it
    percent: int | None = None
    is_now: bool = False


@dataclass(frozen=True)
class Journey:
    """The five stages, and one mark and word for the whole episode."""

    steps: tuple[Step, ...]
    mark: str
    word: str
    percent: int | None = None

    @property
    def is_ready(self) -> bool:
        return self.mark == "good"

    @property
    def label(self) -> str:
        """The strip in words, for those who do not see it."""
        said = {"todo": "not started", "run": "running", "wait": "waits for you", "good": "done", "bad": "failed"}
        return ", ".join(f"{step.label}: {said.get(step.mark, 'canceled')}" for step in self.steps)


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
    journey: Journey

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
    """`episode` comes from a query `with_newest()`."""
    recording = next(iter(episode.newest_recordings), None)  # type: ignore[attr-defined]
    production = next(iter(episode.newest_productions), None)  # type: ignore[attr-defined]
    return Row(episode, recording, production, journey(recording, production))


def journey(recording: Recording | None, production: Production | None) -> Journey:
    if production is None:
        word = "Ready to process" if recording else "No recording"
        mark = "wait" if recording else "todo"
        line = recording.file_name if recording else "Add a recording to start"
        return Journey((Step(Stage.SEND, mark, "", line, is_now=True), *_untouched(1)), mark, word)
    at = STAGES.index(_stage(production))
    mark, word = _mark(production)
    percent = _percent(production)
    here = "" if mark in ("good", "run") else word
    steps = (
        *(Step(stage, "good", line=_done(production, stage)) for stage in STAGES[:at]),
        Step(
            STAGES[at], mark, f"{percent} %" if percent is not None else here, _now(production), percent, mark != "good"
        ),
        *_untouched(at + 1),
    )
    return Journey(steps, mark, word, percent)


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
            entries.append(Entry(TABLE[state].doing, mark, spent.get(state), since))
        elif index <= reached and state in spent and (present not in PATH or index < PATH.index(State(present))):
            entries.append(Entry(TABLE[state].doing, "good", spent[state]))
        else:
            entries.append(Entry(TABLE[state].doing, "todo"))
    return entries


def _untouched(start: int) -> tuple[Step, ...]:
    return tuple(Step(stage, "todo") for stage in STAGES[start:])


def _stage(production: Production) -> Stage:
    if production.state in (State.CANCELING, State.CANCELED):
        return Stage.MASTER if production.auphonic_uuid else Stage.SEND
    return production.row.stage


def _mark(production: Production) -> tuple[str, str]:
    if production.is_ready:
        return "good", "Ready"
    if production.is_failed:
        return "bad", "Failed"
    if production.state == State.CANCELED:
        return "off", "Canceled"
    if production.state == State.HELD:
        return "wait", "Listen, then publish"
    return "run", production.row.doing


def _percent(production: Production) -> int | None:
    if production.is_resting or production.progress is None:
        return None
    return min(99, int(production.progress * 100))  # the last step is the next state's to claim


def _now(production: Production) -> str:
    if production.is_ready:
        return "Can be heard"
    if production.is_resting:
        return ""
    if production.state == State.PROCESSING and production.auphonic_status_text:
        return production.auphonic_status_text
    return production.row.doing


def _done(production: Production, stage: Stage) -> str:
    if stage == Stage.SEND:
        return production.recording.file_name
    if stage == Stage.MASTER and production.account:
        return production.account.server_label
    if stage == Stage.COLLECT:
        return "Kept here"
    return "At AudioDN" if stage == Stage.PUBLISH else ""
