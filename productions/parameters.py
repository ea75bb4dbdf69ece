"""Auphonic's parameters in words: every key, its legal values, what it does in a line, and on what it depends.

The keys are those that Auphonic answers with today; `algorithms.py` knows the spellings it had before.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from podcaststudio.words import filled

Value = str | float | int | bool
Words = str | Promise
Options = tuple[tuple[Value, Words], ...]


@dataclass(frozen=True)
class Parameter:
    """One key. Without options it is a switch. `needs` is another key and its values that make this one matter."""

    key: str
    label: Words
    options: Options = ()
    default: Value = False
    help: Words = ""
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
    label: Words
    help: Words
    parameters: tuple[Parameter, ...]
    default: bool = False


def decibels(*steps: int, zero: Words, off: Words) -> Options:
    """Amounts of reduction; 0 and -1 are words."""
    return ((0, zero), (-1, off), *((step, f"{step} dB") for step in steps), (100, _("100 dB, all of it")))


def within(label: Words) -> str:
    """A label inside a sentence. English writes it small; German knows its nouns by their capital."""
    text = str(label)
    return text[:1].lower() + text[1:] if (get_language() or "en").startswith("en") else text


def signed(*values: float, unit: str, **words: str) -> Options:
    """Numbers with a real minus sign."""
    return tuple((value, f"{value:g} {unit}".replace("-", "−")) for value in values)


AMOUNTS = (3, 6, 9, 12, 15, 18, 24, 30, 36)
NEURAL = ("static", "dynamic", "speech_isolation")
COMPRESSORS: Options = (
    ("auto", _("Auto")),
    ("off", _("Off")),
    ("soft", _("Soft")),
    ("medium", _("Medium")),
    ("hard", _("Hard")),
)
STRENGTHS: Options = (
    (120, _("120 %, lifts everything")),
    (110, _("110 %, fast")),
    (100, "100 %"),
    *((step, f"{step} %") for step in range(90, 0, -10)),
    (0, _("0 %, none")),
)

FILTERING = Group(
    "filtering",
    _("Filter"),
    _("Removes rumble and plosives, evens the tone of each voice."),
    (
        Parameter(
            "filtermethod",
            _("Method"),
            (
                ("hipfilter", _("High-pass")),
                ("autoeq", _("Voice AutoEQ")),
                ("bwe", _("AutoEQ, extended")),
                ("studiovoice", _("Studio voice")),
            ),
            "hipfilter",
            _("AutoEQ sets an equaliser for every speaker; the extended one also restores treble that is missing."),
        ),
    ),
    default=True,
)
DENOISE = Group(
    "denoise",
    _("Noise and reverb"),
    _("Takes away what is behind the voices."),
    (
        Parameter(
            "denoisemethod",
            _("Method"),
            (
                ("static", _("Static: constant hiss and hum goes, music and ambience stay.")),
                ("dynamic", _("Dynamic: speech and music stay, what moves behind them goes.")),
                ("speech_isolation", _("Speech isolation: only speech stays, music goes too.")),
                ("classic", _("Classic: the older noise and hum reduction.")),
            ),
            "classic",
            is_cards=True,
        ),
        Parameter(
            "denoiseamount",
            _("Remove noise by"),
            decibels(*AMOUNTS, zero=_("Automatic"), off=_("Nothing")),
            0,
            _("More takes more noise, and at some point a little of the voice."),
        ),
        Parameter(
            "deverbamount",
            _("Remove reverb by"),
            decibels(*AMOUNTS, zero=_("Automatic"), off=_("Nothing")),
            0,
            _("Brings a voice out of an echoing room."),
            needs=("denoisemethod", NEURAL),
        ),
        Parameter(
            "debreathamount",
            _("Soften breaths by"),
            decibels(*AMOUNTS, zero=_("Automatic"), off=_("Nothing")),
            -1,
            _("Breaths between words become quieter."),
            needs=("denoisemethod", ("dynamic", "speech_isolation")),
        ),
        Parameter(
            "dehum",
            _("Mains hum"),
            ((0, _("Find out")), (50, "50 Hz"), (60, "60 Hz")),
            0,
            _("50 Hz in most of the world, 60 Hz in the Americas."),
            needs=("denoisemethod", ("classic",)),
        ),
        Parameter(
            "dehumamount",
            _("Remove hum by"),
            decibels(*AMOUNTS, zero=_("Automatic"), off=_("Nothing")),
            0,
            needs=("denoisemethod", ("classic",)),
        ),
    ),
)
LEVELER = Group(
    "leveler",
    _("Leveler"),
    _("Evens out the speakers, and speech against music."),
    (
        Parameter(
            "levelerstrength_speech",
            _("Strength"),
            STRENGTHS,
            100,
            _("Less keeps more of the difference between loud and quiet."),
        ),
        Parameter(
            "compressor_speech",
            _("Compressor"),
            COMPRESSORS,
            "auto",
            _("Short peaks within words."),
        ),
        Parameter(
            "musicgain",
            _("Music gain"),
            signed(-6, -5, -4, -3, -2, 0, 2, 3, 4, 5, 6, unit="dB"),
            0,
            _("Music against speech."),
        ),
        Parameter(
            "msclassifier",
            _("Music and speech"),
            (
                ("on", _("Find out")),
                ("speech", _("All is speech")),
                ("music", _("All is music")),
            ),
            "on",
            is_rare=True,
        ),
        Parameter(
            "levelerstrength_music",
            _("Strength on music"),
            ((-1, _("As on speech")), *STRENGTHS),
            -1,
            is_rare=True,
        ),
        Parameter(
            "compressor_music",
            _("Compressor on music"),
            (("same", _("As on speech")), *COMPRESSORS),
            "same",
            is_rare=True,
        ),
        Parameter(
            "maxlra",
            _("Loudness range, at most"),
            ((0, _("No limit")), *((n, f"{n} LU") for n in (3, 4, 5, 6, 8, 9, 10, 12, 15, 18, 20, 25, 30))),
            0,
            _("For broadcasters."),
            is_rare=True,
        ),
        Parameter(
            "maxs",
            _("Short-term loudness, at most"),
            (
                (0, _("No limit")),
                *((n, filled(_("%(number)d LU over the target"), {"number": n})) for n in (3, 4, 5, 6, 8, 9, 10, 12)),
            ),
            0,
            is_rare=True,
        ),
        Parameter(
            "maxm",
            _("Momentary loudness, at most"),
            (
                (0, _("No limit")),
                *(
                    (n, filled(_("%(number)d LU over the target"), {"number": n}))
                    for n in (8, 9, 10, 11, 12, 15, 18, 20)
                ),
            ),
            0,
            is_rare=True,
        ),
    ),
    default=True,
)
CUTS = Group(
    "cutter",
    _("Cuts"),
    _("Finds what nobody needs to hear. Chapters and transcript move with it."),
    (
        Parameter("silence_cutter", _("Silence")),
        Parameter("filler_cutter", _("Filler words")),
        Parameter("cough_cutter", _("Coughs")),
        Parameter("music_cutter", _("Music")),
        Parameter(
            "cut_mode",
            _("Then"),
            (
                ("apply_cuts", _("Cut")),
                ("set_cuts_to_silence", _("Make silent")),
                ("export_uncut_audio", _("Only mark")),
            ),
            "apply_cuts",
            _("Silence keeps the length, for video and other tracks. Marks go into a cut list for your editor."),
        ),
    ),
)
LOUDNESS = Group(
    "normloudness",
    _("Loudness"),
    _("The level of the whole episode, and its ceiling."),
    (
        Parameter(
            "loudnesstarget",
            _("Target"),
            (
                (-13, "−13 LUFS"),
                (-14, _("−14 LUFS, music services")),
                (-15, "−15 LUFS"),
                (-16, _("−16 LUFS, podcasts")),
                (-18, "−18 LUFS"),
                (-19, _("−19 LUFS, podcasts in mono")),
                (-20, "−20 LUFS"),
                (-23, _("−23 LUFS, broadcast (EBU R 128)")),
                (-24, _("−24 LUFS, broadcast (ATSC A/85)")),
                (-26, "−26 LUFS"),
                (-27, _("−27 LUFS, dialogue")),
                (-31, "−31 LUFS"),
            ),
            -16,
        ),
        Parameter(
            "maxpeak",
            _("True peak, at most"),
            ((99, _("Automatic")), *signed(0, -0.5, -1, -1.5, -2, -3, -4, -5, -6, unit="dBTP")),
            99,
            _("Automatic is −1 dBTP, and −2 dBTP for targets of −24 LUFS and below."),
        ),
        Parameter(
            "loudnessmethod",
            _("Measure"),
            (("program", _("Whole programme")), ("dialog", _("Dialogue")), ("rms", "RMS")),
            "program",
            _("RMS is for audiobooks."),
        ),
        Parameter("dualmono", _("Mono counts as two speakers"), help=_("Makes mono files 3 LU quieter.")),
    ),
    default=True,
)
TRACKS = Group(
    "gate",
    _("Separate tracks"),
    _("Only where each person has a track of their own."),
    (Parameter("crossgate", _("Remove each voice from the others’ microphones"), default=True),),
    default=True,
)
GROUPS = (FILTERING, DENOISE, LEVELER, CUTS, LOUDNESS, TRACKS)


def parameters() -> Iterator[Parameter]:
    for group in GROUPS:
        yield from group.parameters
