"""The first pass: decodes a recording into a raw file and learns from it all that the treatment needs to know."""

from collections.abc import Callable, Generator, Iterable
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from . import ffmpeg, pcm
from .activity import SPEECH, detect
from .biquad import Cascade, high_pass, k_weighting, low_pass
from .denoise import NoiseProfiler
from .errors import SoundError
from .filter import WINDOW, Spectra
from .meter import SILENCE, Hops, PeakMeter, Reading, loudness
from .pcm import CHUNK, RATE, Energies, RawFile, Samples, decibels

ALIKE = 1e-4  # two channels that never differ by more than this are one channel twice
CLIPPED = 0.9999
BAND = [high_pass(150), high_pass(150), low_pass(7000), low_pass(7000)]
WITHOUT_RUMBLE = [high_pass(70)]


class NotDualMono(Exception):
    """The two channels differ after all."""


@dataclass
class Analysis:
    """What one pass over a recording has shown. Energies are per 10 ms."""

    file: RawFile
    is_dual_mono: bool
    channels: int
    samples: int = 0
    reading: Reading = field(default_factory=lambda: Reading(SILENCE, 0.0, SILENCE, SILENCE, SILENCE))
    energies: Energies = field(default_factory=lambda: np.zeros(0))  # K-weighted, rumble taken out
    voice: Energies = field(default_factory=lambda: np.zeros(0))  # 150 to 7000 Hz of it
    spectra: Spectra = field(default_factory=Spectra)
    noise: NoiseProfiler = field(default_factory=NoiseProfiler)
    dc_offset: float = 0.0
    clipped: int = 0
    sample_peak: float = SILENCE  # dBFS

    @property
    def seconds(self) -> float:
        return self.samples / RATE

    @property
    def is_silent(self) -> bool:
        return self.reading.loudness <= SILENCE

    def levels(self) -> tuple[float, float]:
        """Signal and noise level in dB: speech after its own gate, and the tenth percentile of everything."""
        heard = self.energies[self.energies > 1e-10]
        if not len(heard):
            return SILENCE, SILENCE
        active, _ = detect(self.energies, SPEECH)
        speech = self.energies[active]
        speech = speech[speech >= speech.mean() * 0.1] if len(speech) else heard
        return float(loudness(speech.mean())), float(loudness(np.percentile(heard, 10)))

    @property
    def snr(self) -> float:
        signal, noise = self.levels()
        return max(0.0, signal - noise)

    def bandwidth(self) -> float:
        """Hz up to which the loud moments rise over the quiet ones, or over -90 dB of the strongest tone."""
        voice, room = self.spectra.voice(), self.spectra.room()
        if voice is None or room is None:
            return 0.0
        width = 17
        voice, room = (np.convolve(power, np.full(width, 1 / width), "same") for power in (voice, room))
        floor = np.maximum(decibels(room) + 3, decibels(float(voice.max())) - 90)
        over = np.flatnonzero(decibels(voice) > floor)
        return float(over[-1] * RATE / WINDOW) if len(over) else 0.0


def analyse(
    source: str, channels: int, raw: Path, on_samples: Callable[[int], None] = lambda _: None, offset: int = 0
) -> Analysis:
    """Decode `source` into `raw` and look at it. A stereo recording is first taken for two equal channels.

    It is placed `offset` samples late, after silence, or early, without its first samples. `on_samples` is told how
    many samples are done. Raises SoundError when nothing can be decoded.
    """
    wanted = 1 if channels == 1 else 2

    def decoded() -> Generator[Samples, None, None]:
        with ffmpeg.pcm(source, wanted, RATE) as pipe:
            yield from pcm.read(pcm.Shifted(pipe, wanted, offset), wanted, CHUNK)

    try:
        return look(decoded(), wanted, raw, on_samples, is_dual_mono=wanted == 2)
    except NotDualMono:
        return look(decoded(), wanted, raw, on_samples)


def look(
    chunks: Generator[Samples, None, None],
    channels: int,
    raw: Path,
    on_samples: Callable[[int], None] = lambda _: None,
    *,
    is_dual_mono: bool = False,
) -> Analysis:
    """Look at sound of `channels` channels in chunks of 10 s, and write it to `raw`.

    `is_dual_mono` takes the channels for equal and keeps one; raises NotDualMono when they are not.
    """
    with closing(chunks):
        return Pass(channels, raw, is_dual_mono=is_dual_mono).run(chunks, on_samples)


class Pass:
    """One reading of the whole recording."""

    def __init__(self, channels: int, raw: Path, *, is_dual_mono: bool) -> None:
        worked = 1 if is_dual_mono else channels
        self.seen = Analysis(RawFile(raw, worked), is_dual_mono, worked)
        self.weighting = Cascade(k_weighting(), worked)
        self.rumble = Cascade(WITHOUT_RUMBLE, worked)
        self.band = Cascade(BAND, worked)
        self.programme, self.energies, self.voice = Hops(worked), Hops(worked), Hops(worked)
        self.peak = PeakMeter(worked)
        self.offset = 0.0

    def run(self, chunks: Iterable[Samples], on_samples: Callable[[int], None]) -> Analysis:
        seen = self.seen
        with seen.file.path.open("wb", buffering=0) as raw:
            for chunk in chunks:
                samples = self.one_of_two(chunk) if seen.is_dual_mono else chunk
                pcm.write(raw, samples)
                self.look(samples)
                seen.samples += samples.shape[1]
                on_samples(seen.samples)
        if not seen.samples:
            raise SoundError("There is no sound in this file: it could be opened, but nothing came out of it.")
        return self.conclude()

    def one_of_two(self, chunk: Samples) -> Samples:
        if np.abs(chunk[0] - chunk[1]).max() > ALIKE:
            raise NotDualMono
        return chunk[:1]

    def look(self, samples: Samples) -> None:
        weighted = self.weighting.feed(samples)
        self.programme.feed(weighted)
        clean = self.rumble.feed(weighted)
        self.energies.feed(clean)
        self.voice.feed(self.band.feed(clean))
        self.peak.feed(samples)
        self.seen.spectra.feed(samples)
        self.seen.noise.feed(samples)
        self.offset += float(samples.sum(dtype=np.float64)) / len(samples)
        self.seen.clipped += int((np.abs(samples) >= CLIPPED).sum())

    def conclude(self) -> Analysis:
        seen = self.seen
        weight = 2.0 if seen.is_dual_mono else 1.0
        seen.reading = Reading.of(self.programme.all() * weight, self.peak.level())
        seen.sample_peak = float(decibels(self.peak.sample_peak**2))
        seen.energies = self.energies.all() * weight
        seen.voice = self.voice.all()
        seen.dc_offset = self.offset / seen.samples
        return seen
