"""A judge that is neither ours nor a peer's: libebur128 for loudness, true peak at eight times the rate by scipy."""

import subprocess
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pyebur128
from numpy.typing import NDArray
from scipy.signal import resample_poly

from bench.sounds import FFMPEG

RATE = 48000
PIECE = 10 * RATE


@dataclass(frozen=True)
class Verdict:
    loudness: float  # LUFS
    true_peak: float  # dBTP


def samples(path: Path) -> NDArray[np.float32]:
    """The decoded sound, samples by channels."""
    told = subprocess.run([FFMPEG, "-hide_banner", "-i", path], capture_output=True, text=True).stderr
    channels = 1 if " mono," in told else 2
    command = [
        FFMPEG,
        "-nostdin",
        "-v",
        "error",
        "-i",
        path,
        "-f",
        "f32le",
        "-ar",
        str(RATE),
        "-ac",
        str(channels),
        "-",
    ]
    raw = subprocess.run(command, check=True, capture_output=True).stdout
    return np.frombuffer(raw, dtype=np.float32).reshape(-1, channels)


def judge(path: Path) -> Verdict:
    """Listen to the whole file."""
    sound = samples(path)
    state = pyebur128.R128State(sound.shape[1], RATE, pyebur128.MeasurementMode.MODE_I)
    state.add_frames(np.ascontiguousarray(sound).reshape(-1), len(sound))
    return Verdict(pyebur128.get_loudness_global(state), true_peak(sound))


def true_peak(sound: NDArray[np.float32]) -> float:
    """dBTP; pieces overlap, so that no joint is heard as a peak."""
    highest = float(np.abs(sound).max())
    for start in range(0, len(sound), PIECE):
        first = max(start - 64, 0)
        part = resample_poly(sound[first : start + PIECE + 64].astype(np.float64), 8, 1, axis=0)
        highest = max(highest, float(np.abs(part[(start - first) * 8 :][: PIECE * 8]).max()))
    return float(20 * np.log10(max(highest, 1e-9)))
