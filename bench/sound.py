"""Loudness, true peak and CPU seconds of the engine's sound work, against ffmpeg-normalize."""

import os
import resource
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np

from bench import sounds
from bench.judge import Verdict, judge, samples
from bench.table import Row, Section
from engine.sound import process
from engine.sound.meter import Meter
from engine.sound.spec import MasterSpec, Output, Treatment

TARGETS = (-14.0, -16.0, -18.0, -20.0, -23.0)
PEAK = -1.0
MOST_REDUCTION = 8.0  # dB by which peaks may have to come down; beyond it no tool keeps both promises
MINUTES = float(os.environ.get("BENCH_MINUTES", "30"))
ONLY_LOUDNESS = Treatment(filtering=False, leveler=False)


@dataclass
class Cost:
    wall: float = 0.0  # seconds
    cpu: float = 0.0  # seconds, of all processes


@contextmanager
def cost() -> Iterator[Cost]:
    """What the child processes inside cost."""
    found, began, before = Cost(), time.monotonic(), _children()
    yield found
    found.wall, found.cpu = time.monotonic() - began, _children() - before


def loudness(folder: Path) -> Section:
    section = Section(
        "Loudness",
        f"Twenty recordings of ten seconds, five targets ({', '.join(f'{t:.0f}' for t in TARGETS)} LUFS), ceiling "
        f"{PEAK} dBTP, to FLAC. Where peaks would have to come down by more than {MOST_REDUCTION:.0f} dB is left out. "
        "The peer is ffmpeg-normalize (two passes of loudnorm). Judged by libebur128 and by a true-peak meter at eight "
        "times the rate.",
    )
    ours: list[tuple[float, Verdict]] = []
    theirs: list[tuple[float, Verdict]] = []
    our_cost, their_cost = Cost(), Cost()
    for source in sounds.various(folder):
        raw = judge(source)
        for target in TARGETS:
            if raw.true_peak + target - raw.loudness - PEAK > MOST_REDUCTION:
                continue
            ours.append((target, _measured(engine_normalized, source, target, our_cost)))
            theirs.append((target, _measured(ffmpeg_normalized, source, target, their_cost)))
    section.rows += [
        _errors(f"L1 error of loudness, mean / worst of {len(ours)}", ours, theirs),
        _peaks("L2 worst true peak", ours, theirs),
        Row(
            "CPU seconds for all of them",
            f"{our_cost.cpu:.0f} s",
            f"{their_cost.cpu:.0f} s",
            f"{our_cost.cpu / their_cost.cpu:.2f}",
        ),
    ]
    return section


def delivered(folder: Path) -> Section:
    section = Section(
        "What is delivered",
        "The interview, mastered to -16 LUFS and encoded by each; decoded again and judged. The peer is "
        "ffmpeg-normalize encoding in the same codec at the same rate.",
    )
    source = sounds.interview(folder / "interview.wav", 1)
    for name, bitrate, ending, codec in (
        ("mp3", 96, "mp3", "libmp3lame"),
        ("aac", 64, "m4a", "aac"),
        ("opus", 48, "opus", "libopus"),
        ("vorbis", 96, "ogg", "libvorbis"),
    ):
        ours, theirs = folder / f"ours.{ending}", folder / f"theirs.{ending}"
        _master(source, folder, (Output(name, str(ours), bitrate),), ONLY_LOUDNESS)
        _normalize(source, theirs, -16.0, "-c:a", codec, "-b:a", f"{bitrate}k")
        one, other = judge(ours), judge(theirs)
        is_met = abs(one.loudness + 16) <= 0.10 and one.true_peak <= PEAK
        section.rows.append(
            Row(
                f"L3 {name} {bitrate} kbit/s",
                f"{one.loudness:.2f} LUFS {one.true_peak:.2f} dBTP",
                f"{other.loudness:.2f} LUFS {other.true_peak:.2f} dBTP",
                target="within 0.10 LU, under -1.00 dBTP",
                is_met=is_met,
            )
        )
    return section


def meter(folder: Path) -> Section:
    section = Section(
        "The meter", "The engine's own meter on the twenty recordings above, against libebur128's and scipy's."
    )
    worst_level = worst_peak = 0.0
    for source in sounds.various(folder):
        sound, right = samples(source), judge(source)
        own = Meter(sound.shape[1])
        own.feed(np.ascontiguousarray(sound.T))
        worst_level = max(worst_level, abs(own.reading().loudness - right.loudness))
        worst_peak = max(worst_peak, abs(own.reading().true_peak - right.true_peak))
    section.rows += [
        Row("L4 worst difference in loudness", f"{worst_level:.4f} LU", "0", "", "0.01 LU", worst_level <= 0.01),
        Row("L4 worst difference in true peak", f"{worst_peak:.3f} dB", "0", "", "0.1 dB", worst_peak <= 0.1),
    ]
    return section


