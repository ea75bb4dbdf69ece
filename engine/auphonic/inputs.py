"""What a production is made from: its recording, and the tracks, intros, outros and inserts beside it.

A source is one of
    {"name", "file", "size", "sha256"}  here, in the production's folder; fetched ones keep where they came from as well
    {"name", "url"}                     at an http address
    {"name", "service", "path"}         a file of an external service
An entry of `multi_input_files` is kept as {"type", "id", "input": None or a source, "offset", "overlap", "algorithms"}.
Both are seconds. `offset` tells when a track begins, where in the recording an insert goes, and how long an intro or
outro overlaps with the recording; `overlap` tells the latter too, and is the only way to say it of an insert.
"""

import hashlib
from collections.abc import Iterator
from typing import Any

from engine.auphonic import outputs, services, track_algorithms
from engine.auphonic.algorithms import as_number
from engine.auphonic.envelope import Refused
from engine.auphonic.texts import words

Source = dict[str, Any]
Entry = dict[str, Any]

TRACK = "multitrack"
TYPES = (TRACK, "intro", "outro", "insert")
MOST = 64  # tracks, intros, outros and inserts of one production
LONGEST_ID = 200
LARGEST_OFFSET = 24 * 3600.0  # seconds


def source(body: dict[str, Any]) -> Source | None:
    """Where `input_file` and `service` of a body or an entry point to; None when they name nothing. Raises Refused."""
    name, service = words(body, "input_file"), words(body, "service")
    if not name:
        return None
    if service:
        short = outputs.tidy(name.rpartition("/")[2]) or "input"
        return {"name": short, "service": services.incoming(service)["uuid"], "path": name}
    if not name.startswith(("http://", "https://")):
        raise Refused(
            400,
            "input_file must be an http or https address, or a file of the service named by service; "
            "send a file of yours with upload.json.",
            input_file="not an address",
        )
    short = outputs.tidy(name.split("?")[0].rstrip("/").rpartition("/")[2]) or "input"
    return {"name": short, "url": name}


def told(source: Source | None) -> dict[str, Any]:
    """`input_file` and `service` as callers see them."""
    if source is None:
        return {"input_file": "", "service": None}
    return {
        "input_file": source.get("url") or source.get("path") or source["name"],
        "service": source.get("service"),
    }


def added(before: list[Entry], value: Any) -> list[Entry]:
    """The entries with those of a body: one with a known id is changed, all others are appended. Raises Refused."""
    if not isinstance(value, list):
        raise refused("multi_input_files must be a list.")
    after = list(before)
    for sent in value:
        if not isinstance(sent, dict):
            raise refused("Each of multi_input_files must be an object with type and id.")
        place = position(after, words(sent, "id"))
        if place is None:
            after.append(changed(None, sent))
        else:
            after[place] = changed(after[place], sent)
    if len(after) > MOST:
        raise refused(f"A production has at most {MOST} tracks, intros, outros and inserts.")
    return after


def position(entries: list[Entry], id: str) -> int | None:
    """Where the entry of this id is."""
    return next((place for place, entry in enumerate(entries) if id and entry["id"] == id), None)


def one_changed(entries: list[Entry], id: str, sent: Any) -> list[Entry]:
    """The entries with one changed, perhaps renamed. Raises Refused (404 when there is none of this id)."""
    place = position(entries, id)
    if place is None:
        raise Refused(404, f"There is no track {id!r}.")
    if not isinstance(sent, dict):
        raise refused("A track must be an object.")
    entry = changed(entries[place], sent)
    if position(entries[:place] + entries[place + 1 :], entry["id"]) is not None:
        raise refused(f"There is a track {entry['id']!r} already.")
    return [*entries[:place], entry, *entries[place + 1 :]]


def without(entries: list[Entry], id: str) -> list[Entry]:
    """The entries without one. Raises Refused (404)."""
    if position(entries, id) is None:
        raise Refused(404, f"There is no track {id!r}.")
    return [entry for entry in entries if entry["id"] != id]


