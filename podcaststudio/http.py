"""The only module that sends requests out: timeouts, three errors, bodies that are never held in memory.

Problem              what all remote failures have in common: whose, which address, status, request id, a sentence
├── Unreachable      network, timeout, 429, 5xx, an answer that is none: try again later
├── Rejected         4xx with their reason: repeating it unchanged is useless
└── Unauthorized     401 or 403: the credential is wrong, expired or withdrawn
"""

import secrets
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from email.utils import parsedate_to_datetime
from typing import IO, Any, TypeVar

import requests
from requests.adapters import HTTPAdapter
from urllib3.exceptions import HTTPError

CONNECT, READ = 5.0, 30.0  # seconds; a whole request must end well within a lease
# While a body goes out, urllib3 gives every piece of it the time of the connect timeout: five seconds would break off
# each upload over a slow line. With these a piece may take half a minute, and their system two to digest the whole.
SENDING = (30.0, 120.0)
CHUNK = 256 * 1024
SLOWEST, PATIENCE = 1024, 120.0  # bytes a second, and for how many seconds an answer may crawl below that
UNREACHABLE = {408, 425, 429, 500, 502, 503, 504, 520, 521, 522, 523, 524}


class Problem(Exception):
    """A remote call that failed. `sentence` is fit for people and names the company."""

    def __init__(
        self,
        sentence: str,
        *,
        method: str = "",
        address: str = "",
        status: int = 0,
        request_id: str = "",
        retry_after: float = 0,
    ) -> None:
        super().__init__(sentence)
        self.sentence, self.method, self.address = sentence, method, address
        self.status, self.request_id, self.retry_after = status, request_id, retry_after

    @property
    def facts(self) -> dict[str, Any]:
        """Everything but the sentence."""
        names = ("method", "address", "status", "request_id", "retry_after")
        return {name: getattr(self, name) for name in names}

    def __str__(self) -> str:
        where = f" [{self.method} {self.address} {self.status or 'no answer'}]" if self.address else ""
        return f"{self.sentence}{where}" + (f" request {self.request_id}" if self.request_id else "")


class Unreachable(Problem):
    pass


class Rejected(Problem):
    pass


class Unauthorized(Problem):
    pass


AnySession = TypeVar("AnySession", bound=requests.Session)


def session() -> requests.Session:
    """A plain session."""
    return harden(requests.Session())


def harden(made: AnySession) -> AnySession:
    """The same session, not looking at proxies and netrc of the machine, with no retries of its own."""
    made.trust_env = False
    adapter = HTTPAdapter(pool_maxsize=4, max_retries=0)
    made.mount("http://", adapter)
    made.mount("https://", adapter)
    return made


def send(
    using: requests.Session,
    method: str,
    address: str,
    *,
    company: str,
    timeout: tuple[float, float] = (CONNECT, READ),
    accept: frozenset[int] = frozenset(),
    **options: Any,
) -> requests.Response:
    """Send one request; returns an answer below 400, or one whose status is in `accept`.

    `company` is whose system it is, for the sentences. Redirects are never followed here: the caller decides what
    may travel to another address. Raises the three errors above.
    """
    options.setdefault("allow_redirects", False)
    shown = address.split("?", 1)[0]
    try:
        answer = using.request(method, address, timeout=timeout, **options)
    except (requests.RequestException, ValueError) as error:  # the second for a Location that is no address
        raise Unreachable(_silence(company, error), method=method, address=shown) from error
    if answer.status_code < 400 or answer.status_code in accept:
        return answer
    facts: dict[str, Any] = {
        "method": method,
        "address": shown,
        "status": answer.status_code,
        "request_id": _request_id(answer),
    }
    said = _said(answer)
    if answer.status_code in UNREACHABLE:
        raise Unreachable(
            f"{company} is not answering properly right now (HTTP {answer.status_code}).",
            retry_after=retry_after(answer),
            **facts,
        )
    if answer.status_code in (401, 403):
        raise Unauthorized(f"{company} did not accept the credentials{f': {said}' if said else '.'}", **facts)
    raise Rejected(f"{company} refused: {said or f'HTTP {answer.status_code}'}", **facts)


def json_of(answer: requests.Response, company: str) -> Any:
    """The parsed body. Raises `Unreachable` when it is no JSON (a proxy's error page, an answer cut off)."""
    try:
        return answer.json()
    except (ValueError, requests.RequestException) as error:
        raise Unreachable(
            f"{company} sent an answer that cannot be read.",
            address=_shown(answer),
            status=answer.status_code,
        ) from error


def retry_after(answer: requests.Response) -> float:
    """Seconds from the Retry-After header, given as seconds or as a date; 0 without one."""
    value = answer.headers.get("Retry-After", "").strip()
    if value.isdigit():
        return float(value)
    try:
        return max(0.0, parsedate_to_datetime(value).timestamp() - time.time())
    except (TypeError, ValueError):
        return 0.0


