"""Makes a portrait of an uploaded picture: small, square, drawn anew, so that nothing but its pixels is kept."""

import io
import struct
import uuid
from typing import IO

from django.core.files.base import ContentFile
from django.utils.translation import gettext as _
from PIL import Image, ImageOps

SIDE = 256  # pixels
MOST_BYTES = 5 * 1024**2
MOST_PIXELS = 40_000_000
FORMATS = ("PNG", "JPEG", "WEBP")


class Refused(Exception):
    """It is no picture we take; the sentence says why."""


def portrait(file: IO[bytes]) -> ContentFile:
    """A WebP of `SIDE` by `SIDE` pixels without any metadata. Raises `Refused`."""
    file.seek(0, io.SEEK_END)
    if file.tell() > MOST_BYTES:
        raise Refused(_("The picture is larger than 5 MB. Choose a smaller one."))
    file.seek(0)
    try:
        with Image.open(file, formats=FORMATS) as image:
            if image.width * image.height > MOST_PIXELS:
                raise Refused(_("The picture has more than 40 million pixels. Choose a smaller one."))
            small = ImageOps.fit(_upright(image).convert("RGB"), (SIDE, SIDE))
    except (OSError, SyntaxError, ValueError, Image.DecompressionBombError):
        raise Refused(_("This is no picture we can read. Choose a PNG, JPEG or WebP file.")) from None
    out = io.BytesIO()
    small.save(out, "WEBP", quality=85)
    return ContentFile(out.getvalue(), name=f"avatars/{uuid.uuid4()}.webp")


def _upright(image: Image.Image) -> Image.Image:
    """Turned as the camera says; what it says may be nonsense."""
    try:
        return ImageOps.exif_transpose(image)
    except (SyntaxError, ValueError, KeyError, struct.error):
        return image
