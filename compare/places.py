"""Places worth hearing first: where the most was done, where it is noisiest, where most was taken away."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _

from compare.axis import Axis
from compare.sides import Side
from compare.timemap import Cut, TimeMap
from podcaststudio.words import decimal

WINDOW = 60  # seconds of the noisiest minute
HEARD = 0.5  # dB that somebody may notice
QUIET, FAINT = -60.0, -45.0  # LUFS below which nothing is going on; below which no correction counts


@dataclass(frozen=True)
class Place:
    """`at` on the axis; `clock` as people read it there."""

    name: str
    detail: str
    at: float


def places(axis: Axis, source: Side, processed: Side) -> list[Place]:
    """Those that can be told from what is known so far."""
    made_of = TimeMap.of(processed.production) if processed.production else TimeMap(())
    found = [_correction(axis, source, processed, made_of.to_output), _noise(axis, source), _cut(axis, made_of.cuts)]
    return [place for place in found if place]


def _correction(axis: Axis, source: Side, processed: Side, to_output: Callable[[float], float | None]) -> Place | None:
    """Where short-term loudness was moved the most."""
    before, after = _curve(source, "shortterm"), _curve(processed, "shortterm")
    by, at = max(_moved(before, after, to_output), key=lambda pair: abs(pair[0]), default=(0.0, 0.0))
    if abs(by) < HEARD:
        return None
    words = _("%(by)s dB louder") if by > 0 else _("%(by)s dB quieter")
    return Place(_("Loudest correction"), words % {"by": decimal(abs(by))}, axis.place(max(0.0, at - 2)))


def _moved(
    before: list[float], after: list[float], to_output: Callable[[float], float | None]
) -> Iterator[tuple[float, float]]:
    """(dB, second of the recording); passages that end up faint do not count."""
    for second, level in enumerate(before):
        heard, begin = to_output(second + 1.0), to_output(max(0.0, second - 2.0))
        if heard is None or begin is None or heard - begin < 2.5 or round(heard) - 1 >= len(after):
            continue  # the three seconds of the one are not the three of the other
        result = after[round(heard) - 1]
        if level > QUIET and result > FAINT:
            yield result - level, float(second)


def _noise(axis: Axis, source: Side) -> Place | None:
    """The minute in which the background comes closest to what is said."""
    quiet, loud = _curve(source, "quiet"), _curve(source, "shortterm")
    best: tuple[float, int] | None = None
    for start in range(0, max(1, len(quiet) - WINDOW + 1), 10):
        floor, speech = sorted(quiet[start : start + WINDOW]), sorted(loud[start : start + WINDOW])
        if not floor or speech[-1] <= QUIET:
            continue
        ratio = speech[len(speech) * 9 // 10] - floor[len(floor) // 10]
        if best is None or ratio < best[0]:
            best = ratio, start
    if best is None or len(quiet) < WINDOW:
        return None
    words = _("background %(by).0f dB below the voice") % {"by": best[0]}
    return Place(_("Noisiest minute"), words, axis.place(float(best[1])))


def _cut(axis: Axis, cuts: tuple[Cut, ...]) -> Place | None:
    if not cuts:
        return None
    longest = max(cuts, key=lambda cut: cut.stop - cut.start)
    words = _("%(by)s s, %(kind)s") % {"by": decimal(longest.stop - longest.start), "kind": longest.type}
    return Place(_("Longest cut"), words, axis.place(max(0.0, longest.start - 2)))


def _curve(side: Side, what: str) -> list[float]:
    """LUFS of each second; empty until it is measured."""
    return [value / 10 for value in (side.waveform.curve.get(what) or [])] if side.waveform else []
