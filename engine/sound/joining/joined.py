"""The recording with everything that is joined to it, read like a timeline and mapping its times."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from engine.sound.joining.layout import Layout, Part, Place
from engine.sound.multitrack.mix import Strip
from engine.sound.pcm import CHUNK, RATE, Samples
from engine.sound.timeline import Timeline

EDGE = RATE // 100  # samples over which what is split or joined begins and ends


@dataclass
class Fitted:
    """A piece with its gain in it; it fades over `fade_in` and `fade_out` samples."""

    strip: Strip
    place: Place
    fade_in: int
    fade_out: int

    def read(self, start: int, stop: int) -> Samples:
        """Samples [start, stop) of the piece."""
        found = self.strip.read(start, stop)
        places = np.arange(start, start + found.shape[1])
        edge = np.minimum(places / max(1, self.fade_in), (len(self.strip) - 1 - places) / max(1, self.fade_out))
        return found * rise(edge)


class Joined(Timeline):
    """What is heard in the end. `recording` has the cuts; the layout says where everything lies."""

    def __init__(self, recording: Timeline, layout: Layout, fitted: Sequence[Fitted]) -> None:
        super().__init__(recording.file)
        self.recording, self.layout, self.fitted = recording, layout, fitted

    def __len__(self) -> int:
        return self.layout.length

    @property
    def channels(self) -> int:
        """Two as soon as anything has two."""
        return max(self.recording.channels, *(each.strip.channels for each in self.fitted))

    def chunks(self) -> Iterator[Samples]:
        """The sound, in chunks of at most 10 s; the recording is read once, in its order."""
        feed = Feed(self.recording)
        for start in range(0, len(self), CHUNK):
            stop = min(start + CHUNK, len(self))
            sound = np.zeros((self.channels, stop - start), np.float32)
            for part in self.layout.parts:
                first, last = max(start, part.start), min(stop, part.stop)
                if last > first:
                    sound[:, first - start : last - start] += self.part(part, feed.take(last - first), first)
            for each in self.fitted:
                first, last = max(start, each.place.start), min(stop, each.place.stop)
                if last > first:
                    begin = each.place.start
                    sound[:, first - start : last - start] += each.read(first - begin, last - begin)
            yield sound

    def part(self, part: Part, sound: Samples, first: int) -> Samples:
        """A stretch of the recording that is heard from `first` on; soft at the edges where it was split."""
        places = np.arange(first, first + sound.shape[1])
        edge = np.ones(sound.shape[1])
        if part.first > 0:
            edge = np.minimum(edge, (places - part.start) / EDGE)
        if part.last < len(self.recording):
            edge = np.minimum(edge, (part.stop - 1 - places) / EDGE)
        return sound * rise(edge)

    def output_time(self, seconds: float) -> float:
        """When a moment of the recording is heard."""
        place = self.recording.output_time(seconds) * RATE
        part = next((part for part in self.layout.parts if place < part.last), self.layout.parts[-1])
        return (part.start + place - part.first) / RATE

    def kept_seconds(self) -> list[tuple[float, float, float]]:
        """As of any timeline; a stretch that an insert splits is two."""
        found = []
        for first, last, heard in self.recording.kept_seconds():
            for part in self.layout.parts:
                begin, end = max(heard, part.first / RATE), min(heard + last - first, part.last / RATE)
                if end > begin:
                    at = part.start / RATE + begin - part.first / RATE
                    found.append((round(first + begin - heard, 6), round(first + end - heard, 6), round(at, 6)))
        return found


class Feed:
    """Gives the recording in pieces of any length, one after the other."""

    def __init__(self, recording: Timeline) -> None:
        self.chunks = recording.chunks()
        self.rest = np.zeros((recording.channels, 0), np.float32)

    def take(self, count: int) -> Samples:
        """The next samples."""
        parts = [self.rest]
        have = self.rest.shape[1]
        while have < count and (chunk := next(self.chunks, None)) is not None:
            parts.append(chunk)
            have += chunk.shape[1]
        joined = np.concatenate(parts, axis=1)
        self.rest = joined[:, count:]
        return joined[:, :count]


def rise(shares: np.ndarray) -> Samples:
    """Gain at these shares of a fade."""
    return np.sin(np.clip(shares, 0, 1) * np.pi / 2).astype(np.float32) ** 2
