"""The audiogram: the moving waveform of the finished sound over the cover, as a video that every platform takes."""

import io
from pathlib import Path

from PIL import Image, ImageEnhance, ImageFilter, ImageOps

from . import ffmpeg
from .cover import palette, vividness
from .errors import SoundError
from .spec import Derived

PLAIN = (30, 41, 59)  # ground where there is no cover
DARK = 0.45  # brightness of the blurred cover behind everything
COVER_SHARE, WAVE_SHARE = 0.56, 0.3  # of the height
BRIGHT = (255, 255, 255)


def write(wanted: Derived, sound: str, seconds: float, cover: bytes | None, metadata: Path, folder: Path) -> None:
    """Write `wanted.path` from a finished AAC file of `seconds`, whose sound is copied. Raises SoundError."""
    image = Image.open(io.BytesIO(cover)).convert("RGB") if cover else None
    still = folder / "audiogram.png"
    ground(image, wanted.width, wanted.height).save(still)
    colour = "0x{:02x}{:02x}{:02x}".format(*accent(image))
    height = even(wanted.height * WAVE_SHARE)
    wave = f"s={wanted.width}x{height}:mode=cline:rate={wanted.rate}:scale=sqrt:colors={colour}:draw=full"
    place = wanted.height - height - even(wanted.height * 0.05)
    bar = f"color=c={colour}:s={wanted.width}x4:r={wanted.rate}:d={seconds:.3f}"
    graph = (
        f"[0:a]aformat=channel_layouts=mono,showwaves={wave},format=rgba,colorkey=black:0.05:0[wave];"
        f"[1:v]fps={wanted.rate},format=rgb24[still];[still][wave]overlay=0:{place}:shortest=1[waved];"
        f"{bar}[bar];[waved][bar]overlay=x='-W+W*t/{max(seconds, 0.1):.3f}':y=H-4:shortest=1,format=yuv420p[out]"
    )
    try:
        ffmpeg.run(
            [*ffmpeg.source(sound), "-protocol_whitelist", "file,pipe", "-f", "png_pipe", "-framerate",
             str(wanted.rate), "-loop", "1", "-i", ffmpeg.place(still), *ffmpeg.SAFE_INPUT, "-f", "ffmetadata", "-i",
             ffmpeg.place(metadata), "-filter_complex", graph, "-map", "[out]", "-map", "0:a:0",
             "-c:v", "libx264", "-preset", "veryfast", "-tune", "stillimage", "-crf", "24", "-c:a", "copy",
             "-map_metadata", "2", "-map_chapters", "2", "-movflags", "+faststart", "-t", f"{seconds:.3f}",
             "-f", "mp4", ffmpeg.place(wanted.path)]
        )  # fmt: skip
    except SoundError as error:
        raise SoundError(f"The audiogram could not be written, the other files are whole. {error}") from error


def ground(cover: Image.Image | None, width: int, height: int) -> Image.Image:
    """What stands behind the waveform: the cover, sharp on a blurred and darkened copy of itself."""
    if cover is None:
        return Image.new("RGB", (width, height), PLAIN)
    behind = ImageOps.fit(cover, (width, height)).filter(ImageFilter.GaussianBlur(width / 24))
    behind = ImageEnhance.Brightness(behind).enhance(DARK)
    side = even(height * COVER_SHARE)
    behind.paste(ImageOps.pad(cover, (side, side), color=PLAIN), ((width - side) // 2, even(height * 0.06)))
    return behind


def accent(cover: Image.Image | None) -> tuple[int, int, int]:
    """The cover's most vivid colour, brightened until it stands out from the ground."""
    red, green, blue = max(palette(cover), key=vividness) if cover else BRIGHT
    share = min(1.0, max(0.0, (170 - max(red, green, blue)) / 170))
    return tuple(round(part + (255 - part) * share) for part in (red, green, blue))  # type: ignore[return-value]


def even(size: float) -> int:
    """x264 and its colours want even sizes."""
    return max(2, round(size / 2) * 2)
