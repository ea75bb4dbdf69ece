"""Settings of a preset in words, and what differs between two of them. Equal means: makes the same production."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from productions import formats, outgoing
from productions.algorithms import DEFAULTS, renamed, same
from productions.parameters import GROUPS, Group, Parameter, within
from productions.track_parameters import OF_SOUND, OF_TRACK

Settings = dict[str, Any]
METADATA = {
    "title": gettext_lazy("Title"),
    "artist": gettext_lazy("Artist"),
    "album": gettext_lazy("Album"),
    "subtitle": gettext_lazy("Subtitle"),
    "summary": gettext_lazy("Summary"),
    "genre": gettext_lazy("Genre"),
    "publisher": gettext_lazy("Publisher"),
    "url": gettext_lazy("Web page"),
    "license": gettext_lazy("Licence"),
    "license_url": gettext_lazy("Licence’s web page"),
    "tags": gettext_lazy("Tags"),
    "append_chapters": gettext_lazy("Chapters in the summary"),
}
EDGES = {"intro": gettext_lazy("Intro"), "outro": gettext_lazy("Outro")}
NOTHING = gettext_lazy("nothing")


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
    changes = (Change(each, before.get(each, str(NOTHING)), after.get(each, str(NOTHING))) for each in labels)
    return [each for each in changes if each.before != each.after]


def described(settings: Any) -> dict[str, str]:
    """Everything that has an effect, by label. What is switched off has one line, its children none."""
    known: Settings = settings if isinstance(settings, dict) else {}
    found: dict[str, str] = {}
    algorithms = DEFAULTS | renamed(known.get("algorithms"))
    for group in GROUPS:
        found |= _group(group, algorithms)
    found |= _files(known) | _metadata(known) | _speech(known) | _tracks(known) | _edges(known)
    if services := outgoing.rows(known):
        found[_("Also sent to")] = ", ".join(str(row.get("display_name") or row["uuid"]) for row in services)
    if known.get("review_before_publishing"):
        found[_("Publishing")] = _("after a review")
    return found


def in_words(parameter: Parameter, value: Any) -> str:
    if parameter.is_switch:
        return _("on") if value else _("off")
    return next((str(label) for each, label in parameter.options if same(each, value)), str(value))


def _group(group: Group, algorithms: Settings) -> dict[str, str]:
    if not algorithms.get(group.key):
        return {str(group.label): _("off")}
    rows = {str(group.label): _("on")}
    for each in group.parameters:
        if each.needs is None or algorithms.get(each.needs[0]) in each.needs[1]:
            rows[f"{group.label}: {within(each.label)}"] = in_words(each, algorithms.get(each.key))
    return rows


def _files(known: Settings) -> dict[str, str]:
    rows = known.get("output_files")
    labels = [formats.label(row) for row in rows if isinstance(row, dict)] if isinstance(rows, list) else []
    return {_("Output files"): ", ".join(labels)} if labels else {}


def _metadata(known: Settings) -> dict[str, str]:
    metadata = known.get("metadata")
    values = metadata if isinstance(metadata, dict) else {}
    found: dict[str, str] = {}
    for key, label in METADATA.items():
        value = values.get(key)
        if value not in (None, "", [], [""], False):
            found[str(label)] = ", ".join(map(str, value)) if isinstance(value, list) else str(value)
    return found


def _speech(known: Settings) -> dict[str, str]:
    speech = known.get("speech_recognition")
    if not isinstance(speech, dict) or not speech:
        return {}
    found = {_("Speech recognition"): str(speech.get("language") or "auto")}
    words = [str(word) for word in speech.get("keywords") or [] if word]
    if words:
        found[_("Names and terms")] = ", ".join(words)
    if speech.get("shownotes"):
        found[_("Shownotes")] = _("on")
    return found


def _tracks(known: Settings) -> dict[str, str]:
    """Names of separate tracks, each with its role where that is not to be found out."""
    rows = known.get("multi_input_files")
    words = []
    for row in rows if isinstance(rows, list) else []:
        if isinstance(row, dict) and row.get("type") == "multitrack":
            wanted = row.get("algorithms") or {}
            said = [
                in_words(each, wanted[each.key])
                for each in OF_TRACK
                if not same(wanted.get(each.key, each.default), each.default)
            ]
            said += [str(each.label) for each in OF_SOUND if wanted.get(each.key, each.default) != each.default]
            words.append(f"{row.get('id')} ({', '.join(said)})" if said else str(row.get("id")))
    return {_("Tracks"): ", ".join(words)} if words else {}


def _edges(known: Settings) -> dict[str, str]:
    rows = known.get("multi_input_files")
    found = {}
    for row in rows if isinstance(rows, list) else []:
        if isinstance(row, dict) and row.get("type") in EDGES and row.get("input_file"):
            address, words = row["input_file"], str(EDGES[row["type"]])
            found[words] = str(address)
            if row.get("offset"):
                facts = {"address": address, "seconds": float(row["offset"])}
                found[words] = _("%(address)s, overlaps %(seconds)g s") % facts
    return found
