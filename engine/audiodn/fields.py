"""Reading the fields of a body: each reader takes the body and a name and refuses what does not fit, in a sentence."""

import re
from typing import Any

from engine import store
from engine.audiodn import colors, moments
from engine.audiodn.envelope import Body, Refused

HEX = re.compile(r"#[0-9a-fA-F]{6}")
TEXT_LIMIT = 2000


def text(body: Body, name: str, *, required: bool = False, limit: int = TEXT_LIMIT) -> str | None:
    """A string; blank counts as missing."""
    value = body.get(name)
    if value is not None and not isinstance(value, str):
        raise Refused(400, f"{name} must be a text.")
    if required and not (value or "").strip():
        raise Refused(400, f"{name} is missing.")
    if value and len(value) > limit:
        raise Refused(400, f"{name} is too long; {limit} characters are allowed.")
    return value


def flag(body: Body, name: str, default: bool) -> bool:
    """true or false."""
    value = body.get(name)
    if value is None:
        return default
    if not isinstance(value, bool):
        raise Refused(400, f"{name} must be true or false.")
    return value


def mapping(body: Body, name: str) -> dict[str, Any]:
    """A JSON object, {} when missing."""
    value = body.get(name)
    if value is None:
        return {}
    if not isinstance(value, dict):
        raise Refused(400, f"{name} must be a JSON object.")
    return value


def number(body: Body, name: str, default: int, least: int, most: int) -> int:
    """A whole number within bounds."""
    value = body.get(name)
    if value is None:
        return default
    if isinstance(value, bool) or not isinstance(value, int) or not least <= value <= most:
        raise Refused(400, f"{name} must be a whole number from {least} to {most}.")
    return value


def amount(body: Body, name: str, default: float, least: float, most: float) -> float:
    """A number within bounds."""
    value = body.get(name)
    if value is None:
        return float(default)
    if isinstance(value, bool) or not isinstance(value, int | float) or not least <= value <= most:
        raise Refused(400, f"{name} must be a number from {least:g} to {most:g}.")
    return float(value)


def choice(body: Body, name: str, options: tuple[str, ...], default: str | None = None) -> str:
    """One of some words; required unless there is a default."""
    value = body.get(name, default)
    if value not in options:
        raise Refused(400, f"{name} must be one of {', '.join(options)}.")
    return str(value)


def names(body: Body, name: str) -> list[str]:
    """A list of words, [] when missing."""
    value = body.get(name)
    if value is None:
        return []
    if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
        raise Refused(400, f'{name} must be a list of texts, e.g. ["hq", "lq"].')
    return value


def color(body: Body, name: str) -> str | None:
    """A colour such as #1a2b3c, or null."""
    value = body.get(name)
    if value is None:
        return None
    if not isinstance(value, str) or not HEX.fullmatch(value):
        raise Refused(400, f"{name} must be a colour such as #1a2b3c.")
    return value.lower()


def palette(body: Body) -> list[Any] | None:
    """`theme`, also called `image_colors`: colours as hex texts or objects with `hex`; None when not sent."""
    value = body.get("theme", body.get("image_colors"))
    if value is None:
        return None
    if not isinstance(value, list) or len(value) > 64:
        raise Refused(400, "theme must be a list of colours.")
    entries = [{"hex": item} if isinstance(item, str) else item for item in value]
    if not all(isinstance(e, dict) and HEX.fullmatch(str(e.get("hex"))) for e in entries):
        raise Refused(400, 'Each colour of theme needs a "hex" such as #1a2b3c.')
    return [described(entry) for entry in entries]


def described(entry: dict[str, Any]) -> dict[str, Any]:
    """A colour with all that belongs to it; `area` and `active` as they were sent."""
    area = entry.get("area")
    if isinstance(area, bool) or not isinstance(area, int | float) or not 0 <= area <= 1:
        area = 0.0
    return colors.describe(entry["hex"].lower(), area, is_active=entry.get("active") is True)


def seconds(body: Body) -> int:
    """`expires_in`: how long a session lives."""
    return number(body, "expires_in", moments.USUAL, moments.SHORTEST, moments.LONGEST)


def known(kind: str, body: Body, name: str, *, required: bool = False) -> str | None:
    """The id of a document that exists."""
    id = text(body, name, required=required)
    if id and store.get(kind, id) is None:
        raise Refused(404, f"There is no {kind.replace('_', ' ')} with {name} {id}.")
    return id or None


def found(kind: str, id: str) -> store.Document:
    """The document named in a path."""
    document = store.get(kind, id)
    if document is None:
        raise Refused(404, f"There is no {kind.replace('_', ' ')} with the id {id}.")
    return document
