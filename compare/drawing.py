"""Draws waveforms: a worker decodes a file once, in constant memory, and measures what is heard in it.

A row is due until it is drawn. Killed at any line it comes due again, and drawing twice replaces the same file.
"""

import logging
import math
import re
import subprocess
import threading
from array import array
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Any
from uuid import UUID

from django.conf import settings
from django.db.models import F

from compare import peaks
from compare.models import Waveform
from podcaststudio.doorbell import ring
from podcaststudio.due import Claim, Lost, in_seconds
from productions import ffmpeg, storage
from productions.formats import PLAYABLE
from productions.models import OutputFile, Production, Recording

log = logging.getLogger(__name__)
LEASE = 120.0
TRIES = 4
SAMPLERATE = 16_000
BLOCK = SAMPLERATE // peaks.RATE  # samples of a point
CPU_SECONDS = 3 * 3600
LINE = re.compile(rb"t:\s*([\d.]+).*?M:\s*(\S+)\s+S:\s*(\S+)\s+I:\s*\S+")
SUMMARY = re.compile(rb"I:\s+(\S+) LUFS.*?LRA:\s+(\S+) LU.*?Peak:\s+(\S+) dBFS", re.DOTALL)
LAYOUT = re.compile(rb"Audio: [^\n]*? Hz, ([^,\n]+)")  # first of the input, then of what comes out


class Unheard(Exception):
    """The file cannot be drawn; the text is a sentence for people."""


def want(of: Recording | OutputFile) -> None:
    """Have it drawn, once; inside the transaction that made the file known."""
    whose: dict[str, Any] = {"recording": of} if isinstance(of, Recording) else {"output": of}
    episode = of.episode_id if isinstance(of, Recording) else of.production.episode_id
    row, is_new = Waveform.objects.get_or_create(**whose, defaults={"episode_id": episode, "due_at": in_seconds(0)})
    if is_new:
        ring("compare.draw", row.pk)


def heard_file(outputs: list[OutputFile]) -> OutputFile | None:
    """The one of a production's files that people hear in their browser: the lightest that can be played."""
    fit = [each for each in outputs if each.format in PLAYABLE and not each.file_name.lower().endswith(".zip")]
    return min(fit, key=lambda each: (PLAYABLE.index(each.format), -each.bitrate)) if fit else None


def want_heard(production: Production) -> None:
    if output := heard_file(list(production.output_files.select_related("production"))):
        want(output)


def draw(pk: UUID) -> None:
    """One turn at a due row, if nobody else has it."""
    turn = Waveform.objects.claim(pk, LEASE)
    if turn is None:
        return
    claim = Claim(Waveform.objects.all(), pk, turn, LEASE)
    try:
        claim.write(attempts=F("attempts") + 1)
        row = Waveform.objects.select_related("recording", "output").get(pk=pk)
        with claim:
            values = _outcome(row, claim)
        claim.finish(**values)
    except Lost as lost:
        log.info("a waveform was dropped: %s", lost)


def _outcome(row: Waveform, claim: Claim) -> dict[str, Any]:
    if row.attempts > TRIES:
        return {"due_at": None, "error": "The studio's worker ended again and again while it drew this file."}
    try:
        return {**_drawn(row, claim), "due_at": None, "error": ""}
    except Unheard as problem:
        return {"due_at": None, "error": str(problem)}
    except FileNotFoundError:
        return {"due_at": None, "error": "The file is not in the studio's storage any more."}
    except OSError as problem:
        log.warning("waveform %s: %s", row.pk, problem)
        return {"due_at": in_seconds(20.0 * 2**row.attempts), "error": "Drawing the waveform is tried again."}


def _drawn(row: Waveform, claim: Claim) -> dict[str, Any]:
    of = row.recording or row.output
    assert of  # a constraint of the table
    with storage.open_local(of.file) as path:
        if not path.exists():
            raise FileNotFoundError(path)
        heard = hear(path, claim)
    facts = {"duration": heard.duration, "loudness": heard.loudness, "true_peak": heard.peak, "range": heard.range}
    made = Path(settings.UPLOAD_DIR) / f"waveform-{row.pk.hex}"  # the same again after a worker was killed
    made.parent.mkdir(parents=True, exist_ok=True)
    with made.open("wb") as file:
        peaks.write(file, heard.finest, heard.curve, facts)
    claim.check()
    kept = storage.keep(made, f"waveforms/{row.pk}.bin")
    curve = {"shortterm": _tenths(heard.seconds("shortterm")), "quiet": _tenths(heard.seconds("quiet"))}
    return {**facts, "channels": heard.channels, "curve": curve, "file": kept}


