"""Values of Auphonic's algorithms: today's spelling, what counts as the same, what a form sends and gets."""

from typing import Any

from productions.parameters import GROUPS, Parameter, parameters

OLDER = {
    "levelerstrength": "levelerstrength_speech",
    "levelerstrength_m": "levelerstrength_music",
    "compressor": "compressor_speech",
    "compressor_m": "compressor_music",
}
CUTTERS = ("silence_cutter", "filler_cutter", "cough_cutter", "music_cutter")
DEFAULTS: dict[str, Any] = {group.key: group.default for group in GROUPS} | {
    each.key: each.default for each in parameters()
}


def renamed(algorithms: Any) -> dict[str, Any]:
    """Algorithms in today's spelling, as Auphonic understands them: a cutter that is sent alone is enough."""
    found = algorithms if isinstance(algorithms, dict) else {}
    old = {OLDER[key]: "same" if value == "Same" else value for key, value in found.items() if key in OLDER}
    today = old | {key: value for key, value in found.items() if key not in OLDER}
    if today.get("maxpeak") == "auto":
        today["maxpeak"] = 99
    if any(today.get(key) for key in CUTTERS):
        today.setdefault("cutter", True)
    elif today.get("cutter"):
        today["silence_cutter"] = True
    return today


def same(one: Any, other: Any) -> bool:
    """-16.0, -16 and "-16" are one value."""
    return text(one) == text(other)


def text(value: Any) -> str:
    """A value as a form sends it."""
    if isinstance(value, bool) or value is None:
        return str(value)
    try:
        return f"{float(value):g}"
    except (TypeError, ValueError):
        return str(value)


def typed(parameter: Parameter, sent: str) -> Any:
    """What a form sent, in the type of its option; a value that is on no list goes back as the number or word it is."""
    for value, _ in parameter.options:
        if text(value) == sent:
            return value
    try:
        number = float(sent)
    except ValueError:
        return sent
    return int(number) if number.is_integer() else number
