"""Files out: GET and HEAD with Range, ETag and length, read by a thread in pieces of 256 KiB."""

import asyncio
import mimetypes
import re
from contextlib import suppress
from email.utils import formatdate
from os import stat_result
from pathlib import Path

from django.utils.http import content_disposition_header

from engine.raw import Headers, RawScope, Receive, Send, answer, header

PIECE = 256 * 1024
RANGE = re.compile(r"bytes=(\d*)-(\d*)")


async def send_file(
    scope: RawScope,
    receive: Receive,
    send: Send,
    path: Path,
    *,
    filename: str = "",
    content_type: str = "",
    headers: Headers = (),
) -> None:
    """Answer with the file: 200, 206 for one range, 304 when unchanged, 416 outside, 404 without it.

    `filename` makes it an attachment of that name; `content_type` is guessed from the name when not given.
    """
    try:
        stat = path.stat()
    except FileNotFoundError:
        await answer(send, 404, b"There is no such file.", [("content-type", "text/plain")])
        return
    etag = f'"{stat.st_mtime_ns:x}-{stat.st_size:x}"'
    described = [*description(stat, etag, filename), *headers]
    if etag in header(scope, "if-none-match"):
        await answer(send, 304, headers=described)
        return
    span = wanted(scope, stat, etag)
    if span is None:
        await answer(send, 416, headers=[*described, ("content-range", f"bytes */{stat.st_size}")])
        return
    first, end, is_part = span
    kind = content_type or mimetypes.guess_type(filename or path.name)[0] or "application/octet-stream"
    described += [("content-type", kind), ("content-length", str(end - first))]
    if is_part:
        described.append(("content-range", f"bytes {first}-{end - 1}/{stat.st_size}"))
    raw = [(name.lower().encode(), value.encode("latin-1")) for name, value in described]
    await send({"type": "http.response.start", "status": 206 if is_part else 200, "headers": raw})
    await stream(receive, send, path, first, 0 if scope["method"] == "HEAD" else end - first)


def description(stat: stat_result, etag: str, filename: str) -> list[tuple[str, str]]:
    """The headers that every answer about this file has."""
    found = [
        ("accept-ranges", "bytes"),
        ("etag", etag),
        ("last-modified", formatdate(stat.st_mtime, usegmt=True)),
        ("x-content-type-options", "nosniff"),
    ]
    if filename:
        found.append(("content-disposition", content_disposition_header(True, filename) or "attachment"))
    return found


def wanted(scope: RawScope, stat: stat_result, etag: str) -> tuple[int, int, bool] | None:
    """First byte, the one after the last, and whether it is a part; None when the range lies outside."""
    size = stat.st_size
    match = RANGE.fullmatch(header(scope, "range").strip())
    if not match or header(scope, "if-range") not in ("", etag):
        return 0, size, False  # no range, several ranges, or one of an older file: the whole file is a right answer
    first, last = match.groups()
    if first:
        start, end = int(first), min(int(last) + 1, size) if last else size
    elif last:
        start, end = max(size - int(last), 0), size
    else:
        return 0, size, False
    return (start, end, True) if start < end else None


async def stream(receive: Receive, send: Send, path: Path, first: int, left: int) -> None:
    """The bytes themselves; stops early when nobody listens any more."""
    gone = asyncio.ensure_future(disconnected(receive))
    try:
        with path.open("rb") as file:
            file.seek(first)
            while left > 0 and not gone.done():
                piece = await asyncio.to_thread(file.read, min(PIECE, left))
                if not piece:
                    return  # the file shrank: the promised length is not met, and the caller sees it
                left -= len(piece)
                await send({"type": "http.response.body", "body": piece, "more_body": True})
        if left == 0:
            await send({"type": "http.response.body", "body": b""})
    finally:
        gone.cancel()
        with suppress(asyncio.CancelledError):
            await gone


async def disconnected(receive: Receive) -> None:
    """Returns when the caller has gone."""
    while (await receive())["type"] != "http.disconnect":
        pass
