"""Transcripts in all the ways people have them, read and written: WebVTT, SRT, JSON, plain text.

What cannot be read raises `Unreadable` with a sentence that says what to do.
"""

import json
import math
import re
import textwrap
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Any

from django.utils.translation import gettext as _

from productions import chapter_files, cues
from script.segments import MOST, Segment, Word, clean, spread

LARGEST = 16 * 1024**2  # bytes; a day of speech in JSON with a time for every word
VTT_LINE, SRT_LINE = 65, 32  # letters of a line that players show whole
PACE = 15  # letters a second, where nobody knows when something ends
NAMED = re.compile(r"([^\W\d_][\w.’'-]{0,30}(?: [^\W\d_][\w.’'-]{0,30}){0,3}): +(?=\S)")
TIMED = re.compile(r"[\[(]?((?:\d{1,3}:)?\d{1,3}:\d{2}(?:[.,]\d{1,3})?)[\])]?\s+(?=\S)")
# what JSON of others calls the same thing
START, END = ("start", "startTime", "start_sec", "from"), ("end", "endTime", "end_sec", "to")
TEXT, WORD = ("text", "body", "content", "line"), ("text", "word", "body")
SURE = ("confidence", "probability", "score")


class Unreadable(Exception):
    """There is no transcript in this; the sentence says what to do."""


def read(data: bytes, length: float = 0.0) -> list[Segment]:
    """The transcript in a file of any of the formats, found out by looking. Raises `Unreadable`.

    `length`, seconds of the sound, is what text without any times is shared out over.
    """
    if len(data) > LARGEST:
        raise Unreadable(_("The file is too large to be a transcript."))
    text = _decoded(data).replace("\r\n", "\n").replace("\r", "\n").strip()
    if text.startswith(("{", "[")) and not TIMED.match(text):
        found = _json(text)
    elif "-->" in text:
        found = _subtitles(text)
    else:
        found = _plain(text, length)
    segments = clean(found)
    if not segments:
        raise Unreadable(_("Nothing that is said was found in it. Choose a WebVTT, SRT, JSON or text file."))
    if len(segments) == MOST:
        raise Unreadable(_("It has more than %(n)s lines. Take it apart first.") % {"n": MOST})
    return segments


def _decoded(data: bytes) -> str:
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data.decode("utf-16", "replace")
    if b"\0" in data:
        raise Unreadable(_("This is no text. Choose a WebVTT, SRT, JSON or text file."))
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("cp1252", "replace")  # what old programs on Windows write


def _subtitles(text: str) -> Iterator[Segment]:
    """A file whose first line names a speaker names them all, and goes on with one until it names another."""
    found = cues.read(text)
    is_named = bool(found) and not found[0].speaker and NAMED.match(found[0].text) is not None
    speaker = ""
    for cue in found:
        said, name = cue.text, cue.speaker
        if is_named:
            speaker, said = _named(said, speaker)
            name = speaker
        yield Segment(cue.start, cue.end, name, said)


def _named(said: str, before: str) -> tuple[str, str]:
    """The speaker, and what is left: of `Ana: Hello`."""
    match = NAMED.match(said)
    return (match.group(1), said[match.end() :]) if match else (before, said)


def _json(text: str) -> Iterator[Segment]:
    try:
        data = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise Unreadable(_("It looks like JSON, but cannot be read (%(error)s).") % {"error": error}) from None
    rows = data if isinstance(data, list) else next(
        (data[key] for key in ("segments", "phrases", "cues", "results") if isinstance(data.get(key), list)), []
    )  # fmt: skip
    for row in rows:
        known = row if isinstance(row, dict) else {}
        start, text = _number(known, START), _first(known, TEXT)
        if start is not None and isinstance(text, str):
            end, speaker = _number(known, END), known.get("speaker")
            named = speaker if isinstance(speaker, str) else ""
            yield _with_words(Segment(start, start if end is None else end, named, text), known.get("words"))


def _with_words(segment: Segment, rows: Any) -> Segment:
    """With what is known of each word, where the file has exactly the words of the text."""
    found = [row for row in rows if isinstance(row, dict)] if isinstance(rows, list) else []
    texts = [str(_first(row, WORD) or "").strip() for row in found]
    if not found or texts != segment.text.split():
        return segment
    words: list[Word] = [(_number(row, START), _number(row, SURE)) for row in found]
    return replace(segment, words=tuple(words))


def _first(row: dict[str, Any], keys: Sequence[str]) -> Any:
    for key in keys:  # of every word of a day, so as plain as can be
        if (value := row.get(key)) is not None:
            return value
    return None


