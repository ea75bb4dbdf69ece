"""Masters a recording: analyse, treat, find the loudness, write all files, check them, tell what was measured."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import numpy as np

from . import derived, encode, intake, parts, statistics, tags
from .codecs import codec
from .encode import Writing
from .errors import SoundError
from .facts import cut_facts, output_facts
from .joining import fit
from .limiter import Report
from .loudness import HEAVY, Master, Programme, Yardstick
from .meter import HOP, integrated
from .multitrack import archive
from .pcm import RATE, RawFile
from .plan import speech_runs
from .process import scratch
from .spec import Chapter, MasterSpec, Output
from .tags import Mark
from .timeline import Timeline

Progress = Callable[[str, float], None]
CORRECTIONS = 3  # one is nearly always enough; peaks that stand 15 dB out of a lossy file may take more
# Share of the work that is done when a stage begins and ends.
STAGES = {
    "analysis": (0.0, 0.15),
    "treatment": (0.15, 0.4),
    "tracks": (0.0, 0.3),  # these two in place of the two above where several stems are mixed
    "mixing": (0.3, 0.4),
    "loudness": (0.4, 0.5),
    "encoding": (0.5, 0.9),
    "checking": (0.9, 0.97),
    "deriving": (0.97, 0.99),
    "archiving": (0.99, 1.0),
}


def master(spec: MasterSpec, progress: Progress) -> dict[str, Any]:
    """Master `spec.source` into `spec.outputs`.

    Returns {"statistics": {...}, "outputs": [{"path", "format", "codec", "size", "checksum" (md5), "bitrate",
    "channels", "loudness", "true_peak", "duration"}], "derived": [{"format", "path", "size", "checksum"} or None],
    "cuts": [{"type", "start", "stop", "start_output"}], "kept": [[first second, last second, when it is heard]],
    "chapters": [{"start", "start_output", "title", "url"}], "length" (s, of the recording), "length_output",
    "channels", "samplerate", "bitrate", "format", "has_video", "warnings": [sentences], "timing": {stage: s}}.
    Raises SoundError with a sentence for people.
    """
    if not spec.outputs and not spec.derived:
        raise SoundError("No output file is asked for. Add at least one output format.")
    return Production(spec, progress).run()


class Production:
    """One walk from a recording to its output files."""

    def __init__(self, spec: MasterSpec, progress: Progress) -> None:
        self.spec, self.progress = spec, progress
        folder = scratch(spec)
        assert folder is not None
        self.scratch = folder
        self.scratch.mkdir(parents=True, exist_ok=True)
        self.masters: dict[tuple[int, float, float], Master] = {}
        self.warnings: list[str] = []
        self.timing: dict[str, float] = {}

    def run(self) -> dict[str, Any]:
        for output in self.spec.outputs:
            codec(output.format)
        self.take_in()
        self.outputs = [*self.spec.outputs, *derived.hidden(self.spec, self.scratch, self.source)]
        with self.stage("loudness"):
            self.timeline, self.pieces = fit.join(self.make_timeline(self.seen.file), self.spec, self.scratch)
            self.yardstick = self.make_yardstick()
            sets = [self.writings(output, number) for number, output in enumerate(self.outputs)]
            writings = [writing for one in sets for writing in one]
        with self.stage("encoding") as tell:
            self.rendered = self.write(writings, lambda done: tell(done / max(1, len(self.timeline))))
        with self.stage("checking"):
            self.check(writings)
            self.tag(sets)
        made = self.derive(writings)
        self.archive(writings)
        return {**self.result(sets), "derived": made}

    def take_in(self) -> None:
        """Have the recording, or the mix of many, treated on the disk."""
        taken = intake.take_in(self.spec, self.scratch, self.stage)
        self.source, self.seen, self.plan, self.session = taken.source, taken.seen, taken.plan, taken.session
        self.warnings += taken.warnings

    @contextmanager
    def stage(self, name: str) -> Iterator[Callable[[float], None]]:
        """Times a stage, and turns its own share into progress of the whole."""
        first, last = STAGES[name]
        self.progress(name, first)
        begun = time.monotonic()
        yield lambda share: self.progress(name, first + (last - first) * min(1.0, share))
        self.timing[name] = round(time.monotonic() - begun, 3)

    def make_timeline(self, file: RawFile) -> Timeline:
        wanted = self.spec.treatment
        cuts = [] if wanted.cut_mode == "export_uncut_audio" else self.plan.cuts
        fade = round(max(0.0, wanted.fade_ms) * RATE / 1000)
        return Timeline(file, cuts, fade=fade, mute=wanted.cut_mode == "set_cuts_to_silence")

    def make_yardstick(self) -> Yardstick:
        """What the target means; where somebody speaks is known of the recording, in the time of the output."""
        method = self.spec.treatment.loudness_method
        if method != "dialog":
            return Yardstick(method)
        speech = np.zeros(len(self.timeline) // HOP + 1, bool)
        for start, stop in speech_runs(self.seen, self.plan.music):
            first, last = (round(self.timeline.output_time(place * HOP / RATE) * RATE / HOP) for place in (start, stop))
            speech[first:last] = True
        return Yardstick(method, speech)

    def writings(self, output: Output, number: int) -> list[Writing]:
        """The file to be written, or a file for each chapter."""
        whole = self.writing(output)
        if not output.split_on_chapters:
            return [whole]
        return parts.of(whole, parts.parts(self.marks(), len(self.timeline)), self.scratch / f"parts-{number}")

    def writing(self, output: Output) -> Writing:
        """A file to be written, with the master that it shares with all files of the same channels and ceiling."""
        kind, wanted = codec(output.format), self.spec.treatment
        bitrate = kind.rate(output.bitrate)
        worked = self.timeline.channels
        as_mono = output.mono_mixdown or (self.source["channels"] == 1 and worked == 1)
        channels = 1 if as_mono else worked
        is_double = self.seen.is_dual_mono or output.mono_mixdown or wanted.dual_mono
        weight = 2.0 if channels == 1 and is_double else 1.0
        margin = kind.overshoot if kind.is_lossless else self.lossy_margin
        found = self.master(channels, weight, margin)
        return Writing(output, kind, bitrate, found, 1 if as_mono else 2, -kind.loudness_change(bitrate))

    @property
    def lossy_margin(self) -> float:
        """One ceiling for all lossy files, so that they share one limiter."""
        kinds = [(codec(output.format), output.bitrate) for output in self.outputs]
        return max((kind.room(kind.rate(rate)) for kind, rate in kinds if not kind.is_lossless), default=0.0)

    def master(self, channels: int, weight: float, margin: float) -> Master:
        key = channels, weight, margin
        if key not in self.masters:
            near = [found.gain for other, found in self.masters.items() if other[:2] == key[:2]]
            programme = Programme(self.timeline, channels, weight, self.yardstick)
            self.masters[key] = self.sought(programme, near[0] if near else self.guess(), margin)
        return self.masters[key]

    def sought(self, programme: Programme, gain: float, margin: float) -> Master:
        """The master that meets the target; `gain` is where the search begins."""
        found = Master(programme, gain if self.target is not None else 0.0, self.spec.treatment.max_peak - margin)
        if self.target is not None and not self.seen.is_silent:
            found.seek(self.target)
        return found

    @property
    def target(self) -> float | None:
        wanted = self.spec.treatment
        return wanted.loudness_target if wanted.normloudness else None

    def aim(self, writing: Writing) -> float | None:
        """Loudness that a file must have as a whole, whatever it is that meets the target."""
        return None if self.target is None else writing.master.aim

    def guess(self) -> float:
        """The gain that would do if there were no limiter, no cut and no noise taken away."""
        energies = self.seen.energies
        if self.plan.leveling:
            energies = energies * 10 ** (self.plan.leveling.gains / 10)
        return (self.target or 0.0) - integrated(energies) if not self.seen.is_silent else 0.0

    def write(self, writings: list[Writing], on_samples: Callable[[int], None]) -> dict[int, Report]:
        text = tags.metadata_text(self.spec.tags, self.marks())
        self.metadata = self.scratch / "metadata.txt"
        self.metadata.write_text(text, encoding="utf-8")
        return encode.encode(writings, self.metadata, on_samples)

    def check(self, writings: list[Writing]) -> None:
        """Decode all files; those that missed loudness or peak are written again, corrected."""
        max_peak = self.spec.treatment.max_peak
        encode.verify(writings, self.spec.workers)
        for _ in range(CORRECTIONS):
            again = [
                self.corrected(writing, *fix)
                for writing in writings
                if (fix := encode.correction(writing, self.aim(writing), max_peak))
            ]
            if not again:
                break
            self.rendered |= self.write(again, lambda _: None)
            encode.verify(again, self.spec.workers)
        self.note_output(writings)

    def corrected(self, writing: Writing, gain: float, margin: float) -> Writing:
        """The writing with `gain` dB more and its peaks `margin` dB lower."""
        writing.gain += gain
        if margin:
            used = writing.master
            lower = self.spec.treatment.max_peak - used.ceiling + margin
            writing.master = self.sought(used.programme, used.gain, lower)
        return writing

    def note_output(self, writings: list[Writing]) -> None:
        target, unit = self.target, "dBFS" if self.spec.treatment.loudness_method == "rms" else "LUFS"
        heaviest = max(report.highest for report in self.rendered.values())
        if heaviest > HEAVY and target is not None:
            self.warnings.append(
                f"The limiter had to take away up to {heaviest:.1f} dB to reach {target:g} {unit}; "
                "choose a lower loudness target to keep more of the dynamics."
            )
        for writing in writings:
            if target is None or self.seen.is_silent or writing.reading is None or writing.part:
                continue
            miss = writing.reading.loudness - writing.master.aim
            if abs(miss) > 0.2 and self.seen.seconds > 0.5:
                self.warnings.append(
                    f"The {writing.output.format} file is {abs(miss):.1f} LU "
                    f"{'louder' if miss > 0 else 'quieter'} than asked for."
                )

    def marks(self) -> list[Mark]:
        """Chapters in the time of the output files."""
        chapters = sorted(self.spec.tags.chapters, key=lambda chapter: chapter.start)
        length = len(self.timeline) / RATE
        starts = [min(self.timeline.output_time(chapter.start), length) for chapter in chapters]
        return [
            Mark(start, stop, chapter.title, chapter.url, self.image(chapter))
            for start, stop, chapter in zip(starts, [*starts[1:], length], chapters, strict=False)
        ]

    def image(self, chapter: Chapter) -> bytes | None:
        return self.picture(chapter.image, f"The image of the chapter “{chapter.title}”", 800)

    def picture(self, path: str | None, what: str, longest: int) -> bytes | None:
        if not path:
            return None
        from .cover import embeddable  # Pillow is loaded only where there is an image

        try:
            return embeddable(path, longest)
        except SoundError as error:
            sentence = f"{what} was left out. {error}"
            if sentence not in self.warnings:
                self.warnings.append(sentence)
            return None

    def tag(self, sets: list[list[Writing]]) -> None:
        self.cover = self.picture(self.spec.tags.cover, "The cover", 1400)
        marks = self.marks()
        found = parts.parts(marks, len(self.timeline))
        for output, writings in zip(self.outputs, sets, strict=True):
            if output.split_on_chapters:
                parts.finish(writings, found, self.spec.tags, self.cover, Path(output.path))
            else:
                tags.complete(writings[0], self.spec.tags, marks, self.cover)

    def derive(self, writings: list[Writing]) -> list[dict[str, Any] | None]:
        """What is made of the finished sound, from the best file that holds all of it."""
        if not self.spec.derived:
            return []
        whole = [writing for writing in writings if not writing.part]
        best = next((writing for writing in whole if writing.codec.is_lossless), whole[0])
        seconds, kept = len(self.timeline) / RATE, self.timeline.kept_seconds()
        finished = derived.Finished(
            best.output.path, best.channels, self.scratch, kept, seconds, self.metadata, self.cover
        )
        with self.stage("deriving"):
            return derived.make(self.spec, finished, self.source, self.warnings.append)

    def archive(self, writings: list[Writing]) -> None:
        """Individual tracks of a multitrack production, as loud as they are in the first output file."""
        if self.session and self.session.wanted.archives:
            stems = [(name, self.make_timeline(strip)) for name, strip in self.session.named()]
            gain, peak = writings[0].master.gain, self.spec.treatment.max_peak
            with self.stage("archiving"):
                archive.write(self.session.wanted.archives, stems, gain, peak, self.scratch)

    def result(self, sets: list[list[Writing]]) -> dict[str, Any]:
        first = next(one[0] for one in sets if not one[0].part)
        assert first.reading is not None
        report = self.rendered[id(first.master)]
        files = [
            output_facts(output, one[0], len(self.timeline) / RATE)
            for output, one in zip(self.spec.outputs, sets, strict=False)
        ]
        return {
            "statistics": {
                **statistics.statistics(self.seen, self.plan, first.reading, report, self.source, files),
                "timing": {stage: [seconds, "s"] for stage, seconds in self.timing.items()},
                **({"tracks": self.session.tracks} if self.session else {}),
                **({"pieces": self.pieces} if self.pieces else {}),
            },
            "outputs": files,
            "cuts": cut_facts(self.plan.cuts, self.timeline),
            "kept": self.timeline.kept_seconds(),
            "chapters": [
                {
                    "start": chapter.start,
                    "start_output": round(self.timeline.output_time(chapter.start), 3),
                    "title": chapter.title,
                    "url": chapter.url,
                }
                for chapter in self.spec.tags.chapters
            ],
            "length": round(self.seen.seconds, 4),
            "length_output": round(len(self.timeline) / RATE, 4),
            **{key: self.source[key] for key in ("channels", "samplerate", "bitrate", "has_video")},
            "format": self.source["codec"],
            "warnings": self.warnings,
            "timing": self.timing,
        }
