"""Chapter marks: times as text, the text file of the simple API, and the exported forms."""

import html
import re
from typing import Any

from engine.auphonic.envelope import Refused

Chapter = dict[str, Any]

LONGEST = 1000 * 3600  # seconds; nothing is recorded for longer than that
TIME = re.compile(r"(?:(\d{1,3}):)?(\d{1,2}):(\d{2}(?:[.,]\d+)?)")
LINE = re.compile(r"\D*?(\d{1,3}:\d{2}:\d{2}(?:[.,]\d+)?)\s*(.*?)\s*(?:<([^<>]*)>)?\s*")


def seconds(text: Any) -> float:
    """Seconds from HH:MM:SS[.mmm] or MM:SS; a number is taken as seconds. Raises Refused."""
    if isinstance(text, int | float) and not isinstance(text, bool) and 0 <= text <= LONGEST:
        return float(text)
    match = TIME.fullmatch(str(text).strip()[:40])
    if not match:
        raise refused(f"A chapter starts at HH:MM:SS or HH:MM:SS.mmm, not at {str(text)[:80]!r}.")
    hours, minutes, rest = match.groups()
    return int(hours or 0) * 3600 + int(minutes) * 60 + float(rest.replace(",", "."))


def timestring(value: float) -> str:
    """HH:MM:SS.mmm"""
    thousandths = round(value * 1000)
    rest, thousandths = divmod(thousandths, 1000)
    minutes, second = divmod(rest, 60)
    hours, minute = divmod(minutes, 60)
    return f"{hours:02d}:{minute:02d}:{second:02d}.{thousandths:03d}"


def checked(entry: Any, images: dict[str, Any]) -> Chapter:
    """One mark as it is kept: start in seconds of the input. Raises Refused."""
    if not isinstance(entry, dict):
        raise refused("Each chapter must be an object with start and title.")
    return {
        "start_sec": seconds(entry.get("start", 0)),
        "title": str(entry.get("title") or ""),
        "url": str(entry.get("url") or ""),
        "image": images.get(str(entry.get("image"))),
    }


def refused(sentence: str) -> Refused:
    """A refusal about the chapters."""
    return Refused(400, sentence, chapters=sentence)


def from_text(text: str) -> list[Chapter]:
    """Marks of a text file: a line each, `HH:MM:SS[.mmm] Title <address>`; other lines are passed over."""
    found = []
    for line in text.splitlines():
        if match := LINE.fullmatch(line):
            start, title, url = match.groups()
            found.append({"start_sec": seconds(start), "title": title or "No Title", "url": url or "", "image": None})
    return found


def as_text(chapters: list[Chapter]) -> str:
    """The text form, in output time."""
    lines = []
    for mark in chapters:
        link = f" <{mark['url']}>" if mark["url"] else ""
        lines.append(f"{timestring(mark['start_output_sec'])} {mark['title']}{link}\n")
    return "".join(lines)


def as_psc(chapters: list[Chapter]) -> str:
    """Podlove Simple Chapters, in output time."""
    rows = []
    for mark in chapters:
        fields = {"start": timestring(mark["start_output_sec"]), "title": mark["title"], "href": mark["url"]}
        attributes = " ".join(f'{name}="{html.escape(value)}"' for name, value in fields.items() if value)
        rows.append(f"  <psc:chapter {attributes}/>\n")
    opening = '<psc:chapters version="1.2" xmlns:psc="http://podlove.org/simple-chapters">'
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{opening}\n{"".join(rows)}</psc:chapters>\n'


def as_psc_rows(chapters: list[Chapter]) -> list[dict[str, Any]]:
    """Podlove Simple Chapters as JSON, in output time."""
    return [
        {"start": timestring(mark["start_output_sec"]), "title": mark["title"], "href": mark["url"]}
        for mark in chapters
    ]


def as_podcasting20(chapters: list[Chapter]) -> dict[str, Any]:
    """Podcasting 2.0 chapters, in output time."""
    rows = []
    for mark in chapters:
        row = {"startTime": round(mark["start_output_sec"], 3), "title": mark["title"]}
        rows.append({**row, "url": mark["url"]} if mark["url"] else row)
    return {"version": "1.2.0", "chapters": rows}
