"""Recordings and output files out: GET and HEAD with Range and conditions, read by a thread in pieces of 256 KiB."""

import asyncio
import os
import re
from email.utils import formatdate
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs
from uuid import UUID

from django.core.files.storage import default_storage
from django.utils.http import content_disposition_header

from productions import files, storage
from productions.plane.call import Answer, Call, in_thread
from productions.plane.session import visitor

PIECE = 256 * 1024
RANGE = re.compile(r"bytes=(\d{0,18})-(\d{0,18})")


async def serve(call: Call, kind: str, pk: UUID) -> None:
    """Answer with the file to any member of its team, and to whoever has a signed address.

    200, 206, 304, 404, 416, or 302 to where the storage is.
    """
    if call.method not in ("GET", "HEAD"):
        raise Answer(405, "Files can only be read.", [("allow", "GET, HEAD")])
    asked = parse_qs(call.scope.get("query_string", b"").decode("latin-1"), keep_blank_values=True)
    row = await in_thread(_find, call, kind, pk, asked.get("signed", [""])[0])
    kind_of = files.content_type(row.file_name)
    is_saved = kind_of == files.OTHER or "download" in asked
    about = [
        ("content-type", kind_of),
        ("content-disposition", content_disposition_header(is_saved, row.file_name) or "inline"),
    ]
    path = storage.local_path(row.file.name)
    if path is None:
        where = await in_thread(_signed, call, row.file.name, about)
        return await call.answer(302, headers=[("location", where)])
    return await _send(call, path, about)


def _find(call: Call, kind: str, pk: UUID, signature: str) -> Any:
    return files.find_signed(signature, kind, pk) if signature else files.find(visitor(call), kind, pk)


def _signed(call: Call, name: str, about: list[tuple[str, str]]) -> str:
    """An address at S3 that works for some minutes, for this method only."""
    told = {"ResponseContentType": about[0][1], "ResponseContentDisposition": about[1][1]}
    return str(default_storage.url(name, parameters=told, expire=900, http_method=call.method))  # type: ignore[call-arg]


async def _send(call: Call, path: Path, about: list[tuple[str, str]]) -> None:
    try:
        stat = await asyncio.to_thread(path.stat)
    except FileNotFoundError:
        raise Answer(404, "The file is not in the studio's storage any more.") from None
    etag, changed = f'"{stat.st_mtime_ns:x}-{stat.st_size:x}"', formatdate(stat.st_mtime, usegmt=True)
    call.common += [("accept-ranges", "bytes"), ("etag", etag), ("last-modified", changed)]
    if etag in call.header("if-none-match"):
        return await call.answer(304)
    is_range_wanted = call.header("if-range") in ("", etag, changed)
    span = _wanted(call.header("range"), stat.st_size) if is_range_wanted else None
    if span == (0, 0):
        raise Answer(416, "The file has no such part.", [("content-range", f"bytes */{stat.st_size}")])
    first, end = span or (0, stat.st_size)
    headers = [*about, ("content-length", str(end - first))]
    if span:
        headers.append(("content-range", f"bytes {first}-{end - 1}/{stat.st_size}"))
    await call.start(206 if span else 200, headers)
    return await _stream(call, path, first, 0 if call.method == "HEAD" else end - first)


def _wanted(header: str, size: int) -> tuple[int, int] | None:
    """First byte asked for and the one after the last; (0, 0) when there are none; None for the whole file.

    The whole file is a right answer to anything else, several ranges among them.
    """
    match = RANGE.fullmatch(header.strip())
    if match is None or match.groups() == ("", ""):
        return None
    first, last = match.groups()
    if first and last and int(last) < int(first):
        return None
    start = int(first) if first else max(size - int(last), 0)
    end = min(int(last) + 1, size) if first and last else size
    return (start, end) if start < end else (0, 0)


async def _stream(call: Call, path: Path, first: int, left: int) -> None:
    """The bytes; ends early when nobody listens any more."""
    gone = asyncio.ensure_future(_disconnected(call))
    try:
        with path.open("rb", buffering=0) as file:
            while left > 0 and not gone.done():
                piece = await asyncio.to_thread(os.pread, file.fileno(), min(PIECE, left), first)
                if not piece:
                    return  # the file shrank: the length promised is not met, and the client sees that
                first, left = first + len(piece), left - len(piece)
                await call.send({"type": "http.response.body", "body": piece, "more_body": True})
        await call.send({"type": "http.response.body", "body": b""})
    finally:
        gone.cancel()


async def _disconnected(call: Call) -> None:
    while (await call.receive())["type"] != "http.disconnect":
        pass
