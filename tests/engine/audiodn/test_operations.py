"""Every documented operation, walked through: good, invalid, foreign, with the wrong key, without one, too late."""

import uuid
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import requests
from jsonschema import Draft202012Validator

from tests.engine.audiodn.account import Account, Body
from tests.engine.audiodn.operations import OPERATIONS, Operation, fields, schema
from tests.engine.audiodn.test_expiry import let_it_expire
from tests.engine_process import EngineProcess

NOBODY = "10000000-0000-4000-8000-000000000000"
WRONG = {  # for each type a value that is none
    **{
        "uuid": 7,
        "time": "yesterday",
        "text": ["a"],
        "int": "many",
        "num": "many",
        "bool": "yes",
        "map": "a",
        "color": "red",
    },
    "[text]": "hq",
    "[ImageColor]": [{"hex": "red"}],
}
# what may be answered beyond the documents: an ended session, a wrong key, a foreign id in a body, a wrong type
BEYOND = {400, 401, 403, 404}


@cache
def validator(is_good: bool, operation: Operation) -> Draft202012Validator:
    return Draft202012Validator(schema(is_good, operation))


@dataclass
class World:
    """One organization with something of everything, and what has expired of it."""

    account: Account
    ids: dict[str, str]
    expired: dict[str, str]
    keys: dict[str, str]
    seen: dict[str, set[int]] = field(default_factory=dict)

    def fresh(self, name: str) -> str:
        """The id of something that may be deleted."""
        if name == "creator_id":
            return str(self.account.call("POST", "creator", {"organization_index": "x"})["creator_id"])
        if name == "track_id":
            body = {"collection_id": self.ids["collection_id"], "file_name": "a.wav"}
            return str(self.account.call("POST", "track", body)["track_id"])
        return self.account.collection()

    def path(self, operation: Operation, **other: str) -> str:
        fresh = {name: self.fresh(name) for name in operation.ids} if operation.method == "DELETE" else {}
        return operation.path.format(**{**self.ids, **fresh, **other})

    def body(self, operation: Operation) -> Body | None:
        """The least that must be sent, and one of everything that may be."""
        if not operation.sent:
            return None
        ids = {"collection_id": self.ids["collection_id"], "creator_id": self.ids["creator_id"]}
        good = {
            **{"uuid": None, "text": "words", "int": 96, "num": 20, "bool": True, "map": {"n": 1}, "color": "#1a2b3c"},
            **{"time": "2126-01-01T00:00:00Z", "[text]": ["hq"], "[ImageColor]": [{"hex": "#1a2b3c"}]},
        }
        body: Body = {}
        for name, _, type_ in fields(operation.sent):
            value = type_.split("|")[0] if "|" in type_ else good[type_]
            body[name] = {**ids, "track_id": self.ids["track_id"]}[name] if type_ == "uuid" else value
        return {**body, "index": f"more-{uuid.uuid4().hex[:8]}"} if "variant" in operation.path else body

    def ask(self, operation: Operation, path: str, body: Any = None, key: str | None = "server") -> int:
        """One call. Its answer must fit its schema whatever it is; nothing of the server may break."""
        response = self.account.send(operation.method, path, body, key if operation.keys else None)
        assert response.status_code < 500, response.text
        assert response.headers["Cache-Control"] == "no-store"
        assert response.headers["Access-Control-Allow-Origin"] == "*"
        errors = [
            f"{'/'.join(map(str, error.absolute_path))}: {error.message}"
            for error in validator(response.status_code == 200, operation).iter_errors(response.json())
        ]
        assert errors == [], (str(operation), response.status_code, response.text[:500])
        self.seen.setdefault(str(operation), set()).add(response.status_code)
        return response.status_code


def sessions(account: Account, shelf: str, track_id: str, **fields: Any) -> dict[str, str]:
    upload = account.call("POST", "upload_session", {"collection_id": shelf})
    play = account.play(track_id, is_downloadable=True, **fields)
    return {"upload_session_id": upload["upload_session_id"], "play_session_id": play["play_session_id"]}


def limited(account: Account, shelf: str) -> dict[str, str]:
    body = {"title": "Page", "collection_id": shelf, "expires_at": "2126-01-01T00:00:00Z"}
    return {
        kind: account.call("POST", "api_key", {**body, "api_key_type_id": kind})["api_key"]
        for kind in ("player", "uploader")
    }


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory, recording: Path) -> Iterator[World]:
    with EngineProcess(tmp_path_factory.mktemp("engine")) as engine:
        account = Account(engine)
        shelf = account.collection()
        track = account.ready(recording, shelf)
        expired = {**sessions(account, shelf, track["id"]), **limited(account, shelf)}
        let_it_expire(engine, timedelta(minutes=1))
        ids = {
            **sessions(account, shelf, track["id"]),
            "organization_id": track["organization_id"],
            "creator_id": account.call("POST", "creator", {"organization_index": "x"})["creator_id"],
            "collection_id": shelf,
            "track_id": track["id"],
            "variant_id": account.call("GET", "variant")["variants"][0]["id"],
            "scope": "track",
            "variant_index": "hq",
        }
        yield World(account, ids, expired, limited(account, shelf))


