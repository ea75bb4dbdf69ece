"""Measure, source, processed, target, verdict: what was measured of both, judged in words.

Auphonic's numbers come first; what it did not report and was measured here is marked so.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop, ngettext

from compare.sides import Side
from compare.timemap import TimeMap
from podcaststudio.words import decimal
from productions import verdict
from productions.templatetags.studio import hours

NEAR = 1.0  # LU from the target that a podcast may be off
CLEAN, FAIR = 30.0, 20.0  # dB of signal to noise from which a recording is clean, or fair
LEVELS = (
    ("max_momentary", gettext_noop("Loudest moment (400 ms)"), "LUFS"),
    ("max_shortterm", gettext_noop("Loudest passage (3 s)"), "LUFS"),
    ("signal_level", gettext_noop("Level of the signal"), "dB"),
    ("noise_level", gettext_noop("Level of the background"), "dB"),
    ("gain_mean", gettext_noop("Leveler, mean gain"), "dB"),
    ("gain_min", gettext_noop("Leveler, least gain"), "dB"),
    ("gain_max", gettext_noop("Leveler, most gain"), "dB"),
)


@dataclass(frozen=True)
class Figure:
    """`is_good` is None where there is nothing to judge; a value is empty when nobody reported it."""

    key: str
    name: str
    source: str = ""
    processed: str = ""
    target: str = ""
    word: str = ""
    is_good: bool | None = None

    @property
    def cells(self) -> list[str]:
        return [self.source or _("not reported"), self.processed or _("not reported")]

    @property
    def told(self) -> str:
        """The value that the verdict is about: noise is judged where it comes from."""
        return self.source if self.key == "noise" else self.processed


class Table:
    """The rows of one pair."""

    def __init__(self, source: Side, processed: Side) -> None:
        assert processed.production
        self.source, self.processed, self.production = source, processed, processed.production
        levels = (self.production.statistics or {}).get("levels")
        self.levels: dict[str, Any] = levels if isinstance(levels, dict) else {}
        settings = self.production.preset_settings or {}
        self.wanted: dict[str, Any] = settings.get("algorithms") or {}

    def rows(self) -> list[Figure]:
        return [self._loudness(), self._peak(), self._range(), self._noise(), *self._others(), *self._lengths(),
                *self._shares(), self._credits()]  # fmt: skip

    def _level(self, side: str, key: str) -> float | None:
        values = self.levels.get(side)
        value = values.get(key) if isinstance(values, dict) else None
        first = value[0] if isinstance(value, list) and value else None
        return float(first) if isinstance(first, int | float) and not isinstance(first, bool) else None

    def _pair(self, key: str, ours: str, unit: str) -> tuple[float | None, str, str]:
        """The result as a number, then both in words; `ours` is the name of our own measurement."""
        shown, result = [], None
        for name, side in (("input", self.source), ("output", self.processed)):
            value = self._level(name, key)
            here = getattr(side.waveform, ours, None) if value is None and side.waveform else None
            shown.append(
                words(value, unit) or (here is not None and f"{words(here, unit)} ({_('measured here')})") or ""
            )
            result = here if value is None else value
        return result, shown[0], shown[1]

    def _loudness(self) -> Figure:
        result, before, after = self._pair("loudness", "loudness", "LUFS")
        name = _("Programme loudness")
        if not self.wanted.get("normloudness", True):
            return Figure("loudness", name, before, after)
        target = number(self.wanted.get("loudnesstarget"), -16.0)
        goal = _("%(target)s ±1") % {"target": words(target, "LUFS")}
        if result is None:
            return Figure("loudness", name, before, after, goal, _("unknown"))
        off = result - target
        close = abs(off) <= NEAR + 0.05
        said = _("%(off)s LU too loud") if off > 0 else _("%(off)s LU too quiet")
        return Figure(
            "loudness", name, before, after, goal, _("on target") if close else said % {"off": decimal(abs(off))}, close
        )

    def _peak(self) -> Figure:
        result, before, after = self._pair("peak", "true_peak", "dBTP")
        most = verdict.ceiling(self.wanted)
        goal = _("at most %(most)s") % {"most": words(most, "dBTP")}
        if result is None:
            return Figure("peak", _("True peak"), before, after, goal, _("unknown"))
        over = result - most
        good = over <= 0.1  # meters differ by that much
        said = _("below the ceiling") if good else _("%(over)s dB over the ceiling") % {"over": decimal(over)}
        return Figure("peak", _("True peak"), before, after, goal, said, good)

    def _range(self) -> Figure:
        result, before, after = self._pair("lra", "range", "LU")
        most = number(self.wanted.get("maxlra"), 0.0)
        if most <= 0 or result is None:
            return Figure("range", _("Loudness range"), before, after)
        good = result <= most + NEAR
        said = _("even") if good else _("%(over)s LU wider") % {"over": decimal(result - most)}
        return Figure(
            "range", _("Loudness range"), before, after, _("at most %(most)g LU") % {"most": most}, said, good
        )

    def _noise(self) -> Figure:
        ratio = self._level("input", "snr")
        shown = words(ratio, "dB"), words(self._level("output", "snr"), "dB")
        if ratio is None:
            return Figure("noise", _("Signal to noise"), *shown)
        word = _("clean") if ratio >= CLEAN else _("fair") if ratio >= FAIR else _("noisy")
        return Figure("noise", _("Signal to noise"), *shown, "", word, ratio >= CLEAN)

    def _others(self) -> Iterator[Figure]:
        for key, name, unit in LEVELS:
            before, after = (words(self._level(side, key), unit) for side in ("input", "output"))
            if before or after or not key.startswith("gain"):
                yield Figure(key, _(name), before, after)

    def _lengths(self) -> Iterator[Figure]:
        made_of = TimeMap.of(self.production)
        yield Figure("length", _("Length"), clock(self.source.length), clock(self.processed.length))
        total = clock(made_of.seconds_cut) if made_of.is_exact else ""
        yield Figure("removed", _("Time removed"), _("nothing"), total if made_of.cuts else total and _("nothing"))
        kinds: dict[str, list[float]] = {}
        for cut in made_of.cuts:
            kinds.setdefault(cut.type, []).append(cut.stop - cut.start)
        for kind, lengths in sorted(kinds.items()):
            sentence = ngettext("%(time)s in %(count)s cut", "%(time)s in %(count)s cuts", len(lengths))
            said = sentence % {"time": clock(sum(lengths)), "count": len(lengths)}
            yield Figure(f"removed-{kind}", _("… as %(kind)s") % {"kind": kind}, _("nothing"), said)

    def _shares(self) -> Iterator[Figure]:
        rows = (self.production.statistics or {}).get("music_speech")
        spans = [row for row in rows if isinstance(row, dict)] if isinstance(rows, list) else []
        by_label: dict[str, float] = {}
        for row in spans:
            length = number(row.get("stop_sec"), 0.0) - number(row.get("start_sec"), 0.0)
            by_label[str(row.get("label"))] = by_label.get(str(row.get("label")), 0.0) + length
        if total := sum(by_label.values()):
            said = ", ".join(f"{label} {share / total:.0%}" for label, share in sorted(by_label.items()))
            yield Figure("shares", _("Speech and music"), said, said)

    def _credits(self) -> Figure:
        used = self.production.used_credits
        return Figure("credits", _("Credit used"), _("none"), "" if used is None else hours(used))


def words(value: float | None, unit: str) -> str:
    """−16.0 LUFS; empty for nothing."""
    return "" if value is None else f"{decimal(value)} {unit}"


def number(value: Any, otherwise: float) -> float:
    try:
        return float(value)
    except (TypeError, ValueError):
        return otherwise


def clock(seconds: float) -> str:
    """6.1 s below a minute, then 2:14 and 1:02:03."""
    if seconds < 60:
        return f"{decimal(seconds)} s"
    minutes, rest = divmod(round(seconds), 60)
    whole, minutes = divmod(minutes, 60)
    return f"{whole}:{minutes:02}:{rest:02}" if whole else f"{minutes}:{rest:02}"
