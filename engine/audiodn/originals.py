"""When the original will do as a delivery file: the same sound without its tags, instead of a second encoding."""

import secrets
import shutil
from pathlib import Path, PurePosixPath

import mutagen.id3

from engine.audiodn.envelope import Body

TYPES = {
    **{"mp3": "audio/mpeg", "wav": "audio/wav", "flac": "audio/flac", "m4a": "audio/mp4", "aac": "audio/aac"},
    **{"ogg": "audio/ogg", "opus": "audio/ogg", "aiff": "audio/aiff", "aif": "audio/aiff", "mka": "audio/x-matroska"},
    **{"webm": "video/webm", "mkv": "video/x-matroska", "mp4": "video/mp4", "mov": "video/quicktime"},
}
OTHER = "audio"  # the ending of an original whose own is not among these: nothing a browser would run
ROOM = 1.05  # a variable bit rate is stated a little above what was asked for


def fits(probe: Body, recipe: Body) -> bool:
    """Whether an MP3 is no larger than the one that would be made of it; encoding it again would only harm it."""
    return (
        recipe["type"] == "transcode"
        and recipe["codec"] == probe["codec"] == probe["format"] == "mp3"
        and 0 < (probe["bitrate"] or 0) <= recipe["bitrate"] * ROOM
        and probe["channels"] <= (2 if recipe["is_stereo"] else 1)
    )


def ending(file_name: str, probe: Body) -> str:
    """The ending an original is kept under: its own where it is one of sound, else the one of its container."""
    own = PurePosixPath(file_name).suffix.lstrip(".").lower()
    container = str(probe.get("format") or "")
    return own if own in TYPES else container if container in TYPES else OTHER


def content_type(suffix: str) -> str:
    """Of a file with this suffix, e.g. .wav."""
    return TYPES.get(suffix.lstrip("."), "application/octet-stream")


def copy(source: Path, probe: Body, path: Path, recipe: Body) -> Body:
    """Put the original in the place of the recipe's file; the answer is what the sound engine says of a rendition."""
    part = path.with_name(f".{secrets.token_hex(6)}.part")
    shutil.copyfile(source, part)
    if recipe["is_strip_tags"] or recipe["is_strip_cover"]:
        mutagen.id3.delete(part)
    part.replace(path)
    facts = {"size": path.stat().st_size, "content_type": "audio/mpeg", "bitrate": probe["bitrate"]}
    return {"index": recipe["index"], **facts}
