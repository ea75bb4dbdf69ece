"""Cross-origin rules: browsers may call both APIs from any page, with tokens but never with cookies."""

from typing import Any

from engine.raw import RawApp, RawScope, Receive, Send, answer

ALLOW = [
    ("access-control-allow-origin", "*"),
    (
        "access-control-expose-headers",
        "Content-Length, Content-Range, Accept-Ranges, ETag, Location, Retry-After",
    ),
]
PREFLIGHT = [
    *ALLOW,
    ("access-control-allow-methods", "GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS"),
    ("access-control-allow-headers", "*, Authorization"),
    ("access-control-max-age", "600"),
]
# The consent page carries a one-time code in its form, the page of apps their secrets, and /engine is for tests: no
# other page may read them.
CLOSED = ("/oauth2/authorize/", "/api/apps/", "/engine/")


class Middleware:
    """Answers preflights and opens every answer outside the closed paths."""

    def __init__(self, app: RawApp) -> None:
        self.app = app

    async def __call__(self, scope: RawScope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or scope["path"].startswith(CLOSED):
            await self.app(scope, receive, send)
        elif scope["method"] == "OPTIONS":
            await answer(send, 204, headers=PREFLIGHT)
        else:
            await self.app(scope, receive, opened(send))


def opened(send: Send) -> Send:
    """The same `send`, adding the headers unless the application set its own."""

    async def add(message: dict[str, Any]) -> None:
        if message["type"] == "http.response.start":
            there = {name for name, _ in message["headers"]}
            extra = [(n.encode(), v.encode()) for n, v in ALLOW if n.encode() not in there]
            message = {**message, "headers": [*message["headers"], *extra]}
        await send(message)

    return add
