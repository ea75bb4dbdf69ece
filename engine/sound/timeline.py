"""What is left of a recording after cuts: reads it without them, and maps its times."""

from collections.abc import Iterator, Sequence

import numpy as np

from .pcm import CHUNK, RATE, RawFile, Samples
from .silence import Cut


class Timeline:
    """A processed recording as it will be heard: cuts taken out (with a cross-fade), or only muted."""

    def __init__(self, file: RawFile, cuts: Sequence[Cut] = (), *, fade: int = RATE // 50, mute: bool = False) -> None:
        self.file, self.cuts, self.mute = file, list(cuts), mute
        self.length = len(file)
        kept = kept_ranges(self.cuts, self.length)
        shortest = min((stop - start for start, stop in kept), default=0)
        self.fade = max(0, min(fade, shortest // 2))
        self.kept = [(0, self.length)] if mute or not self.cuts else kept

    def __len__(self) -> int:
        return sum(stop - start for start, stop in self.kept)

    @property
    def channels(self) -> int:
        return self.file.channels

    def chunks(self) -> Iterator[Samples]:
        """The sound, in chunks of at most 10 s."""
        if self.mute:
            yield from self.muted()
            return
        for index, (start, stop) in enumerate(self.kept):
            last = index + 1 == len(self.kept)
            tail = stop if last else stop - self.fade
            yield from self.file.chunks([(start, tail)])
            if not last and self.fade:
                yield self.join(stop, self.kept[index + 1][0])

    def join(self, stop: int, start: int) -> Samples:
        """The last samples before a cut, faded into those before its end: no length is lost or won."""
        rise = np.sin(np.linspace(0, np.pi / 2, self.fade, dtype=np.float32)) ** 2
        before = self.file.read(stop - self.fade, stop)
        after = self.file.read(start - self.fade, start)
        return before * (1 - rise) + after * rise

    def muted(self) -> Iterator[Samples]:
        for first in range(0, self.length, CHUNK):
            last = min(first + CHUNK, self.length)
            gain = np.ones(last - first, np.float32)
            for cut in self.cuts:
                if cut.start < last and cut.stop > first:
                    places = np.arange(max(first, cut.start), min(last, cut.stop))
                    edge = np.minimum(places - cut.start, cut.stop - places) / max(1, self.fade)
                    gain[places - first] = np.cos(np.minimum(edge, 1) * np.pi / 2) ** 2
            yield self.file.read(first, last) * gain

    def kept_seconds(self) -> list[tuple[float, float, float]]:
        """First and last second of each stretch of the recording that is heard, and when it is heard."""
        found, heard = [], 0
        for start, stop in self.kept:
            found.append((round(start / RATE, 6), round(stop / RATE, 6), round(heard / RATE, 6)))
            heard += stop - start
        return found

    def output_time(self, seconds: float) -> float:
        """When a moment of the recording is heard; a moment inside a cut is heard at its end."""
        place = seconds * RATE
        heard = 0.0
        for start, stop in self.kept:
            if place < stop:
                return (heard + max(0.0, place - start)) / RATE
            heard += stop - start
        return heard / RATE


def kept_ranges(cuts: Sequence[Cut], length: int) -> list[tuple[int, int]]:
    edges = [0, *(edge for cut in cuts for edge in (cut.start, cut.stop)), length]
    return [(start, stop) for start, stop in zip(edges[::2], edges[1::2], strict=True) if stop > start]