def _tenths(values: list[float]) -> list[int]:
    return [round(max(value, -120.0) * 10) for value in values]


@dataclass
class Heard:
    """What was found in a file while it was decoded; loudness in LUFS, ten times a second."""

    finest: peaks.Level = field(default_factory=lambda: peaks.Level(peaks.RATE))
    momentary: "array[float]" = field(default_factory=lambda: array("f"))
    shortterm: "array[float]" = field(default_factory=lambda: array("f"))
    samples: int = 0
    channels: int = 2
    loudness: float | None = None
    range: float | None = None
    peak: float | None = None

    @property
    def duration(self) -> float:
        return self.samples / SAMPLERATE

    @property
    def curve(self) -> list[tuple[float, float]]:
        """Momentary, the loudest, and short-term; twice a second."""
        starts = range(0, len(self.momentary), 5)
        return [
            (max(self.momentary[at : at + 5]), self.shortterm[min(at + 4, len(self.shortterm) - 1)]) for at in starts
        ]

    def seconds(self, what: str) -> list[float]:
        """One value a second: `shortterm`, or `quiet`, the least momentary loudness."""
        starts = range(0, len(self.momentary), 10)
        if what == "quiet":
            return [min(self.momentary[at : at + 10]) for at in starts]
        return [self.shortterm[min(at + 9, len(self.shortterm) - 1)] for at in starts]

    def take(self, pcm: bytes) -> None:
        """More of the sound: mono, 16 bit."""
        block = array("h", pcm)
        self.samples += len(block)
        for first in range(0, len(block), BLOCK):
            piece = block[first : first + BLOCK]
            self.finest.points.append(min(piece) >> 8)
            self.finest.points.append(max(piece) >> 8)

    def read(self, told: IO[bytes]) -> bytes:
        """ffmpeg's words as they come; returns those that are about the whole."""
        rest: list[bytes] = []
        for line in told:
            if found := LINE.search(line):
                self.momentary.append(_level(found.group(2)))
                self.shortterm.append(_level(found.group(3)))
            elif len(rest) < 400:
                rest.append(line)
        return b"".join(rest)


def hear(path: Path, claim: Claim | None = None) -> Heard:
    """Decode the first sound stream once. Raises `Unheard`, and `Lost` when the claim is gone."""
    heard, words = Heard(), list[bytes]()
    form = f"ebur128=peak=true,aresample={SAMPLERATE},aformat=sample_fmts=s16:channel_layouts=mono"
    after = ("-map", "0:a:0", "-vn", "-sn", "-dn", "-nostats", "-af", form, "-f", "s16le", "pipe:1")
    streams: dict[str, Any] = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
    with ffmpeg.reading(path, *after, cpu_seconds=CPU_SECONDS, **streams) as process:
        sound, told = process.stdout, process.stderr
        assert sound is not None  # pipes were asked for
        assert told is not None
        listening = threading.Thread(target=lambda: words.append(heard.read(told)), daemon=True)
        listening.start()
        while pcm := sound.read(BLOCK * 2 * peaks.RATE * 10):  # ten seconds
            heard.take(pcm[: len(pcm) // 2 * 2])
            if claim:
                claim.keep()
        listening.join()
        process.wait()
    found = SUMMARY.search(words[0][words[0].rfind(b"Summary:") :])
    if process.returncode or not heard.samples or found is None:
        raise Unheard("The sound in the file cannot be decoded. The file itself is kept as it is.")
    layout = LAYOUT.search(words[0])
    heard.channels = 1 if layout and layout.group(1) in (b"mono", b"1 channels") else 2
    heard.loudness, heard.range, heard.peak = (_figure(value) for value in found.groups())
    return heard


def _level(value: bytes) -> float:
    number = float(value)
    return number if math.isfinite(number) else -120.7


def _figure(value: bytes) -> float | None:
    """None for what silence has none of."""
    number = float(value)
    return number if math.isfinite(number) and number > -70 else None
