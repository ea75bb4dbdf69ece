"""The cut list of a production: what a client may send, and what the sound chain gets of it."""

from typing import Any

from engine.auphonic import chapters
from engine.auphonic.envelope import Refused
from engine.sound.spec import ManualCut

Entry = dict[str, Any]
TYPES = ("silence", "filler", "cough", "music", "manual")


def checked(entry: Any) -> Entry:
    """One cut as it is kept: `start` and `stop` in seconds of the recording, `type`, and whether it is `active`.

    Taken are {start, stop | end} and [start, end], in seconds or HH:MM:SS.mmm, and the entries of a finished
    production's own list; one of those that is not active is left in the recording. Raises Refused.
    """
    if isinstance(entry, list) and len(entry) == 2:
        entry = {"start": entry[0], "stop": entry[1]}
    if not isinstance(entry, dict):
        raise refused("Each cut must be an object with start and end, or a list of the two.")
    start, stop = (moment(entry, *keys) for keys in (("start", "start_sec"), ("stop", "end", "stop_sec", "end_sec")))
    if stop <= start:
        raise refused(f"A cut must end after its start; this one starts at {start:g} s and ends at {stop:g} s.")
    kind = entry.get("type", "manual")
    is_active = entry.get("active", True)
    return {
        "start": start,
        "stop": stop,
        "type": kind if kind in TYPES else "manual",
        "active": is_active if isinstance(is_active, bool) else True,
    }


def moment(entry: Entry, *keys: str) -> float:
    """Seconds from the first of the keys that is there. Raises Refused."""
    for key in keys:
        if key in entry:
            try:
                return chapters.seconds(entry[key])
            except Refused:
                break
    raise refused(f"A cut needs {keys[0]} as seconds or HH:MM:SS.mmm; {entry.get(keys[0])!r} is neither.")


def refused(sentence: str) -> Refused:
    """A refusal about the cut list."""
    return Refused(400, sentence, cuts=sentence)


def ordered(entries: list[Entry]) -> tuple[ManualCut, ...]:
    """The active cuts for the sound chain."""
    return tuple(ManualCut(entry["start"], entry["stop"], entry["type"]) for entry in entries if entry["active"])
