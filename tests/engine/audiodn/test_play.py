"""Play sessions: what a player gets to read."""

from pathlib import Path

import pytest
import requests

from tests import sound
from tests.engine.audiodn.account import Account, Body


def test_a_session_of_a_track_brings_all_the_player_needs(account: Account, track: Body) -> None:
    made = account.play(track["id"], variants=["hq", "lq"])
    assert made["play_session"] == {
        "id": made["play_session_id"],
        "creator_id": None,
        "organization_index": None,
        "metadata": {},
        "variants": ["hq", "lq"],
        "is_downloadable": False,
        "expires_at": made["expires_at"],
    }
    shown, first = made["tracks"][0], made["first_track"]
    assert first["track_id"] == first["track"]["id"] == shown["id"] == track["id"]
    assert shown["player_title"] == "Harbour talk"
    assert shown["player_subtitle"] == "Every Friday"  # the collection's, since the track has none
    assert shown["metadata"] == {"episode": 7}
    assert (shown["order"], shown["duration"]) == (track["order"], track["duration"])
    assert first["cover_image"].keys() == {"icon", "small", "regular", "large"}


def test_every_file_has_what_the_settings_menu_reads(account: Account, track: Body) -> None:
    files = account.play(track["id"])["first_track"]["variants"]
    assert [file["variant"]["index"] for file in files] == ["hq", "lq", "preview"]
    assert [(file["props"]["codec"], file["props"]["bitrate"]) for file in files] == [
        ("mp3", 128),  # the original: an MP3 that is small enough is not encoded again
        ("mp3", 64),
        ("mp3", 128),
    ]
    assert [file["data"] for file in files[:2]] == [None, None]
    window = files[2]["data"]
    assert (window["extension"], window["content_type"]) == ("mp3", "audio/mpeg")
    assert 0 <= window["capture_start"] < window["capture_end"] <= track["duration"]


def test_levels(account: Account, track: Body) -> None:
    levels = account.play(track["id"])["first_track"]["levels"]
    assert len(levels["levels"]) == levels["num_samples"] == 320
    assert max(levels["levels"]) <= 1
    assert min(levels["levels"]) >= 0
    assert len(set(levels["levels"])) > 20
    assert levels.keys() >= {"avg", "max", "min", "metric", "resample"}


def test_the_session_can_be_read_without_a_key(account: Account, track: Body) -> None:
    made = account.play(track["id"], variants=["LQ"])
    read = account.call("GET", f"play_session/{made['play_session_id']}", key=None)
    assert read["tracks"] == made["tracks"]
    assert [file["variant"]["index"] for file in read["first_track"]["variants"]] == ["lq"]
    one = account.call("GET", f"play/{made['play_session_id']}/{track['id']}", key=None)
    assert one["track"] == read["first_track"]["track"]
    assert one["levels"] == read["first_track"]["levels"]


def test_a_collection_plays_its_ready_tracks_in_order(account: Account, tmp_path: Path) -> None:
    shelf = account.collection()
    paths = [sound.tone(tmp_path / f"{name}.wav", seconds=1) for name in ("one", "two")]
    made = [account.upload(path, shelf) for path in paths]
    tracks = [account.finished(entry["track_id"]) for entry in made]
    account.call("POST", "track", {"collection_id": shelf, "file_name": "never sent.wav"})
    session = account.call("POST", "play_session/collection", {"collection_id": shelf})
    assert [track["file_name"] for track in session["tracks"]] == ["one.wav", "two.wav"]
    second = account.call("GET", f"play/{session['play_session_id']}/{tracks[1]['id']}", key=None)
    assert second["track"]["file_name"] == "two.wav"
    account.call("PUT", f"track/{tracks[0]['id']}", {"order": 9})
    again = account.call("GET", f"play_session/{session['play_session_id']}", key=None)
    assert [track["file_name"] for track in again["tracks"]] == ["two.wav", "one.wav"]


def test_sessions_of_nothing(account: Account, track: Body) -> None:
    assert account.refused("POST", "play_session/playlist", {})[0] == 400
    assert account.refused("POST", "play_session/track", {}) == (400, "track_id is missing.")
    assert account.refused("POST", "play_session/track", {"track_id": "x"})[0] == 404
    shelf = account.collection()
    assert account.refused("POST", "play_session/collection", {"collection_id": shelf}) == (
        400,
        "No track of this collection is ready to play yet.",
    )
    body = {"track_id": track["id"], "variants": ["flac"]}
    assert account.refused("POST", "play_session/track", body)[0] == 400


@pytest.mark.parametrize("seconds", [59, 86_401])
def test_how_long_a_session_may_live(account: Account, track: Body, seconds: int) -> None:
    body = {"track_id": track["id"], "expires_in": seconds}
    assert account.refused("POST", "play_session/track", body)[0] == 400


def test_a_session_reaches_its_own_tracks_only(account: Account, track: Body) -> None:
    made = account.play(track["id"])
    other = account.call("POST", "track", {"collection_id": account.collection(), "file_name": "a.wav"})["track_id"]
    assert account.refused("GET", f"play/{made['play_session_id']}/{other}", key=None)[0] == 404


def test_download(account: Account, track: Body) -> None:
    silent = account.play(track["id"])["play_session_id"]
    path = f"{track['id']}/HQ/download"
    assert account.refused("GET", f"play/{silent}/{path}", key=None)[0] == 403
    open_ = account.play(track["id"], is_downloadable=True)["play_session_id"]
    offer = account.call("GET", f"play/{open_}/{path}", key=None)["download"]
    response = requests.get(offer["url"], timeout=5)
    assert response.headers["Content-Disposition"] == 'attachment; filename="Harbour talk.mp3"'
    assert account.refused("GET", f"play/{open_}/{track['id']}/flac/download", key=None)[0] == 404


def test_a_collection_may_keep_its_cover_and_colour(account: Account, recording: Path) -> None:
    shelf = account.collection(is_theme_overridable=False, player_color="#c13c5b")
    track = account.ready(recording, shelf)
    shown = account.play(track["id"])["tracks"][0]
    assert (shown["player_color"], track["player_color"] == "#c13c5b") == ("#c13c5b", False)