def _number(row: dict[str, Any], keys: Sequence[str]) -> float | None:
    """A number, or a clock as `00:01:02.5`."""
    value = _first(row, keys)
    if isinstance(value, str):
        return chapter_files.seconds(value)
    is_number = isinstance(value, int | float) and not isinstance(value, bool) and abs(value) < 1e9
    return float(value) if is_number and math.isfinite(value) else None


def _plain(text: str, length: float) -> Iterator[Segment]:
    """Paragraphs, `[0:01:02] Ana: Hello`; a speech lasts until the next begins."""
    found: list[Segment] = []
    is_timed, speaker, is_new = False, "", True
    for line in text.split("\n"):
        time, said = TIMED.match(line), line.strip()
        if not said:
            is_new = True
            continue
        is_timed = is_timed or time is not None
        if time or is_new or not found:
            speaker, said = _named(line[time.end() :] if time else said, speaker)
            start = chapter_files.seconds(time.group(1)) if time else None
            found.append(Segment(start if start is not None else math.nan, 0.0, speaker, said))
        else:
            found[-1] = replace(found[-1], text=f"{found[-1].text} {said}")
        is_new = False
    for segment in _timed(found) if is_timed else _shared(found, length):
        yield from spread(segment)


def _timed(segments: list[Segment]) -> Iterator[Segment]:
    """Each until the next one; what has no time of its own follows when the one before is said."""
    known = 0.0
    for place, each in enumerate(segments):
        start = known if math.isnan(each.start) else each.start
        after = segments[place + 1].start if place + 1 < len(segments) else math.nan
        known = start + len(each.text) / PACE
        yield replace(each, start=start, end=known if math.isnan(after) else max(after, start))


def _shared(segments: list[Segment], length: float) -> Iterator[Segment]:
    letters = sum(len(each.text) for each in segments)
    begin, pace = 0.0, letters / length if length else PACE
    for each in segments:
        end = begin + len(each.text) / pace
        yield replace(each, start=begin, end=end)
        begin = end


def _clock(seconds: float, point: str) -> str:
    return chapter_files.clock(seconds).replace(".", point)


def as_vtt(segments: Iterable[Segment]) -> str:
    """WebVTT with speakers as voices; the only way to name several of them to Apple."""
    parts = ["WEBVTT\n"]
    for each in segments:
        voice = f"<v {_escaped(each.speaker)}>" if each.speaker else ""
        lines = "\n".join(_escaped(line) for line in _wrapped(each.text, VTT_LINE))
        parts.append(f"{_clock(each.start, '.')} --> {_clock(each.end, '.')}\n{voice}{lines}\n")
    return "\n".join(parts)


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _wrapped(text: str, width: int) -> list[str]:
    return textwrap.wrap(text, width, break_long_words=False, break_on_hyphens=False)


def as_srt(segments: Iterable[Segment]) -> str:
    """SubRip: `Ana: Hello`. Players take what looks like a tag for one, so it gets a space."""
    parts = []
    for number, each in enumerate(segments, 1):
        said = re.sub(r"<(?=[\w/])", "< ", f"{each.speaker}: {each.text}" if each.speaker else each.text)
        lines = "\n".join(_wrapped(said.replace("-->", "→"), SRT_LINE))
        parts.append(f"{number}\n{_clock(each.start, ',')} --> {_clock(each.end, ',')}\n{lines}\n")
    return "\n".join(parts)


def as_json(segments: Iterable[Segment]) -> str:
    """The JSON of the podcast namespace, with what is known of each word beside."""
    found = []
    for each in segments:
        row: dict[str, Any] = {"speaker": each.speaker} if each.speaker else {}
        row |= {"startTime": each.start, "endTime": each.end, "body": each.text}
        if each.words:
            row["words"] = [
                {"text": text, "startTime": start, "confidence": sure}
                for text, (start, sure) in zip(each.text.split(), each.words, strict=True)
            ]
        found.append(row)
    return json.dumps({"version": "1.0.0", "segments": found}, ensure_ascii=False, indent=1) + "\n"


def as_text(segments: Iterable[Segment]) -> str:
    """A paragraph for each turn, with the time at which it begins."""
    parts: list[str] = []
    before: Segment | None = None
    for each in segments:
        if before and each.speaker == before.speaker and each.start - before.end <= 2:
            parts[-1] += f" {each.text}"
        else:
            named = f"{each.speaker}: " if each.speaker else ""
            parts.append(f"[{_clock(each.start, '.')}] {named}{each.text}")
        before = each
    return "\n\n".join(parts) + "\n"


Writer = Callable[[Iterable[Segment]], str]
WRITERS: dict[str, tuple[Writer, str]] = {
    "vtt": (as_vtt, "text/vtt"),
    "srt": (as_srt, "application/x-subrip"),
    "json": (as_json, "application/json"),
    "txt": (as_text, "text/plain"),
}
