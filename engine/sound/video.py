"""A video with its new sound: the picture is copied as it is, or follows the cuts where there are any."""

import re
from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path

from . import ffmpeg
from .errors import SoundError

Kept = tuple[float, float, float]  # first and last second of the recording that are heard, and when they are
CONTAINERS = ("mp4", "m4v", "mov", "mkv", "webm")
OTHERWISE = "mkv"  # takes the picture of every other container as it is
SHORTEST = 0.02  # seconds: smaller differences are less than a frame
X264 = ["-c:v", "libx264", "-preset", "veryfast", "-crf", "20", "-pix_fmt", "yuv420p"]
VP9 = ["-c:v", "libvpx-vp9", "-deadline", "realtime", "-cpu-used", "8", "-crf", "32", "-b:v", "0"]
MUXERS = {"mp4": "mp4", "m4v": "mp4", "mov": "mov", "mkv": "matroska", "webm": "webm"}


def container(filename: str, format: str) -> str:
    """The ending of the video to be written: that of the recording, where the container can be kept."""
    ending = Path(filename).suffix.lower().lstrip(".")
    if ending in CONTAINERS:
        return ending
    return "mp4" if format in ("mov", "mp4") else OTHERWISE


def sound_codec(ending: str) -> str:
    """What the container takes."""
    return "opus" if ending == "webm" else "aac"


def replace_sound(
    source: str, sound: str, path: str, ending: str, kept: Sequence[Kept], seconds: float, metadata: Path
) -> None:
    """Write `path` with the picture of `source` and the sound of the file `sound`, `seconds` long.

    Raises SoundError.
    """
    offset = sound_offset(source)
    picture = ["-c:v", "copy"] if is_untouched(kept, seconds) else cut_picture(kept, seconds, offset, ending)
    late = ["-itsoffset", f"{offset:.6f}"] if offset else []
    try:
        ffmpeg.run(
            [*ffmpeg.source(source), *late, *ffmpeg.source(sound), *ffmpeg.SAFE_INPUT, "-f", "ffmetadata", "-i",
             ffmpeg.place(metadata), "-map", "0:V:0", "-map", "1:a:0", *picture, "-c:a", "copy",
             "-map_metadata", "2", "-map_chapters", "2", *fast_start(ending), "-f", MUXERS[ending],
             ffmpeg.place(path)]
        )  # fmt: skip
    except SoundError as error:
        raise SoundError(f"The video could not be written, the other files are whole. {error}") from error


def fast_start(ending: str) -> list[str]:
    return ["-movflags", "+faststart"] if MUXERS[ending] in ("mp4", "mov") else []


def is_untouched(kept: Sequence[Kept], seconds: float) -> bool:
    """Whether the new sound runs along with the whole picture."""
    if len(kept) != 1:
        return False
    start, stop, heard = kept[0]
    return max(abs(start), abs(heard), abs(seconds - stop)) < SHORTEST


def cut_picture(kept: Sequence[Kept], seconds: float, offset: float, ending: str) -> list[str]:
    """Arguments that leave out what is cut, keep the time of every frame, and stand still around it.

    Frames before and after what is kept of the recording (intro, outro) are its first and its last.
    """
    inside = "+".join(f"between(t,{start + offset:.4f},{stop + offset:.4f})" for start, stop, _ in kept)
    first = kept[0][0]
    shift, moved = "+".join(steps(kept, offset)), kept[0][2]
    tail = max(0.0, seconds - (kept[-1][2] + kept[-1][1] - kept[-1][0]))
    filters = [f"select='{inside}'", f"setpts='PTS-({first:.4f}+{shift or 0})/TB'"]
    if max(moved, tail) >= SHORTEST:
        filters.append(f"tpad=start_mode=clone:start_duration={moved:.4f}:stop_mode=clone:stop_duration={tail:.4f}")
    codec = VP9 if ending == "webm" else X264
    return ["-vf", ",".join(filters), "-fps_mode", "vfr", *codec, "-t", f"{seconds + offset:.4f}"]


def steps(kept: Sequence[Kept], offset: float) -> list[str]:
    """Seconds by which frames after each gap come earlier, as terms of ffmpeg's expressions."""
    terms = []
    for (_, stop, _), (start, _, _) in pairwise(kept):
        terms.append(f"gte(T,{start + offset - 0.0005:.4f})*{start - stop:.4f}")
    return terms


def sound_offset(source: str) -> float:
    """Seconds by which the sound of a video begins later than its picture; 0 where it is not later."""
    first = {}
    for kind, stream, filters in (("v", "0:V:0", "showinfo"), ("a", "0:a:0", "ashowinfo")):
        with ffmpeg.complaints() as told:
            process = ffmpeg.start(
                ["-copyts", *ffmpeg.source(source), "-map", stream, f"-{kind}f", filters, f"-frames:{kind}", "1",
                 "-f", "null", "-"],
                stderr=told, log="info",
            )  # fmt: skip
            process.wait()
            seen = re.search(r"pts_time:\s*(-?[\d.]+)", ffmpeg.text(told))
        first[kind] = float(seen.group(1)) if seen else 0.0
    late = first["a"] - first["v"]
    return late if late >= 0.001 else 0.0
