"""What is said when: reads the subtitles (WebVTT or SRT) that a production brought home, for people to read along."""

import html
import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.core.files.storage import default_storage

from audiodn.models import Track
from productions.models import OutputFile, Production

ENDINGS = (".vtt", ".srt")  # the better one first: it names speakers
LARGEST = 4 * 1024**2  # bytes that are read
PARAGRAPH = 60.0  # seconds after which a long speech gets a new paragraph
CLOCK = r"(?:(\d{1,4}):)?(\d{1,2}):(\d{2})[.,](\d{1,3})"
TIMING = re.compile(rf"{CLOCK}\s*-->\s*(?:{CLOCK}|\S)")
VOICE = re.compile(r"<v(?:\.[^\s>]*)?\s+([^>]+)>")
TAG = re.compile(r"</?[a-zA-Z0-9][^>]*>")


@dataclass(frozen=True)
class Cue:
    """A line that is said from `start` to `end` (seconds; the same where no end is told)."""

    start: float
    speaker: str
    text: str
    end: float = 0.0


# What packages above know better than a file: gives what is said in a production, or nothing where it knows nothing.
CORRECTED: list[Callable[[Production], Callable[[], list[Cue]] | None]] = []
# The same of its chapters: `{start, title, url}` in the time of its output.
MARKED: list[Callable[[Production], list[dict[str, Any]] | None]] = []


@dataclass(frozen=True)
class Speech:
    """What one speaker says without a break."""

    speaker: str
    cues: list[Cue]


def chapters_of(track: Track) -> list[dict[str, Any]]:
    """`{start, title, url}` of what this track plays: seconds after cuts, as people have them now, or Auphonic had."""
    production = getattr(track, "production", None)
    better = next((found for source in MARKED if production and (found := source(production)) is not None), None)
    found = []
    for row in better if better is not None else production.chapters if production else []:
        start = row["start"] if row.get("start_output") is None else row["start_output"]
        url = row["url"] if str(row.get("url", "")).startswith(("https://", "http://")) else ""
        if row.get("title") and (track.duration is None or start < track.duration):
            found.append({"start": start, "title": row["title"], "url": url})
    return sorted(found, key=lambda chapter: float(chapter["start"]))


def transcript_of(track: Track) -> Callable[[], list[Cue]] | None:
    """What gives the lines of what this track plays; None where there is no transcript.

    As people corrected it, else as the production brought it home. That may raise FileNotFoundError.
    """
    production = getattr(track, "production", None)
    if production is None:
        return None
    better = next((found for source in CORRECTED if (found := source(production))), None)
    if better is not None:
        return better
    output = _subtitles(production)
    return None if output is None else lambda: _kept(output)


def speeches(cues: list[Cue]) -> list[Speech]:
    """The lines in paragraphs, one speaker each."""
    found: list[Speech] = []
    for cue in cues:
        last = found[-1] if found else None
        if last and cue.speaker in ("", last.speaker) and cue.start - last.cues[0].start < PARAGRAPH:
            last.cues.append(cue)
        else:
            found.append(Speech(cue.speaker, [cue]))
    return found


def _subtitles(production: Production) -> OutputFile | None:
    files = list(production.output_files.all())
    fit = [file for ending in ENDINGS for file in files if file.file_name.lower().endswith(ending)]
    return fit[0] if fit else None


def _kept(output: OutputFile) -> list[Cue]:
    with default_storage.open(output.file.name) as file:
        return read(file.read(LARGEST).decode("utf-8", "replace"))


def read(text: str) -> list[Cue]:
    """The cues of a WebVTT or SRT file; what has no time is passed over."""
    cues = []
    for block in re.split(r"\n\s*\n", text.replace("\r\n", "\n").replace("\r", "\n").lstrip("\ufeff")):
        lines = block.strip().split("\n")
        at = next((number for number, line in enumerate(lines) if TIMING.match(line.strip())), None)
        if at is None:
            continue
        said = " ".join(lines[at + 1 :]).strip()
        voice = VOICE.search(said)
        words = html.unescape(TAG.sub("", said)).strip()
        if words:
            start, end = _times(lines[at])
            cues.append(Cue(start, html.unescape(voice.group(1)).strip() if voice else "", words, max(start, end)))
    return cues


def _times(line: str) -> tuple[float, float]:
    """When a cue begins and ends; an end that cannot be read is 0."""
    match = TIMING.match(line.strip())
    assert match  # `read` looked
    numbers = match.groups()
    return _seconds(*numbers[:4]), _seconds(*numbers[4:]) if numbers[5] else 0.0


def _seconds(hours: str | None, minutes: str, seconds: str, rest: str) -> float:
    return int(hours or 0) * 3600 + int(minutes) * 60 + int(seconds) + float(f"0.{rest}")