def pieces(answer: requests.Response, company: str, seconds: float, patience: float = PATIENCE) -> Iterator[bytes]:
    """The body of a streamed answer as it arrives, at most CHUNK bytes at a time.

    The timeouts of a request count between two packets, so a drip could hold a worker for ever: here the whole may
    take `seconds`, and may crawl for `patience` seconds. Raises `Unreachable` when it breaks off, or is slower.
    """
    started = counted_from = time.monotonic()
    arrived = 0
    try:
        while piece := answer.raw.read1(CHUNK):
            yield piece
            now, arrived = time.monotonic(), arrived + len(piece)
            if now - counted_from > patience:
                if arrived < SLOWEST * patience:
                    raise Unreachable(f"{company} sends too slowly to go on.", address=_shown(answer))
                counted_from, arrived = now, 0
            if now - started > seconds:
                raise Unreachable(f"{company} did not send everything in time.", address=_shown(answer))
    except (HTTPError, OSError) as error:
        raise Unreachable(f"{company} broke off the connection.", address=_shown(answer)) from error


class FileBody:
    """A file as a request body: known length, a piece at a time, from the beginning again when it is sent again.

    `on_read(sent, total)` may raise to break it off.
    """

    def __init__(self, file: IO[bytes], size: int, on_read: Callable[[int, int], None] | None = None) -> None:
        self.file, self.size, self.on_read = file, size, on_read
        self.start = file.tell()

    def __len__(self) -> int:
        return self.size

    def __iter__(self) -> Iterator[bytes]:
        self.file.seek(self.start)
        sent = 0
        while sent < self.size:
            chunk = self.file.read(min(CHUNK, self.size - sent))
            if not chunk:
                raise Rejected(f"The file in our own storage ended after {sent} of {self.size} bytes.")
            sent += len(chunk)
            yield chunk
            if self.on_read:
                self.on_read(sent, self.size)


@dataclass(frozen=True)
class FilePart:
    """One file of a form: under which name, as which file, of which type."""

    name: str
    file_name: str
    content_type: str
    body: FileBody


class FormBody:
    """Fields and files as multipart/form-data, streamed. `requests`' own `files=` would read them into memory."""

    def __init__(self, *files: FilePart, fields: Mapping[str, str] | None = None) -> None:
        self.boundary = secrets.token_hex(16)  # known to nobody, so that no file can contain it
        self.pieces: list[bytes | FileBody] = []
        for name, value in (fields or {}).items():
            self.pieces.append(self._head(name) + value.encode() + b"\r\n")
        for file in files:
            more = f'; filename="{_quotable(file.file_name)}"\r\nContent-Type: {file.content_type}'
            head = self._head(file.name, more)
            self.pieces += [head, file.body, b"\r\n"]
        self.pieces.append(f"--{self.boundary}--\r\n".encode())

    def _head(self, name: str, more: str = "") -> bytes:
        disposition = f'Content-Disposition: form-data; name="{_quotable(name)}"'
        return f"--{self.boundary}\r\n{disposition}{more}\r\n\r\n".encode()

    @property
    def headers(self) -> dict[str, str]:
        return {"Content-Type": f"multipart/form-data; boundary={self.boundary}"}

    def __len__(self) -> int:
        return sum(len(piece) for piece in self.pieces)

    def __iter__(self) -> Iterator[bytes]:
        for piece in self.pieces:
            if isinstance(piece, bytes):
                yield piece
            else:
                yield from piece


class MultipartBody(FormBody):
    """A form of one file."""

    def __init__(self, name: str, file_name: str, content_type: str, body: FileBody) -> None:
        super().__init__(FilePart(name, file_name, content_type, body))


def _quotable(name: str) -> str:
    """A name that may stand between quotes in a header."""
    return name.replace("\\", "\\\\").replace('"', '\\"').replace("\r", " ").replace("\n", " ")


def _silence(company: str, error: Exception) -> str:
    if isinstance(error, requests.Timeout):
        return f"{company} did not answer in time."
    return f"{company} could not be reached, or broke off the connection."


def _shown(answer: requests.Response) -> str:
    return (answer.url or "").split("?", 1)[0]


def _request_id(answer: requests.Response) -> str:
    body = _body(answer)
    return str(body.get("api_request_id") or answer.headers.get("X-Request-Id") or "")


def _said(answer: requests.Response) -> str:
    """The company's own sentence, from either of the two envelopes."""
    body = _body(answer)
    said = body.get("error_message") or body.get("message") or body.get("error_description") or body.get("error") or ""
    fields = body.get("form_errors")
    if not said and isinstance(fields, dict):
        said = "; ".join(f"{name}: {why}" for name, why in fields.items())
    return str(said)[:500]


def _body(answer: requests.Response) -> dict[str, Any]:
    if not answer.headers.get("Content-Type", "").startswith("application/json"):
        return {}
    try:
        body = answer.json()
    except (ValueError, requests.RequestException):
        return {}
    return body if isinstance(body, dict) else {}
