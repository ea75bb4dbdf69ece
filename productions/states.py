"""THE TABLE: the states of a production, what kind each is, and where each leads.

    draft ──start──▶ creating ▶ uploading ▶ starting ▶ processing ▶ collecting ▶ delivering ▶ transcoding ▶ ready
                        └───────────── any of them may end in failed ──retry──▶ the one that failed
    any working or waiting state ──cancel──▶ canceling ▶ canceled

`rests`: nobody looks at the row (`due_at` is empty). `works`: a worker does one remote side effect.
`waits`: a worker reads the other side, and a webhook may have it look at once.
"""

from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    RESTS = "rests"
    WORKS = "works"
    WAITS = "waits"


class State(StrEnum):
    DRAFT = "draft"
    CREATING = "creating"
    UPLOADING = "uploading"
    STARTING = "starting"
    PROCESSING = "processing"
    COLLECTING = "collecting"
    HELD = "held"
    DELIVERING = "delivering"
    TRANSCODING = "transcoding"
    READY = "ready"
    FAILED = "failed"
    CANCELING = "canceling"
    CANCELED = "canceled"


class Stage(StrEnum):
    """The five words of the interface."""

    SEND = "Send"
    MASTER = "Master"
    COLLECT = "Collect"
    PUBLISH = "Publish"
    READY = "Ready"


@dataclass(frozen=True)
class Row:
    kind: Kind
    next: State | None
    stage: Stage
    doing: str  # what the interface says while it is there
    waits: tuple[float, float] = (0, 0)  # seconds between looks: first, and the most it grows to


TABLE: dict[State, Row] = {
    State.DRAFT: Row(Kind.RESTS, State.CREATING, Stage.SEND, "Not started"),
    State.CREATING: Row(Kind.WORKS, State.UPLOADING, Stage.SEND, "Preparing the production"),
    State.UPLOADING: Row(Kind.WORKS, State.STARTING, Stage.SEND, "Sending the recording"),
    State.STARTING: Row(Kind.WORKS, State.PROCESSING, Stage.SEND, "Starting"),
    State.PROCESSING: Row(Kind.WAITS, State.COLLECTING, Stage.MASTER, "Mastering", (2, 60)),
    State.COLLECTING: Row(Kind.WORKS, State.DELIVERING, Stage.COLLECT, "Fetching the results"),
    State.HELD: Row(Kind.RESTS, State.DELIVERING, Stage.PUBLISH, "Waits to be heard"),
    State.DELIVERING: Row(Kind.WORKS, State.TRANSCODING, Stage.PUBLISH, "Delivering"),
    State.TRANSCODING: Row(Kind.WAITS, State.READY, Stage.PUBLISH, "Making the versions for listeners", (1, 30)),
    State.READY: Row(Kind.RESTS, None, Stage.READY, "Ready"),
    State.FAILED: Row(Kind.RESTS, None, Stage.SEND, "Failed"),
    State.CANCELING: Row(Kind.WORKS, State.CANCELED, Stage.SEND, "Canceling"),
    State.CANCELED: Row(Kind.RESTS, None, Stage.SEND, "Canceled"),
}

RESTING = tuple(state for state, row in TABLE.items() if row.kind == Kind.RESTS)
WORKING = tuple(state for state, row in TABLE.items() if row.kind == Kind.WORKS)
WAITING = tuple(state for state, row in TABLE.items() if row.kind == Kind.WAITS)
UNFINISHED = WORKING + WAITING
CANCELABLE = tuple(state for state in UNFINISHED if state != State.CANCELING)
CHOICES = [(state.value, row.doing) for state, row in TABLE.items()]


def is_allowed(before: State, after: State, failed_in: State | None = None) -> bool:
    """Whether the table has this move."""
    if after == State.FAILED:
        return before in UNFINISHED
    if after == State.CANCELING:
        return before in CANCELABLE
    if after == State.HELD:
        return before == State.COLLECTING
    if before == State.FAILED:
        return after == failed_in
    return TABLE[before].next == after
