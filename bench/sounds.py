"""Recordings to measure with, made on the spot from the bundled interview and from ffmpeg's generators."""

import os
import subprocess
from collections.abc import Iterator
from pathlib import Path

import imageio_ffmpeg

FFMPEG = imageio_ffmpeg.get_ffmpeg_exe()
INTERVIEW = Path(__file__).resolve().parent.parent / "productions" / "demo" / "interview.flac"


def ffmpeg(*arguments: str | Path) -> str:
    """Run it; what it said on stderr."""
    command = [FFMPEG, "-hide_banner", "-nostdin", "-y", *map(str, arguments)]
    return subprocess.run(command, check=True, capture_output=True, text=True).stderr


def interview(path: Path, minutes: float) -> Path:
    """The interview again and again, as long as asked for, in two equal channels."""
    ffmpeg("-stream_loop", "-1", "-i", INTERVIEW, "-t", str(minutes * 60), "-ac", "2", "-ar", "48000", path)
    return path


def various(folder: Path) -> Iterator[Path]:
    """Twenty recordings of ten seconds: speech at four levels, noises, tones and beats, in one and two channels."""
    for number in range(10):
        start, volume, channels = 2 + number * 5, (0, -6, -12, -18)[number % 4], 1 + number % 2
        path = folder / f"speech-{number}.wav"
        ffmpeg("-ss", str(start), "-t", "10", "-i", INTERVIEW, "-af", f"volume={volume}dB", "-ac", str(channels), path)
        yield path
    for number, color in enumerate(("white", "pink", "brown", "pink", "brown")):
        path = folder / f"noise-{number}.wav"
        shape = f"volume='0.3+0.6*abs(sin(2*PI*t*{0.1 + number / 5}))':eval=frame"
        noise = f"anoisesrc=color={color}:amplitude=0.4:seed={number}:duration=10:sample_rate=48000,{shape}"
        ffmpeg("-f", "lavfi", "-i", noise, "-ac", str(1 + number % 2), path)
        yield path
    for number, frequency in enumerate((110, 440, 997, 3000, 6000)):
        path = folder / f"tone-{number}.wav"
        beat = f"volume='0.2+0.7*gt(sin(2*PI*t*{1 + number}),0)':eval=frame"
        ffmpeg("-f", "lavfi", "-i", f"sine={frequency}:duration=10:sample_rate=48000,{beat}", path)
        yield path


def random_wav(path: Path, size: int) -> Path:
    """A WAV file of about `size` bytes of noise that no disk can compress or leave out."""
    frames = (size - 44) // 4
    header = b"RIFF" + (36 + frames * 4).to_bytes(4, "little") + b"WAVEfmt " + (16).to_bytes(4, "little")
    header += (1).to_bytes(2, "little") + (2).to_bytes(2, "little") + (48000).to_bytes(4, "little")
    header += (192000).to_bytes(4, "little") + (4).to_bytes(2, "little") + (16).to_bytes(2, "little")
    header += b"data" + (frames * 4).to_bytes(4, "little")
    block = os.urandom(1 << 20)
    with path.open("wb") as file:
        file.write(header)
        left = frames * 4
        while left > 0:
            file.write(block[:left])
            left -= len(block)
    return path
