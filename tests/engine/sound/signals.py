"""Made signals with known truth, and an independent meter: ffmpeg's own."""

import re
import struct
from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from tests.sound import ffmpeg

RATE = 48000
Signal = NDArray[np.float64]


def decibel(level: float) -> float:
    return float(10 ** (level / 20))


def sine(frequency: float, seconds: float, level: float = -20.0, phase: float = 0.0) -> Signal:
    """A sine of `level` dBFS (peak)."""
    times = np.arange(round(seconds * RATE)) / RATE
    return decibel(level) * np.sin(2 * np.pi * frequency * times + phase)


def noise(seconds: float, level: float, seed: int = 1) -> Signal:
    """White noise of `level` dBFS (root mean square)."""
    return np.random.default_rng(seed).standard_normal(round(seconds * RATE)) * decibel(level)


def voice(seconds: float, level: float, pitch: float = 120.0) -> Signal:
    """Harmonics in syllables, about as loud (LUFS, mono) as `level`."""
    return said(seconds, pitch) * decibel(level - 1.5)


@cache
def said(seconds: float, pitch: float) -> Signal:
    """The voice with a mean energy of 1."""
    times = np.arange(round(seconds * RATE)) / RATE
    turn = np.exp(2j * np.pi * pitch * (times + 0.01 * np.sin(2 * np.pi * 0.7 * times)))
    tone, harmonic = np.zeros(len(times)), np.ones(len(times), complex)
    for k in range(1, 40):
        if k * pitch < 7000:
            harmonic *= turn
            tone += (harmonic * (np.exp(1j * k * k) / k**0.8)).imag
    syllables = 0.25 + 0.75 * np.abs(np.sin(2 * np.pi * 2 * times))
    ramp = np.minimum(1, np.minimum(times, times[::-1]) / 0.02)
    shaped = tone * syllables * ramp
    return np.asarray(shaped / np.sqrt(np.mean(shaped**2)))


def silence(seconds: float) -> Signal:
    return np.zeros(round(seconds * RATE))


def conversation(
    pairs: int = 3, loud: float = -20.0, quiet: float = -32.0
) -> tuple[Signal, list[tuple[int, int, str]]]:
    """Two speakers in turn with pauses of 0.4 s, in a quiet room; and the turns: (first sample, last sample, who)."""
    parts, turns, place = [silence(0.3)], [], round(0.3 * RATE)
    for _ in range(pairs):
        for who, level, pitch in (("loud", loud, 110.0), ("quiet", quiet, 190.0)):
            said = voice(2.0, level, pitch)
            turns.append((place, place + len(said), who))
            parts += [said, silence(0.4)]
            place += len(said) + round(0.4 * RATE)
    sound = np.concatenate(parts)
    return sound + noise(len(sound) / RATE, -66), turns


def write(path: Path, *channels: Signal) -> Path:
    """A WAV file of 32-bit floats at 48 kHz."""
    data = np.stack(channels, axis=1).astype("<f4").tobytes()
    head = struct.pack("<HHIIHH", 3, len(channels), RATE, RATE * 4 * len(channels), 4 * len(channels), 32)
    riff = b"WAVEfmt " + struct.pack("<I", 16) + head + b"data" + struct.pack("<I", len(data)) + data
    path.write_bytes(b"RIFF" + struct.pack("<I", len(riff)) + riff)
    return path


def read(path: Path, channels: int = 1) -> Signal:
    """A file decoded by ffmpeg, shaped (channels, samples)."""
    layout = "mono" if channels == 1 else "stereo"
    raw = ffmpeg(
        "-i", str(path), "-vn", "-af", f"aformat=channel_layouts={layout}", "-ar", str(RATE), "-f", "f32le", "-"
    )
    return np.frombuffer(raw.stdout, "<f4").reshape(-1, channels).T.astype(np.float64)


def measure(path: Path) -> tuple[float, float]:
    """Loudness (LUFS) and true peak (dBTP) by ffmpeg's ebur128, which shares no line with ours."""
    return measured(path, path.stat().st_mtime_ns)


@cache
def measured(path: Path, _written: int) -> tuple[float, float]:
    shown = ffmpeg(
        "-i", str(path), "-vn", "-af", "ebur128=peak=true:metadata=1,ametadata=mode=print:file=-", "-f", "null", "-"
    ).stdout.decode()  # fmt: skip
    loudness = re.findall(r"r128\.I=(\S+)", shown)[-1]
    peak = re.findall(r"r128\.true_peak=(\S+)", shown)[-1]
    return float(loudness), 20 * float(np.log10(max(float(peak), 1e-6)))


def level(signal: Signal) -> float:
    """Root mean square in dBFS."""
    return float(10 * np.log10(np.mean(signal**2) + 1e-20))
