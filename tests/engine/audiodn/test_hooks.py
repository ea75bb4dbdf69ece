"""Webhooks, received by a listener that also refuses."""

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
import requests

from tests import sound
from tests.engine.audiodn.account import Account, wait
from tests.engine.audiodn.hearing import Listener
from tests.engine_process import EngineProcess


@pytest.fixture(scope="module")
def listener() -> Iterator[Listener]:
    with Listener() as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield server
        server.shutdown()


@pytest.fixture(scope="module")
def telling(listener: Listener, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Account]:
    """An account whose organization has both webhook addresses."""
    url = f"http://127.0.0.1:{listener.server_port}"
    env = {"ENGINE_AUDIODN_WEBHOOK": f"{url}/track", "ENGINE_AUDIODN_WEBHOOK_FILE": f"{url}/file"}
    with EngineProcess(tmp_path_factory.mktemp("engine"), env=env) as engine:
        yield Account(engine)


def test_a_track_tells_its_outcome_and_its_files(telling: Account, listener: Listener, tmp_path: Path) -> None:
    listener.calls.clear()
    listener.refusals = 1  # comes again: at least once
    shelf = telling.collection()
    made = telling.upload(
        sound.tone(tmp_path / "a.wav", seconds=1), shelf, organization_index="asset-1", metadata={"n": 1}
    )
    track = telling.finished(made["track_id"])
    outcomes = wait(
        lambda: listener.of("track.status_changed"),
        lambda seen: {call["track"]["files_completed_at"] for call in seen} == {None, track["files_completed_at"]},
    )
    early = next(call for call in outcomes if call["track"]["files_completed_at"] is None)
    assert (early["status"], early["previous_status"]) == ("ready", "processing")
    assert (early["track_id"], early["collection_id"], early["upload_session_id"]) == (track["id"], shelf, None)
    assert early["organization_id"] == track["organization_id"]
    assert early["track"].keys() == {
        *("id", "track_status_id", "index", "organization_index", "file_name", "file_name_original"),
        *("player_title", "player_subtitle", "player_color", "player_color_light", "player_color_dark"),
        *("order", "format", "metadata", "duration", "size", "files_completed_at"),
    }
    assert (early["track"]["organization_index"], early["track"]["metadata"]) == ("asset-1", {"n": 1})

    files = wait(lambda: listener.of("track_file.created"), lambda seen: len({c["file_id"] for c in seen}) == 3)
    assert {path for path, *_ in listener.calls} == {"/track", "/file"}
    by_index = {call["file"]["variant"]["index"]: call for call in files}
    hq = by_index["hq"]
    assert (hq["status"], hq["message"], hq["track_id"]) == ("success", None, track["id"])
    assert (hq["file"]["data"], hq["file"]["props"]["codec"]) == (None, "mp3")
    assert by_index["preview"]["file"]["data"]["capture_end"] > 0
    assert len(requests.get(hq["file"]["url"], timeout=5).content) == hq["file"]["size"]
    last = next(call for call in outcomes if call["track"]["files_completed_at"])
    assert [file["variant"]["index"] for file in last["files"]] == ["hq", "lq", "preview"]
    assert "data" not in last["files"][0]


def test_a_track_that_is_no_audio_tells_so(telling: Account, listener: Listener, tmp_path: Path) -> None:
    listener.calls.clear()
    path = tmp_path / "letter.wav"
    path.write_text("Dear listener, " * 100)
    track = telling.ready(path, telling.collection())
    call = wait(lambda: listener.of("track.status_changed"), bool)[0]
    assert (call["status"], call["previous_status"], call["files"]) == ("init_error", "initialized", [])
    assert call["track_id"] == track["id"]


def test_the_organization_shows_its_addresses(telling: Account, listener: Listener) -> None:
    id = telling.call("POST", "creator", {"organization_index": "x"})["creator"]["organization_id"]
    organization = telling.call("GET", f"organization/{id}")["organization"]
    assert organization["webhook_url"] == f"http://127.0.0.1:{listener.server_port}/track"
    assert organization["webhook_url_file"] == f"http://127.0.0.1:{listener.server_port}/file"
