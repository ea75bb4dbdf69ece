"""The algorithms of a production: legal values, both spellings of the leveler, and what the sound chain gets."""

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from engine.auphonic.envelope import Refused
from engine.sound.compressor import chosen
from engine.sound.spec import Treatment

Algorithms = dict[str, Any]

AMOUNTS = (0, -1, 3, 6, 9, 12, 15, 18, 24, 30, 36, 100)  # dB; 0 automatic, -1 off, 100 complete
STRENGTHS = (120, 110, 100, 90, 80, 70, 60, 50, 40, 30, 20, 10, 0)  # percent
COMPRESSORS = ("auto", "off", "soft", "medium", "hard")
AUTO_PEAK = 99.0
TRUE_WORDS, FALSE_WORDS = ("true", "1", "on", "yes"), ("false", "0", "off", "no", "")


@dataclass(frozen=True)
class Option:
    """One algorithm key: a switch, a choice of values, or a number in a range."""

    label: str
    default: Any
    values: tuple[Any, ...] = ()
    span: tuple[float, float] | None = None
    parent: str = ""


OPTIONS = {
    "filtering": Option("Filtering", True),
    "filtermethod": Option(
        "Filtering Method", "hipfilter", ("hipfilter", "autoeq", "bwe", "studiovoice"), parent="filtering"
    ),
    "denoise": Option("Noise Reduction", False),
    "denoisemethod": Option(
        "Denoising Method", "classic", ("classic", "static", "dynamic", "speech_isolation"), parent="denoise"
    ),
    "denoiseamount": Option("Noise Reduction Amount", 0, AMOUNTS, parent="denoise"),
    "deverbamount": Option("Reverb Reduction Amount", 0, AMOUNTS, parent="denoise"),
    "debreathamount": Option("Breath Reduction Amount", -1, AMOUNTS, parent="denoise"),
    "dehum": Option("Hum Reduction Base Frequency", 0, (0, 50, 60), parent="denoise"),
    "dehumamount": Option("Hum Reduction Amount", 0, AMOUNTS, parent="denoise"),
    "gate": Option("Adaptive Noise Gate", True),
    "crossgate": Option("Crossgate", True),
    "leveler": Option("Adaptive Leveler", True),
    "levelermode": Option("Leveler Mode", "default", parent="leveler"),
    "levelerstrength_speech": Option("Leveler Strength", 100, STRENGTHS, parent="leveler"),
    "levelerstrength_music": Option("Music Leveler Strength", -1, (-1, *STRENGTHS), parent="leveler"),
    "compressor_speech": Option("Compressor", "auto", COMPRESSORS, parent="leveler"),
    "compressor_music": Option("Music Compressor", "same", ("same", *COMPRESSORS), parent="leveler"),
    "musicgain": Option("Music Gain", 0, (-6, -5, -4, -3, -2, 0, 2, 3, 4, 5, 6), parent="leveler"),
    "msclassifier": Option("Music/Speech Classifier", "on", ("on", "speech", "music"), parent="leveler"),
    "maxlra": Option("Max Loudness Range", 0, (0, 3, 4, 5, 6, 8, 9, 10, 12, 15, 18, 20, 25, 30), parent="leveler"),
    "maxs": Option("Max Short-term Loudness", 0, (0, 3, 4, 5, 6, 8, 9, 10, 12), parent="leveler"),
    "maxm": Option("Max Momentary Loudness", 0, (0, 8, 9, 10, 11, 12, 15, 18, 20), parent="leveler"),
    "normloudness": Option("Loudness Normalization", True),
    "loudnesstarget": Option(
        "Loudness Target",
        -16,
        (-13, -14, -15, -16, -18, -19, -20, -23, -24, -26, -27, -31),
        parent="normloudness",
    ),
    "maxpeak": Option(
        "Maximum True Peak Level",
        AUTO_PEAK,
        (AUTO_PEAK, 0.0, -0.5, -1.0, -1.5, -2.0, -3.0, -4.0, -5.0, -6.0),
        parent="normloudness",
    ),
    "dualmono": Option("Dual Mono", False, parent="normloudness"),
    "loudnessmethod": Option(
        "Loudness Normalization Method", "program", ("program", "dialog", "rms"), parent="normloudness"
    ),
    "cutter": Option("Cutter", False),
    "silence_cutter": Option("Cut Silence", False, parent="cutter"),
    "filler_cutter": Option("Cut Fillers", False, parent="cutter"),
    "cough_cutter": Option("Cut Coughs", False, parent="cutter"),
    "music_cutter": Option("Cut Music", False, parent="cutter"),
    "cut_mode": Option(
        "Cut Mode", "apply_cuts", ("apply_cuts", "set_cuts_to_silence", "export_uncut_audio"), parent="cutter"
    ),
    "fadetime": Option("Fade Time", 100, span=(0, 5000), parent="cutter"),
}
DEFAULTS: Algorithms = {key: option.default for key, option in OPTIONS.items()}
ONLY_MULTITRACK = ("gate", "crossgate")
NEURAL = {"dynamic": ".", "speech_isolation": ", and everything that is no speech was turned down."}
CUTTERS = ("silence_cutter", "filler_cutter", "cough_cutter", "music_cutter")

