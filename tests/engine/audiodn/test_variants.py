"""The recipes of the organization, and further files for one track."""

from pathlib import Path

import pytest
import requests

from tests.engine.audiodn.account import Account, Body


def test_the_organizations_variants(account: Account) -> None:
    listed = account.call("GET", "variant")
    assert [(v["index"], v["variant_type"]["id"], v["format"], v["bitrate"]) for v in listed["variants"]] == [
        ("hq", "transcode", "mp3", 192),
        ("lq", "transcode", "mp3", 64),
        ("preview", "preview", "mp3", 128),
    ]
    for variant in listed["variants"]:
        assert account.call("GET", f"variant/{variant['id']}")["variant"] == variant
    assert account.refused("GET", "variant/x")[0] == 404


@pytest.mark.parametrize(("codec", "ending"), [("opus", "opus"), ("aac", "m4a")])
def test_one_more_file_for_a_track(account: Account, recording: Path, codec: str, ending: str) -> None:
    track = account.ready(recording, account.collection())
    body = {"variant_type_id": "transcode", "index": "tiny", "codec": codec, "bitrate": 48, "is_stereo": False}
    added = account.call("POST", f"track/{track['id']}/variant", body)
    assert added["variant"]["id"] == added["variant_id"]
    done = account.finished(track["id"])
    assert done["track_status_id"] == "ready"
    assert done["files_completed_at"] > track["files_completed_at"]
    file = account.play(track["id"], variants=["tiny"])["first_track"]["variants"][0]
    assert file["file_name"].endswith(f"_tiny.{ending}")
    assert (file["props"]["codec"], file["props"]["bitrate"], file["props"]["is_stereo"]) == (codec, 48, False)
    assert len(requests.get(file["url"], timeout=5).content) == file["size"] > 0


def test_a_preview_of_ones_own(account: Account, recording: Path) -> None:
    track = account.ready(recording, account.collection())
    body = {"variant_type_id": "preview", "index": "teaser", "codec": "mp3", "preview_seconds": 0.75}
    account.call("POST", f"track/{track['id']}/variant", {**body, "preview_start_percent": 50})
    account.finished(track["id"])
    window = account.play(track["id"], variants=["teaser"])["first_track"]["variants"][0]["data"]
    assert window["capture_start"] == pytest.approx(track["duration"] / 2, abs=0.1)
    assert window["capture_end"] - window["capture_start"] == pytest.approx(0.75, abs=0.1)


def test_refusals(account: Account, track: Body) -> None:
    path = f"track/{track['id']}/variant"
    body = {"variant_type_id": "transcode", "index": "HQ"}
    assert account.refused("POST", path, body) == (409, "This track has a variant with the index HQ already.")
    assert account.refused("POST", path, {**body, "index": "x"})[0] == 400
    assert account.refused("POST", path, {**body, "index": "big", "bitrate": 500})[0] == 400
    assert account.refused("POST", path, {**body, "index": "lossless", "codec": "flac"})[0] == 400
    empty = account.call("POST", "track", {"collection_id": account.collection(), "file_name": "a.wav"})
    assert account.refused("POST", f"track/{empty['track_id']}/variant", {**body, "index": "new"})[0] == 422
