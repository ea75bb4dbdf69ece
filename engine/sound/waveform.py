"""The waveform of the finished sound: data in the format of audiowaveform, and an image of the same numbers."""

import json
import struct
from pathlib import Path

import numpy as np

from . import ffmpeg, pcm
from .errors import SoundError
from .pcm import RATE, Samples

PIXEL = 256  # samples; what audiowaveform and its players take unless told otherwise
VERSION = 2
EIGHT_BITS = 1
WIDTH, HEIGHT = 1600, 240
PEAK_COLOUR, BODY_COLOUR = (148, 163, 184, 255), (51, 65, 85, 255)


class Waveforms:
    """Lowest and highest sample of each PIXEL of a sound file mixed to one channel; read once, when first needed."""

    def __init__(self, path: str, channels: int) -> None:
        self.path, self.channels = path, channels
        self.pairs: Samples | None = None

    def read(self) -> Samples:
        """Shaped (2, pixels): lowest, highest. Raises SoundError."""
        if self.pairs is None:
            parts = []
            with ffmpeg.pcm(self.path, self.channels, RATE) as pipe:
                for chunk in pcm.read(pipe, self.channels, PIXEL * 2000):
                    parts.append(extremes(chunk.mean(axis=0)))
            if not parts:
                raise SoundError("There is no sound in the finished file to draw a waveform of.")
            self.pairs = np.concatenate(parts, axis=1)
        return self.pairs

    def write_data(self, path: Path, *, is_json: bool) -> None:
        """Binary, or the same as JSON: pairs of 8-bit integers."""
        pairs = np.clip(np.round(self.read() * 127), -128, 127).astype(np.int8)
        data = pairs.T.reshape(-1)
        if is_json:
            head = {
                "version": VERSION,
                "channels": 1,
                "sample_rate": RATE,
                "samples_per_pixel": PIXEL,
                "bits": 8,
                "length": pairs.shape[1],
            }
            path.write_text(json.dumps({**head, "data": data.tolist()}, separators=(",", ":")), encoding="ascii")
            return
        head_bytes = struct.pack("<iIiiIi", VERSION, EIGHT_BITS, RATE, PIXEL, pairs.shape[1], 1)
        path.write_bytes(head_bytes + data.tobytes())

    def write_image(self, path: Path) -> None:
        """A PNG with a transparent ground: peaks, and inside them the middle half of each column."""
        from PIL import Image, ImageDraw  # loaded only where it draws

        image = Image.new("RGBA", (WIDTH, HEIGHT), (0, 0, 0, 0))
        draw, middle = ImageDraw.Draw(image), HEIGHT / 2
        columns = np.array_split(self.read(), WIDTH, axis=1) if self.read().shape[1] >= WIDTH else spread(self.read())
        for x, column in enumerate(columns):
            low, high = float(column[0].min()), float(column[1].max())
            body = float(np.mean(np.abs(column))) * 0.8
            line(draw, x, middle - high * middle, middle - low * middle, PEAK_COLOUR)
            line(draw, x, middle - body * middle, middle + body * middle, BODY_COLOUR)
        image.save(path, "PNG", optimize=True)


def line(draw: "object", x: int, top: float, bottom: float, colour: tuple[int, int, int, int]) -> None:
    """A column of pixels, one at least."""
    draw.line([(x, round(top)), (x, max(round(top), round(bottom)))], fill=colour)  # type: ignore[attr-defined]


def spread(pairs: Samples) -> list[Samples]:
    """One column for each pixel of the image, where the sound has fewer."""
    places = np.arange(WIDTH) * pairs.shape[1] // WIDTH
    return [pairs[:, place : place + 1] for place in places]


def extremes(samples: Samples) -> Samples:
    """Lowest and highest of each PIXEL samples; the last may be shorter."""
    whole = len(samples) // PIXEL
    rows = samples[: whole * PIXEL].reshape(whole, PIXEL)
    pairs = np.stack([rows.min(axis=1), rows.max(axis=1)])
    if rest := samples[whole * PIXEL :].tolist():
        pairs = np.concatenate([pairs, np.array([[min(rest)], [max(rest)]], np.float32)], axis=1)
    return pairs
