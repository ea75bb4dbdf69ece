"""Waveforms as delivery files: the levels as JSON, a picture as PNG, a video in which the played part is coloured.

video:  | played part, as wide as the time that went by | rest |   below a stencil that leaves the bars open
"""

import json
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

from PIL import Image, ImageDraw

from . import ffmpeg
from .codecs import aac
from .cover import read
from .errors import SoundError
from .peaks import read_levels
from .probe import probe
from .spec import WaveSpec
from .track import ANALYSED, follow

Progress = Callable[[str, float], None]
ROUGH = 2  # drawn larger by this factor and made smaller, for smooth edges
STRENGTH = 0.4  # how far quiet and loud parts are drawn apart, as the player does it
MARGIN = 0.08  # of the picture's width, left and right, in a video
FRAMES = 2.0  # a video has so many frames while the played part grows by one pixel
SLOWEST, FASTEST = 5, 20  # frames a second
RAW = ["-protocol_whitelist", "file,pipe", "-format_whitelist", "rawvideo"]
TYPES = {"levels": "application/json", "waveform_image": "image/png", "waveform_video": "video/mp4"}


def render(spec: WaveSpec, progress: Progress) -> dict[str, Any]:
    """Write the file. Returns {"path", "size" bytes, "content_type", "duration" s}. Raises SoundError."""
    channels = probe(spec.source)["channels"]
    progress("analysis", 0.0)
    levels, duration = read_levels(spec.source, channels, spec.samples)
    progress("waveform", ANALYSED)
    if spec.type == "levels":
        Path(spec.path).write_text(json.dumps(levels))
    elif spec.type == "waveform_image":
        picture(levels["levels"], spec).save(spec.path, "PNG", optimize=True)
    else:
        video(levels["levels"], duration, spec, progress)
    size = Path(spec.path).stat().st_size
    return {"path": spec.path, "size": size, "content_type": TYPES[spec.type], "duration": round(duration, 3)}


def shape(levels: list[float], strength: float = STRENGTH) -> list[float]:
    """Levels as heights from 0 to 1: squared until quiet and loud parts differ enough to be seen."""
    low, high = min(levels), max(levels)
    if high == low:
        return [0.5] * len(levels)
    bars = [(level - low) / (high - low) for level in levels]
    for _ in range(10):
        if sum(bars) / len(bars) <= 1 - strength:
            break
        bars = [bar**2 for bar in bars]
    return bars


def stencil(levels: list[float], width: int, height: int) -> Image.Image:
    """The bars as a mask: 255 inside, 0 outside."""
    mask = Image.new("L", (width * ROUGH, height * ROUGH))
    pen = ImageDraw.Draw(mask)
    step = width * ROUGH / len(levels)
    thick = max(1.0, step * 0.64)
    for number, level in enumerate(shape(levels)):
        tall = max(thick, level * height * ROUGH)
        left, top = number * step + (step - thick) / 2, (height * ROUGH - tall) / 2
        pen.rounded_rectangle((left, top, left + thick - 1, top + tall - 1), radius=thick / 2, fill=255)
    return mask.resize((width, height), Image.Resampling.BOX)


def picture(levels: list[float], spec: WaveSpec) -> Image.Image:
    """The bars in one colour on the background, or on nothing."""
    size = (spec.width, spec.height)
    mask = stencil(levels, *size)
    if spec.background is None:
        bars = Image.new("RGBA", size, spec.color)
        bars.putalpha(mask)
        return bars
    return Image.composite(Image.new("RGB", size, spec.color), Image.new("RGB", size, spec.background), mask)


def foreground(levels: list[float], spec: WaveSpec) -> tuple[Image.Image, int, int]:
    """What lies over the colours of a video: the background with the cover, and holes where the bars are.

    Returns (RGBA image, left edge of the waveform, its width), in pixels.
    """
    size = (spec.width, spec.height)
    front = Image.new("RGBA", size, spec.background or "#14181b")
    left = round(spec.width * MARGIN)
    width, height = spec.width - 2 * left, round(spec.height * (0.3 if spec.cover else 0.5))
    top = round(spec.height * (0.62 if spec.cover else 0.25))
    if spec.cover:
        side = round(spec.height * 0.46)
        cover = read(spec.cover)
        cover.thumbnail((side, side), Image.Resampling.LANCZOS)
        front.paste(cover, ((spec.width - cover.width) // 2, round(spec.height * 0.09)))
    holes = Image.new("L", size, 255)
    holes.paste(stencil(levels, width, height).point(lambda value: 255 - value), (left, top))
    front.putalpha(holes)
    return front, left, width


def video(levels: list[float], duration: float, spec: WaveSpec, progress: Progress) -> None:
    """H.264 with the sound as AAC; as few frames as a smooth movement needs. Raises SoundError."""
    front, left, width = foreground(levels, spec)
    still = Path(spec.work_dir) / "scratch" / "front.rgba"
    still.write_bytes(front.tobytes())
    rate = min(FASTEST, max(SLOWEST, round(FRAMES * width / max(duration, 0.1))))
    size = f"{spec.width}x{spec.height}"
    grown = f"{left}-w+{width}*min(t/{duration:.6f}\\,1)"
    graph = (
        f"color={colour(spec.rest)}:s={size}:r={rate}[rest];"
        f"color={colour(spec.color)}:s={size}:r={rate}[played];"
        f"[rest][played]overlay=x='{grown}':y=0[bars];"
        f"[0:v]format=yuva420p,loop=loop=-1:size=1,fps={rate}[front];"
        "[bars][front]overlay=format=yuv420[out]"
    )
    arguments = [
        "-y",
        *RAW,
        "-f",
        "rawvideo",
        "-pix_fmt",
        "rgba",
        "-s",
        size,
        "-r",
        str(rate),
        "-i",
        ffmpeg.place(still),
    ]
    sound = ["-map", "1:a:0", *aac(128, 2)] if spec.has_audio else ["-an"]
    if spec.has_audio:
        arguments += ffmpeg.source(spec.source)
    arguments += [
        "-filter_complex", graph, "-map", "[out]", *sound, "-t", f"{duration:.6f}",
        "-c:v", "libx264", "-preset", "veryfast", "-tune", "stillimage", "-g", str(rate * 10),
        "-map_metadata", "-1", "-map_chapters", "-1", "-movflags", "+faststart", "-f", "mp4",
        "-progress", "pipe:1", ffmpeg.place(spec.path),
    ]  # fmt: skip
    with ffmpeg.complaints() as told:
        process = ffmpeg.start(arguments, stdout=subprocess.PIPE, stderr=told)
        assert process.stdout is not None
        try:
            follow(process.stdout, duration, progress)
            ffmpeg.finish(process, told, "The waveform video could not be written:")
        finally:
            ffmpeg.end(process)


def colour(value: str) -> str:
    """A #rrggbb as ffmpeg's filters take it; the shape is checked, since it goes into a filter's text."""
    if len(value) != 7 or not value.startswith("#") or not value[1:].isalnum():
        raise SoundError(f"{value!r} is no colour such as #1a2b3c.")
    return f"c=0x{value[1:]}"
