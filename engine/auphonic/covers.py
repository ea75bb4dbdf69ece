"""Images of covers and chapters: kept by the hash of their content, whatever resource uses them."""

import base64
import hashlib
import io
from pathlib import Path
from typing import Any

from PIL import Image, UnidentifiedImageError

from engine import settings
from engine.auphonic import fetching
from engine.auphonic.envelope import Refused
from engine.sound.errors import SoundError

Cover = dict[str, Any]

FOLDER = settings.FILES / "auphonic" / "covers"
ENDINGS = {"JPEG": "jpg", "PNG": "png"}
MOST_BYTES = 20 * 1024 * 1024
MOST_PIXELS = 40_000_000
THUMBNAIL = (300, 300)


def of_body(body: Any) -> dict[str, Cover]:
    """All images a body names, by the text that names them: its cover and those of its chapters.

    Takes time, perhaps a fetch, and so belongs before any transaction. Raises Refused.
    """
    described = body if isinstance(body, dict) else {"chapters": body}
    marks = described.get("chapters")
    entries = [described, *(marks if isinstance(marks, list) else [])]
    texts = {entry["image"] for entry in entries if isinstance(entry, dict) and isinstance(entry.get("image"), str)}
    return {text: from_text(text.strip()) for text in texts if text.strip()}


def from_text(text: str) -> Cover:
    """An image at an http address, or sent as base64 with or without a data: address around it. Raises Refused."""
    if text.startswith(("http://", "https://")):
        try:
            return from_bytes(fetching.fetch_small(text, MOST_BYTES))
        except SoundError as error:
            raise refused(str(error)) from error
    try:
        return from_bytes(base64.b64decode(text.rpartition(",")[2], validate=True))
    except ValueError:  # also of letters that base64 does not have
        raise refused("The cover is neither base64 nor an address.") from None


def from_file(path: Path) -> Cover:
    """A cover from a file, which is left alone. Raises Refused."""
    if path.stat().st_size > MOST_BYTES:
        raise refused("The cover is bigger than 20 MB.")
    return from_bytes(path.read_bytes())


def from_bytes(content: bytes) -> Cover:
    """Check and keep an image. Raises Refused."""
    try:
        with Image.open(io.BytesIO(content)) as image:
            width, height = image.size
            if image.format not in ENDINGS or width * height > MOST_PIXELS:
                raise refused("The cover must be a PNG or JPEG of at most 40 megapixels.")
            ending = ENDINGS[image.format]
            image.draft("RGB", THUMBNAIL)
            image.thumbnail(THUMBNAIL)
            small = image.convert("RGB")
    except (UnidentifiedImageError, Image.DecompressionBombError, OSError, ValueError, SyntaxError) as error:
        raise refused("The cover is no image that can be read; send a PNG or JPEG.") from error
    name = f"{hashlib.sha256(content).hexdigest()[:32]}.{ending}"
    FOLDER.mkdir(parents=True, exist_ok=True)
    path = FOLDER / name
    if not path.exists():
        small.save(path.with_suffix(".thumbnail.jpg"), "JPEG", quality=85)
        part = path.with_suffix(".part")
        part.write_bytes(content)
        part.replace(path)
    return {"name": f"cover.{ending}", "file": name, "width": width, "height": height}


def path(cover: Cover) -> Path:
    """The image itself."""
    return FOLDER / str(cover["file"])


def thumbnail(cover: Cover) -> Path:
    """A small JPEG of it."""
    return path(cover).with_suffix(".thumbnail.jpg")


def refused(sentence: str) -> Refused:
    """A refusal about the cover."""
    return Refused(400, sentence, image=sentence)
