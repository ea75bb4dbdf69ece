"""Auphonic's parameters in words: every key, its legal values, what it does in a line, and on what it depends.

The keys are those that Auphonic answers with today; `algorithms.py` knows the spellings it had before.
"""

from collections.abc import Iterator
from dataclasses import dataclass

Value = str | float | int | bool
Options = tuple[tuple[Value, str], ...]


@dataclass(frozen=True)
class Parameter:
    """One key. Without options it is a switch. `needs` is another key and its values that make this one matter."""

    key: str
    label: str
    options: Options = ()
    default: Value = False
    help: str = ""
    needs: tuple[str, tuple[Value, ...]] | None = None
    is_rare: bool = False  # folded away
    is_cards: bool = False  # each option is worth a sentence

    @property
    def is_switch(self) -> bool:
        return not self.options


@dataclass(frozen=True)
class Group:
    """What one switch turns on and off. `key` is the switch."""

    key: str
    label: str
    help: str
    parameters: tuple[Parameter, ...]
    default: bool = False


def decibels(*steps: int, zero: str, off: str) -> Options:
    """Amounts of reduction; 0 and -1 are words."""
    return ((0, zero), (-1, off), *((step, f"{step} dB") for step in steps), (100, "100 dB, all of it"))


def signed(*values: float, unit: str, **words: str) -> Options:
    """Numbers with a real minus sign."""
    return tuple((value, f"{value:g} {unit}".replace("-", "−")) for value in values)


AMOUNTS = (3, 6, 9, 12, 15, 18, 24, 30, 36)
NEURAL = ("static", "dynamic", "speech_isolation")
COMPRESSORS: Options = (("auto", "Auto"), ("off", "Off"), ("soft", "Soft"), ("medium", "Medium"), ("hard", "Hard"))
STRENGTHS: Options = (
    (120, "120 %, lifts everything"),
    (110, "110 %, fast"),
    (100, "100 %"),
    *((step, f"{step} %") for step in range(90, 0, -10)),
    (0, "0 %, none"),
)

