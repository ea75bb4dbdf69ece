"""Every number of Auphonic's statistics, with a name, before and after. What it did not measure is not listed."""

from dataclasses import dataclass
from typing import Any

NAMES = {
    "loudness": "Programme loudness",
    "lra": "Loudness range",
    "max_momentary": "Loudest moment (400 ms)",
    "max_shortterm": "Loudest passage (3 s)",
    "peak": "True peak",
    "plr": "Peak to loudness",
    "speech_loudness": "Loudness of speech",
    "speech_lra": "Loudness range of speech",
    "signal_level": "Level of the signal",
    "noise_level": "Level of the background",
    "snr": "Signal to noise",
    "gain_mean": "Gain, mean",
    "gain_min": "Gain, least",
    "gain_max": "Gain, most",
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
    return [Number(NAMES.get(key, key), before, after) for key, before, after in found if before or after]


def _side(levels: Any, name: str) -> dict[str, Any]:
    value = levels.get(name) if isinstance(levels, dict) else None
    return value if isinstance(value, dict) else {}


def _words(value: Any) -> str:
    """[-16.02, "LUFS"] is −16.0 LUFS."""
    if not isinstance(value, list) or not value or isinstance(value[0], bool) or not isinstance(value[0], int | float):
        return ""
    return f"{value[0]:.1f} {value[1] if len(value) > 1 else ''}".replace("-", "−").strip()
