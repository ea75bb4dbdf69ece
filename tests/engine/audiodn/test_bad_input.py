"""Whatever is sent: an answer in the envelope, and never a broken server."""

import itertools

import pytest

from tests.engine.audiodn.account import Account

VALUES = [None, 0, -1, 10**40, 1.5, True, "", "x" * 3000, "\u0000\ud83d", [], [[]], [None], {}, {"a": {"b": []}}]
FIELDS = {
    "api_key": ["title", "api_key_type_id", "collection_id", "track_id", "creator_id", "variants", "expires_at"],
    "creator": ["organization_index", "metadata"],
    "collection": ["title", "creator_id", "metadata", "theme", "image_colors", "player_color", "is_cover_overridable"],
    "track": ["collection_id", "file_name", "creator_id", "metadata", "player_title", "theme", "order"],
    "upload_session": ["collection_id", "creator_id", "expires_in", "metadata", "track"],
    "upload/SESSION/track": ["file_name", "file_size", "metadata", "organization_index", "player_color"],
    "play_session/track": ["track_id", "variants", "expires_in", "is_downloadable"],
    "track/TRACK/variant": ["variant_type_id", "index", "codec", "bitrate", "preview_seconds", "preview_type"],
}


@pytest.fixture(scope="module")
def places(running_engine) -> dict[str, str]:  # type: ignore[no-untyped-def]
    account = Account(running_engine)
    shelf = account.collection()
    session = account.call("POST", "upload_session", {"collection_id": shelf})["upload_session_id"]
    track = account.call("POST", "track", {"collection_id": shelf, "file_name": "a.wav"})["track_id"]
    return {"SHELF": shelf, "SESSION": session, "TRACK": track}


def good(places: dict[str, str]) -> dict[str, object]:
    return {
        "title": "A",
        "api_key_type_id": "player",
        "organization_index": "a",
        "collection_id": places["SHELF"],
        "track_id": places["TRACK"],
        "file_name": "a.wav",
        "variant_type_id": "preview",
        "index": "extra",
    }


@pytest.mark.parametrize("path", FIELDS)
def test_posted_fields(account: Account, places: dict[str, str], path: str) -> None:
    address = path
    for word, id in places.items():
        address = address.replace(word, id)
    for name, value in itertools.product(FIELDS[path], VALUES):
        response = account.send("POST", address, {**good(places), name: value})
        assert response.status_code < 500, (name, value, response.text)
        assert response.json()["ok"] is (response.status_code == 200), (name, value)


@pytest.mark.parametrize("kind", ["collection", "track", "creator"])
def test_changed_fields(account: Account, places: dict[str, str], kind: str) -> None:
    creator = account.call("POST", "creator", {"organization_index": "a"})["creator_id"]
    id = {"collection": places["SHELF"], "track": places["TRACK"], "creator": creator}[kind]
    for name, value in itertools.product({*FIELDS[kind]} - {"collection_id"}, VALUES):
        response = account.send("PUT", f"{kind}/{id}", {name: value})
        assert response.status_code < 500, (name, value, response.text)
    assert account.call("GET", f"{kind}/{id}")[f"{kind}_id"] == id


@pytest.mark.parametrize("id", ["%00", "%F0%9F%8E%99", "..%2f..%2fetc", "a%20b", "'%22%3B--", "x" * 3000])
def test_ids_of_nothing(account: Account, id: str) -> None:
    for path in ("collection/{}", "track/{}", "creator/{}", "play_session/{}", "upload_session/{}", "play/{0}/{0}"):
        status = account.send("GET", path.format(id)).status_code
        assert status in (400, 404), (path, status)
