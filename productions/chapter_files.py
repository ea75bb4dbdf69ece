"""Chapters in all the ways people have them, read and written: text, mp4chaps, Podlove, Podcasting 2.0, Audacity.

Whatever it is, it comes out as marks in order of time, and as lines that were not understood.
"""

import json
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any
from xml.etree import ElementTree
from xml.sax.saxutils import quoteattr

from django.utils.translation import gettext as _

MOST = 1000  # chapters
LONGEST = 200  # letters of a title
TIME = re.compile(r"(?:(\d{1,3}):)?(\d{1,3}):(\d{1,2}(?:[.,]\d{1,6})?)$")
LINE = re.compile(r"\D{0,3}((?:\d{1,3}:)?\d{1,3}:\d{1,2}(?:[.,]\d{1,6})?)[\s\-–—|:)\]]*(.*)$")
AUDACITY = re.compile(r"(\d+(?:[.,]\d+)?)\t(\d+(?:[.,]\d+)?)(?:\t(.*))?$")
LINK = re.compile(r"\s*<(https?://[^>\s]+)>\s*$")


@dataclass(frozen=True, order=True)
class Mark:
    """One chapter: seconds in the recording, title, link."""

    start: float
    title: str = field(compare=False)
    url: str = field(default="", compare=False)


@dataclass(frozen=True)
class Found:
    marks: tuple[Mark, ...]
    unclear: tuple[str, ...]  # what was not understood, in words


def read(text: str) -> Found:
    """Chapters of any of the formats, found out by looking."""
    text = text.lstrip("\ufeff").strip()
    if text.startswith(("{", "[")):
        return _json(text)
    if text.startswith("<"):
        return _xml(text)
    return _lines(text)


def write(marks: Sequence[Mark]) -> str:
    """Lines that every reader of chapters takes: `00:01:02.500 Title <link>`."""
    return "".join(f"{clock(each.start)} {each.title}{f' <{each.url}>' if each.url else ''}\n" for each in marks)


def as_json(marks: Sequence[Mark]) -> str:
    """The JSON of the podcast namespace."""
    rows = [{"startTime": each.start, "title": each.title} | ({"url": each.url} if each.url else {}) for each in marks]
    return json.dumps({"version": "1.2.0", "chapters": rows}, ensure_ascii=False, indent=1) + "\n"


def as_psc(marks: Sequence[Mark]) -> str:
    """Podlove Simple Chapters."""
    rows = []
    for each in marks:
        link = f" href={quoteattr(each.url)}" if each.url else ""
        rows.append(f'  <psc:chapter start="{clock(each.start)}" title={quoteattr(each.title)}{link}/>\n')
    opening = '<psc:chapters version="1.2" xmlns:psc="http://podlove.org/simple-chapters">'
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{opening}\n{"".join(rows)}</psc:chapters>\n'


def as_labels(marks: Sequence[Mark]) -> str:
    """Labels of Audacity."""
    return "".join(f"{each.start:.6f}\t{each.start:.6f}\t{each.title}\n" for each in marks)


WRITERS: dict[str, tuple[Callable[[Sequence[Mark]], str], str]] = {
    "txt": (write, "text/plain"),
    "json": (as_json, "application/json+chapters"),
    "psc": (as_psc, "application/xml"),
    "labels": (as_labels, "text/plain"),
}


def clock(seconds: float) -> str:
    """HH:MM:SS.mmm"""
    whole = round(seconds * 1000)
    minutes, rest = divmod(whole, 60_000)
    return f"{minutes // 60:02}:{minutes % 60:02}:{rest // 1000:02}.{rest % 1000:03}"


def seconds(value: Any) -> float | None:
    """Seconds of `1:02:03.5`, `62:03`, `12.5` or a number; None for anything else."""
    if isinstance(value, int | float) and not isinstance(value, bool):
        return float(value) if 0 <= value < 1e6 else None
    text = str(value).strip()
    if match := TIME.match(text):
        hours, minutes, rest = match.groups()
        return int(hours or 0) * 3600 + int(minutes) * 60 + float(rest.replace(",", "."))
    return float(text.replace(",", ".")) if re.fullmatch(r"\d{1,6}(?:[.,]\d{1,6})?", text) else None


def _lines(text: str) -> Found:
    marks, unclear = [], []
    for number, line in enumerate(text.splitlines(), 1):
        if not line.strip() or line.startswith(("#", "\\")):  # Audacity writes frequencies after a backslash
            continue
        if label := AUDACITY.match(line):
            marks.append(_mark(float(label.group(1).replace(",", ".")), label.group(3) or ""))
        elif found := LINE.match(line.strip()):
            marks.append(_mark(seconds(found.group(1)) or 0.0, found.group(2)))
        else:
            unclear.append(_("line %(number)s: “%(line)s” has no time") % {"number": number, "line": line.strip()[:60]})
    return _found(marks, unclear)


def _json(text: str) -> Found:
    try:
        data = json.loads(text)
    except ValueError as error:
        return Found((), (_("it looks like JSON, but cannot be read (%(error)s)") % {"error": error},))
    rows = data.get("chapters") if isinstance(data, dict) else data
    marks, unclear = [], []
    for number, row in enumerate(rows if isinstance(rows, list) else [], 1):
        known = row if isinstance(row, dict) else {}
        start = seconds(known.get("startTime", known.get("start")))
        if start is None:
            unclear.append(_("chapter %(number)s has no time") % {"number": number})
        elif known.get("toc") is not False:
            marks.append(_mark(start, str(known.get("title") or ""), known.get("url") or known.get("href")))
    return _found(marks, unclear)


def _xml(text: str) -> Found:
    """Podlove Simple Chapters, alone or inside a feed. Documents that define entities are not read at all."""
    if "<!DOCTYPE" in text.upper() or "<!ENTITY" in text.upper():
        return Found((), (_("documents with a DOCTYPE are not read"),))
    try:
        root = ElementTree.fromstring(text)  # noqa: S314  without a DOCTYPE there is nothing to expand
    except ElementTree.ParseError as error:
        return Found((), (_("it looks like XML, but cannot be read (%(error)s)") % {"error": error},))
    marks, unclear = [], []
    for number, each in enumerate((each for each in root.iter() if each.tag.rpartition("}")[2] == "chapter"), 1):
        start = seconds(each.get("start", ""))
        if start is None:
            unclear.append(_("chapter %(number)s has no time") % {"number": number})
        else:
            marks.append(_mark(start, each.get("title", ""), each.get("href")))
    return _found(marks, unclear)


def _mark(start: float, title: str, url: Any = None) -> Mark:
    link = LINK.search(title)
    if link and not url:
        title, url = title[: link.start()], link.group(1)
    address = str(url or "")
    is_link = address.startswith(("http://", "https://")) and len(address) <= 500
    return Mark(round(start, 3), " ".join(title.split())[:LONGEST] or "No title", address if is_link else "")


def _found(marks: list[Mark], unclear: list[str]) -> Found:
    by_start = {mark.start: mark for mark in reversed(marks)}  # of two at one time the first counts
    return Found(tuple(sorted(by_start.values()))[:MOST], tuple(unclear))
