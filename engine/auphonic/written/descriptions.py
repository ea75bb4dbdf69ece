"""Output files that are text: chapters, cut list, statistics, production description, transcript and subtitles."""

from collections.abc import Callable
from fractions import Fraction
from typing import Any

from engine.auphonic import chapters, inputs
from engine.auphonic.written import cutlists, finalcut, speech
from engine.auphonic.written.cutlists import Edit
from engine.auphonic.written.notation import as_json, written

Production = dict[str, Any]
Used = dict[str, Any]

CUT_LISTS: dict[str, Callable[[Edit], str]] = {
    "AudacityRegions.txt": cutlists.audacity,
    "AuditionRegions.csv": cutlists.audition,
    "ReaperRegions.csv": cutlists.reaper,
    "SamplitudeReaper.edl": cutlists.samplitude,
    "DaVinciResolve.edl": cutlists.davinci,
    "FinalCutProLegacy.xml": finalcut.legacy,
    "FinalCutProX.xml": finalcut.modern,
}
PSC_JSON = "psc.json"


def text(kind: str, ending: str, production: Production, used: Used) -> str:
    """The content of one of them; `used` is the result of the sound chain (results.py)."""
    match kind:
        case "chaps":
            return chapters.as_text(used["chapters"])
        case "psc":
            marks = used["chapters"]
            return as_json(chapters.as_psc_rows(marks)) if ending == PSC_JSON else chapters.as_psc(marks)
        case "pod2chaps":
            return as_json(chapters.as_podcasting20(used["chapters"]))
        case "cut-list":
            return CUT_LISTS[ending](edit(production, used))
        case "transcript" | "subtitle" | "speech":
            return speech.text(kind, ending, used)
        case "stats":
            return written(used["statistics"], ending, "statistics")
        case _:
            return written(description(production, used), ending, "production")


def edit(production: Production, used: Used) -> Edit:
    """The recording with its cuts, whether they were carried out or only listed."""
    edges = [0.0, *(edge for cut in used["cuts"] for edge in (cut["start"], cut["stop"])), used["length"]]
    kept = [(start, stop) for start, stop in zip(edges[::2], edges[1::2], strict=True) if stop > start]
    return Edit(
        filename=inputs.main_sources(production)[0]["name"],
        title=used["metadata"]["title"] or production["output_basename"],
        cuts=used["cuts"],
        kept=kept,
        seconds=used["length"],
        channels=min(2, used["channels"]),
        framerate=Fraction(*used["framerate"]) if used.get("framerate") else Fraction(25),
        has_video=used["has_video"],
    )


def description(production: Production, used: Used) -> dict[str, Any]:
    """What was asked for, and what came of it; `files` are those made before."""
    facts = ("length", "length_output", "channels", "samplerate", "bitrate", "format", "has_video")
    return {
        "uuid": production["uuid"],
        "output_basename": production["output_basename"],
        "input_file": inputs.main_sources(production)[0]["name"],
        "is_multitrack": production["is_multitrack"],
        "multi_input_files": [inputs.described(entry) for entry in production["multi_input_files"]],
        "creation_time": production["created_at"],
        "metadata": used["metadata"],
        "chapters": chapters.as_psc_rows(used["chapters"]),
        **{key: used[key] for key in facts},
        "algorithms": production["algorithms"],
        "output_files": used["files"],
        "cuts": used["cuts"],
        "speech_recognition": production["speech_recognition"],
        "shownotes": used.get("shownotes"),
        "statistics": used["statistics"],
        "warnings": used["warnings"],
    }
