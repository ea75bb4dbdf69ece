"""What is taken out of a recording: stretches with a reason, in order, each sample cut once."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Literal

from .pcm import RATE

CutType = Literal["silence", "filler", "cough", "music", "manual"]
SCRAP = round(0.04 * RATE)  # samples; a rest between two cuts that is no longer than this goes with them


@dataclass(frozen=True)
class Cut:
    """A stretch of the recording that is taken out; in samples.

    `fade` is how much of its end is as quiet as what comes before it: no cross-fade may be longer.
    """

    type: CutType
    start: int
    stop: int
    fade: int = 10 * RATE

    def __len__(self) -> int:
        return self.stop - self.start

    def seconds(self) -> tuple[float, float]:
        return round(self.start / RATE, 3), round(self.stop / RATE, 3)


def merged(cuts: Iterable[Cut], length: int) -> list[Cut]:
    """The cuts in order, inside the recording, each sample cut once, and never everything.

    Where two of them meet, what was asked for by hand keeps its edges.
    """
    kept: list[Cut] = []
    for cut in sorted(cuts, key=lambda one: (one.start, one.type != "manual")):
        start, stop = max(0, cut.start), min(cut.stop, length)
        last = kept[-1] if kept else None
        if last and cut.type == "manual" and last.type != "manual" and last.start < start < last.stop:
            kept[-1] = replace(last, stop=start)
            if last.stop > stop:
                kept += [replace(cut, start=start, stop=stop), replace(last, start=stop)]
                continue
        elif last and start < last.stop + (SCRAP if "manual" not in (cut.type, last.type) else 0):
            start = last.stop
        if stop > start:
            kept.append(replace(cut, start=start, stop=stop))
    return kept if sum(map(len, kept)) < length else []


def seconds_saved(cuts: Iterable[Cut]) -> dict[str, float]:
    """Seconds taken out, by reason."""
    saved: dict[str, float] = {}
    for cut in cuts:
        saved[cut.type] = saved.get(cut.type, 0.0) + len(cut) / RATE
    return {reason: round(seconds, 3) for reason, seconds in saved.items()}
