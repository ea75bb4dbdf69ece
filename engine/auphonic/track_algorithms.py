"""The algorithms of one track, intro, outro or insert: legal values beside those it shares with a whole production."""

from typing import Any

from engine.auphonic import algorithms
from engine.auphonic.algorithms import Algorithms, Option
from engine.auphonic.envelope import Refused
from engine.sound.placing import Placing

SHARED = (
    "filtering",
    "filtermethod",
    "denoise",
    "denoisemethod",
    "denoiseamount",
    "deverbamount",
    "debreathamount",
    "dehum",
    "dehumamount",
    "levelerstrength_speech",
    "compressor_speech",
)
PANS = ("100", "75", "50", "25", "20", "15", "10", "05")
OWN = {
    "backforeground": Option("Fore/Background", "auto", ("auto", "foreground", "background", "ducking", "unchanged")),
    "gain": Option("Track Gain", 0, (6, 5, 4, 3, 2, 0, -2, -3, -4, -5, -6, -8, -12, -15, -18, -23, -30)),
    "backgroundgain": Option(
        "Background Level", -18, (-3, -6, -8, -10, -12, -14, -16, -18, -20, -22, -24, -26), parent="backforeground"
    ),
    "ducking_fadetime": Option(
        "Ducking Fade Time", 500, (125, 250, 375, 500, 750, 1000, 1500, 2000), parent="backforeground"
    ),
    "pan": Option("Stereo Panorama", "C", (*(f"L{p}" for p in PANS), "C", *(f"R{p}" for p in reversed(PANS)))),
}
ROLE_NUMBERS = ("0", "1", "2", "3", "4")
OPTIONS = {**{key: algorithms.OPTIONS[key] for key in SHARED}, **OWN}
DEFAULTS: Algorithms = {key: option.default for key, option in OPTIONS.items()}


def merged(before: Algorithms, sent: Any) -> Algorithms:
    """`before`, or the defaults, with the keys that were sent; unknown ones are left out. Raises Refused."""
    if not isinstance(sent, dict):
        raise Refused(400, "algorithms must be an object.", algorithms="must be an object")
    fresh = {}
    for key, value in sent.items():
        if key in algorithms.RENAMED:
            key, value = algorithms.RENAMED[key][0], algorithms.RENAMED[key][1](value)
        if key == "pan" and value in (0, 0.0, "0"):
            value = "C"  # as their own list of defaults writes it
        if key == "backforeground" and str(value) in ROLE_NUMBERS:
            value = OWN[key].values[int(value)]  # as their own list of options numbers them
        if key in OPTIONS:
            fresh[key] = algorithms.legal_value(OPTIONS[key], key, value)
    return {**DEFAULTS, **before, **fresh}


def placing(algorithms: Algorithms) -> Placing:
    """How the sound chain mixes something in."""
    return Placing(
        algorithms["backforeground"],
        float(algorithms["gain"]),
        float(algorithms["backgroundgain"]),
        float(algorithms["ducking_fadetime"]),
        pan(algorithms["pan"]),
    )


def pan(word: str) -> float:
    """-1 for L100, 0 for C, 1 for R100."""
    return 0.0 if word == "C" else int(word[1:]) / 100 * (-1 if word[0] == "L" else 1)
