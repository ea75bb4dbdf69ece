"""Prepares a finished track for delivery: facts, waveform levels, cover, and all renditions in one pass."""

import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import IO, Any

from . import ffmpeg
from .codecs import CODECS, DELIVERY, Codec
from .errors import SoundError
from .peaks import read_levels
from .probe import probe
from .spec import Rendition, TrackSpec

Progress = Callable[[str, float], None]
ANALYSED = 0.3  # share of the work that is done when the levels are known


def render(spec: TrackSpec, progress: Progress) -> dict[str, Any]:
    """Analyse `spec.source` and write its renditions.

    Returns {"probe": {...} (probe.py), "duration" s, "levels": {...} (peaks.py), "cover": path | None, "tags",
    "renditions": [{"index", "path", "size", "content_type", "extension", "codec", "bitrate", "duration",
    "capture_start", "capture_end"}]}; the capture times are None where the whole track was rendered.
    Raises SoundError with a sentence for people.
    """
    progress("analysis", 0.0)
    facts = probe(spec.source, spec.cover_path)
    expected = max(1.0, facts["duration"] * 48000)
    levels, duration = read_levels(
        spec.source,
        facts["channels"],
        spec.levels,
        lambda done: progress("analysis", min(1.0, done / expected) * ANALYSED),
    )
    progress("renditions", ANALYSED)
    write(spec, facts["channels"], duration, progress)
    return {
        "probe": facts,
        "duration": round(duration, 3),
        "levels": levels,
        "cover": facts["cover"],
        "tags": facts["tags"],
        "renditions": [describe(rendition, duration) for rendition in spec.renditions],
    }


def write(spec: TrackSpec, channels: int, duration: float, progress: Progress) -> None:
    """All renditions by one ffmpeg, which decodes once and encodes side by side."""
    if not spec.renditions:
        return
    arguments = ["-y", *ffmpeg.source(spec.source), "-progress", "pipe:1"]
    for rendition in spec.renditions:
        arguments += rendition_arguments(rendition, channels, duration)
    with ffmpeg.complaints() as told:
        process = ffmpeg.start(arguments, stdout=subprocess.PIPE, stderr=told)
        assert process.stdout is not None
        try:
            follow(process.stdout, duration, progress)
            ffmpeg.finish(process, told, "A rendition could not be written:")
        finally:
            ffmpeg.end(process)


def follow(pipe: IO[bytes], duration: float, progress: Progress) -> None:
    """Turn ffmpeg's own progress lines into ours."""
    for line in iter(pipe.readline, b""):
        name, _, value = line.strip().partition(b"=")
        if name == b"out_time_us" and value.isdigit():
            share = min(1.0, int(value) / 1e6 / max(0.1, duration))
            progress("renditions", ANALYSED + (1 - ANALYSED) * share)


def rendition_arguments(rendition: Rendition, channels: int, duration: float) -> list[str]:
    kind = delivery_codec(rendition)
    wanted = 2 if rendition.is_stereo and channels > 1 else 1
    # Layouts by name: the plain channel count would change the level of one or two channels.
    filters = [f"aformat=channel_layouts={'stereo' if wanted == 2 else 'mono'}"] if channels > 2 else []
    if channels == 2 and wanted == 1:
        filters.append("pan=mono|c0=0.5*c0+0.5*c1")
    filters += clip(rendition, duration)
    filters.append("aresample=48000")
    picture = [] if rendition.is_strip_cover or kind.container not in ("mp3", "mp4") else PICTURE
    tags = ["-map_metadata", "-1"] if rendition.is_strip_tags else ["-map_metadata", "0"]
    chapters = ["-map_chapters", "-1"] if rendition.is_strip_tags or rendition.preview else ["-map_chapters", "0"]
    return [
        "-map", "0:a:0", *picture, "-af", ",".join(filters), *tags, *chapters,
        *kind.written(kind.rate(rendition.bitrate), wanted), ffmpeg.place(rendition.path),
    ]  # fmt: skip


PICTURE = ["-map", "0:v:disp:attached_pic?", "-c:v", "copy", "-disposition:v", "attached_pic"]


def clip(rendition: Rendition, duration: float) -> list[str]:
    """Filters that keep the preview's window, faded in and out; none for the whole track."""
    window = capture(rendition, duration)
    if not window or not rendition.preview:
        return []
    start, stop = window
    fade = min(rendition.preview.fade, (stop - start) / 2)
    return [
        f"atrim={start:.6f}:{stop:.6f}",
        "asetpts=PTS-STARTPTS",
        f"afade=in:d={fade:.3f}",
        f"afade=out:st={stop - start - fade:.6f}:d={fade:.3f}",
    ]


def capture(rendition: Rendition, duration: float) -> tuple[float, float] | None:
    return rendition.preview.window(duration) if rendition.preview else None


def delivery_codec(rendition: Rendition) -> Codec:
    if rendition.codec not in DELIVERY:
        raise SoundError(f"The codec {rendition.codec!r} cannot be delivered. Choose {', '.join(DELIVERY)}.")
    return CODECS[DELIVERY[rendition.codec]]


def describe(rendition: Rendition, duration: float) -> dict[str, Any]:
    kind, window = delivery_codec(rendition), capture(rendition, duration)
    start, stop = window or (0.0, duration)
    return {
        "index": rendition.index,
        "path": rendition.path,
        "size": Path(rendition.path).stat().st_size,
        "content_type": kind.content_type,
        "extension": kind.extension,
        "codec": rendition.codec,
        "bitrate": kind.rate(rendition.bitrate),
        "duration": round(stop - start, 3),
        "capture_start": round(start, 3) if window else None,
        "capture_end": round(stop, 3) if window else None,
    }
