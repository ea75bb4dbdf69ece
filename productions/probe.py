"""Looks at a file that somebody sent: is it sound, how long, in what form."""

import re
import subprocess
import tempfile
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from productions import ffmpeg

WALL_SECONDS = 600
TAIL_SECONDS = 2.0  # how much of the end must be decodable
OPEN_ENDED = 0x7FFFF000  # recorders that write as they go leave a length this big, or none, in the header
LAYOUTS = {"mono": 1, "stereo": 2, "2.1": 3, "quad": 4, "4.0": 4, "5.0": 5, "5.1": 6, "6.1": 7, "7.1": 8}
ADVICE = "Upload a recording such as WAV, FLAC, MP3, M4A, Opus or MP4."


class NotAudio(Exception):
    """The file is no recording. The text is a sentence for people that says what to do."""


@dataclass(frozen=True)
class Sound:
    """What was found: seconds, ffmpeg's name of the codec, number of channels, Hz."""

    duration: float
    codec: str
    channels: int
    samplerate: int


def probe(path: Path) -> Sound:
    """Describe the first sound stream of the file, of a video too. Raises `NotAudio`."""
    if not path.stat().st_size:
        raise NotAudio("The file is empty. Export it again and upload the new file.")
    told = _ffmpeg(path)
    if "\nInput #0, " not in f"\n{told}":
        raise NotAudio(f"The file is not an audio or video file that can be read here. {ADVICE}")
    stream = re.search(r"Stream #0:\S+: Audio: ([^\n]*)", told)
    if stream is None:
        raise NotAudio(f"The file has no sound in it. {ADVICE}")
    return Sound(_duration(path, told), *_form(stream.group(1)))


def _form(text: str) -> tuple[str, int, int]:
    """Codec, channels and Hz from ffmpeg's words, e.g. `aac (LC) (mp4a / 0x6D), 44100 Hz, stereo, fltp`."""
    found = re.match(r"([\w.]+)[^,]*, (?:.*?, )?(\d+) Hz, ([^,\n]+)", text)
    if found is None or found.group(1) == "none":
        raise NotAudio(f"The sound in the file is in a form that cannot be read here. {ADVICE}")
    codec, rate, layout = found.groups()
    layout = layout.split("(")[0].strip()
    counted = re.match(r"(\d+) channels", layout)
    channels = int(counted.group(1)) if counted else LAYOUTS.get(layout, 0)
    if not channels and re.fullmatch(r"[\d.]+", layout):
        channels = sum(map(int, layout.split(".")))
    return codec, channels or 2, int(rate)


def _duration(path: Path, told: str) -> float:
    """Seconds that can really be played. Raises `NotAudio` when the file ends long before the time it announces."""
    announced = _seconds(r"Duration: (\d+):(\d+):([\d.]+)", told)
    if _is_cut_off(path):
        raise NotAudio("The file is cut off: its end is missing. Copy or export it again and upload the new file.")
    tail = min(announced, TAIL_SECONDS)
    if announced and _played(path, "-ss", f"{announced - tail:.3f}") > tail / 2:
        return announced
    played = _played(path)  # the whole file: slow, so only when the header does not say or its end was not there
    if not played:
        raise NotAudio(f"The sound in the file cannot be decoded. {ADVICE}")
    if announced - played > max(1.0, announced * 0.05) and "Estimating duration" not in told:
        raise NotAudio(
            f"The file is cut off: it announces {announced:.0f} seconds and ends after {played:.0f}. "
            "Copy or export it again and upload the new file."
        )
    return played


def _is_cut_off(path: Path) -> bool:
    """Whether a WAV or AIFF file is shorter than its header says; ffmpeg takes those as they come."""
    with path.open("rb") as file:
        kind, length = file.read(4), file.read(4)
    if kind not in (b"RIFF", b"FORM") or len(length) < 4:
        return False
    announced = int.from_bytes(length, "little" if kind == b"RIFF" else "big")
    return announced < OPEN_ENDED and announced + 8 > path.stat().st_size + 1  # a last odd byte is often left out


def _played(path: Path, *seek: str) -> float:
    """How many seconds come out when the file is decoded, from the place sought on. 0 when nothing does."""
    told = _ffmpeg(path, *seek, play=True)
    return _seconds(r".*time=(\d+):(\d+):([\d.]+)", told)


def _seconds(pattern: str, told: str) -> float:
    found = re.search(pattern, told, re.DOTALL)
    if found is None:
        return 0.0
    hours, minutes, seconds = found.groups()
    return int(hours) * 3600 + int(minutes) * 60 + float(seconds)


def _ffmpeg(path: Path, *seek: str, play: bool = False) -> str:
    """What ffmpeg says of the file; with `play` it decodes the first sound stream into nothing."""
    after = ("-map", "0:a:0", "-vn", "-sn", "-dn", "-f", "null", "-") if play else ()
    with tempfile.TemporaryFile() as told:
        with (
            ffmpeg.reading(path, *after, seek=seek, stdout=subprocess.DEVNULL, stderr=told) as process,
            suppress(subprocess.TimeoutExpired),
        ):
            process.wait(WALL_SECONDS)
        if process.returncode < 0:  # ended by a limit
            raise NotAudio("Reading the file takes too much time. Export it as WAV or MP3 and upload the new file.")
        told.seek(0)
        return told.read(ffmpeg.OUTPUT_BYTES).decode(errors="replace").replace("\r", "\n")