def changed(before: Entry | None, sent: dict[str, Any]) -> Entry:
    """An entry with what was sent; `before` is None for a new one. Raises Refused."""
    entry = dict(before or {"type": TRACK, "id": "", "input": None, "offset": 0.0, "overlap": 0.0})
    entry["algorithms"] = track_algorithms.merged(entry.get("algorithms", {}), sent.get("algorithms") or {})
    if "type" in sent:
        entry["type"] = words(sent, "type")
    if entry["type"] not in TYPES:
        raise refused(f"type must be one of {', '.join(TYPES)}, not {entry['type']!r}.")
    entry["id"] = (words(sent, "id") or entry["id"])[:LONGEST_ID]
    if entry["type"] == TRACK and not entry["id"]:
        raise refused("A track needs an id: a name that its file is sent under.")
    for key in ("offset", "overlap"):
        if sent.get(key) is not None:
            entry[key] = as_number(sent[key])
            if entry[key] is not None and entry[key] < 0:
                raise refused(
                    f"{key} cannot be negative: nothing begins before the production does. Give the other tracks an "
                    "offset instead, or cut the beginning off with cut_start."
                )
            if entry[key] is None or entry[key] > LARGEST_OFFSET:
                raise refused(f"{key} must be seconds from 0 to {LARGEST_OFFSET:.0f}, not {sent[key]!r}.")
    entry["input"] = source(sent) or entry["input"]
    return entry


def refused(sentence: str) -> Refused:
    """A refusal about the entries."""
    return Refused(400, sentence, multi_input_files=sentence)


def described(entry: Entry) -> dict[str, Any]:
    """An entry as callers see it; `facts` are known once its file was looked at."""
    facts = entry.get("facts", {})
    return {
        "type": entry["type"],
        "id": entry["id"],
        **told(entry["input"]),
        "input_filetype": facts.get("format", ""),
        "input_length": facts.get("length"),
        "input_channels": facts.get("channels"),
        "input_samplerate": facts.get("samplerate"),
        "input_bitrate": facts.get("bitrate"),
        "offset": entry["offset"],
        "overlap": entry.get("overlap", 0.0),
        "algorithms": entry["algorithms"],
    }


def tracks(production: dict[str, Any]) -> list[Entry]:
    """The tracks of a multitrack production; no others take part in the mix."""
    return [entry for entry in production["multi_input_files"] if production["is_multitrack"] and is_track(entry)]


def pieces(production: dict[str, Any]) -> list[Entry]:
    """Intros, outros and inserts."""
    return [entry for entry in production["multi_input_files"] if not is_track(entry)]


def is_track(entry: Entry) -> bool:
    return bool(entry["type"] == TRACK)


def main_sources(production: dict[str, Any]) -> list[Source]:
    """The recording, or the files of all tracks."""
    if production["is_multitrack"]:
        return [entry["input"] for entry in tracks(production)]
    return [production["input"]]


def fingerprint(production: dict[str, Any]) -> str:
    """Tells whether two runs were made from the same sound; all of it is on disk."""
    used = main_sources(production) + [entry["input"] for entry in pieces(production)]
    if len(used) == 1:
        return str(used[0]["sha256"])
    return hashlib.sha256("".join(each["sha256"] for each in used).encode()).hexdigest()


def sources(production: dict[str, Any]) -> Iterator[Source]:
    """All that a production is made from, the recording first."""
    if production["input"]:
        yield production["input"]
    for entry in production["multi_input_files"]:
        if entry["input"]:
            yield entry["input"]


def missing(production: dict[str, Any]) -> str:
    """A sentence on what must come before it can start; empty when all is there."""
    entries = production["multi_input_files"]
    if production["is_multitrack"]:
        if not any(entry["type"] == TRACK for entry in entries):
            return "The production has no tracks yet; name them in multi_input_files."
    elif not production["input"]:
        return "The production has no input file yet; send one with upload.json."
    empty = [entry["id"] or entry["type"] for entry in entries if entry["input"] is None]
    return f"There is no file yet for {', '.join(empty)}; send it with upload.json under this name." if empty else ""


def part_names(production: dict[str, Any]) -> list[str]:
    """The names that files of upload.json may have; an intro or outro without id goes by its type."""
    names = [entry["id"] or entry["type"] for entry in production["multi_input_files"]]
    return names if production["is_multitrack"] else ["input_file", *names]


def with_part(
    production: dict[str, Any], name: str, source: Source, facts: dict[str, Any] | None = None
) -> dict[str, Any]:
    """The production with a file under one of its part names; `facts` of it where they are known."""
    if name == "input_file" and not production["is_multitrack"]:
        return {**production, "input": source}
    entries = list(production["multi_input_files"])
    place = next(place for place, entry in enumerate(entries) if (entry["id"] or entry["type"]) == name)
    kept = {key: value for key, value in entries[place].items() if key != "facts"}
    entries[place] = {**kept, "input": source, **({"facts": facts} if facts else {})}
    return {**production, "multi_input_files": entries}
