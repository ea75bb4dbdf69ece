"""THE TABLE: the states of a production, what kind each is, and where each leads.

    draft ──start──▶ creating ▶ uploading ▶ starting ▶ processing ▶ collecting ▶ delivering ▶ transcoding ▶ ready
                        └───────────── any of them may end in failed ──retry──▶ the one that failed
    any working or waiting state ──cancel──▶ canceling ▶ canceled

`rests`: nobody looks at the row (`due_at` is empty). `works`: a worker does one remote side effect.
`waits`: a worker reads the other side, and a webhook may have it look at once.
"""

from dataclasses import dataclass
from enum import StrEnum

from django.utils.functional import Promise
from django.utils.translation import gettext, gettext_noop
from django.utils.translation import gettext_lazy as _


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

    SEND = gettext_noop("Send")
    MASTER = gettext_noop("Master")
    COLLECT = gettext_noop("Collect")
    PUBLISH = gettext_noop("Publish")
    READY = gettext_noop("Ready")

    @property
    def label(self) -> str:
        return gettext(self.value)


@dataclass(frozen=True)
class Row:
    kind: Kind
    next: State | None
    stage: Stage
    doing: str | Promise  # what the interface says while it is there
    waits: tuple[float, float] = (0, 0)  # seconds between looks: first, and the most it grows to


TABLE: dict[State, Row] = {
    State.DRAFT: Row(Kind.RESTS, State.CREATING, Stage.SEND, _("Not started")),
    State.CREATING: Row(Kind.WORKS, State.UPLOADING, Stage.SEND, _("Preparing the production")),
    State.UPLOADING: Row(Kind.WORKS, State.STARTING, Stage.SEND, _("Sending the recording")),
    State.STARTING: Row(Kind.WORKS, State.PROCESSING, Stage.SEND, _("Starting")),
    State.PROCESSING: Row(Kind.WAITS, State.COLLECTING, Stage.MASTER, _("Mastering"), (2, 60)),
    State.COLLECTING: Row(Kind.WORKS, State.DELIVERING, Stage.COLLECT, _("Fetching the results")),
    State.HELD: Row(Kind.RESTS, State.DELIVERING, Stage.PUBLISH, _("Waits for approval")),
    State.DELIVERING: Row(Kind.WORKS, State.TRANSCODING, Stage.PUBLISH, _("Delivering")),
    State.TRANSCODING: Row(Kind.WAITS, State.READY, Stage.PUBLISH, _("Making the versions for listeners"), (1, 30)),
    State.READY: Row(Kind.RESTS, None, Stage.READY, _("Ready")),
    State.FAILED: Row(Kind.RESTS, None, Stage.SEND, _("Failed")),
    State.CANCELING: Row(Kind.WORKS, State.CANCELED, Stage.SEND, _("Canceling")),
    State.CANCELED: Row(Kind.RESTS, None, Stage.SEND, _("Canceled")),
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
        return before in (State.COLLECTING, State.DELIVERING)  # scheduled meanwhile
    if before == State.FAILED:
        return after == failed_in
    return TABLE[before].next == after
