"""Request bodies that go to disk as they come: constant memory, hashed on the way, whole or not at all."""

import asyncio
import hashlib
import os
import secrets
from collections.abc import AsyncIterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from engine import settings
from engine.raw import Receive

PIECE = 1024 * 1024  # bytes gathered before a thread writes them


class Interrupted(Exception):
    """The caller went away before the whole body was here; nothing was kept."""


class TooBig(Exception):
    """The body is longer than allowed; nothing was kept."""


@dataclass(frozen=True)
class Received:
    """A file that arrived whole."""

    path: Path
    size: int
    sha256: str


class Sink:
    """A file in the making; `keep` moves it to its final place, `drop` leaves no trace.

    Until then it is in the incoming folder, which every start of the engine empties.
    """

    def __init__(self, path: Path) -> None:
        self.path, self.size, self._hash = path, 0, hashlib.sha256()
        path.parent.mkdir(parents=True, exist_ok=True)
        settings.INCOMING.mkdir(exist_ok=True)
        self._part = settings.INCOMING / f"{secrets.token_hex(8)}.part"
        self._file = self._part.open("wb")

    def write(self, data: bytes) -> None:
        """Append."""
        self._file.write(data)
        self._hash.update(data)
        self.size += len(data)

    def keep(self) -> Received:
        """Put it in its place, safe against a kill and a power cut."""
        self._file.flush()
        os.fsync(self._file.fileno())
        self._file.close()
        self._part.replace(self.path)
        return Received(self.path, self.size, self._hash.hexdigest())

    def drop(self) -> None:
        """Forget it."""
        self._file.close()
        with suppress(FileNotFoundError):
            self._part.unlink()


async def pieces(receive: Receive) -> AsyncIterator[bytes]:
    """The body as it comes. Raises Interrupted."""
    while True:
        message = await receive()
        if message["type"] == "http.disconnect":
            raise Interrupted
        yield message.get("body", b"")
        if not message.get("more_body"):
            return


async def to_file(receive: Receive, path: Path, limit: int | None = None) -> Received:
    """Stream the body to `path`, replacing what was there only when all of it has come.

    Raises Interrupted, TooBig (over `limit` bytes) or OSError (e.g. disk full); then `path` is as it was.
    """
    sink = Sink(path)
    buffer = bytearray()
    try:
        async for piece in pieces(receive):
            buffer += piece
            if limit is not None and sink.size + len(buffer) > limit:
                raise TooBig
            if len(buffer) >= PIECE:
                await asyncio.to_thread(sink.write, bytes(buffer))
                buffer.clear()
        await asyncio.to_thread(sink.write, bytes(buffer))
        return await asyncio.to_thread(sink.keep)
    except BaseException:
        sink.drop()
        raise