# Older spellings, still accepted: their key, and how their value reads today.
RENAMED: dict[str, tuple[str, Callable[[Any], Any]]] = {
    "hipfilter": ("filtering", lambda value: value),
    "levelerstrength": ("levelerstrength_speech", lambda value: value),
    "levelerstrength_m": ("levelerstrength_music", lambda value: value),
    "compressor": ("compressor_speech", lambda value: value),
    "compressor_m": ("compressor_music", lambda value: "same" if value in (-1, "Same") else value),
    "debreath": ("debreathamount", lambda value: 100 if switch("debreath", value) else -1),
    "export_uncut_audio": (
        "cut_mode",
        lambda value: "export_uncut_audio" if switch("export_uncut_audio", value) else "apply_cuts",
    ),
}


def shown(algorithms: Algorithms, *, is_multitrack: bool) -> Algorithms:
    """What callers see: the gates belong to several microphones only."""
    return {key: value for key, value in algorithms.items() if is_multitrack or key not in ONLY_MULTITRACK}


def is_algorithm(key: str) -> bool:
    """Whether this is an algorithm in the new or an old spelling."""
    return key in OPTIONS or key in RENAMED


def merged(before: Algorithms, sent: Any) -> Algorithms:
    """`before` with the keys that were sent; unknown keys are left out. Raises Refused on an illegal value."""
    if not isinstance(sent, dict):
        raise Refused(400, "algorithms must be an object.", algorithms="must be an object")
    fresh = {}
    for key, value in sent.items():
        if key in RENAMED:
            key, value = RENAMED[key][0], RENAMED[key][1](value)
        if key in OPTIONS:
            fresh[key] = checked(key, value)
    wanted = [key for key in CUTTERS if fresh.get(key)]
    if wanted and "cutter" not in fresh:
        fresh["cutter"] = True  # a cutter sent alone is enough
    if fresh.get("cutter") and not any(key in fresh for key in CUTTERS):
        fresh["silence_cutter"] = True  # the cutter sent alone cuts silence
    return {**before, **fresh}


def checked(key: str, value: Any) -> Any:
    """The value of an algorithm in its own type. Raises Refused with the legal values."""
    return legal_value(OPTIONS[key], key, value)


def legal_value(option: Option, key: str, value: Any) -> Any:
    """The value of an option in its own type. Raises Refused with the legal values."""
    if isinstance(option.default, bool):
        return switch(key, value)
    if option.span:
        number = as_number(value)
        if number is None or not option.span[0] <= number <= option.span[1]:
            raise illegal(key, value, f"a number from {option.span[0]:g} to {option.span[1]:g}")
        return number
    if not option.values:
        return str(value)
    if key == "maxpeak" and value == "auto":
        return AUTO_PEAK
    for legal in option.values:
        if value == legal and not isinstance(value, bool):
            return legal
        if isinstance(legal, int | float) and isinstance(value, str) and as_number(value) == legal:
            return legal
    raise illegal(key, value, "one of " + ", ".join(str(legal) for legal in option.values))


def switch(key: str, value: Any) -> bool:
    """A boolean, also in the words forms use. Raises Refused."""
    if isinstance(value, bool):
        return value
    word = str(value).strip().lower()
    if word not in TRUE_WORDS + FALSE_WORDS or value is None:
        raise illegal(key, value, "true or false")
    return word in TRUE_WORDS


def as_number(value: Any) -> float | None:
    """A number from a number or its text."""
    try:
        number = float(value)
    except (TypeError, ValueError, OverflowError):
        return None
    return number if math.isfinite(number) and not isinstance(value, bool) else None


