"""When the original will do as a delivery file: the same sound without its tags, instead of a second encoding."""

import secrets
import shutil
from pathlib import Path

import mutagen.id3

from engine.audiodn.envelope import Body

ROOM = 1.05  # a variable bit rate is stated a little above what was asked for


def fits(probe: Body, recipe: Body) -> bool:
    """Whether an MP3 is no larger than the one that would be made of it; encoding it again would only harm it."""
    return (
        recipe["type"] == "transcode"
        and recipe["codec"] == probe["codec"] == probe["format"] == "mp3"
        and 0 < (probe["bitrate"] or 0) <= recipe["bitrate"] * ROOM
        and probe["channels"] <= (2 if recipe["is_stereo"] else 1)
    )


def copy(source: Path, probe: Body, path: Path, recipe: Body) -> Body:
    """Put the original in the place of the recipe's file; the answer is what the sound engine says of a rendition."""
    part = path.with_name(f".{secrets.token_hex(6)}.part")
    shutil.copyfile(source, part)
    if recipe["is_strip_tags"] or recipe["is_strip_cover"]:
        mutagen.id3.delete(part)
    part.replace(path)
    facts = {"size": path.stat().st_size, "content_type": "audio/mpeg", "bitrate": probe["bitrate"]}
    return {"index": recipe["index"], **facts}
