"""What a preset does to the sound, one line a stage, in the order Auphonic works."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from productions import formats
from productions.algorithms import DEFAULTS, renamed
from productions.differences import in_words
from productions.parameters import CUTS, DENOISE, FILTERING, LEVELER, LOUDNESS, Group, within


@dataclass(frozen=True)
class Stage:
    name: str
    is_on: bool
    words: str


def chain(settings: Any) -> list[Stage]:
    """The stages of a preset's settings."""
    known = settings if isinstance(settings, dict) else {}
    algorithms = DEFAULTS | renamed(known.get("algorithms"))
    cuts = [within(each.label) for each in CUTS.parameters if each.is_switch and algorithms[each.key]]
    speech = known.get("speech_recognition") or {}
    return [
        _stage(FILTERING, algorithms, "filtermethod"),
        _stage(DENOISE, algorithms, "denoisemethod", "denoiseamount"),
        _stage(LEVELER, algorithms, "levelerstrength_speech", "compressor_speech"),
        Stage(_("Cuts"), bool(algorithms["cutter"] and cuts), _upper(", ".join(cuts))),
        _stage(LOUDNESS, algorithms, "loudnesstarget"),
        Stage(_("Transcript"), bool(speech), str(speech.get("language") or "auto")),
    ]


def file_words(settings: Any) -> str:
    rows = settings.get("output_files") if isinstance(settings, dict) else None
    return ", ".join(formats.label(row) for row in rows or [] if isinstance(row, dict))


def _stage(group: Group, algorithms: dict[str, Any], *keys: str) -> Stage:
    by_key = {each.key: each for each in group.parameters}
    words = [in_words(by_key[key], algorithms[key]).split(":")[0].split(",")[0] for key in keys]
    said = ", ".join(words[:1] + [within(word) for word in words[1:]])
    return Stage(str(group.label), bool(algorithms[group.key]), said)


def _upper(text: str) -> str:
    return text[:1].upper() + text[1:]
