"""What limited keys may do, and where a share link leads."""

import requests

from tests.engine.audiodn.account import Account, Body


def key(account: Account, kind: str, **limits: object) -> str:
    body = {"title": "For a page", "api_key_type_id": kind, **limits}
    made: str = account.call("POST", "api_key", body)["api_key"]
    return made


def test_a_server_key_is_not_made_here(account: Account) -> None:
    assert account.refused("POST", "api_key", {"title": "A", "api_key_type_id": "api"}) == (
        403,
        "Server keys are not made through the API.",
    )


def test_kinds_keep_to_their_calls(account: Account, track: Body) -> None:
    player, uploader = key(account, "player"), key(account, "uploader")
    status, sentence = account.refused("GET", "collection", key=player)
    assert (status, sentence) == (403, "A key of type player may not do this; it takes one of type api.")
    assert account.refused("POST", "play_session/track", {"track_id": track["id"]}, key=uploader)[0] == 403
    assert account.refused("POST", "upload_session", {}, key=player)[0] == 403


def test_a_player_key_keeps_to_its_limits(account: Account, track: Body) -> None:
    limited = key(account, "player", collection_id=track["collection_id"], variants=["lq"])
    session = account.call("POST", "play_session/track", {"track_id": track["id"]}, key=limited)
    assert session["play_session"]["variants"] == ["lq"]
    body = {"track_id": track["id"], "variants": ["hq"]}
    assert account.refused("POST", "play_session/track", body, key=limited)[0] == 403
    elsewhere = key(account, "player", collection_id=account.collection())
    assert account.refused("POST", "play_session/track", {"track_id": track["id"]}, key=elsewhere)[0] == 403


def test_an_uploader_key_pinned_to_a_collection_needs_no_other_word(account: Account) -> None:
    shelf = account.collection()
    pinned = key(account, "uploader", collection_id=shelf)
    assert account.call("POST", "upload_session", {}, key=pinned)["upload_session"]["collection_id"] == shelf
    assert account.refused("POST", "upload_session", {"collection_id": account.collection()}, key=pinned)[0] == 403


def test_an_uploader_key_pinned_to_a_creator_uploads_for_no_other(account: Account) -> None:
    own, other = (account.call("POST", "creator", {"organization_index": i})["creator_id"] for i in ("own", "other"))
    body = {"title": "Page", "api_key_type_id": "uploader", "creator_id": own}
    key = account.call("POST", "api_key", body)["api_key"]
    for shelf in (account.collection(), account.collection(creator_id=own)):
        session = account.call("POST", "upload_session", {"collection_id": shelf}, key=key)
        assert session["upload_session"]["creator_id"] == own
        refused = account.refused("POST", "upload_session", {"collection_id": shelf, "creator_id": other}, key=key)
        assert refused == (403, "This key uploads for another creator only.")
    shelf = account.collection(creator_id=other)
    assert account.refused("POST", "upload_session", {"collection_id": shelf}, key=key)[0] == 403


def test_expiry(account: Account) -> None:
    body = {"title": "A", "api_key_type_id": "player", "expires_at": "2020-01-01T00:00:00Z"}
    assert account.refused("POST", "api_key", body) == (
        400,
        "expires_at must be an ISO 8601 time in the future.",
    )


def test_a_share_link_leads_to_a_signed_file(account: Account, track: Body) -> None:
    limits = {"collection_id": track["collection_id"], "track_id": track["id"]}
    shared = key(account, "share", variants=["lq"], **limits)
    response = requests.get(f"{account.engine.url}/v1/share/{shared}", timeout=5)
    assert (response.status_code, response.headers["Content-Type"]) == (200, "audio/mpeg")
    assert [hop.status_code for hop in response.history] == [302]
    body = {"title": "A", "api_key_type_id": "share", "variants": ["hq", "lq"], **limits}
    assert account.refused("POST", "api_key", body)[0] == 400
