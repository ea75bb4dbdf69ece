"""Settings of a preset in words, and what differs between two of them. Equal means: makes the same production."""

from dataclasses import dataclass
from typing import Any

from productions import formats
from productions.algorithms import DEFAULTS, renamed, same
from productions.parameters import GROUPS, Group, Parameter

Settings = dict[str, Any]
METADATA = {
    "title": "Title", "artist": "Artist", "album": "Album", "subtitle": "Subtitle", "summary": "Summary",
    "genre": "Genre", "publisher": "Publisher", "url": "Web page", "license": "Licence",
    "license_url": "Licence’s web page", "tags": "Tags", "append_chapters": "Chapters in the summary",
}  # fmt: skip
EDGES = {"intro": "Intro", "outro": "Outro"}
NOTHING = "nothing"


@dataclass(frozen=True)
class Change:
    """One thing that differs, before and after in words."""

    label: str
    before: str
    after: str


def difference(one: Any, other: Any) -> list[Change]:
    """What makes `other` another preset than `one`, in the order of the editor."""
    before, after = described(one), described(other)
    labels = [*after, *(label for label in before if label not in after)]
    changes = (Change(each, before.get(each, NOTHING), after.get(each, NOTHING)) for each in labels)
    return [each for each in changes if each.before != each.after]


def described(settings: Any) -> dict[str, str]:
    """Everything that has an effect, by label. What is switched off has one line, its children none."""
    known: Settings = settings if isinstance(settings, dict) else {}
    found: dict[str, str] = {}
    algorithms = DEFAULTS | renamed(known.get("algorithms"))
    for group in GROUPS:
        found |= _group(group, algorithms)
    found |= _files(known) | _metadata(known) | _speech(known) | _edges(known)
    if known.get("review_before_publishing"):
        found["Publishing"] = "after a review"
    return found


def in_words(parameter: Parameter, value: Any) -> str:
    if parameter.is_switch:
        return "on" if value else "off"
    return next((label for each, label in parameter.options if same(each, value)), str(value))


def _group(group: Group, algorithms: Settings) -> dict[str, str]:
    if not algorithms.get(group.key):
        return {group.label: "off"}
    rows = {group.label: "on"}
    for each in group.parameters:
        if each.needs is None or algorithms.get(each.needs[0]) in each.needs[1]:
            rows[f"{group.label}: {each.label[0].lower()}{each.label[1:]}"] = in_words(each, algorithms.get(each.key))
    return rows


def _files(known: Settings) -> dict[str, str]:
    rows = known.get("output_files")
    labels = [formats.label(row) for row in rows if isinstance(row, dict)] if isinstance(rows, list) else []
    return {"Output files": ", ".join(labels)} if labels else {}


def _metadata(known: Settings) -> dict[str, str]:
    metadata = known.get("metadata")
    values = metadata if isinstance(metadata, dict) else {}
    found = {}
    for key, label in METADATA.items():
        value = values.get(key)
        if value not in (None, "", [], [""], False):
            found[label] = ", ".join(map(str, value)) if isinstance(value, list) else str(value)
    return found


def _speech(known: Settings) -> dict[str, str]:
    speech = known.get("speech_recognition")
    if not isinstance(speech, dict) or not speech:
        return {}
    found = {"Speech recognition": str(speech.get("language") or "auto")}
    words = [str(word) for word in speech.get("keywords") or [] if word]
    if words:
        found["Names and terms"] = ", ".join(words)
    if speech.get("shownotes"):
        found["Shownotes"] = "on"
    return found


def _edges(known: Settings) -> dict[str, str]:
    rows = known.get("multi_input_files")
    found = {}
    for row in rows if isinstance(rows, list) else []:
        if isinstance(row, dict) and row.get("type") in EDGES and row.get("input_file"):
            overlap = f", overlaps {float(row['offset']):g} s" if row.get("offset") else ""
            found[EDGES[row["type"]]] = f"{row['input_file']}{overlap}"
    return found
