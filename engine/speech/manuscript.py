"""A transcript somebody has written: plain text, WebVTT or SubRip, with or without names of speakers."""

import re
from dataclasses import dataclass

TIMES = re.compile(r"\s*(\d+:)?\d+:\d\d[.,]\d{3}\s*-->")
VOICE = re.compile(r"<v(?:\.[^ >]*)?\s+([^>]+)>")
TAG = re.compile(r"<[^>]*>")
SPEAKER = re.compile(r"^\s*([A-ZÀ-Þ][^\W\d_]*(?: [A-ZÀ-Þ0-9][\w.]*){0,3}):\s+")
SOUND = re.compile(r"[\w']+")
LONGEST = 400_000  # characters: twelve hours of fast talk


@dataclass(frozen=True)
class Written:
    """A word as it is written, the sounds to look for, and who says it."""

    text: str
    sounds: tuple[str, ...]
    speaker: str = ""


def read(text: str) -> list[Written]:
    """The words of a transcript in their order; times in it are passed over, the sound tells them anew."""
    found: list[Written] = []
    speaker = ""
    for line in lines(text[:LONGEST]):
        if voice := VOICE.search(line):
            speaker = voice.group(1).strip()
        line = TAG.sub("", line).replace("&amp;", "&").replace("&lt;", "<").replace("&gt;", ">")
        if named := SPEAKER.match(line):
            speaker, line = named.group(1), line[named.end() :]
        found += written(line, speaker)
    return found


def lines(text: str) -> list[str]:
    """What is said, line by line, without the scaffold of subtitles."""
    rows = [row.strip() for row in text.lstrip("\ufeff").splitlines()]
    is_subtitle = any(TIMES.match(row) for row in rows)
    if not is_subtitle:
        return rows
    kept = []
    for number, row in enumerate(rows):
        before_times = number + 1 < len(rows) and TIMES.match(rows[number + 1])
        if not (TIMES.match(row) or before_times or row.startswith(("WEBVTT", "NOTE", "STYLE", "REGION"))):
            kept.append(row)
    return kept


def written(line: str, speaker: str) -> list[Written]:
    """The words of a line; what has no sound (a dash) goes with the word before."""
    found: list[Written] = []
    for text in line.split():
        if sounds := sounds_of(text):
            found.append(Written(text, sounds, speaker))
        elif found:
            last = found[-1]
            found[-1] = Written(f"{last.text} {text}", last.sounds, speaker)
    return found


def sounds_of(text: str) -> tuple[str, ...]:
    """What to listen for in a written word; a dash has no sound, "radio-signal" has two."""
    sounds = (sound.strip("'") for sound in SOUND.findall(text.lower().replace("’", "'")))
    return tuple(sound for sound in sounds if sound)
