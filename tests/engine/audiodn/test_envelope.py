"""Every answer: envelope, headers, keys, pages, and bodies that do not fit."""

import uuid

import pytest
import requests

from tests.engine.audiodn.account import Account


def test_answers_carry_a_request_id_and_may_not_be_kept(account: Account) -> None:
    response = account.send("GET", "collection")
    assert uuid.UUID(response.json()["api_request_id"])
    assert response.headers["Cache-Control"] == "no-store"
    assert response.headers["Access-Control-Allow-Origin"] == "*"


def test_refusals_are_readable_from_other_pages(account: Account) -> None:
    response = account.send("GET", "play_session/unknown", key=None)
    assert response.status_code == 404
    assert response.json()["message"] == "There is no play session with the id unknown."
    assert response.headers["Cache-Control"] == "no-store"
    assert response.headers["Access-Control-Allow-Origin"] == "*"


def test_preflight(account: Account) -> None:
    response = requests.options(f"{account.engine.url}/v1/play_session/track", timeout=5)
    assert response.status_code == 204
    assert "authorization" in response.headers["Access-Control-Allow-Headers"].lower()


@pytest.mark.parametrize(
    ("key", "status", "sentence"),
    [
        (None, 401, "Send your API key in the header Authorization: Bearer <key>."),
        ("wrong", 401, "This API key is unknown or has expired."),
    ],
)
def test_without_a_good_key(account: Account, key: str | None, status: int, sentence: str) -> None:
    assert account.refused("GET", "collection", key=key) == (status, sentence)


def test_unknown_addresses_and_methods(account: Account) -> None:
    assert account.refused("GET", "nowhere")[0] == 404
    assert account.refused("DELETE", "collection") == (405, "DELETE is not possible here; try GET, POST.")


@pytest.mark.parametrize("body", [b"{", b"[1]", b'"text"', b"\xff\xfe"])
def test_a_body_that_is_no_json_object(account: Account, body: bytes) -> None:
    url, key = f"{account.engine.url}/v1/collection", account.engine.audiodn_key
    response = requests.post(url, data=body, headers={"Authorization": f"Bearer {key}"}, timeout=5)
    assert (response.status_code, response.json()["ok"]) == (400, False)


@pytest.mark.parametrize(
    ("body", "sentence"),
    [
        ({}, "title is missing."),
        ({"title": 7}, "title must be a text."),
        ({"title": "A", "metadata": []}, "metadata must be a JSON object."),
        ({"title": "A", "player_color": "red"}, "player_color must be a colour such as #1a2b3c."),
        ({"title": "A", "is_theme_overridable": "yes"}, "is_theme_overridable must be true or false."),
        ({"title": "A", "theme": ["red"]}, 'Each colour of theme needs a "hex" such as #1a2b3c.'),
    ],
)
def test_fields_that_do_not_fit(account: Account, body: dict[str, object], sentence: str) -> None:
    assert account.refused("POST", "collection", body) == (400, sentence)


def test_pages(account: Account) -> None:
    for _ in range(3):
        account.collection()
    one = account.call("GET", "collection?limit=1&offset=0")["collections"]
    two = account.call("GET", "collection?limit=2&offset=0")["collections"]
    assert (len(one), one) == (1, two[:1])
    assert account.refused("GET", "collection?limit=201") == (400, "limit must be from 1 to 200.")
    assert account.refused("GET", "collection?offset=-1")[0] == 400
