"""Words and flags out of foreign JSON. A list or an object where a text belongs is refused, not printed."""

from typing import Any

from engine.auphonic.envelope import Refused

YES, NO = ("true", "1", "on", "yes"), ("false", "0", "off", "no", "")


def words(body: dict[str, Any], key: str) -> str:
    """The text of a key, without blanks around it; empty when it is missing or null. Raises Refused."""
    value = body.get(key)
    if value is None:
        return ""
    if isinstance(value, str | int | float) and not isinstance(value, bool):
        return str(value).strip()
    raise Refused(400, f"{key} must be a text.", **{key: "must be a text"})


def flag(body: dict[str, Any], key: str) -> bool:
    """Yes or no, also in the words that forms use; no when it is missing or null. Raises Refused."""
    value = body.get(key)
    word = "" if value is None else str(value).strip().lower()
    if isinstance(value, list | dict) or word not in (*YES, *NO):
        raise Refused(400, f"{key} must be true or false, not {str(value)[:80]!r}.", **{key: "must be true or false"})
    return word in YES
