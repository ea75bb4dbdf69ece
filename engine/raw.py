"""Small pieces for raw ASGI applications: their types, reading headers, answering JSON."""

import json
from collections.abc import Awaitable, Callable, Iterable
from typing import Any

RawScope = dict[str, Any]
Receive = Callable[[], Awaitable[dict[str, Any]]]
Send = Callable[[dict[str, Any]], Awaitable[None]]
RawApp = Callable[[Any, Any, Any], Awaitable[None]]
RawRoute = tuple[str, str, RawApp]  # methods separated by blanks, pattern on the path, application
Headers = Iterable[tuple[str, str]]


def header(scope: RawScope, name: str) -> str:
    """One request header, or the empty string."""
    wanted = name.lower().encode()
    for key, value in scope["headers"]:
        if key == wanted:
            return str(value.decode("latin-1"))
    return ""


def origin(scope: RawScope) -> str:
    """Scheme and host as the caller wrote them, e.g. http://127.0.0.1:8900."""
    return f"{scope['scheme']}://{header(scope, 'host')}"


async def answer(send: Send, status: int, body: bytes = b"", headers: Headers = ()) -> None:
    """One whole answer."""
    raw = [(name.lower().encode(), value.encode("latin-1")) for name, value in headers]
    raw.append((b"content-length", str(len(body)).encode()))
    await send({"type": "http.response.start", "status": status, "headers": raw})
    await send({"type": "http.response.body", "body": body})


async def answer_json(send: Send, status: int, document: Any, headers: Headers = ()) -> None:
    """One whole JSON answer."""
    typed = [("content-type", "application/json"), *headers]
    await answer(send, status, json.dumps(document).encode(), typed)


def refusal(status: int, sentence: str) -> dict[str, Any]:
    """An error body that clients of both APIs can read: Auphonic's envelope, and AudioDN's `error`."""
    envelope: dict[str, Any] = {"status_code": status, "error_code": None, "error_message": sentence}
    return {**envelope, "form_errors": {}, "data": None, "error": sentence}
