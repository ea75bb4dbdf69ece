"""Cut lists as audio editors read them: what was cut as regions, or what was kept as an edit of the recording."""

import csv
import io
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from engine.auphonic.chapters import timestring

RATE = 48000  # samples a second in lists that count samples


@dataclass(frozen=True)
class Edit:
    """A recording and what is cut from it. `cuts` as the sound chain tells them, `kept` in seconds."""

    filename: str
    title: str
    cuts: Sequence[dict[str, Any]]
    kept: Sequence[tuple[float, float]]
    seconds: float
    channels: int = 2
    framerate: Fraction = Fraction(25)
    has_video: bool = False

    def frames(self, seconds: float) -> int:
        """The nearest picture."""
        return round(seconds * self.framerate)

    def clips(self, unit: Callable[[float], int]) -> list[tuple[int, int, int, int]]:
        """What is kept, one behind the other: (first, last) in the recording and (first, last) in the edit."""
        found, place = [], 0
        for start, stop in self.kept:
            first, last = unit(start), unit(stop)
            if last > first:
                found.append((first, last, place, place + last - first))
                place += last - first
        return found


def audacity(edit: Edit) -> str:
    """A label track: start, end, what, separated by tabs."""
    return "".join(f"{cut['start']:.6f}\t{cut['stop']:.6f}\t{name(cut)}\n" for cut in edit.cuts)


def audition(edit: Edit) -> str:
    """Adobe Audition's markers: its .csv has tabs."""
    rows = ["Name\tStart\tDuration\tTime Format\tType\tDescription"]
    for cut in edit.cuts:
        start, length = minutes(cut["start"]), minutes(cut["stop"] - cut["start"])
        rows.append(f"{name(cut)}\t{start}\t{length}\tdecimal\tCue\t")
    return "\n".join(rows) + "\n"


def minutes(seconds: float) -> str:
    """M:SS.mmm, with hours before it where there are any."""
    whole = timestring(seconds)
    hours, rest = int(whole[:2]), whole[3:]
    return f"{hours}:{rest}" if hours else f"{int(rest[:2])}:{rest[3:]}"


def reaper(edit: Edit) -> str:
    """Regions for Reaper's region and marker manager."""
    text = io.StringIO()
    rows = csv.writer(text, lineterminator="\n")
    rows.writerow(["#", "Name", "Start", "End", "Length"])
    for number, cut in enumerate(edit.cuts, 1):
        start, stop = cut["start"], cut["stop"]
        rows.writerow([f"R{number}", name(cut), *(timestring(value) for value in (start, stop, stop - start))])
    return text.getvalue()


def name(cut: dict[str, Any]) -> str:
    """What kind of cut it is."""
    return str(cut.get("type") or "cut")


COLUMNS = (
    "#Source Track Play-In     Play-Out    Record-In   Record-Out  Vol(dB)  MT LK FadeIn       %     CurveType     "
    "                     FadeOut      %     CurveType                          Name"
)
RULE = (
    "#------ ----- ----------- ----------- ----------- ----------- -------- -- -- ------------ ----- --------------"
    "-------------------- ------------ ----- ---------------------------------- -----"
)


def samplitude(edit: Edit) -> str:
    """Samplitude's edit list, which Reaper opens as well; places in samples of the edit, then of the recording."""
    lines = [
        "Samplitude EDL File Format Version 1.5",
        f'Title: "{quoted(edit.title)}"',
        f"Sample Rate: {RATE}",
        f"Output Channels: {edit.channels}",
        "",
        "Source Table Entries: 1",
        f'   1 "{quoted(edit.filename)}"',
        "",
        f'Track 1: "{quoted(edit.title)}" Solo: 0 Mute: 0',
        COLUMNS,
        RULE,
    ]
    for first, last, start, stop in edit.clips(lambda seconds: round(seconds * RATE)):
        fade = f"{0:12d} {0:5d} {chr(34) + '*default' + chr(34):<34}"
        places = " ".join(f"{place:11d}" for place in (start, stop, first, last))
        lines.append(f'{1:7d} {1:5d} {places} {0:8.2f}  0  0 {fade} {fade} "{quoted(edit.filename)}"')
    return "\n".join(lines) + "\n"


def quoted(text: str) -> str:
    """Text that stays between quotes and on its line."""
    return " ".join(text.replace('"', "'").split())


def davinci(edit: Edit) -> str:
    """An edit list in the form of CMX 3600, which DaVinci Resolve reads; places in pictures."""
    lines = [f"TITLE: {quoted(edit.title)}", "FCM: NON-DROP FRAME", ""]
    base = round(edit.framerate)
    track = "B" if edit.has_video else "AA"
    for number, places in enumerate(edit.clips(edit.frames), 1):
        codes = " ".join(timecode(place, base) for place in places)
        lines += [
            f"{number:03d}  AX       {track:<5} C        {codes}",
            f"* FROM CLIP NAME: {quoted(edit.filename)}",
            "",
        ]
    return "\n".join(lines)


def timecode(frame: int, base: int) -> str:
    """HH:MM:SS:FF"""
    seconds, frames = divmod(frame, base)
    return f"{seconds // 3600:02d}:{seconds // 60 % 60:02d}:{seconds % 60:02d}:{frames:02d}"
