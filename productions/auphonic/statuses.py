"""Auphonic's status numbers, mapped in one dictionary; a number nobody knows means "still working"."""

from enum import StrEnum


class Meaning(StrEnum):
    DONE = "done"
    FAILED = "failed"
    STARTABLE = "startable"  # it rests and waits for a recording or for its start
    WORKING = "working"


# Public tables of these numbers contradict each other beyond 2 and 3, so nothing else may decide about a failure.
MEANINGS = {
    2: Meaning.FAILED,
    3: Meaning.DONE,
    9: Meaning.STARTABLE,  # no input yet
    10: Meaning.STARTABLE,  # not started yet
    11: Meaning.STARTABLE,  # changed after it was done
    15: Meaning.STARTABLE,  # the same, in a newer spelling
}


def kind(status: int | None) -> Meaning:
    """What a status means for us (Auphonic API, production status)."""
    return Meaning.WORKING if status is None else MEANINGS.get(status, Meaning.WORKING)