def test_there_are_thirty() -> None:
    assert len({(operation.method, operation.path) for operation in OPERATIONS}) == len(OPERATIONS) == 30


@pytest.mark.parametrize("operation", OPERATIONS, ids=str)
def test_an_operation_from_all_sides(world: World, operation: Operation) -> None:
    good_and_invalid(world, operation)
    foreign_ids(world, operation)
    wrong_keys(world, operation)
    too_late(world, operation)
    own_refusals(world, operation)
    seen = world.seen[str(operation)]
    assert operation.documented <= seen, "a documented status was not seen"
    assert seen <= operation.documented | BEYOND


def good_and_invalid(world: World, operation: Operation) -> None:
    body = world.body(operation)
    assert world.ask(operation, world.path(operation), body) == 200
    if body is None:
        return
    assert world.ask(operation, world.path(operation), ["no", "object"]) == 400
    for name, is_required, type_ in fields(operation.sent):
        if is_required:
            lacking = {other: value for other, value in body.items() if other != name}
            assert world.ask(operation, world.path(operation), lacking) == 400, name
        if "uuid" not in type_ or is_required or operation.path != "play_session/{scope}":
            wrong = WRONG.get(type_, "none of these")
            assert world.ask(operation, world.path(operation), {**body, name: wrong}) == 400, name


def foreign_ids(world: World, operation: Operation) -> None:
    """Ids of nothing, of something else, and no ids at all, in the path and in the body."""
    other = {"collection_id": "track_id"}
    for name in operation.ids:
        if name != "scope":
            for id in (NOBODY, world.ids[other.get(name, "collection_id")], "x'; --"):
                assert world.ask(operation, world.path(operation, **{name: id}), world.body(operation)) == 404, name
    body = world.body(operation) or {}
    for name, is_required, type_ in fields(operation.sent):
        if type_ == "uuid" and (is_required or operation.path != "play_session/{scope}"):
            assert world.ask(operation, world.path(operation), {**body, name: NOBODY}) == 404, name


def wrong_keys(world: World, operation: Operation) -> None:
    if not operation.keys:
        return
    for key in (None, "adn_nobody", world.expired["player"], world.expired["uploader"]):
        assert world.ask(operation, world.path(operation), world.body(operation), key) == 401
    for kind, key in world.keys.items():
        status = world.ask(operation, world.path(operation), world.body(operation), key)
        assert status == (200 if kind in operation.keys.split() else 403), kind


def too_late(world: World, operation: Operation) -> None:
    for name in ("upload_session_id", "play_session_id"):
        if name in operation.ids:
            path = world.path(operation, **{name: world.expired[name]})
            assert world.ask(operation, path, world.body(operation)) == 401


def own_refusals(world: World, operation: Operation) -> None:
    """What only one operation refuses."""
    body = world.body(operation)
    match str(operation):
        case "POST api_key":
            assert world.ask(operation, "api_key", {"title": "A", "api_key_type_id": "api"}) == 403
            assert world.ask(operation, "api_key", {"title": "A", "api_key_type_id": "share"}) == 400
        case "POST track/{track_id}/variant":
            assert world.ask(operation, world.path(operation), {**(body or {}), "index": "HQ"}) == 409
            assert world.ask(operation, world.path(operation, track_id=world.fresh("track_id")), body) == 422
        case "POST play_session/{scope}":
            shelf = {"collection_id": world.ids["collection_id"]}
            assert world.ask(operation, "play_session/collection", shelf) == 200
            assert world.ask(operation, "play_session/playlist", shelf) == 400
            assert (
                world.ask(operation, "play_session/collection", {"collection_id": world.fresh("collection_id")}) == 400
            )
            for seconds in (59, 86_401):
                assert world.ask(operation, "play_session/collection", {**shelf, "expires_in": seconds}) == 400
        case "GET play/{play_session_id}/{track_id}/{variant_index}/download":
            session = world.account.play(world.ids["track_id"])["play_session_id"]
            assert world.ask(operation, world.path(operation, play_session_id=session)) == 403


def test_other_methods_and_addresses(world: World) -> None:
    account = world.account
    assert account.refused("PATCH", "collection")[0] == 405
    assert account.refused("GET", "nothing/here")[0] == 404
    answer = requests.options(f"{account.engine.url}/v1/upload_session", timeout=5)
    assert (answer.status_code, "PUT" in answer.headers["Access-Control-Allow-Methods"]) == (204, True)
