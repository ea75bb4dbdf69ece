"""The metadata of a production: its fields, merging, and what an input file's own tags fill in."""

from typing import Any

from engine.auphonic.envelope import Refused

Metadata = dict[str, Any]

TEXTS = (
    "title",
    "artist",
    "album",
    "track",
    "subtitle",
    "summary",
    "genre",
    "year",
    "publisher",
    "url",
    "license",
    "license_url",
)


def empty() -> Metadata:
    """Metadata with nothing in it; an empty list of tags is a list with one empty tag."""
    location = {"latitude": None, "longitude": None}
    return {**dict.fromkeys(TEXTS, ""), "append_chapters": False, "tags": [""], "location": location}


def merged(before: Metadata, sent: Any) -> Metadata:
    """`before` with the fields that were sent; unknown ones are left out. Raises Refused."""
    if not isinstance(sent, dict):
        raise Refused(400, "metadata must be an object.", metadata="must be an object")
    after = dict(before)
    for key in TEXTS:
        if key in sent:
            after[key] = "" if sent[key] is None else str(sent[key])
    if "append_chapters" in sent:
        after["append_chapters"] = str(sent["append_chapters"]).lower() in ("true", "1", "on")
    if "tags" in sent:
        after["tags"] = tags(sent["tags"])
    if isinstance(sent.get("location"), dict):
        after["location"] = {key: sent["location"].get(key) for key in ("latitude", "longitude")}
    return after


def tags(sent: Any) -> list[str]:
    """Tags from a list, or from a text with commas."""
    words = sent.split(",") if isinstance(sent, str) else sent or []
    if not isinstance(words, list):
        raise Refused(400, "metadata.tags must be a list of words.", metadata="tags must be a list of words")
    return [str(word).strip() for word in words if str(word).strip()] or [""]


def filled(metadata: Metadata, file_tags: dict[str, Any]) -> Metadata:
    """The metadata, with the input file's own tags in place of missing fields."""
    found = {key: str(file_tags.get(key) or "") for key in TEXTS}
    found["summary"] = found["summary"] or str(file_tags.get("comment") or "")
    found["year"] = found["year"] or str(file_tags.get("date") or "")[:4]
    return {**metadata, **{key: metadata[key] or found[key] for key in TEXTS}}
