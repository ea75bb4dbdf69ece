"""Output files of what was said: transcript, subtitles, speech data."""

from typing import Any

from engine.auphonic.written.notation import written
from engine.sound.errors import SoundError
from engine.speech import page, subtitles
from engine.speech.words import Phrase, from_json, phrases, placed

KINDS = ("transcript", "subtitle", "speech")


def text(kind: str, ending: str, used: dict[str, Any]) -> str:
    """The content of one of them. Raises SoundError when there is no transcript; a warning says why already."""
    heard = used["heard"]
    said = phrases(placed(from_json(heard["words"]), used["kept"]))
    if not said:
        raise SoundError("There is no transcript, and so no file of it.")
    if kind == "subtitle":
        return subtitles.as_vtt(said, heard["note"]) if ending == "vtt" else subtitles.as_srt(said)
    if kind == "transcript":
        if ending == "txt":
            return subtitles.as_text(said)
        title = used["metadata"]["title"]
        return page.as_html(said, title, heard["language"], sound_beside(used), heard["note"])
    return written(data(said, heard), ending, "speech")


def sound_beside(used: dict[str, Any]) -> str:
    """The name of a sound file that browsers play."""
    playable = ("mp3", "mp3-vbr", "aac", "opus", "vorbis", "flac", "wav")
    found = [file for file in used["files"] if file and not file["filename"].endswith(".zip")]
    names = {file["format"]: file["filename"] for file in reversed(found)}
    return next((names[format] for format in playable if format in names), "")


def data(said: list[Phrase], heard: dict[str, Any]) -> dict[str, Any]:
    """Phrases with their words, in seconds of the finished sound."""
    return {
        "version": "1.0.0",
        "language": heard["language"],
        "recogniser": heard["recogniser"],
        "is_draft": heard["is_draft"],
        "note": heard["note"],
        "phrases": [
            {
                "start": phrase.start,
                "end": phrase.end,
                "speaker": phrase.speaker,
                "text": phrase.text,
                "confidence": phrase.confidence,
                "words": [
                    {"text": word.text, "start": word.start, "end": word.end, "confidence": word.confidence}
                    for word in phrase.words
                ],
            }
            for phrase in said
        ],
    }
