"""Takes cover pictures: checked, drawn anew so that nothing but the pixels is kept, at most 3000 pixels wide."""

import base64
import io
import uuid
from typing import IO

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.utils.translation import gettext as _
from PIL import Image, ImageOps

from productions import storage
from productions.models import Cover, Episode
from teams.models import Team

MOST_BYTES = 20 * 1024**2
MOST_PIXELS = 60_000_000
LEAST, MOST = 300, 3000  # pixels of a side
FORMATS = ("PNG", "JPEG", "WEBP")


class Refused(Exception):
    """It is no cover we take; the sentence says why."""


def take(file: IO[bytes], file_name: str, team: Team, most: int = MOST) -> Cover:
    """Keep a picture as a cover of the team, at most so many pixels wide and high. Raises `Refused`."""
    content, width, height = _jpeg(file, most)
    name = default_storage.save(f"covers/{uuid.uuid4()}.jpg", ContentFile(content))
    stem = file_name.replace("\\", "/").rpartition("/")[2].rpartition(".")[0][:100] or "cover"
    return Cover.objects.create(team=team, file=name, file_name=f"{stem}.jpg", width=width, height=height)


def for_auphonic(episode: Episode) -> str:
    """The cover that goes out with the episode, its own or the show's, as base64; empty when there is none."""
    cover = episode.cover or episode.show.cover
    return encoded(cover) if cover else ""


def encoded(cover: Cover) -> str:
    """Base64 of its file."""
    with storage.open_local(cover.file) as path:
        return base64.b64encode(path.read_bytes()).decode()


def _jpeg(file: IO[bytes], most: int) -> tuple[bytes, int, int]:
    file.seek(0, io.SEEK_END)
    if file.tell() > MOST_BYTES:
        raise Refused(_("The picture is larger than 20 MB. Choose a smaller one."))
    file.seek(0)
    try:
        with Image.open(file, formats=FORMATS) as image:
            if image.width * image.height > MOST_PIXELS:
                raise Refused(_("The picture has more than 60 million pixels. Choose a smaller one."))
            if min(image.size) < LEAST:
                raise Refused(
                    _("The picture is %(width)s × %(height)s pixels. Covers need %(least)s at least.")
                    % {"width": image.width, "height": image.height, "least": LEAST}
                )
            drawn = ImageOps.exif_transpose(image).convert("RGB")
            drawn.thumbnail((most, most))
    except (OSError, SyntaxError, ValueError, Image.DecompressionBombError):
        raise Refused(_("This is no picture we can read. Choose a PNG, JPEG or WebP file.")) from None
    out = io.BytesIO()
    drawn.save(out, "JPEG", quality=88, optimize=True)
    return out.getvalue(), drawn.width, drawn.height
