"""Foreign data is read leniently, and a 200 is not believed."""

import json
from datetime import UTC, datetime
from typing import Any

import pytest

from podcaststudio import http
from productions.auphonic import oauth
from productions.auphonic.answers import Output, Preset, Production, User
from productions.auphonic.client import Client
from productions.auphonic.statuses import Meaning, kind
from tests.productions.auphonic.wire import Answer, Asked, Wire


def enveloped(data: Any, status_code: int = 200, message: str = "") -> Answer:
    body = {"status_code": status_code, "error_code": None, "error_message": message, "form_errors": {}, "data": data}
    return 200, {"Content-Type": "application/json"}, json.dumps(body).encode()


def client_of(wire: Wire) -> Client:
    return Client(oauth.signing("a-key"), f"{wire.url}/api", "Auphonic")


def test_a_production_of_nulls_and_strings() -> None:
    production = Production.read(
        {
            "uuid": "abc",
            "status": "3",
            "status_string": None,
            "output_basename": None,
            "length": "20.5",
            "start_allowed": None,
            "error_status": 2,
            "error_message": None,
            "used_credits": 0.05,
            "output_files": [
                {"format": "mp3", "bitrate": "96", "filename": None, "size": None, "download_url": None},
                None,
            ],
            "creation_time": "2012-10-01T10:20:30.5",
            "statistics": [],
            "something_new": {"deep": 1},
        }
    )
    assert production == Production(
        uuid="abc",
        status=3,
        status_text="",
        output_basename="",
        input_file="",
        length=20.5,
        progress=None,
        start_allowed=False,
        error="2",
        warning="",
        statistics=None,
        used_credits=0.05,
        output_files=(Output("mp3", 96, "", 0, "", "", ""),),
        status_page="",
        created_at=datetime(2012, 10, 1, 10, 20, 30, 500000, tzinfo=UTC),
        timeline={"length": 20.5, "is_shortened": True, "cuts": [], "pieces": []},
    )


@pytest.mark.parametrize(
    ("value", "hours"), [(None, None), ({"recurring": 0, "combined": 0.25}, 0.25), (1.5, 1.5), ({}, None), ("x", None)]
)
def test_used_credits(value: Any, hours: float | None) -> None:
    assert Production.read({"used_credits": value}).used_credits == hours


def test_an_empty_production_is_readable() -> None:
    assert Production.read({}).status is None


def test_output_files_that_are_not_there() -> None:
    assert not Output.read({"filename": "None", "download_url": "None"}).is_there
    assert Output.read({"filename": "a.mp3", "download_url": "https://auphonic.com/a.mp3"}).is_there


def test_a_user_without_name_is_known_by_address() -> None:
    assert User.read({"username": None, "email": "ana@example.org", "credits": "2"}) == User(
        "ana@example.org", "ana@example.org", 2.0, None
    )


def test_a_preset_without_name() -> None:
    assert Preset.read({"uuid": "p"}).name == "Unnamed preset"


@pytest.mark.parametrize("status", [None, 0, 1, 4, 5, 6, 7, 8, 12, 13, 14, 98, 12345, -1])
def test_unknown_statuses_work(status: int | None) -> None:
    assert kind(status) is Meaning.WORKING


@pytest.mark.parametrize(("status", "meaning"), [(2, "failed"), (3, "done"), (9, "startable"), (15, "startable")])
def test_known_statuses(status: int, meaning: str) -> None:
    assert kind(status) == meaning


@pytest.mark.parametrize(
    ("inside", "message", "error", "sentence"),
    [
        (500, "Token doesn't exist", http.Unauthorized, "Auphonic did not accept the credentials: Token doesn't exist"),
        (
            500,
            "Request authentication failed, no authentication credentials provided.",
            http.Unauthorized,
            "Auphonic did not accept the credentials: Request authentication failed, "
            "no authentication credentials provided.",
        ),
        (500, "Oops", http.Unreachable, "Auphonic is not answering properly right now: Oops"),
        (400, "No such algorithm", http.Rejected, "Auphonic refused: No such algorithm"),
        (404, "", http.Rejected, "Auphonic refused: error 404"),
    ],
)
def test_errors_inside_a_200(wire: Wire, inside: int, message: str, error: type[Exception], sentence: str) -> None:
    wire.answer = lambda asked: enveloped(None, inside, message)
    with pytest.raises(error) as raised:
        client_of(wire).create({})
    assert raised.value.args == (sentence,)


def test_form_errors_are_said(wire: Wire) -> None:
    body = {"status_code": 400, "error_message": "", "form_errors": {"bitrate": ["is not one of 32, 64"]}}
    wire.answer = lambda asked: (400, {"Content-Type": "application/json"}, json.dumps(body).encode())
    with pytest.raises(http.Rejected, match=r"bitrate: .*is not one of 32, 64"):
        client_of(wire).create({})


def test_data_without_envelope_is_read(wire: Wire) -> None:
    wire.answer = lambda asked: (200, {"Content-Type": "application/json"}, b'{"status": 3, "status_string": "Done"}')
    assert client_of(wire).status("abc") == (3, "Done")


@pytest.mark.parametrize("body", [b"<html>maintenance</html>", b"", b"[]", b'{"status_code": 200}'])
def test_an_answer_that_is_none(wire: Wire, body: bytes) -> None:
    wire.answer = lambda asked: (200, {"Content-Type": "application/json"}, body)
    with pytest.raises(http.Unreachable):
        client_of(wire).production("abc")


def test_forbidden_but_known_is_no_matter_of_the_credential(wire: Wire) -> None:
    def answer(asked: Asked) -> Answer:
        if asked.path.startswith("/api/user"):
            return enveloped({"username": "ana"})
        body = {"status_code": 403, "error_message": "Not enough credits"}
        return 403, {"Content-Type": "application/json"}, json.dumps(body).encode()

    wire.answer = answer
    with pytest.raises(http.Rejected, match="Auphonic does not allow this: Not enough credits"):
        client_of(wire).start("abc")


def test_foreign_ids_stay_in_their_place(wire: Wire) -> None:
    wire.answer = lambda asked: enveloped({"status": 3, "status_string": "Done"})
    client_of(wire).status("../user")
    assert wire.asked[0].path == "/api/production/..%2Fuser/status.json"
