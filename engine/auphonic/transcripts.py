"""The transcript of a production: recognised or aligned once for each recording and wish, kept beside its files."""

import hashlib
import json
from pathlib import Path
from typing import Any

from engine import jobs, settings
from engine.auphonic import inputs, recognition
from engine.auphonic.productions import Production, folder
from engine.sound.errors import Canceled, SoundError
from engine.sound.process import run
from engine.speech import extracts, recognisers, subtitles
from engine.speech.recognisers import Recogniser
from engine.speech.spec import SpeechSpec, Voice
from engine.speech.words import from_json, phrases

Heard = dict[str, Any]
KEPT = "speech.json"


def listen(production: Production, work: Path, job: jobs.Job, watch: Any) -> Heard:
    """Find what is said in a settled production.

    Returns {"words": [...], "language", "recogniser", "is_draft", "note", "warnings"}; no words where nothing was
    asked for or nothing could be found, with a warning that says why.
    """
    wish = production["speech_recognition"]
    if wish is None:
        return nothing(missing_wish(production))
    recogniser = recognisers.SPHINX if wish["transcript"] else recognition.best(wish)
    if recogniser is None or not recogniser.is_here(settings.WHISPER_MODEL):
        return nothing([why_not(wish)])
    sources = speaking(production)
    key = key_of(wish, recogniser, [(source["sha256"], *placed) for source, *placed in sources])
    place = folder(production["uuid"]) / KEPT
    if known := read(place, key):
        return known
    voices = [Voice(str(place.parent / source["file"]), name, offset) for source, name, offset in sources]
    try:
        found = run("speech", spec(wish, recogniser, voices, work), on_progress=watch, on_child=job.child)
    except Canceled:
        raise
    except SoundError as error:
        return nothing([str(error)])
    heard = {**found, **labels(wish, recogniser)}
    if recogniser.is_draft and any(wish["keywords"]) and not wish["transcript"]:
        heard["warnings"].append("The draft recogniser listens for no keywords of yours; Whisper does.")
    place.write_text(json.dumps({"key": key, "heard": heard}), encoding="utf-8")
    return heard


def speaking(production: Production) -> list[tuple[dict[str, Any], str, float]]:
    """The files in which somebody speaks: (source, name of the speaker, seconds by which it begins late).

    Tracks that are music are not among them, unless there is nothing else.
    """
    tracks = inputs.tracks(production)
    spoken = [entry for entry in tracks if entry["algorithms"].get("backforeground") not in MUSIC] or tracks
    if not spoken:
        return [(production["input"], "", 0.0)]
    return [(entry["input"], entry["id"], entry["offset"]) for entry in spoken]


MUSIC = ("background", "ducking")


def nothing(warnings: list[str]) -> Heard:
    return {"words": [], "language": "", "recogniser": None, "is_draft": False, "note": "", "warnings": warnings}


def missing_wish(production: Production) -> list[str]:
    """A warning where output files need what was not asked for."""
    wanted = [entry["format"] for entry in production["output_files"] if entry["format"] in NEEDING]
    if not wanted:
        return []
    return ["Transcript, subtitles and speech data need speech recognition; switch it on in the production."]


NEEDING = ("transcript", "subtitle", "speech")


def why_not(wish: dict[str, Any]) -> str:
    """Why there is no transcript."""
    if wish["transcript"]:
        return f"The given transcript cannot be aligned without pocketsphinx. {recognisers.SPHINX.missing}"
    return recognition.why_none(wish)


def spec(wish: dict[str, Any], recogniser: Recogniser, voices: list[Voice], work: Path) -> SpeechSpec:
    return SpeechSpec(
        voices=tuple(voices),
        work_dir=str(work),
        recogniser=recogniser.name,  # type: ignore[arg-type]
        language=wish["language"],
        keywords=tuple(word for word in wish["keywords"] if word),
        transcript=wish["transcript"],
        model=settings.WHISPER_MODEL,
    )


def labels(wish: dict[str, Any], recogniser: Recogniser) -> Heard:
    """Who found the words, and how far to trust them."""
    if wish["transcript"]:
        return {"recogniser": "transcript", "is_draft": False, "note": ""}
    note = subtitles.DRAFT if recogniser.is_draft else ""
    return {"recogniser": recogniser.name, "is_draft": recogniser.is_draft, "note": note}


def key_of(wish: dict[str, Any], recogniser: Recogniser, sounds: list[Any]) -> str:
    """Changes with everything that changes the words."""
    told = {key: wish[key] for key in ("language", "keywords", "transcript")}
    facts = [told, recogniser.name, settings.WHISPER_MODEL, sounds]
    return hashlib.sha256(json.dumps(facts, sort_keys=True).encode()).hexdigest()


def read(place: Path, key: str) -> Heard | None:
    """What an earlier run found for the same recording and wish."""
    try:
        kept = json.loads(place.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    return kept["heard"] if kept.get("key") == key else None


def filled(production: Production, heard: Heard) -> tuple[Production, Heard | None]:
    """The production with summary, tags and chapters from the transcript where it has none, and what was found.

    Times are those of the recording, as in every chapter of a production.
    """
    wish = production["speech_recognition"]
    if not wish or not wish["shownotes"] or not heard["words"]:
        return production, None
    notes = extracts.shownotes(phrases(from_json(heard["words"])), heard["language"])
    marks = [{"start_sec": one.start, "title": one.title, "url": "", "image": None} for one in notes.chapters]
    texts = production["metadata"]
    filled_texts = {
        **texts,
        "summary": texts["summary"] or notes.summary,
        "tags": texts["tags"] if any(texts["tags"]) else [*notes.tags] or [""],
    }
    found = {
        "summary": notes.summary,
        "tags": list(notes.tags),
        "chapters": [{"start_sec": mark["start_sec"], "title": mark["title"]} for mark in marks],
    }
    return {**production, "metadata": filled_texts, "chapters": production["chapters"] or marks}, found


NEAR = 0.3  # seconds around a turn in which a word may begin or end


def own_words(heard: Heard, tracks: list[dict[str, Any]]) -> Heard:
    """What each speaker said, without what a microphone took up of the others, and without words found in music.

    `tracks` is what the sound chain measured of each track; without turns, or without tracks, everything is kept.
    """
    turns = {track["id"]: track["turns"] for track in tracks if track.get("turns")}
    silent: dict[str, Any] = {track["id"]: [] for track in tracks if track["class"] == "music"} if turns else {}
    known = {**silent, **turns}
    kept = [row for row in heard["words"] if row[4] not in known or is_in(row[1], row[2], known[row[4]])]
    return {**heard, "words": kept}


def is_in(start: float, end: float, turns: list[list[float]]) -> bool:
    """Whether the middle of a word lies in a turn."""
    middle = (start + end) / 2
    return any(first - NEAR <= middle <= last + NEAR for first, last in turns)
