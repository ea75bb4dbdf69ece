"""Looks at a file: codec, rate, channels, duration, tags, chapters, embedded cover. Imports no numpy."""

import re
from pathlib import Path
from typing import Any

from . import ffmpeg
from .errors import SoundError

ADVICE = "Send a sound or video file, for example WAV, FLAC, MP3, M4A, Opus or MP4."
LAYOUTS = {"mono": 1, "stereo": 2, "2.1": 3, "quad": 4, "4.0": 4, "5.0": 5, "5.1": 6, "6.1": 7, "7.1": 8}
STREAM = re.compile(r"Stream #0:(\d+)\S*: (Audio|Video): ([^\n]*)")
PICTURE_CODECS = {
    "mjpeg": "image/jpeg",
    "png": "image/png",
    "webp": "image/webp",
    "bmp": "image/bmp",
    "gif": "image/gif",
}


def probe(path: str, cover_path: str | None = None) -> dict[str, Any]:
    """Describe a file.

    Returns {"duration" s, "codec", "channels", "layout", "samplerate" Hz, "bitrate" kbit/s, "format",
    "has_video", "framerate": [pictures, seconds] | None, "tags": {...},
    "chapters": [{"start" s, "end" s, "title"}], "cover": path | None}.
    The cover is written as it is to `cover_path`. Raises SoundError when the file is not sound.
    """
    file = Path(path)
    if not file.is_file():
        raise SoundError("The file is not there any more; upload it again.")
    if not file.stat().st_size:
        raise SoundError("The file is empty; export it again and upload the new file.")
    description, metadata = ffmpeg.inspect(path)
    found = re.search(r"Input #0, (.+?), from ", description)
    if not found:
        raise SoundError(f"This file is not sound that can be read. {ADVICE}")
    streams = [(int(number), kind, text) for number, kind, text in STREAM.findall(description)]
    sound = next((text for _, kind, text in streams if kind == "Audio"), None)
    if sound is None:
        raise SoundError(f"This file has no sound in it. {ADVICE}")
    if ": none" in f": {sound}":
        raise SoundError(f"The sound in this file has a codec that cannot be read. {ADVICE}")
    tags, chapters = read_metadata(metadata)
    pictures = [(n, text) for n, kind, text in streams if kind == "Video" and "attached pic" in text]
    return {
        **sound_facts(sound),
        "duration": duration(path, description),
        "bitrate": bitrate(sound, description),
        "format": found.group(1).split(",")[0],
        "has_video": any(kind == "Video" and "attached pic" not in text for _, kind, text in streams),
        "framerate": framerate([text for _, kind, text in streams if kind == "Video" and "attached pic" not in text]),
        "tags": tags,
        "chapters": chapters,
        "cover": extract_cover(path, pictures[0][0], cover_path) if pictures and cover_path else None,
    }


def sound_facts(text: str) -> dict[str, Any]:
    """Codec, rate and channels from ffmpeg's words, e.g. `aac (LC) (mp4a / 0x6D), 44100 Hz, stereo, fltp`."""
    codec = text.split(",")[0].split()[0]
    rate = re.search(r"(\d+) Hz", text)
    layout = re.search(r"\d+ Hz, ([^,]+)", text)
    if not rate or not layout:
        raise SoundError(f"The sound in this file is damaged: it names no sample rate or channels. {ADVICE}")
    name = layout.group(1).split("(")[0].strip()
    counted = re.match(r"(\d+) channels", name)
    channels = int(counted.group(1)) if counted else LAYOUTS.get(name, 0)
    if not channels:
        channels = sum(map(int, name.split("."))) if re.fullmatch(r"[\d.]+", name) else 2
    return {"codec": codec, "samplerate": int(rate.group(1)), "channels": channels, "layout": name}


def framerate(pictures: list[str]) -> list[int] | None:
    """Pictures a second as a fraction; rates like 29.97 are 30000/1001."""
    told = re.search(r"([\d.]+) fps", pictures[0]) if pictures else None
    if not told:
        return None
    rate = float(told.group(1))
    if abs(rate - round(rate)) < 0.001:
        return [round(rate), 1]
    whole = round(rate * 1.001)
    return [whole * 1000, 1001] if abs(whole / 1.001 - rate) < 0.01 else [round(rate * 1000), 1000]


def duration(path: str, description: str) -> float:
    """Seconds; files that do not say (recorded in a browser, raw streams) are decoded to count."""
    told = re.search(r"Duration: (\d+):(\d+):([\d.]+)", description)
    if told:
        hours, minutes, seconds = told.groups()
        return int(hours) * 3600 + int(minutes) * 60 + float(seconds)
    count = 0
    with ffmpeg.pcm(path, 1, 8000) as pipe:
        while data := pipe.read(1 << 16):
            count += len(data)
    return count / 4 / 8000


def bitrate(sound: str, description: str) -> float:
    for text in (sound, description):
        if told := re.search(r"(\d+) kb/s", text):
            return float(told.group(1))
    return 0.0


def read_metadata(text: str) -> tuple[dict[str, str], list[dict[str, Any]]]:
    """Tags (lower-case names) and chapters from ffmetadata text."""
    sections = re.split(r"^\[(\w+)\]\n", text, flags=re.MULTILINE)
    tags = {name.lower(): value for name, value in assignments(sections[0])}
    chapters = []
    for name, body in zip(sections[1::2], sections[2::2], strict=True):
        values = dict(assignments(body))
        if name == "CHAPTER" and "START" in values:
            above, below = map(int, values.get("TIMEBASE", "1/1000000000").split("/"))
            start, stop = (round(int(values.get(key, "0")) * above / below, 3) for key in ("START", "END"))
            chapters.append({"start": start, "end": stop, "title": values.get("title", "")})
    for technical in ("major_brand", "minor_version", "compatible_brands", "encoder"):
        tags.pop(technical, None)
    return tags, sorted(chapters, key=lambda chapter: chapter["start"])


def assignments(text: str) -> list[tuple[str, str]]:
    """The `name=value` lines; a backslash takes the meaning from the next character."""
    pairs = []
    for line in re.findall(r"(?:\\.|[^\\\n])+", text, flags=re.DOTALL):
        name, equals, value = re.sub(r"^;.*", "", line).partition("=")
        if equals:
            pairs.append((name, re.sub(r"\\(.)", r"\1", value, flags=re.DOTALL)))
    return pairs


def extract_cover(path: str, stream: int, cover_path: str) -> str | None:
    """Write the embedded picture as it is; None when it is damaged: a bad cover must not refuse sound."""
    try:
        ffmpeg.run(
            [*ffmpeg.source(path), "-map", f"0:{stream}", "-c", "copy", "-frames:v", "1", "-f", "image2",
             "-update", "1", ffmpeg.place(cover_path)]
        )  # fmt: skip
    except SoundError:
        return None
    return cover_path if Path(cover_path).is_file() else None
