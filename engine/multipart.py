"""Forms with files, parsed as they come: the files go to disk in constant memory, the other fields are kept.

Django's parser does the parsing in a thread and reads from the ASGI connection; only where the files go is ours.
"""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.core.exceptions import SuspiciousOperation
from django.core.files.uploadhandler import FileUploadHandler
from django.http.multipartparser import MultiPartParser, MultiPartParserError

from engine.bodies import Interrupted, Received, Sink
from engine.raw import RawScope, Receive, header

PIECE = 1024 * 1024


class Malformed(Exception):
    """The body is no form with files; the text says why."""


@dataclass
class Form:
    """What came. Values are stripped, because some senders leave a line break at their end."""

    fields: dict[str, str] = field(default_factory=dict)
    files: dict[str, tuple[str, Received]] = field(default_factory=dict)  # by field: file name, file

    def drop(self) -> None:
        """Remove the files that nobody took over."""
        for _, received in self.files.values():
            received.path.unlink(missing_ok=True)


async def parse(scope: RawScope, receive: Receive, place: Callable[[str], Path]) -> Form:
    """Read the whole form; `place` names the path for the file of a field.

    Raises Malformed, bodies.Interrupted or OSError; then no file is left.
    """
    loop = asyncio.get_running_loop()
    return await asyncio.to_thread(_parse, scope, Body(receive, loop), place)


def _parse(scope: RawScope, body: "Body", place: Callable[[str], Path]) -> Form:
    handler = ToDisk(place)
    # The length is not used beyond "is there a body"; in chunked transfer it is not known.
    meta = {"CONTENT_TYPE": header(scope, "content-type"), "CONTENT_LENGTH": header(scope, "content-length") or "1"}
    try:
        fields, _ = MultiPartParser(meta, body, [handler], "utf-8").parse()  # type: ignore[arg-type]
        body.drain()
    except (MultiPartParserError, SuspiciousOperation) as error:
        handler.drop()
        raise Malformed(str(error) or type(error).__name__) from error
    except BaseException:
        handler.drop()
        raise
    return Form({key: str(fields[key]).replace("\0", "").strip() for key in fields}, handler.files)


class Body:
    """The request body as the blocking file a parser in a thread wants."""

    def __init__(self, receive: Receive, loop: asyncio.AbstractEventLoop) -> None:
        self._receive, self._loop = receive, loop
        self._rest, self._is_over = b"", False

    def read(self, size: int = PIECE) -> bytes:
        """Up to `size` bytes, as soon as there are any. Raises Interrupted."""
        while not self._rest and not self._is_over:
            self._rest = asyncio.run_coroutine_threadsafe(self._gather(size), self._loop).result()
        piece, self._rest = self._rest[:size], self._rest[size:]
        return piece

    async def _gather(self, size: int) -> bytes:
        """Several messages at once, because each way between the threads costs time."""
        gathered = bytearray()
        while len(gathered) < size and not self._is_over:
            message: dict[str, Any] = await self._receive()
            if message["type"] == "http.disconnect":
                raise Interrupted
            gathered += message.get("body", b"")
            self._is_over = not message.get("more_body")
        return bytes(gathered)

    def drain(self) -> None:
        """Read what follows the form; a body that breaks off is Interrupted also here."""
        while self.read():
            pass


class ToDisk(FileUploadHandler):
    """Writes each file to its place; a second one of the same field replaces the first."""

    chunk_size = PIECE

    def __init__(self, place: Callable[[str], Path]) -> None:
        super().__init__()
        self.place = place
        self.files: dict[str, tuple[str, Received]] = {}
        self._sink: Sink | None = None

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        super().new_file(*args, **kwargs)
        self._sink = Sink(self.place(str(self.field_name)))

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        assert self._sink
        self._sink.write(raw_data)

    def file_complete(self, file_size: int) -> None:
        assert self._sink
        old = self.files.get(str(self.field_name))
        self.files[str(self.field_name)] = (str(self.file_name), self._sink.keep())
        self._sink = None
        if old:
            old[1].path.unlink(missing_ok=True)

    def drop(self) -> None:
        """Leave nothing behind."""
        if self._sink:
            self._sink.drop()
        for _, received in self.files.values():
            received.path.unlink(missing_ok=True)
