"""Writes all output files in one pass of one ffmpeg, decodes and measures them, and tells what to correct."""

import subprocess
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from . import ffmpeg, pcm
from .codecs import Codec
from .limiter import Report
from .loudness import Master
from .meter import SILENCE, Meter, Reading
from .pcm import RATE, Samples, amplitude
from .spec import Output
from .workers import pool

WITHIN = 0.03  # LU: a lossless file that misses the target by more is written once more ...
WITHIN_LOSSY = 0.08  # ... and so is an encoded one


@dataclass
class Writing:
    """One output file and where its sound comes from. `gain` (dB) makes up for what the codec takes."""

    output: Output
    codec: Codec
    bitrate: int
    master: Master
    channels: int
    gain: float = 0.0
    reading: Reading | None = None
    part: tuple[int, int] | None = None  # first and last sample, where the file holds only a part of the sound

    @property
    def weight(self) -> float:
        return self.master.programme.weight if self.channels == 1 else 1.0

    def arguments(self, first: int) -> list[str]:
        """ffmpeg's arguments; the master's channels begin at number `first` of the raw input."""
        factor = amplitude(self.gain)
        taken = [first + min(number, self.master.programme.channels - 1) for number in range(self.channels)]
        layout = "stereo" if self.channels == 2 else "mono"
        mix = "|".join(f"c{number}={factor:.6f}*c{source}" for number, source in enumerate(taken))
        filters = f"pan={layout}|{mix}"
        if self.part:
            start, stop = self.part
            filters += f",atrim=start_sample={start}:end_sample={stop},asetpts=PTS-STARTPTS"
        if self.codec.sample_format.startswith("s16"):
            filters += f",aresample=out_sample_fmt={self.codec.sample_format}:dither_method=triangular"
        elif self.codec.sample_format:
            filters += f",aformat=sample_fmts={self.codec.sample_format}"
        differing = min(self.channels, self.master.programme.channels)
        return ["-map", "0:a", "-af", filters, *self.codec.written(self.bitrate, self.channels, differing)]


def encode(
    writings: Sequence[Writing], metadata: Path | None, on_samples: Callable[[int], None] = lambda _: None
) -> dict[int, Report]:
    """Write the files. Returns what the limiters did, by id() of the master. Raises SoundError when ffmpeg fails."""
    masters = list({id(writing.master): writing.master for writing in writings}.values())
    first = np.cumsum([0, *(master.programme.channels for master in masters)]).tolist()
    place = {id(master): first[number] for number, master in enumerate(masters)}
    arguments = ["-y", *ffmpeg.raw_input(first[-1], RATE)]
    if metadata:
        arguments += [*ffmpeg.SAFE_INPUT, "-f", "ffmetadata", "-i", ffmpeg.place(metadata)]
    for writing in writings:
        tagged = ["-map_metadata", "1", "-map_chapters", "1"] if metadata and tags_by_ffmpeg(writing) else PLAIN
        arguments += [*writing.arguments(place[id(writing.master)]), *tagged, ffmpeg.place(writing.output.path)]
    reports = [Report() for _ in masters]
    streams = [master.chunks(report=report) for master, report in zip(masters, reports, strict=True)]
    with ffmpeg.complaints() as told:
        process = ffmpeg.start(arguments, stdin=subprocess.PIPE, stderr=told)
        try:
            feed(process, abreast(streams), on_samples)
            ffmpeg.finish(process, told, "An output file could not be written:")
        finally:
            ffmpeg.end(process)
    return {id(master): report for master, report in zip(masters, reports, strict=True)}


PLAIN = ["-map_metadata", "-1", "-map_chapters", "-1"]


def tags_by_ffmpeg(writing: Writing) -> bool:
    """Chapters of MP4 and the INFO list of WAV are ffmpeg's work; everything else is done by mutagen."""
    return writing.codec.container in ("mp4", "wav") and not writing.part


def feed(process: "subprocess.Popen[bytes]", chunks: Iterator[Samples], on_samples: Callable[[int], None]) -> None:
    assert process.stdin is not None
    done = 0
    try:
        for chunk in chunks:
            pcm.write(process.stdin, chunk)
            done += chunk.shape[1]
            on_samples(done)
    except BrokenPipeError:
        return  # ffmpeg has ended; its exit code and its complaint tell why
    process.stdin.close()


def abreast(streams: Sequence[Iterator[Samples]]) -> Iterator[Samples]:
    """The masters' channels side by side; their limiters give back equally long chunks."""
    for chunks in zip(*streams, strict=True):
        yield np.concatenate(chunks)


def verify(writings: Sequence[Writing], workers: int) -> None:
    """Set the reading of every writing: measured on the file as a player decodes it."""
    jobs = [(writing.output.path, writing.channels, writing.weight) for writing in writings]
    if len(jobs) < 2 or workers < 2:
        readings = [measure_file(*job) for job in jobs]
    else:
        with pool(min(workers, len(jobs))) as made:
            readings = made.starmap(measure_file, jobs, chunksize=1)
    for writing, reading in zip(writings, readings, strict=True):
        writing.reading = reading


def measure_file(path: str, channels: int, weight: float = 1.0) -> Reading:
    """Loudness and true peak of a file as a listener's player decodes it."""
    meter = Meter(channels, weight)
    with ffmpeg.pcm(path, channels, RATE) as pipe:
        for chunk in pcm.read(pipe, channels):
            meter.feed(chunk)
    return meter.reading()


def correction(writing: Writing, target: float | None, max_peak: float) -> tuple[float, float] | None:
    """(more gain, lower peaks) in dB for a second try; None where the file is as it was ordered."""
    reading = writing.reading
    if reading is None or reading.loudness <= SILENCE:
        return None
    # A chapter may be quieter than the whole: parts are only held to their peaks.
    miss = target - reading.loudness if target is not None and not writing.part else 0.0
    over = reading.true_peak - max_peak
    within = WITHIN if writing.codec.is_lossless else WITHIN_LOSSY
    if abs(miss) <= within and over <= 0:
        return None
    over += max(0.0, miss)
    return miss, over + 0.1 if over > 0 else 0.0