def chain(folder: Path) -> Section:
    source = sounds.interview(folder / "long.wav", MINUTES)
    section = Section(
        "The whole chain",
        f"{MINUTES:.0f} minutes in two equal channels to MP3, AAC and Opus, with noise reduction, leveling and "
        "loudness. The peer does less: ffmpeg-normalize for the loudness alone, then three encoders, one by one.",
    )
    outputs = (
        Output("mp3", str(folder / "long.mp3"), 96),
        Output("aac", str(folder / "long.m4a"), 64),
        Output("opus", str(folder / "long.opus"), 48),
    )
    with cost() as ours:
        _master(source, folder, outputs, Treatment(denoise=True))
    with cost() as theirs:
        _normalize(source, folder / "long.flac", -16.0)
        for codec, rate, ending in (("libmp3lame", 96, "mp3"), ("aac", 64, "m4a"), ("libopus", 48, "opus")):
            sounds.ffmpeg("-i", folder / "long.flac", "-c:a", codec, "-b:a", f"{rate}k", folder / f"theirs.{ending}")
    speed, allowed = MINUTES * 60 / ours.wall, 65 * MINUTES / 30
    peak_mb = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / (1024 if sys.platform == "linux" else 1024**2)
    section.rows += [
        Row(
            "P1 CPU seconds",
            f"{ours.cpu:.0f} s",
            f"{theirs.cpu:.0f} s",
            f"{ours.cpu / theirs.cpu:.2f}",
            f"{allowed:.0f} s",
            ours.cpu <= allowed,
        ),
        Row(
            "P1 times real time",
            f"{speed:.0f} x",
            f"{MINUTES * 60 / theirs.wall:.0f} x",
            f"{theirs.wall / ours.wall:.2f}",
            "35 x",
            speed >= 35,
        ),
        Row("P3 largest process so far", f"{peak_mb:.0f} MB", target="400 MB", is_met=peak_mb <= 400),
    ]
    return section


def engine_normalized(source: Path, result: Path, target: float) -> None:
    treatment = replace(ONLY_LOUDNESS, loudness_target=target, max_peak=PEAK)
    _master(source, result.parent, (Output("flac", str(result)),), treatment)


def ffmpeg_normalized(source: Path, result: Path, target: float) -> None:
    _normalize(source, result, target, "-c:a", "flac")


def _master(source: Path, folder: Path, outputs: tuple[Output, ...], treatment: Treatment) -> dict[str, Any]:
    spec = MasterSpec(source=str(source), work_dir=str(folder / "work"), outputs=outputs, treatment=treatment)
    return process.run("master", spec)


def _normalize(source: Path, result: Path, target: float, *options: str) -> None:
    program = Path(sys.executable).with_name("ffmpeg-normalize")
    command = [
        str(program),
        str(source),
        "-o",
        str(result),
        "-f",
        "-q",
        "-t",
        str(target),
        "-tp",
        str(PEAK),
        "-ar",
        "48000",
        *options,
    ]
    environment = {**os.environ, "FFMPEG_PATH": sounds.FFMPEG}
    subprocess.run(command, check=True, capture_output=True, env=environment)


def _measured(make: Callable[[Path, Path, float], None], source: Path, target: float, total: Cost) -> Verdict:
    result = source.with_name("result.flac")
    with cost() as one:
        make(source, result, target)
    total.cpu += one.cpu
    return judge(result)


def _errors(what: str, ours: list[tuple[float, Verdict]], theirs: list[tuple[float, Verdict]]) -> Row:
    one, other = ([abs(verdict.loudness - target) for target, verdict in found] for found in (ours, theirs))
    return Row(
        what,
        f"{statistics.mean(one):.3f} / {max(one):.3f} LU",
        f"{statistics.mean(other):.3f} / {max(other):.3f} LU",
        f"{statistics.mean(one) / statistics.mean(other):.2f}",
        "all within 0.05 LU",
        max(one) <= 0.05,
    )


def _peaks(what: str, ours: list[tuple[float, Verdict]], theirs: list[tuple[float, Verdict]]) -> Row:
    one, other = (max(verdict.true_peak for _, verdict in found) for found in (ours, theirs))
    return Row(what, f"{one:.2f} dBTP", f"{other:.2f} dBTP", target=f"{PEAK:.2f} dBTP", is_met=round(one, 2) <= PEAK)


def _children() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime
