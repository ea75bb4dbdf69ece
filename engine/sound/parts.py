"""Output files that are split on their chapters: a file a chapter, each whole with its own tags, packed as zip."""

import re
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from .encode import Writing
from .pcm import RATE
from .spec import Tags
from .tags import Mark, complete

SHORTEST = RATE // 2  # samples: less than this before the first chapter is no part of its own
UNTIDY = re.compile(r"[\x00-\x1f\x7f\u202a-\u202e\u2066-\u2069/\\?#%:*\"<>|]+")


@dataclass(frozen=True)
class Part:
    """One chapter as a file; `start` and `stop` in samples of the finished sound, `number` from 1."""

    number: int
    of: int
    start: int
    stop: int
    mark: Mark

    def filename(self, extension: str) -> str:
        """E.g. `03 The interview.mp3`; the numbers sort also where there are a hundred."""
        width = max(2, len(str(self.of)))
        title = UNTIDY.sub("_", self.mark.title).strip(" .")[:100]
        return f"{self.number:0{width}d} {title}".strip() + f".{extension}"

    def tags(self, whole: Tags) -> Tags:
        """The production's tags, with the chapter's title and number; the production's own title is the album."""
        title = self.mark.title or whole.title
        return replace(whole, title=title, album=whole.album or whole.title, track=f"{self.number}/{self.of}")


def parts(marks: Sequence[Mark], length: int) -> list[Part]:
    """The chapters side by side over all `length` samples; what lies before the first has a part of its own."""
    spans = [(mark, min(length, round(mark.start * RATE))) for mark in marks]
    if not spans or spans[0][1] >= SHORTEST:
        spans.insert(0, (Mark(0.0, spans[0][1] / RATE if spans else length / RATE, ""), 0))
    spans[0] = (spans[0][0], 0)
    starts = [start for _, start in spans]
    edges = [
        (mark, start, stop)
        for (mark, start), stop in zip(spans, [*starts[1:], length], strict=True)
        if stop > start  # chapters that were cut away altogether
    ]
    return [Part(number, len(edges), start, stop, mark) for number, (mark, start, stop) in enumerate(edges, 1)]


def of(writing: Writing, found: Sequence[Part], folder: Path) -> list[Writing]:
    """The writings of all parts of an output file, into `folder`."""
    folder.mkdir(parents=True, exist_ok=True)
    extension = writing.output.ending or writing.codec.extension
    return [
        replace(
            writing,
            output=replace(writing.output, path=str(folder / part.filename(extension))),
            part=(part.start, part.stop),
        )
        for part in found
    ]


def finish(writings: Sequence[Writing], found: Sequence[Part], whole: Tags, cover: bytes | None, path: Path) -> None:
    """Tag the parts and put them in one zip. Sound does not get smaller by packing, so nothing is compressed."""
    for writing, part in zip(writings, found, strict=True):
        complete(writing, part.tags(whole), [], part.mark.image or cover)
    with zipfile.ZipFile(path, "w", zipfile.ZIP_STORED, strict_timestamps=False) as packed:
        for writing in writings:
            packed.write(writing.output.path, Path(writing.output.path).name)
