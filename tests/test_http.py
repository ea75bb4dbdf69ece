"""What every remote call has in common: three errors, and bodies that are never held in memory."""

import io
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage
from email.parser import BytesParser
from email.policy import HTTP
from email.utils import format_datetime

import pytest

from podcaststudio import http
from podcaststudio.due import Lost
from tests.productions.auphonic.wire import Wire

JSON = {"Content-Type": "application/json"}


@pytest.fixture
def wire() -> Iterator[Wire]:
    with Wire() as wire:
        yield wire


def send(wire: Wire, method: str = "GET", path: str = "/x?key=secret", **options: object) -> None:
    http.send(http.session(), method, wire.url + path, company="Auphonic", **options)


@pytest.mark.parametrize(
    ("status", "body", "error", "sentence"),
    [
        (400, b'{"error_message": "No title"}', http.Rejected, "Auphonic refused: No title"),
        (404, b'{"message": "No such track"}', http.Rejected, "Auphonic refused: No such track"),
        (409, b"<html>", http.Rejected, "Auphonic refused: HTTP 409"),
        (422, b"[1]", http.Rejected, "Auphonic refused: HTTP 422"),
        (401, b"{}", http.Unauthorized, "Auphonic did not accept the credentials."),
        (403, b'{"error": "invalid key"}', http.Unauthorized, "Auphonic did not accept the credentials: invalid key"),
        (429, b"", http.Unreachable, "Auphonic is not answering properly right now (HTTP 429)."),
        (500, b"", http.Unreachable, "Auphonic is not answering properly right now (HTTP 500)."),
        (503, b"{cut", http.Unreachable, "Auphonic is not answering properly right now (HTTP 503)."),
    ],
)
def test_errors(wire: Wire, status: int, body: bytes, error: type[http.Problem], sentence: str) -> None:
    wire.answer = lambda asked: (status, {**JSON, "X-Request-Id": "r-1"}, body)
    with pytest.raises(error) as raised:
        send(wire)
    assert raised.value.sentence == sentence
    assert raised.value.facts == {
        "method": "GET",
        "address": f"{wire.url}/x",
        "status": status,
        "request_id": "r-1",
        "retry_after": 0,
    }
    assert str(raised.value) == f"{sentence} [GET {wire.url}/x {status}] request r-1"


def test_an_accepted_status_is_no_error(wire: Wire) -> None:
    send(wire, accept=frozenset({404}))
    assert len(wire.asked) == 1


def test_redirects_are_not_followed(wire: Wire) -> None:
    wire.answer = lambda asked: (302, {"Location": "/elsewhere"}, b"")
    send(wire)
    assert len(wire.asked) == 1


@pytest.mark.parametrize(
    ("value", "seconds"),
    [("7", 7), ("", 0), ("soon", 0), ("-3", 0), (format_datetime(datetime.now(UTC) - timedelta(hours=1)), 0)],
)
def test_retry_after(wire: Wire, value: str, seconds: float) -> None:
    wire.answer = lambda asked: (503, {"Retry-After": value}, b"")
    with pytest.raises(http.Unreachable) as raised:
        send(wire)
    assert raised.value.retry_after == seconds


def test_retry_after_as_a_date(wire: Wire) -> None:
    wire.answer = lambda asked: (429, {"Retry-After": format_datetime(datetime.now(UTC) + timedelta(hours=1))}, b"")
    with pytest.raises(http.Unreachable) as raised:
        send(wire)
    assert 3500 < raised.value.retry_after <= 3600


def test_multipart(wire: Wire) -> None:
    """As a parser of mail reads it."""
    wire.answer = lambda asked: (200, {}, b"")
    counted: list[tuple[int, int]] = []
    content = bytes(range(256)) * 4096
    file = io.BytesIO(b"skipped" + content)
    file.seek(7)
    part = http.FileBody(file, len(content), lambda done, size: counted.append((done, size)))
    body = http.MultipartBody("input_file", 'a "b" \r\n ü.wav', "audio/wav", part)
    send(wire, "POST", data=body, headers=body.headers)
    (asked,) = wire.asked
    assert asked.headers["content-length"] == str(len(body)) == str(len(asked.body))
    head = f"Content-Type: {asked.headers['content-type']}\r\n\r\n".encode()
    mail = BytesParser(EmailMessage, policy=HTTP).parsebytes(head + asked.body)
    (parsed,) = mail.iter_parts()
    assert parsed.get_content_type() == "audio/wav"
    assert parsed.get_param("name", header="content-disposition") == "input_file"
    assert 'filename="a \\"b\\"    ü.wav"'.encode() in asked.body
    assert content in asked.body
    assert counted == [(n * http.CHUNK, len(content)) for n in range(1, 5)]


def test_two_bodies_do_not_share_a_boundary() -> None:
    """So that no recording can contain it."""
    made = [http.MultipartBody("a", "b", "c/d", http.FileBody(io.BytesIO(), 0)) for _ in range(2)]
    assert made[0].boundary != made[1].boundary
    assert len(made[0].boundary) == 32


def test_a_body_can_be_sent_again() -> None:
    body = http.FileBody(io.BytesIO(b"abc"), 3)
    assert [b"".join(body), b"".join(body)] == [b"abc", b"abc"]


def test_a_file_that_is_shorter_than_announced(wire: Wire) -> None:
    """Not the company's fault, and nothing that a repetition would heal."""
    with pytest.raises(http.Rejected, match="our own storage ended after 3 of 5 bytes"):
        send(wire, "POST", data=http.FileBody(io.BytesIO(b"abc"), 5))


def test_whoever_counts_may_break_an_upload_off(wire: Wire) -> None:
    def stop(done: int, size: int) -> None:
        raise Lost("taken over")

    with pytest.raises(Lost):
        send(wire, "POST", data=http.FileBody(io.BytesIO(b"x" * 10), 10, stop))
