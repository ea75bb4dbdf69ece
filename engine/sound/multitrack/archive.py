"""Individual tracks: every stem as it goes into the mix, equally long and with the same cuts, in one zip file."""

import subprocess
import zipfile
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from engine.sound import encode, ffmpeg
from engine.sound.codecs import codec
from engine.sound.errors import SoundError
from engine.sound.parts import UNTIDY
from engine.sound.pcm import RATE, amplitude
from engine.sound.placing import Archive
from engine.sound.timeline import Timeline

Named = Sequence[tuple[str, Timeline]]  # stems with their ids


def write(archives: Sequence[Archive], stems: Named, gain: float, max_peak: float, folder: Path) -> None:
    """Write the archives; all stems get `gain` (dB), or less where one of them would exceed `max_peak` (dBFS).

    One gain for all keeps their balance: put side by side in an editor they are the mix. Raises SoundError.
    """
    factor = np.float32(min(amplitude(gain), amplitude(max_peak) / max(peak(stems), 1e-9)))
    for archive in archives:
        with zipfile.ZipFile(archive.path, "w", zipfile.ZIP_STORED, strict_timestamps=False) as packed:
            for name, (_, timeline) in zip(filenames(stems, archive.format), stems, strict=True):
                path = folder / f"archive.{archive.format}"
                encode_one(timeline, factor, archive.format, path)
                packed.write(path, name)
                path.unlink()


def peak(stems: Named) -> float:
    """The highest sample of all stems."""
    highest = 0.0
    for _, timeline in stems:
        for chunk in timeline.chunks():
            highest = max(highest, float(np.abs(chunk).max(initial=0.0)))
    return highest


def encode_one(timeline: Timeline, factor: np.float32, format: str, path: Path) -> None:
    """One stem, 16 bit with dither."""
    dither = ["-af", "aresample=out_sample_fmt=s16:dither_method=triangular"]
    arguments = [
        "-y",
        *ffmpeg.raw_input(timeline.channels, RATE),
        *dither,
        *codec(format).written(0, timeline.channels),
    ]
    with ffmpeg.complaints() as told:
        process = ffmpeg.start([*arguments, ffmpeg.place(path)], stdin=subprocess.PIPE, stderr=told)
        try:
            encode.feed(process, (chunk * factor for chunk in timeline.chunks()), lambda _: None)
            if process.wait():
                raise SoundError(f"The individual tracks could not be written: {ffmpeg.reason(told)}")
        finally:
            ffmpeg.end(process)


def filenames(stems: Named, ending: str) -> list[str]:
    """A tidy file name for each stem, all different."""
    names: list[str] = []
    for number, (id, _) in enumerate(stems, 1):
        name = UNTIDY.sub("_", id).strip(" .")[:100] or f"Track {number}"
        taken = {other.casefold() for other in names}
        names.append(f"{name}.{ending}" if f"{name}.{ending}".casefold() not in taken else f"{name} {number}.{ending}")
    return names
