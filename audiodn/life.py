"""The life of a track in words and marks, as AudioDN's documents tell it.

sent ─▶ read ─▶ versions ─▶ ready ─▶ complete
"""

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from audiodn import statuses
from audiodn.models import Connection, Track

BARS = 160  # drawn of the levels


@dataclass(frozen=True)
class Step:
    """`mark` is good, run, wait, bad or todo, as in the style sheets."""

    label: str
    line: str
    mark: str
    at: datetime | None = None


def steps(track: Track) -> list[Step]:
    """The five steps, each with what is known of it."""
    status, is_here = track.status, bool(track.bytes_sent_at)
    is_read = track.duration is not None or status in (*statuses.WORKING, *statuses.PLAYABLE)
    return [
        Step(_("Sent"), _sent(track), "good" if is_here else "run" if track.remote_id else "todo", track.bytes_sent_at),
        Step(_("Read"), _read(track, is_read), _mark(is_read, is_here, status == "init_error")),
        Step(_("Versions"), _versions(track), _made(track, is_read)),
        Step(_("Ready"), _ready(track), _ready_mark(track)),
        Step(_("Complete"), _complete(track), _complete_mark(track), track.files_completed_at),
    ]


def missing(track: Track, connection: Connection | None) -> list[str]:
    """Versions that the organization makes of every track and this one does not have."""
    if not track.is_playable or not connection or not track.versions:
        return []
    wanted = [v["index"] for v in connection.facts.get("variants", []) if v["type"] in ("transcode", "preview")]
    return [index for index in wanted if index not in {version["index"] for version in track.versions}]


def palette(track: Track) -> list[str]:
    """Colours AudioDN found in the cover, as #rrggbb."""
    found = track.details.get("image_colors") or track.details.get("theme") or []
    hexes = (
        [entry.get("hex") if isinstance(entry, dict) else entry for entry in found] if isinstance(found, list) else []
    )
    return [color for color in hexes if isinstance(color, str) and len(color) == 7 and color.startswith("#")][:8]


def bars(levels: list[float]) -> str:
    """The levels as one path in a box of 320 by 40, mirrored around the middle."""
    if not levels:
        return ""
    step = max(1, len(levels) // BARS)
    highest = [max(levels[at : at + step]) for at in range(0, len(levels), step)]
    wide = 320 / len(highest)
    return "".join(
        f"M{at * wide + wide / 2:.1f} {20 - 18 * h:.1f}V{20 + 18 * h + 0.5:.1f}" for at, h in enumerate(highest)
    )


def _mark(is_done: bool, is_near: bool, is_bad: bool = False) -> str:
    return "bad" if is_bad else "good" if is_done else "run" if is_near else "todo"


def _sent(track: Track) -> str:
    if track.bytes_sent_at:
        return _("AudioDN has the file.")
    return _("On its way.") if track.remote_id else _("Not at AudioDN.")


def _read(track: Track, is_read: bool) -> str:
    if track.status == "init_error":
        return _("AudioDN could not read it as sound.")
    return _("Length, format and levels are known.") if is_read else _("Length, format and levels are looked up.")


def _versions(track: Track) -> str:
    if track.status in ("fallback", "fallback_processing"):
        return _("Long or large: AudioDN took a bigger machine, which takes a while. Nothing to do.")
    if track.versions:
        return _("%(count)d for listeners.") % {"count": len(track.versions)}
    return _("For fast and slow lines, and a preview.")


def _made(track: Track, is_read: bool) -> str:
    if track.status == "incomplete":
        return "wait"
    return _mark(track.is_playable, is_read, track.is_failed and track.status != "init_error")


def _ready(track: Track) -> str:
    if track.status == "incomplete":
        return _("Can be heard; not all versions could be made.")
    if track.is_playable:
        return _("Listeners can hear it.")
    return track.error if track.is_failed else _("Listeners cannot hear it yet.")


def _ready_mark(track: Track) -> str:
    if track.status == "incomplete":
        return "wait"
    return "good" if track.is_playable else "bad" if track.is_failed else "todo"


def _complete(track: Track) -> str:
    if track.files_completed_at:
        return _("Every version was tried.")
    return _("Some versions may still follow.") if track.is_playable else ""


def _complete_mark(track: Track) -> str:
    return "good" if track.files_completed_at else "run" if track.is_playable else "todo"