FILTERING = Group(
    "filtering",
    "Filter",
    "Removes rumble and plosives, evens the tone of each voice.",
    (
        Parameter(
            "filtermethod",
            "Method",
            (
                ("hipfilter", "High-pass"),
                ("autoeq", "Voice AutoEQ"),
                ("bwe", "AutoEQ, extended"),
                ("studiovoice", "Studio voice"),
            ),
            "hipfilter",
            "AutoEQ sets an equaliser for every speaker; the extended one also restores treble that is missing.",
        ),
    ),
    default=True,
)
DENOISE = Group(
    "denoise",
    "Noise and reverb",
    "Takes away what is behind the voices.",
    (
        Parameter(
            "denoisemethod",
            "Method",
            (
                ("static", "Static: constant hiss and hum goes, music and ambience stay."),
                ("dynamic", "Dynamic: speech and music stay, what moves behind them goes."),
                ("speech_isolation", "Speech isolation: only speech stays, music goes too."),
                ("classic", "Classic: the older noise and hum reduction."),
            ),
            "classic",
            is_cards=True,
        ),
        Parameter(
            "denoiseamount",
            "Remove noise by",
            decibels(*AMOUNTS, zero="Automatic", off="Nothing"),
            0,
            "More takes more noise, and at some point a little of the voice.",
        ),
        Parameter(
            "deverbamount",
            "Remove reverb by",
            decibels(*AMOUNTS, zero="Automatic", off="Nothing"),
            0,
            "Brings a voice out of an echoing room.",
            needs=("denoisemethod", NEURAL),
        ),
        Parameter(
            "debreathamount",
            "Soften breaths by",
            decibels(*AMOUNTS, zero="Automatic", off="Nothing"),
            -1,
            "Breaths between words become quieter.",
            needs=("denoisemethod", ("dynamic", "speech_isolation")),
        ),
        Parameter(
            "dehum",
            "Mains hum",
            ((0, "Find out"), (50, "50 Hz"), (60, "60 Hz")),
            0,
            "50 Hz in most of the world, 60 Hz in the Americas.",
            needs=("denoisemethod", ("classic",)),
        ),
        Parameter(
            "dehumamount",
            "Remove hum by",
            decibels(*AMOUNTS, zero="Automatic", off="Nothing"),
            0,
            needs=("denoisemethod", ("classic",)),
        ),
    ),
)
LEVELER = Group(
    "leveler",
    "Leveler",
    "Evens out the speakers, and speech against music.",
    (
        Parameter(
            "levelerstrength_speech",
            "Strength",
            STRENGTHS,
            100,
            "Less keeps more of the difference between loud and quiet.",
        ),
        Parameter("compressor_speech", "Compressor", COMPRESSORS, "auto", "Short peaks within words."),
        Parameter(
            "musicgain",
            "Music gain",
            signed(-6, -5, -4, -3, -2, 0, 2, 3, 4, 5, 6, unit="dB"),
            0,
            "Music against speech.",
        ),
        Parameter(
            "msclassifier",
            "Music and speech",
            (("on", "Find out"), ("speech", "All is speech"), ("music", "All is music")),
            "on",
            is_rare=True,
        ),
        Parameter("levelerstrength_music", "Strength on music", ((-1, "As on speech"), *STRENGTHS), -1, is_rare=True),
        Parameter(
            "compressor_music", "Compressor on music", (("same", "As on speech"), *COMPRESSORS), "same", is_rare=True
        ),
        Parameter(
            "maxlra",
            "Loudness range, at most",
            ((0, "No limit"), *((n, f"{n} LU") for n in (3, 4, 5, 6, 8, 9, 10, 12, 15, 18, 20, 25, 30))),
            0,
            "For broadcasters.",
            is_rare=True,
        ),
        Parameter(
            "maxs",
            "Short-term loudness, at most",
            ((0, "No limit"), *((n, f"{n} LU over the target") for n in (3, 4, 5, 6, 8, 9, 10, 12))),
            0,
            is_rare=True,
        ),
        Parameter(
            "maxm",
            "Momentary loudness, at most",
            ((0, "No limit"), *((n, f"{n} LU over the target") for n in (8, 9, 10, 11, 12, 15, 18, 20))),
            0,
            is_rare=True,
        ),
    ),
    default=True,
)
CUTS = Group(
    "cutter",
    "Cuts",
    "Finds what nobody needs to hear. Chapters and transcript move with it.",
    (
        Parameter("silence_cutter", "Silence"),
        Parameter("filler_cutter", "Filler words"),
        Parameter("cough_cutter", "Coughs"),
        Parameter("music_cutter", "Music"),
        Parameter(
            "cut_mode",
            "Then",
            (("apply_cuts", "Cut"), ("set_cuts_to_silence", "Make silent"), ("export_uncut_audio", "Only mark")),
            "apply_cuts",
            "Silence keeps the length, for video and other tracks. Marks go into a cut list for your editor.",
        ),
    ),
)
LOUDNESS = Group(
    "normloudness",
    "Loudness",
    "The level of the whole episode, and its ceiling.",
    (
        Parameter(
            "loudnesstarget",
            "Target",
            (
                (-13, "−13 LUFS"),
                (-14, "−14 LUFS, music services"),
                (-15, "−15 LUFS"),
                (-16, "−16 LUFS, podcasts"),
                (-18, "−18 LUFS"),
                (-19, "−19 LUFS, podcasts in mono"),
                (-20, "−20 LUFS"),
                (-23, "−23 LUFS, broadcast (EBU R 128)"),
                (-24, "−24 LUFS, broadcast (ATSC A/85)"),
                (-26, "−26 LUFS"),
                (-27, "−27 LUFS, dialogue"),
                (-31, "−31 LUFS"),
            ),
            -16,
        ),
        Parameter(
            "maxpeak",
            "True peak, at most",
            ((99, "Automatic"), *signed(0, -0.5, -1, -1.5, -2, -3, -4, -5, -6, unit="dBTP")),
            99,
            "Automatic is −1 dBTP, and −2 dBTP for targets of −24 LUFS and below.",
        ),
        Parameter(
            "loudnessmethod",
            "Measure",
            (("program", "Whole programme"), ("dialog", "Dialogue"), ("rms", "RMS")),
            "program",
            "RMS is for audiobooks.",
        ),
        Parameter("dualmono", "Mono counts as two speakers", help="Makes mono files 3 LU quieter."),
    ),
    default=True,
)
TRACKS = Group(
    "gate",
    "Separate tracks",
    "Only where each person has a track of their own.",
    (Parameter("crossgate", "Remove each voice from the others’ microphones", default=True),),
    default=True,
)
GROUPS = (FILTERING, DENOISE, LEVELER, CUTS, LOUDNESS, TRACKS)


def parameters() -> Iterator[Parameter]:
    for group in GROUPS:
        yield from group.parameters
