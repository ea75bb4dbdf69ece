"""What becomes of a track once its bytes are here."""

import wave
from pathlib import Path

import pytest
import requests

from tests import sound
from tests.engine.audiodn.account import Account, Body, put
from tests.engine_process import EngineProcess


def test_a_finished_track(track: Body, recording: Path) -> None:
    assert (track["track_status_id"], track["status"], track["status_text"]) == ("ready", "ready", None)
    assert track["duration"] == pytest.approx(2.0, abs=0.1)
    assert track["size"] == recording.stat().st_size
    assert (track["format"]["codec"], track["info"]["tags"]["title"]) == ("mp3", "Harbour talk")
    assert track["files_completed_at"]


def test_the_embedded_cover_gives_the_colours(track: Body) -> None:
    assert track["player_color"] == track["theme"][0]["hex"] or track["player_color"] in {
        entry["hex"] for entry in track["theme"]
    }
    assert track["player_color"] not in (None, "#20242c")
    assert track["theme"] == track["image_colors"]
    assert track["player_color_light"] != track["player_color"] == track["player_color_dark"]


def test_what_is_no_audio(account: Account, tmp_path: Path) -> None:
    path = tmp_path / "letter.mp3"
    path.write_text("Dear listener, " * 200)
    track = account.ready(path, account.collection())
    assert (track["track_status_id"], track["duration"]) == ("init_error", None)
    assert track["status_text"].endswith(".")
    sentence = account.refused("POST", "play_session/track", {"track_id": track["id"]})[1]
    assert sentence == f"This track cannot be played: {track['status_text']}"


def test_a_color_chosen_by_hand_stays(account: Account, recording: Path) -> None:
    track = account.ready(recording, account.collection(), player_color="#c13c5b")
    assert track["player_color"] == "#c13c5b"
    assert len(track["theme"]) > 1


@pytest.mark.chaos
def test_a_killed_engine_finishes_the_track_after_its_restart(own_engine: EngineProcess, tmp_path: Path) -> None:
    own_engine.start()
    account = Account(own_engine)
    made = account.upload(sound.speech_like(tmp_path / "long.wav", seconds=10), account.collection())
    own_engine.kill()
    own_engine.start()
    track = account.finished(made["track_id"])
    assert track["track_status_id"] == "ready"
    session = account.play(track["id"])
    assert [file["variant"]["index"] for file in session["first_track"]["variants"]] == ["hq", "lq", "preview"]


def silence(path: Path, minutes: int) -> Path:
    """Long and small."""
    with wave.open(str(path), "wb") as file:
        file.setparams((1, 1, 4000, 0, "NONE", ""))
        file.writeframes(b"\x80" * 4000 * 60 * minutes)
    return path


def test_a_track_over_the_plans_length(tmp_path: Path) -> None:
    with EngineProcess(tmp_path / "engine", env={"ENGINE_AUDIODN_PLAN": "creator"}) as engine:
        account = Account(engine)
        track = account.ready(silence(tmp_path / "long.wav", minutes=31), account.collection())
        assert (track["track_status_id"], track["status_text"]) == (
            "init_error",
            "This track is 31 minutes long; the plan creator allows 30 minutes a track. Cut it into parts.",
        )
        body = {"collection_id": account.collection()}
        session = account.call("POST", "upload_session", body)["upload_session_id"]
        body = {"file_name": "a.wav", "file_size": 200_000_001}
        assert account.refused("POST", f"upload/{session}/track", body, key=None)[0] == 400


def test_a_plan_that_is_full_says_so_before_a_byte_is_sent(tmp_path: Path) -> None:
    plan = {"ENGINE_AUDIODN_PLAN": "creator", "ENGINE_AUDIODN_STORAGE_MB": "1"}
    with EngineProcess(tmp_path / "engine", env=plan) as engine:
        account = Account(engine)
        shelf = account.collection()
        first = account.ready(silence(tmp_path / "one.wav", minutes=1), shelf)
        body = {"collection_id": shelf, "file_name": "two.wav"}
        session = account.call("POST", "upload_session", {"collection_id": shelf})["upload_session_id"]
        status, said = account.refused("POST", f"upload/{session}/track", {**body, "file_size": 900_000}, key=None)
        assert status == 400
        assert said.startswith("The plan creator has room for 1 MB; ")
        assert said.endswith("this file has 0.9 MB. Delete tracks that nobody needs, or take a larger plan.")
        made = account.call("POST", "track", body)
        late = put(made["track_upload"]["upload_url"], silence(tmp_path / "four.wav", minutes=4))
        assert (late.status_code, late.json()["message"][:30]) == (413, "The plan creator has room for ")
        account.call("DELETE", f"track/{first['id']}")
        assert account.call("POST", f"upload/{session}/track", {**body, "file_size": 900_000}, key=None)["track_id"]


def test_a_small_mp3_is_delivered_as_it_is_without_its_tags(account: Account, track: Body, recording: Path) -> None:
    file = account.play(track["id"], variants=["hq"])["first_track"]["variants"][0]
    delivered = requests.get(file["url"], timeout=5).content
    original = recording.read_bytes()
    assert original.startswith(b"ID3")
    assert delivered.startswith(b"\xff\xfb")
    assert original.endswith(delivered)
