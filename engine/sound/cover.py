"""Cover images: palette, most vivid colour, resized copies. Whatever comes in, only re-encoded JPEGs go out."""

import colorsys
import io
import warnings
from pathlib import Path
from typing import Any

from PIL import Image, ImageOps

from .errors import SoundError
from .spec import CoverSpec

MOST_PIXELS = 40_000_000
FORMATS = ("JPEG", "PNG", "WEBP", "GIF", "BMP", "TIFF")
Colour = tuple[int, int, int]


def analyse(spec: CoverSpec) -> dict[str, Any]:
    """Palette and copies of an image.

    Returns {"width", "height", "palette": ["#rrggbb", ...8, most frequent first], "vivid": "#rrggbb",
    "files": {"80": {"path", "width", "height", "size" bytes, "type"}, ...}}. Raises SoundError when the
    file is no image that can be read.
    """
    image = read(spec.source)
    folder = Path(spec.folder)
    folder.mkdir(parents=True, exist_ok=True)
    colours = palette(image)
    return {
        "width": image.width,
        "height": image.height,
        "palette": [hexadecimal(colour) for colour in colours],
        "vivid": hexadecimal(max(colours, key=vividness)),
        "files": {str(size): save(image, folder / f"{spec.name}-{size}.jpg", size) for size in spec.sizes},
    }


def read(path: str) -> Image.Image:
    """An upright RGB image. Raises SoundError with a sentence for what is too large or broken."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)
            image = Image.open(path, formats=FORMATS)
        if image.width * image.height > MOST_PIXELS:
            raise SoundError(
                f"The image is too large ({image.width} x {image.height}). Send one of at most 40 megapixels."
            )
        upright = ImageOps.exif_transpose(image)
        if upright.mode in ("RGBA", "LA", "P", "PA"):
            layer = upright.convert("RGBA")
            upright = Image.alpha_composite(Image.new("RGBA", layer.size, "white"), layer)
        return upright.convert("RGB")
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError) as error:
        raise SoundError("The image could not be read. Send a JPEG, PNG or WebP file.") from error


def palette(image: Image.Image, colours: int = 8) -> list[Colour]:
    """The image's main colours, most frequent first."""
    small = image.copy()
    small.thumbnail((150, 150))
    reduced = small.quantize(colours, method=Image.Quantize.MEDIANCUT)
    flat = reduced.getpalette() or []
    counted = sorted(reduced.getcolors(colours) or [], reverse=True)
    found = [tuple_of(flat[3 * i : 3 * i + 3]) for _, i in counted if isinstance(i, int)]
    return (found * colours)[:colours] if len(found) < colours else found


def tuple_of(parts: list[int]) -> Colour:
    red, green, blue = parts
    return red, green, blue


def vividness(colour: Colour) -> float:
    """Saturation times brightness, less for what is nearly black or white."""
    _, saturation, value = colorsys.rgb_to_hsv(*(part / 255 for part in colour))
    return saturation * value


def hexadecimal(colour: Colour) -> str:
    return "#{:02x}{:02x}{:02x}".format(*colour)


def save(image: Image.Image, path: Path, size: int) -> dict[str, Any]:
    copy = ImageOps.fit(image, (size, size), Image.Resampling.LANCZOS)
    copy.save(path, "JPEG", quality=88, optimize=True)
    bytes_ = path.stat().st_size
    return {"path": str(path), "width": copy.width, "height": copy.height, "size": bytes_, "type": "image/jpeg"}


def embeddable(path: str, longest: int = 1400) -> bytes:
    """The image as a JPEG that players show: never larger than `longest` pixels on a side."""
    image = read(path)
    image.thumbnail((longest, longest), Image.Resampling.LANCZOS)
    buffer = io.BytesIO()
    image.save(buffer, "JPEG", quality=90, optimize=True)
    return buffer.getvalue()
