"""One request to the bytes plane: its headers, its body as it comes, its answer."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import Any, TypeVar

from django.db import close_old_connections

IDLE_SECONDS = 30.0  # a sender who is silent for so long is gone, whatever the network says
DRAIN_BYTES = 32 << 20  # how much of a refused body is read, so that the refusal is heard

Scope = dict[str, Any]
Receive = Callable[[], Awaitable[dict[str, Any]]]
Send = Callable[[dict[str, Any]], Awaitable[None]]
Headers = Iterable[tuple[str, str]]
Result = TypeVar("Result")

# Apart from the threads that move bytes, so that looking at a long recording holds up nobody's bytes.
_threads = ThreadPoolExecutor(8, "plane")


class Answer(Exception):
    """Ends a request with this status and a sentence for people."""

    def __init__(self, status: int, sentence: str = "", headers: Headers = ()) -> None:
        super().__init__(sentence)
        self.status, self.sentence, self.headers = status, sentence, tuple(headers)


class Cut(Exception):
    """The sender is gone before the end of the body."""


@dataclass
class Call:
    scope: Scope
    receive: Receive
    send: Send
    common: list[tuple[str, str]] = field(default_factory=list)  # headers of every answer
    is_read: bool = False  # the body is at its end, or will never come to it
    has_answered: bool = False

    @property
    def method(self) -> str:
        """A client that can send only GET and POST names the method it means in a header, as tus asks."""
        return (self.header("x-http-method-override") or str(self.scope["method"])).upper()

    def header(self, name: str) -> str:
        """One request header, or the empty string."""
        wanted = name.encode()
        return next((value.decode("latin-1") for key, value in self.scope["headers"] if key == wanted), "")

    async def body(self) -> AsyncIterator[bytes]:
        """The pieces of the body as they come. Raises `Cut`."""
        while not self.is_read:
            try:
                async with asyncio.timeout(IDLE_SECONDS):
                    message = await self.receive()
            except TimeoutError:
                message = {"type": "http.disconnect"}
            self.is_read = not message.get("more_body")
            if message["type"] == "http.disconnect":
                raise Cut
            yield message.get("body", b"")

    async def drain(self) -> None:
        """Read what is left of the body and throw it away; a connection closed in the middle loses our answer."""
        left = 0 if self.header("expect") else DRAIN_BYTES
        try:
            async for piece in self.body():
                left -= len(piece)
                if left < 0:
                    return
        except Cut:
            pass

    async def start(self, status: int, headers: Headers = ()) -> None:
        raw = [(name.encode(), value.encode("latin-1")) for name, value in (*self.common, *headers)]
        self.has_answered = True
        await self.send({"type": "http.response.start", "status": status, "headers": raw})

    async def answer(self, status: int, body: bytes = b"", headers: Headers = ()) -> None:
        """One whole answer."""
        length = () if status in (204, 304) else (("content-length", str(len(body))),)
        await self.start(status, (*headers, *length))
        await self.send({"type": "http.response.body", "body": b"" if self.method == "HEAD" else body})

    async def say(self, status: int, sentence: str, headers: Headers = ()) -> None:
        """A sentence for people as the whole answer."""
        await self.answer(status, sentence.encode(), (("content-type", "text/plain; charset=utf-8"), *headers))


async def in_thread(function: Callable[..., Result], *arguments: Any) -> Result:
    """Run something that asks the database, or takes long, without holding up the loop."""
    return await asyncio.get_running_loop().run_in_executor(_threads, _with_database, function, arguments)


def _with_database(function: Callable[..., Result], arguments: tuple[Any, ...]) -> Result:
    close_old_connections()
    try:
        return function(*arguments)
    finally:
        close_old_connections()