def illegal(key: str, value: Any, legal: str) -> Refused:
    """The refusal of a value, naming the legal ones."""
    sentence = f"algorithms.{key} must be {legal}; {value!r} is not."
    return Refused(400, sentence, **{f"algorithms.{key}": f"must be {legal}"})


def treatment(algorithms: Algorithms) -> Treatment:
    """What the sound chain does for these algorithms."""
    target = float(algorithms["loudnesstarget"])
    peak = float(algorithms["maxpeak"])
    if peak == AUTO_PEAK:
        peak = -2.0 if target <= -24 else -1.0
    return Treatment(
        filtering=algorithms["filtering"],
        filter_method=algorithms["filtermethod"],
        denoise=algorithms["denoise"],
        denoise_method=algorithms["denoisemethod"],
        dereverb_amount=dereverb_amount(algorithms),
        debreath_amount=float(algorithms["debreathamount"]),
        denoise_amount=float(algorithms["denoiseamount"]),
        dehum=algorithms["dehum"],
        dehum_amount=float(algorithms["dehumamount"]),
        leveler=algorithms["leveler"],
        leveler_strength=float(algorithms["levelerstrength_speech"]),
        **leveler(algorithms),
        normloudness=algorithms["normloudness"],
        loudness_target=target,
        loudness_method=algorithms["loudnessmethod"],
        max_peak=peak,
        dual_mono=algorithms["dualmono"],
        silence_cutter=algorithms["cutter"] and algorithms["silence_cutter"],
        filler_cutter=algorithms["cutter"] and algorithms["filler_cutter"],
        cough_cutter=algorithms["cutter"] and algorithms["cough_cutter"],
        music_cutter=algorithms["cutter"] and algorithms["music_cutter"],
        cut_mode=algorithms["cut_mode"],
        fade_ms=float(algorithms["fadetime"]),
    )


def dereverb_amount(algorithms: Algorithms) -> float:
    """The method "classic" leaves reverberation alone unless an amount is given."""
    amount = float(algorithms["deverbamount"])
    return -1.0 if algorithms["denoisemethod"] == "classic" and amount == 0 else amount


def leveler(algorithms: Algorithms) -> dict[str, Any]:
    """The leveler's settings, as far as its mode lets them count.

    "separate" leaves the limits of broadcasters out, "broadcast" treats music like speech; otherwise everything that
    is set counts, which is how it was before there were modes.
    """
    mode, strength = mode_of(algorithms), float(algorithms["levelerstrength_speech"])
    music = {key: algorithms[key] for key in ("levelerstrength_music", "compressor_music", "musicgain")}
    if mode == "broadcast":
        music = {key: OPTIONS[key].default for key in music}
    limits = {"max_range": "maxlra", "max_shortterm": "maxs", "max_momentary": "maxm"}
    music_strength = strength if music["levelerstrength_music"] == -1 else float(music["levelerstrength_music"])
    same = music["compressor_music"] == "same"
    return {
        "music_strength": music_strength,
        "music_gain": float(music["musicgain"]),
        "music_is": {"on": "found", "speech": "nowhere", "music": "everywhere"}[algorithms["msclassifier"]],
        "compressor": chosen(algorithms["compressor_speech"], strength),
        "music_compressor": chosen(algorithms["compressor_speech" if same else "compressor_music"], music_strength),
        **{name: float(algorithms[key]) if mode != "separate" else 0.0 for name, key in limits.items()},
    }


def mode_of(algorithms: Algorithms) -> str:
    """The leveler's mode; of its names only "default" is known for sure, so that the others are told by their sense."""
    name = str(algorithms["levelermode"]).lower()
    if "broadcast" in name:
        return "broadcast"
    return "separate" if "separate" in name or "music" in name else "default"


def unserved(algorithms: Algorithms) -> list[str]:
    """Sentences on what was asked for and is not done here; they become the production's warning."""
    warnings = []
    if algorithms["denoise"] and algorithms["denoisemethod"] in NEURAL:
        warnings.append(
            f"Denoising method {algorithms['denoisemethod']}: this engine has no neural model; noise that comes and "
            "goes was followed by its spectrum" + NEURAL[algorithms["denoisemethod"]]
        )
    mode = str(algorithms["levelermode"])
    if algorithms["leveler"] and mode_of(algorithms) == "default" and mode.lower() not in ("default", "", "0"):
        warnings.append(f"The leveler mode {mode!r} is not known to this engine; it was treated like default.")
    return warnings
