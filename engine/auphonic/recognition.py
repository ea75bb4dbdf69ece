"""Speech recognition as callers ask for it, and the local recognisers as services they can choose by uuid."""

from typing import Any

from engine import settings
from engine.auphonic.algorithms import switch
from engine.auphonic.envelope import Refused
from engine.auphonic.services import steady_uuid
from engine.speech import recognisers
from engine.speech.manuscript import LONGEST
from engine.speech.recognisers import Recogniser

Wish = dict[str, Any]

MOST_KEYWORDS = 500


def checked(value: Any) -> Wish | None:
    """What is kept of `speech_recognition`; None where it is off. Raises Refused.

    Beside Auphonic's keys, `transcript` takes the text of what was said (plain, WebVTT or SubRip), to be aligned.
    """
    if value is None or value == {} or value is False or value == "":
        return None
    if not isinstance(value, dict):
        raise refused("speech_recognition must be an object, or null to switch it off.")
    chosen = value.get("uuid")
    recogniser = by_uuid(chosen) if chosen else None
    if chosen and recogniser is None:
        raise refused(f"There is no speech recognition service {str(chosen)[:60]!r} on this account.")
    return {
        "uuid": str(chosen) if chosen else None,
        "type": recogniser.name if recogniser else None,
        "language": text(value, "language", 20) or "auto",
        "keywords": keywords(value.get("keywords")),
        "shownotes": switch("shownotes", value["shownotes"]) if value.get("shownotes") is not None else False,
        "transcript": text(value, "transcript", LONGEST),
    }


def text(value: Wish, key: str, longest: int) -> str:
    """A text. Raises Refused."""
    found = value.get(key)
    if found is not None and not isinstance(found, str):
        raise refused(f"speech_recognition.{key} must be text.")
    if found and len(found) > longest:
        raise refused(f"speech_recognition.{key} is longer than {longest} characters.")
    return (found or "").strip()


def keywords(value: Any) -> list[str]:
    """Words to listen for; none is a list with one empty word, as Auphonic has it. Raises Refused."""
    words = value.split(",") if isinstance(value, str) else value or []
    if not isinstance(words, list) or not all(isinstance(word, str) for word in words):
        raise refused("speech_recognition.keywords must be a list of words.")
    return [word.strip()[:100] for word in words if word.strip()][:MOST_KEYWORDS] or [""]


def shown(wish: Wish | None) -> dict[str, Any] | None:
    """As callers see it; without a choice of theirs, the type is that of the recogniser that will do it."""
    if wish is None:
        return None
    used = best(wish)
    seen = {key: wish[key] for key in ("uuid", "type", "language", "keywords", "shownotes")}
    seen["type"] = seen["type"] or (used.name if used else None)
    return {**seen, "transcript": wish["transcript"]} if wish["transcript"] else seen


def refused(sentence: str) -> Refused:
    """A refusal about speech recognition."""
    return Refused(400, sentence, speech_recognition=sentence)


def uuid_of(recogniser: Recogniser) -> str:
    return steady_uuid("speech", recogniser.name)


def by_uuid(uuid: Any) -> Recogniser | None:
    """The recogniser with this uuid, whether it can be used here or not."""
    return next((recogniser for recogniser in recognisers.ALL if uuid_of(recogniser) == uuid), None)


def services() -> list[dict[str, Any]]:
    """The recognisers of this machine, in the shape of services that neither send nor receive files."""
    return [
        {
            "uuid": uuid_of(recogniser),
            "display_name": recogniser.display_name,
            "type": recogniser.name,
            "incoming": False,
            "outgoing": False,
            "speech_recognition": True,
            "languages": list(recogniser.languages),
        }
        for recogniser in recognisers.here(settings.WHISPER_MODEL)
    ]


def best(wish: Wish) -> Recogniser | None:
    """The recogniser for a wish: the one that was chosen, else the best that knows the language; None if none can."""
    here = recognisers.here(settings.WHISPER_MODEL)
    if wish["uuid"]:
        here = [recogniser for recogniser in here if recogniser.name == wish["type"]]
    return next((recogniser for recogniser in here if recogniser.knows(wish["language"])), None)


def why_none(wish: Wish) -> str:
    """Why nothing on this machine can fulfil the wish, and what to install."""
    advice = " ".join(recogniser.missing for recogniser in recognisers.ALL)
    here = recognisers.here(settings.WHISPER_MODEL)
    if wish["uuid"] and not any(recogniser.name == wish["type"] for recogniser in here):
        chosen = recognisers.named(wish["type"])
        assert chosen is not None
        return (
            f"The chosen recogniser, {chosen.display_name}, is not installed; no transcript was made. {chosen.missing}"
        )
    if not here:
        return f"No speech recogniser is installed on this machine; no transcript was made. {advice}"
    return (
        f"No recogniser on this machine knows the language {wish['language']!r}; no transcript was made. "
        f"{recognisers.WHISPER.missing}"
    )
