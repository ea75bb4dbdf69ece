"""What is said when: reads the subtitles (WebVTT or SRT) that a production brought home, for people to read along."""

import html
import re
from dataclasses import dataclass
from typing import Any

from django.core.files.storage import default_storage

from audiodn.models import Track
from productions.models import OutputFile

ENDINGS = (".vtt", ".srt")  # the better one first: it names speakers
LARGEST = 4 * 1024**2  # bytes that are read
PARAGRAPH = 60.0  # seconds after which a long speech gets a new paragraph
TIMING = re.compile(r"(?:(\d+):)?(\d{1,2}):(\d{2})[.,](\d{1,3})\s*-->\s*\S+")
VOICE = re.compile(r"<v(?:\.[^\s>]*)?\s+([^>]+)>")
TAG = re.compile(r"</?[^>]*>")


@dataclass(frozen=True)
class Cue:
    """A line that is said from `start` (seconds) on."""

    start: float
    speaker: str
    text: str


@dataclass(frozen=True)
class Speech:
    """What one speaker says without a break."""

    speaker: str
    cues: list[Cue]


def chapters_of(track: Track) -> list[dict[str, Any]]:
    """`{start, title, url}` of what this track plays: seconds after cuts, as Auphonic gave them back."""
    production = getattr(track, "production", None)
    found = []
    for row in production.chapters if production else []:
        start = row["start"] if row.get("start_output") is None else row["start_output"]
        url = row["url"] if str(row.get("url", "")).startswith(("https://", "http://")) else ""
        if row.get("title") and (track.duration is None or start < track.duration):
            found.append({"start": start, "title": row["title"], "url": url})
    return sorted(found, key=lambda chapter: float(chapter["start"]))


def subtitles_of(track: Track) -> OutputFile | None:
    """The file with the subtitles of what this track plays; None for a track no production delivered."""
    production = getattr(track, "production", None)
    files = list(production.output_files.all()) if production else []
    fit = [file for ending in ENDINGS for file in files if file.file_name.lower().endswith(ending)]
    return fit[0] if fit else None


def speeches(output: OutputFile) -> list[Speech]:
    """The whole transcript in paragraphs, one speaker each."""
    with default_storage.open(output.file.name) as file:
        cues = read(file.read(LARGEST).decode("utf-8", "replace"))
    found: list[Speech] = []
    for cue in cues:
        last = found[-1] if found else None
        if last and cue.speaker in ("", last.speaker) and cue.start - last.cues[0].start < PARAGRAPH:
            last.cues.append(cue)
        else:
            found.append(Speech(cue.speaker, [cue]))
    return found


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
            cues.append(Cue(_seconds(lines[at]), html.unescape(voice.group(1)).strip() if voice else "", words))
    return cues


def _seconds(line: str) -> float:
    match = TIMING.match(line.strip())
    assert match  # `read` looked
    hours, minutes, seconds, rest = match.groups()
    return int(hours or 0) * 3600 + int(minutes) * 60 + int(seconds) + float(f"0.{rest}")
