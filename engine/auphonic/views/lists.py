"""Lists of productions and presets: newest first, in pages, short or as uuids only (Auphonic API, lists)."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest

from engine import store
from engine.auphonic.envelope import Refused

PAGE = 100
DIGITS = 9  # of a number in a query; nobody has more productions


def page(
    request: HttpRequest,
    kind: str,
    full: Callable[[dict[str, Any]], Any],
    minimal: Callable[[dict[str, Any]], Any],
    **equal: Any,
) -> list[Any]:
    """One page of a kind, as the query asks for it. Raises Refused."""
    limit, offset = number(request, "limit", PAGE, 1), number(request, "offset", 0, 0)
    found = store.find(kind, limit=limit, offset=offset, **equal)
    if is_set(request, "uuids_only"):
        return [document["uuid"] for document in found]
    show = minimal if is_set(request, "minimal_data") else full
    return [show(document) for document in found]


def number(request: HttpRequest, name: str, default: int, least: int) -> int:
    """A whole number of the query. Raises Refused."""
    text = request.GET.get(name, "")
    if not text:
        return default
    value = int(text) if text.isdecimal() and len(text) <= DIGITS else -1
    if value < least:
        sentence = f"{name} must be a whole number from {least}, of at most {DIGITS} digits, not {text[:80]!r}."
        raise Refused(400, sentence, **{name: "not a number"})
    return value


def is_set(request: HttpRequest, name: str) -> bool:
    """A switch of the query."""
    return request.GET.get(name, "").lower() in ("1", "true", "yes")


def origin(request: HttpRequest) -> str:
    """Scheme and host as the caller wrote them."""
    return f"{request.scheme}://{request.get_host()}"
