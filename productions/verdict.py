"""Did the result turn out as the preset wanted it? Figures before and after, each with a word of judgement."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from podcaststudio.words import decimal
from productions.models import Production

AUTO_PEAK = 99.0  # Auphonic's number for "automatic"
NEAR = 0.5  # LU from the target that nobody hears


@dataclass(frozen=True)
class Figure:
    name: str
    unit: str
    before: float | None
    after: float | None
    is_good: bool | None = None  # None: nothing to compare with
    word: str = ""


def figures(production: Production) -> list[Figure]:
    """Of a mastered production, from Auphonic's statistics; empty when it gave none."""
    levels = (production.statistics or {}).get("levels") or {}
    before, after = levels.get("input") or {}, levels.get("output") or {}
    wanted = (production.preset_settings or {}).get("algorithms") or {}
    rows = [
        _loudness(_value(before, "loudness"), _value(after, "loudness"), wanted),
        _peak(_value(before, "peak"), _value(after, "peak"), wanted),
        Figure(_("Loudness range"), "LU", _value(before, "lra"), _value(after, "lra")),
        Figure(_("Signal to noise, as recorded"), "dB", None, _value(before, "snr")),
    ]
    return [row for row in rows if row.after is not None]


def is_good(rows: list[Figure]) -> bool:
    return all(row.is_good is not False for row in rows)


def ceiling(wanted: dict[str, Any]) -> float:
    """The highest true peak the preset allows, in dBTP."""
    value = _number(wanted.get("maxpeak"))
    if value is None or value == AUTO_PEAK:
        return -2.0 if (_number(wanted.get("loudnesstarget")) or -16.0) <= -24 else -1.0
    return value


def _loudness(before: float | None, after: float | None, wanted: dict[str, Any]) -> Figure:
    name, unit = _("Loudness"), "LUFS"
    if after is None or not wanted.get("normloudness", True):
        return Figure(name, unit, before, after)
    target = _number(wanted.get("loudnesstarget"))
    off = after - (-16.0 if target is None else target)
    word = _("on target") if abs(off) <= NEAR else _too(off)
    return Figure(name, unit, before, after, abs(off) <= NEAR, word)


def _too(off: float) -> str:
    words = _("%(difference)s LU too loud") if off > 0 else _("%(difference)s LU too quiet")
    return words % {"difference": decimal(abs(off))}


def _peak(before: float | None, after: float | None, wanted: dict[str, Any]) -> Figure:
    name, unit = _("True peak"), "dBTP"
    if after is None or not wanted.get("normloudness", True):
        return Figure(name, unit, before, after)
    over = after - ceiling(wanted)
    good = over <= 0.1  # meters differ by that much
    return Figure(
        name,
        unit,
        before,
        after,
        good,
        _("below the ceiling") if good else _("%(over)s dB over the ceiling") % {"over": decimal(over)},
    )


def _value(levels: dict[str, Any], name: str) -> float | None:
    """Levels come as [number, unit]."""
    value = levels.get(name)
    return _number(value[0]) if isinstance(value, list) and value else None


def _number(value: Any) -> float | None:
    try:
        return float(value)
    except (TypeError, ValueError):
        return None
