"""Upload sessions, and the way of the bytes."""

import hashlib
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
import requests

from tests.engine.audiodn.account import Account, put, wait


def session(account: Account, **fields: object) -> str:
    body = {"collection_id": account.collection(player_color="#ffd700"), **fields}
    id: str = account.call("POST", "upload_session", body)["upload_session_id"]
    return id


def test_a_session_is_public_and_says_what_the_uploader_needs(account: Account) -> None:
    id = session(account, metadata={"a": 1})
    shown = account.call("GET", f"upload_session/{id}", key=None)
    assert shown["upload_session_id"] == id
    assert shown["expires_at"] == shown["upload_session"]["expires_at"]
    assert (shown["player_color"], shown["player_color_light"]) == ("#ffd700", "#a38a00")
    assert shown["upload_session"]["metadata"] == {"a": 1}


@pytest.mark.parametrize("seconds", [59, 86_401, "60", True])
def test_how_long_a_session_may_live(account: Account, seconds: object) -> None:
    body = {"collection_id": account.collection(), "expires_in": seconds}
    assert account.refused("POST", "upload_session", body) == (
        400,
        "expires_in must be a whole number from 60 to 86400.",
    )


def test_a_session_with_its_first_track(account: Account) -> None:
    body = {"collection_id": account.collection(), "track": {"file_name": "voice.webm", "player_title": "Hello"}}
    made = account.call("POST", "upload_session", body)
    assert made["track_id"] == made["track"]["id"]
    assert (made["track"]["player_title"], made["track"]["track_status_id"]) == ("Hello", "initialized")
    assert made["track_upload"]["method"] == "PUT"


def test_the_bytes_arrive_whole_and_once(account: Account, recording: Path) -> None:
    id = session(account)
    body = {"file_name": recording.name, "file_size": recording.stat().st_size}
    made = account.call("POST", f"upload/{id}/track", body, key=None)
    url = made["track_upload"]["upload_url"]
    headers = {"Content-Type": "application/x-anything", "Origin": "https://page.example"}
    first = put(url, recording, **headers)
    assert (first.status_code, first.headers["Access-Control-Allow-Origin"]) == (200, "*")
    second = put(url, recording)
    assert (second.status_code, second.json()["message"]) == (
        403,
        "A file was sent to this upload address already. Create a new track for another.",
    )
    facts = next(track for track in account.engine.ledger()["tracks"] if track["id"] == made["track_id"])
    assert facts["original_sha256"] == hashlib.sha256(recording.read_bytes()).hexdigest()
    assert (facts["puts"], facts["size"]) == (1, recording.stat().st_size)
    assert account.finished(made["track_id"])["track_status_id"] == "ready"


def test_a_refusal_is_read_by_a_caller_who_is_still_sending(account: Account, tmp_path: Path) -> None:
    large = tmp_path / "large.wav"
    with large.open("wb") as file:
        file.truncate(30_000_000)
    url = f"{account.engine.url}/upload/{'0' * 32}"
    assert put(url, large).json()["message"].startswith("This upload address is unknown or has expired.")


def test_of_two_uploads_at_once_one_wins(account: Account, recording: Path) -> None:
    made = account.call("POST", f"upload/{session(account)}/track", {"file_name": "a.mp3"}, key=None)
    together = threading.Barrier(2)

    def send(_: int) -> int:
        together.wait()
        return put(made["track_upload"]["upload_url"], recording).status_code

    with ThreadPoolExecutor(2) as pool:
        assert sorted(pool.map(send, range(2))) == [200, 403]


def test_a_broken_upload_may_be_sent_again(account: Account, recording: Path) -> None:
    made = account.call("POST", f"upload/{session(account)}/track", {"file_name": "a.mp3"}, key=None)
    url = made["track_upload"]["upload_url"]

    def half():  # type: ignore[no-untyped-def]
        yield recording.read_bytes()[:2000]
        raise ConnectionError("the cable was pulled")

    with pytest.raises(requests.ConnectionError):
        requests.put(url, data=half(), timeout=5)
    assert account.track(made["track_id"])["size"] is None
    assert put(url, recording).status_code == 200


@pytest.mark.parametrize(
    "change", [("signature=", "signature=x"), ("expires=", "expires=1"), ("/upload/", "/upload/0")]
)
def test_a_forged_address_takes_nothing(account: Account, recording: Path, change: tuple[str, str]) -> None:
    made = account.call("POST", f"upload/{session(account)}/track", {"file_name": "a.mp3"}, key=None)
    assert put(made["track_upload"]["upload_url"].replace(*change), recording).status_code == 403


def test_an_empty_file(account: Account, tmp_path: Path) -> None:
    id = session(account)
    assert account.refused("POST", f"upload/{id}/track", {"file_name": "a.wav", "file_size": 0}, key=None) == (
        400,
        "This file is empty.",
    )
    made = account.call("POST", f"upload/{id}/track", {"file_name": "a.wav"}, key=None)
    (tmp_path / "a.wav").touch()
    assert put(made["track_upload"]["upload_url"], tmp_path / "a.wav").status_code == 400


def test_a_file_over_the_limit_is_refused_before_it_is_sent(account: Account) -> None:
    body = {"file_name": "a.wav", "file_size": 9_000_000_000}
    assert account.refused("POST", f"upload/{session(account)}/track", body, key=None) == (
        400,
        "This file has 9,000 MB; the plan own allows 8,000 MB a file. Send a smaller encoding of it.",
    )


def test_the_call_for_servers_keeps_to_the_limit_too(account: Account) -> None:
    body = {"collection_id": account.collection(), "file_name": "a.wav", "file_size": 9_000_000_000}
    assert account.refused("POST", "track", body)[0] == 400


def test_sessions_of_nothing(account: Account) -> None:
    assert account.refused("POST", "upload_session", {}) == (400, "collection_id is missing.")
    assert account.refused("POST", "upload_session", {"collection_id": "x"})[0] == 404
    assert account.refused("GET", "upload_session/x", key=None)[0] == 404
    assert account.refused("POST", "upload/x/track", {"file_name": "a.wav"}, key=None)[0] == 404


def test_a_track_without_bytes_stays_initialized(account: Account) -> None:
    made = account.call("POST", "track", {"collection_id": account.collection(), "file_name": "../a.wav"})
    track = made["track"]
    assert (track["file_name"], track["duration"], track["size"]) == ("a.wav", None, None)
    assert track["status"] == track["track_status_id"] == "initialized"
    assert track["base_url"] == f"{account.engine.url}/media/{track['base_path']}"
    status, sentence = account.refused("POST", "play_session/track", {"track_id": track["id"]})
    assert (status, sentence) == (400, "This track is not ready to play yet; its status is initialized.")


def test_delete_while_it_is_processed(account: Account, recording: Path) -> None:
    made = account.upload(recording, account.collection())
    account.call("DELETE", f"track/{made['track_id']}")
    assert account.refused("GET", f"track/{made['track_id']}")[0] == 404
    account.engine.wait_idle()
    left = account.engine.data_dir / "files" / "tracks" / made["track_id"]
    assert wait(left.exists, lambda there: not there) is False
