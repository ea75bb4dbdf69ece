"""Fetches an output file: taken up again where it broke off, verified, and there only when it is whole."""

import hashlib
import re
from collections.abc import Callable
from pathlib import Path
from typing import IO
from urllib.parse import quote, urljoin, urlsplit

import requests

from podcaststudio import http
from productions.auphonic.answers import Output
from productions.auphonic.client import Client

HOPS = 5  # redirects followed
SLOW = 64 * 1024  # bytes a second a download may count on, over its whole length
SHORTEST = 60.0  # seconds every download gets
BEYOND = 416  # the answer to a range that begins after the end


class Incomplete(http.Unreachable):
    """Not all of it arrived, or something else. What can be used is kept for the next call."""


def fetch(client: Client, output: Output, target: Path, keep: Callable[[int, int], None]) -> None:
    """Bring `output` to `target`, by way of a `.part` file beside it that a later call continues.

    `keep(have, size)` is called for each piece and may raise to break off. Raises `http.Unreachable` when nothing
    comes, and `Incomplete` when the answer breaks off, crawls, or is not what was announced (size, MD5): what does not
    match is thrown away, so that the next call begins anew. Auphonic API, downloads.
    """
    part = target.with_name(target.name + ".part")
    part.touch()
    with part.open("r+b") as file:
        have = file.seek(0, 2) if output.size else 0
        if have < output.size or not output.size:
            try:
                _copy(client, output, file, have, keep)
            except http.Unreachable as broken:
                file.flush()
                raise _broken_off(output, part, broken) from broken
    if problem := _problem(output, part):
        part.unlink(missing_ok=True)
        raise Incomplete(f"{client.company} sent {output.file_name} {problem}; it will be fetched again.")
    part.replace(target)


def _broken_off(output: Output, part: Path, problem: http.Unreachable) -> http.Unreachable:
    """How much is here, when something is."""
    have = part.stat().st_size
    if not have or not output.size:
        return problem
    told = f"{have / 1e6:.1f} of {output.size / 1e6:.1f} MB of {output.file_name} are here; the rest is fetched next."
    return Incomplete(f"{problem.sentence} {told}", **problem.facts)


def _copy(client: Client, output: Output, file: IO[bytes], have: int, keep: Callable[[int, int], None]) -> None:
    answer = _open(client, _address(output), have)
    with answer:
        if answer.status_code == BEYOND:
            file.truncate(0)  # the file over there is shorter now than what we have of it
            raise http.Unreachable(f"{client.company} has another {output.file_name} than before.")
        have = _begins_at(answer, have, client.company)
        # Written at its place rather than appended: two workers on one file write the same bytes
        file.seek(have)
        seconds = max(SHORTEST, (output.size - have) / SLOW)
        for piece in http.pieces(answer, client.company, seconds):
            have += file.write(piece)
            keep(have, output.size or have)
        file.truncate(have)


def _open(client: Client, address: str, have: int) -> requests.Response:
    """The answer at the end of the redirects; the credential goes only to the server it belongs to."""
    headers = {"Accept-Encoding": "identity"} | ({"Range": f"bytes={have}-"} if have else {})
    for _ in range(HOPS):
        answer = client.open(address, headers, accept=frozenset({BEYOND}))
        if not answer.is_redirect:
            return answer
        answer.close()
        there = urljoin(address, answer.headers["Location"].encode("latin-1").decode(errors="replace"))
        if urlsplit(address).scheme == "https" and urlsplit(there).scheme != "https":
            raise http.Rejected(f"{client.company} sent us to an address without encryption.", address=address)
        address = there
    raise http.Unreachable(f"{client.company} sends us in circles.", address=address)


def _begins_at(answer: requests.Response, asked: int, company: str) -> int:
    """Which byte the body begins with; 0 when the range was ignored."""
    if answer.status_code != 206:
        return 0
    match = re.match(r"bytes (\d+)-", answer.headers.get("Content-Range", ""))
    if match is None or int(match[1]) > asked:
        raise http.Unreachable(f"{company} sent another part of the file than was asked for.")
    return int(match[1])


def _address(output: Output) -> str:
    """The download address with the file name encoded; it may stand there as it is, with spaces, # or %."""
    head, slash, tail = output.download_url.rpartition("/")
    return f"{head}{slash}{quote(output.file_name)}" if tail == output.file_name else output.download_url


def _problem(output: Output, part: Path) -> str:
    """What is wrong with the file, in words; empty when nothing is."""
    size = part.stat().st_size
    if output.size and size != output.size:
        return f"with {size} instead of {output.size} bytes"
    if output.checksum and _md5(part) != output.checksum.lower():
        return "damaged"
    return ""


def _md5(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, lambda: hashlib.md5(usedforsecurity=False)).hexdigest()
