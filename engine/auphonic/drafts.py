"""What productions and presets have in common: the description of what shall be done, and how a body changes it."""

from typing import Any

from engine.auphonic import algorithms, chapters, cuts, inputs, metadata, outputs, recognition, services
from engine.auphonic.covers import Cover
from engine.auphonic.envelope import Refused
from engine.auphonic.texts import flag, words

Draft = dict[str, Any]
Images = dict[str, Cover]  # by the text that names them, see covers.of_body

PARTS = (
    "metadata",
    "algorithms",
    "chapters",
    "output_files",
    "outgoing_services",
    "multi_input_files",
    "speech_recognition",
    "webhook",
)


def empty() -> Draft:
    """A description that asks for nothing yet; the algorithms are at their defaults."""
    return {
        "metadata": metadata.empty(),
        "algorithms": dict(algorithms.DEFAULTS),
        "chapters": [],
        "output_files": [],
        "outgoing_services": [],
        "multi_input_files": [],
        "is_multitrack": False,
        "speech_recognition": None,
        "output_basename": "",
        "webhooks": [],
        "cut_start": 0.0,
        "cut_end": 0.0,
        "cuts": [],
        "review_before_publishing": False,
        "cover": None,
    }


def like(draft: Draft) -> Draft:
    """The same description for another resource, e.g. from a preset for a production."""
    return {key: draft[key] for key in empty()}


def apply(draft: Draft, body: dict[str, Any], images: Images) -> Draft:
    """The description with the keys of a body: objects merge, lists are appended to, the rest is replaced.

    Unknown keys are tolerated. Raises Refused for values that cannot be meant.
    """
    after = {**draft, **empty()} if flag(body, "reset_data") else dict(draft)
    for part in PARTS:
        if part in body:
            after = apply_part(after, part, body[part], images)
    if "output_basename" in body:
        after["output_basename"] = words(body, "output_basename")
    for key in ("cut_start", "cut_end"):
        if key in body:
            after[key] = span(key, body[key])
    if "cuts" in body:
        after["cuts"] = [cuts.checked(entry) for entry in listed("cuts", body["cuts"] or [])]
    for key in ("review_before_publishing", "is_multitrack"):
        if key in body:
            after[key] = flag(body, key)
    if flag(body, "reset_cover_image"):
        after["cover"] = None
    if str(body.get("image")) in images:
        after["cover"] = images[str(body["image"])]
    return after


def apply_part(draft: Draft, part: str, value: Any, images: Images) -> Draft:
    """One part with the bare value of its key. Raises Refused."""
    after = dict(draft)
    if part == "metadata":
        after[part] = metadata.merged(draft[part], value)
    elif part == "algorithms":
        after[part] = algorithms.merged(draft[part], value)
    elif part == "chapters":
        marks = draft[part] + [chapters.checked(entry, images) for entry in listed(part, value)]
        after[part] = sorted(marks, key=lambda mark: mark["start_sec"])
    elif part == "output_files":
        after[part] = draft[part] + [outputs.checked(entry) for entry in listed(part, value)]
    elif part == "outgoing_services":
        after[part] = services.chosen(draft[part], value)
    elif part == "multi_input_files":
        after[part] = inputs.added(draft[part], value)
    elif part == "speech_recognition":
        after[part] = recognition.checked(value)
    elif part == "webhook":
        after["webhooks"] = webhooks(value)
    return after


def cleared(draft: Draft, part: str) -> Draft:
    """The description with one part as it is at first."""
    key = "webhooks" if part == "webhook" else part
    return {**draft, key: empty()[key]}


def listed(part: str, value: Any) -> list[Any]:
    """A list. Raises Refused."""
    if not isinstance(value, list):
        raise Refused(400, f"{part} must be a list.", **{part: "must be a list"})
    return value


def webhooks(value: Any) -> list[str]:
    """Addresses to call; an empty value calls none. Raises Refused."""
    addresses = [str(one) for one in (value if isinstance(value, list) else [value]) if one]
    for address in addresses:
        if not address.startswith(("http://", "https://")):
            raise Refused(400, f"webhook must be an http or https address, not {address!r}.", webhook="not an address")
    return addresses


def span(key: str, value: Any) -> float:
    """Seconds, not negative. Raises Refused."""
    number = algorithms.as_number(value)
    if number is None or number < 0:
        raise Refused(400, f"{key} must be a number of seconds, not {value!r}.", **{key: "must be seconds"})
    return number
