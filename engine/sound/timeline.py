"""What is left of a recording after cuts: reads it without them, and maps its times."""

from collections.abc import Iterator, Sequence

import numpy as np

from .cuts import Cut
from .pcm import CHUNK, RATE, RawFile, Samples

Range = tuple[int, int]
EDGE = RATE // 100  # samples over which a trimmed start or end fades


class Timeline:
    """A processed recording as it will be heard: cuts taken out (with a cross-fade), or only muted."""

    def __init__(self, file: RawFile, cuts: Sequence[Cut] = (), *, fade: int = RATE // 50, mute: bool = False) -> None:
        self.file, self.cuts, self.mute, self.fade = file, list(cuts), mute, max(0, fade)
        self.length = len(file)
        whole = mute or not self.cuts
        self.kept = [(0, self.length)] if whole else kept_ranges(self.cuts, self.length)

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
        fades = [*self.fades(), 0]
        for index, (start, stop) in enumerate(self.kept):
            for chunk in self.file.chunks([(start, stop - fades[index])]):
                yield self.trimmed(chunk, index, start)
                start += chunk.shape[1]
            if fades[index]:
                yield self.join(stop, self.kept[index + 1][0], fades[index])

    def fades(self) -> list[int]:
        """Length of each cross-fade: it reaches neither back over the cut before nor into what the cut takes away."""
        limits = {cut.stop: cut.fade for cut in self.cuts}
        return [
            min(self.fade, limits[after[0]], before[1] - before[0], after[0] - before[1])
            for before, after in zip(self.kept, self.kept[1:], strict=False)
        ]

    def join(self, stop: int, start: int, fade: int) -> Samples:
        """The last samples before a cut, faded into those before its end: no length is lost or won."""
        rise = np.sin(np.linspace(0, np.pi / 2, fade, dtype=np.float32)) ** 2
        before = self.file.read(stop - fade, stop)
        after = self.file.read(start - fade, start)
        return before * (1 - rise) + after * rise

    def trimmed(self, chunk: Samples, index: int, start: int) -> Samples:
        """The chunk at `start` of a kept range; where the recording was trimmed it begins and ends softly."""
        first, last = self.kept[0][0], self.kept[-1][1]
        stop = start + chunk.shape[1]
        if index == 0 and first > 0 and start < first + EDGE:
            chunk = chunk * ramp(np.arange(start, stop) - first)
        if index + 1 == len(self.kept) and last < self.length and stop > last - EDGE:
            chunk = chunk * ramp(last - 1 - np.arange(start, stop))
        return chunk

    def muted(self) -> Iterator[Samples]:
        for first in range(0, self.length, CHUNK):
            last = min(first + CHUNK, self.length)
            gain = np.ones(last - first, np.float32)
            for cut in self.cuts:
                if cut.start < last and cut.stop > first:
                    places = np.arange(max(first, cut.start), min(last, cut.stop))
                    edge = np.minimum(places - cut.start, cut.stop - places) / max(1, min(self.fade, cut.fade))
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


def kept_ranges(cuts: Sequence[Cut], length: int) -> list[Range]:
    edges = [0, *(edge for cut in cuts for edge in (cut.start, cut.stop)), length]
    return [(start, stop) for start, stop in zip(edges[::2], edges[1::2], strict=True) if stop > start]


def ramp(places: np.ndarray) -> Samples:
    """Gain of samples that lie `places` behind an edge."""
    return np.sin(np.clip(places / EDGE, 0, 1) * np.pi / 2).astype(np.float32) ** 2
