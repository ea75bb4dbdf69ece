"""Single values out of foreign data, read leniently: what is not there, or is something else, is empty."""

import math
from datetime import UTC, datetime
from typing import Any

from django.utils.dateparse import parse_datetime


def text(data: dict[str, Any], key: str) -> str:
    value = data.get(key)
    return str(value) if isinstance(value, str | int | float) and not isinstance(value, bool) else ""


def number(data: dict[str, Any], key: str) -> float | None:
    try:
        value = float(data[key])
    except (KeyError, TypeError, ValueError):
        return None
    return value if math.isfinite(value) else None


def whole(data: dict[str, Any], key: str) -> int | None:
    value = number(data, key)
    return None if value is None else int(value)


def moment(data: dict[str, Any], key: str) -> datetime | None:
    """A time; one without a zone is UTC."""
    try:
        value = parse_datetime(text(data, key))
    except ValueError:
        return None
    return value.replace(tzinfo=UTC) if value and value.tzinfo is None else value


def mapping(data: dict[str, Any], key: str) -> dict[str, Any]:
    value = data.get(key)
    return value if isinstance(value, dict) else {}


def listed(data: dict[str, Any], key: str) -> list[dict[str, Any]]:
    value = data.get(key)
    return [each for each in value if isinstance(each, dict)] if isinstance(value, list) else []
