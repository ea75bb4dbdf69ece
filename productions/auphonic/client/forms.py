"""What a request with one file needs."""

from collections.abc import Callable
from typing import IO, Any

from podcaststudio import http


def one_file(
    part: str, file_name: str, file: IO[bytes], size: int, on_read: Callable[[int, int], None] | None = None
) -> dict[str, Any]:
    """The options of a request that streams one file, with patience for the other side to digest it."""
    sent = http.FileBody(file, size, on_read)
    body = http.FormBody(http.FilePart(part, file_name, "application/octet-stream", sent))
    return {"data": body, "headers": body.headers, "timeout": http.SENDING}
