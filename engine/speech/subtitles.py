"""Subtitles and plain transcripts: WebVTT, SubRip, text."""

import textwrap
from collections.abc import Sequence

from .words import Phrase

LINE = 42  # characters of a line on a screen
DRAFT = "Draft of a small recogniser on this machine: about one word in four is wrong. Read it against the sound."


def clock(seconds: float, point: str) -> str:
    """HH:MM:SS.mmm, with the point the format wants."""
    thousandths = max(0, round(seconds * 1000))
    minutes, rest = divmod(thousandths, 60_000)
    return f"{minutes // 60:02d}:{minutes % 60:02d}:{rest // 1000:02d}{point}{rest % 1000:03d}"


def as_vtt(phrases: Sequence[Phrase], note: str = "") -> str:
    """WebVTT; speakers as voices."""
    parts = ["WEBVTT\n", f"NOTE {note}\n"] if note else ["WEBVTT\n"]
    for phrase in phrases:
        voice = f"<v {marked_up(phrase.speaker).replace('>', '')}>" if phrase.speaker else ""
        lines = "\n".join(textwrap.wrap(marked_up(phrase.text), LINE))
        parts.append(f"{clock(phrase.start, '.')} --> {clock(phrase.end, '.')}\n{voice}{lines}\n")
    return "\n".join(parts)


def marked_up(text: str) -> str:
    """Text without what WebVTT takes for tags."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace("-->", "→").replace(">", "&gt;")


def as_srt(phrases: Sequence[Phrase]) -> str:
    """SubRip; the speaker stands before what is said when it changes."""
    parts, before = [], ""
    for number, phrase in enumerate(phrases, 1):
        named = f"{phrase.speaker}: {phrase.text}" if phrase.speaker and phrase.speaker != before else phrase.text
        before = phrase.speaker
        lines = "\n".join(textwrap.wrap(named.replace("-->", "→"), LINE))
        parts.append(f"{number}\n{clock(phrase.start, ',')} --> {clock(phrase.end, ',')}\n{lines}\n")
    return "\n".join(parts)


def as_text(phrases: Sequence[Phrase]) -> str:
    """Running text, a paragraph for each turn or longer pause."""
    parts: list[str] = []
    before: Phrase | None = None
    for phrase in phrases:
        is_turn = before is None or phrase.speaker != before.speaker or phrase.start - before.end > 2
        if is_turn:
            parts.append((f"{phrase.speaker}: " if phrase.speaker else "") + phrase.text)
        else:
            parts[-1] += f" {phrase.text}"
        before = phrase
    return "\n\n".join(parts) + "\n" if parts else ""
