"""Every number of Auphonic's statistics, with a name, before and after. What it did not measure is not listed."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from podcaststudio.words import decimal

NAMES = {
    "loudness": _("Programme loudness"),
    "lra": _("Loudness range"),
    "max_momentary": _("Loudest moment (400 ms)"),
    "max_shortterm": _("Loudest passage (3 s)"),
    "peak": _("True peak"),
    "plr": _("Peak to loudness"),
    "speech_loudness": _("Loudness of speech"),
    "speech_lra": _("Loudness range of speech"),
    "signal_level": _("Level of the signal"),
    "noise_level": _("Level of the background"),
    "snr": _("Signal to noise"),
    "gain_mean": _("Gain, mean"),
    "gain_min": _("Gain, least"),
    "gain_max": _("Gain, most"),
}


@dataclass(frozen=True)
class Number:
    label: str
    before: str
    after: str


def numbers(statistics: Any) -> list[Number]:
    """The ones we have a name for in their order, then the others as they are called."""
    levels = statistics.get("levels") if isinstance(statistics, dict) else None
    sides = [_side(levels, "input"), _side(levels, "output")]
    keys = [*NAMES, *sorted({key for side in sides for key in side} - set(NAMES))]
    found = [(key, *(_words(side.get(key)) for side in sides)) for key in keys]
    return [Number(str(NAMES.get(key, key)), before, after) for key, before, after in found if before or after]


def _side(levels: Any, name: str) -> dict[str, Any]:
    value = levels.get(name) if isinstance(levels, dict) else None
    return value if isinstance(value, dict) else {}


def _words(value: Any) -> str:
    """[-16.02, "LUFS"] is −16.0 LUFS."""
    if not isinstance(value, list) or not value or isinstance(value[0], bool) or not isinstance(value[0], int | float):
        return ""
    return f"{decimal(value[0])} {value[1] if len(value) > 1 else ''}".strip()
