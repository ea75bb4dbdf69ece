"""Lost answers, cut downloads, unreliable webhooks, and kill -9 in the middle of the work."""

import hashlib
import time
from collections.abc import Callable
from pathlib import Path

import pytest
import requests

from tests import sound
from tests.engine.auphonic.caller import Caller
from tests.engine.listener import Listener
from tests.engine_process import EngineProcess


def lose(engine: EngineProcess, path: str, method: str = "POST") -> None:
    """The next call of this path is done, and its answer lost."""
    engine.faults({"path": path, "method": method, "do": "done_but_lost", "times": 1})


def test_a_lost_create_is_found_again_by_its_basename(engine: EngineProcess, api: Caller) -> None:
    lose(engine, "^/api/productions.json$")
    with pytest.raises(requests.ConnectionError):
        api.create(output_basename="episode-lost-create")
    found = api.call("GET", "productions.json?minimal_data=1&limit=1")
    assert found[0]["output_basename"] == "episode-lost-create"
    assert engine.faults_given() == {"done_but_lost": 1}


def test_a_lost_upload_has_arrived(engine: EngineProcess, api: Caller, recording: Path) -> None:
    uuid = api.create()["uuid"]
    lose(engine, "/upload.json$")
    with pytest.raises(requests.ConnectionError):
        api.upload(uuid, recording)
    assert (api.get(uuid)["status"], api.ledger(uuid)["uploads"]) == (10, 1)


def test_a_lost_start_has_started_and_is_charged_once(engine: EngineProcess, api: Caller, recording: Path) -> None:
    uuid = api.ready(recording)
    lose(engine, "/start.json$")
    with pytest.raises(requests.ConnectionError):
        api.start(uuid)
    assert "already" in api.refusal("POST", f"production/{uuid}/start.json")
    api.end(uuid)
    entry = api.ledger(uuid)
    assert (entry["starts_accepted"], entry["starts_refused"], entry["charges"]) == (1, 1, 1)


def test_refusals_do_nothing(engine: EngineProcess, api: Caller) -> None:
    before = len(engine.ledger()["productions"])
    engine.faults({"path": "^/api/", "do": "429", "times": 1, "retry_after": 7}, {"path": "^/api/", "do": "503"})
    first, second = api.raw("POST", "productions.json", json={}), api.raw("POST", "productions.json", json={})
    assert (first.status_code, first.headers["Retry-After"], second.status_code) == (429, "7", 503)
    assert second.json()["error_message"] == "The service is down for a moment."
    assert len(engine.ledger()["productions"]) == before


def test_an_upload_refused_with_503_still_gets_its_answer(engine: EngineProcess, api: Caller, tmp_path: Path) -> None:
    big = tmp_path / "big.wav"
    big.write_bytes(bytes(8_000_000))
    uuid = api.create()["uuid"]
    engine.faults({"path": "/upload.json$", "do": "503", "times": 1})
    with big.open("rb") as file:
        assert api.raw("POST", f"production/{uuid}/upload.json", files={"input_file": file}).status_code == 503
    assert api.upload(uuid, big)["status"] == 10


def test_a_hang_ends_without_an_answer(engine: EngineProcess, api: Caller) -> None:
    engine.faults({"path": "user.json", "do": "hang", "seconds": 0.1, "times": 1})
    with pytest.raises(requests.ConnectionError):
        api.call("GET", "user.json")


def test_a_cut_download_is_continued_with_a_range(engine: EngineProcess, api: Caller, recording: Path) -> None:
    uuid = api.ready(recording, output_files=[{"format": "wav"}])
    api.start(uuid)
    (file,) = api.end(uuid)["output_files"]
    engine.faults({"path": "^/storage/", "do": "cut", "times": 1})
    got = bytearray()
    with pytest.raises(requests.exceptions.ChunkedEncodingError):
        read(api.session.get(file["download_url"], stream=True, timeout=10), got)
    assert 0 < len(got) < file["size"]
    rest = api.session.get(file["download_url"], headers={"Range": f"bytes={len(got)}-"}, timeout=10)
    assert hashlib.md5(got + rest.content).hexdigest() == file["checksum"]


def read(response: requests.Response, into: bytearray) -> None:
    """Keep what comes, also when it breaks off."""
    for piece in response.iter_content(1000):
        into += piece


def test_a_slow_answer_is_whole(engine: EngineProcess, api: Caller) -> None:
    engine.faults({"path": "user.json", "do": "slow", "seconds": 0.2, "times": 1})
    assert api.call("GET", "user.json")["username"] == "ana"


def test_webhooks_dropped_and_doubled(engine: EngineProcess, api: Caller, tmp_path: Path, listener: Listener) -> None:
    """Productions of no sound end at once, so the webhook is what takes time."""
    file = tmp_path / "text.wav"
    file.write_text("no sound")

    def failed_production(name: str) -> str:
        uuid = api.ready(file, webhook=f"{listener.url}/{name}")
        api.start(uuid)
        api.end(uuid)
        return uuid

    engine.faults(webhooks={"drop": 1})
    failed_production("dropped")
    engine.faults(webhooks={"double": 1, "delay": [0, 0.1]})
    doubled = failed_production("doubled")
    calls = listener.wait(2)
    assert [(call["path"], call["uuid"]) for call in calls] == [("/doubled", doubled)] * 2
    assert engine.faults_given() == {"webhook_doubled": 1}


def test_webhooks_are_tried_again(api: Caller, tmp_path: Path, listener: Listener) -> None:
    file = tmp_path / "text.wav"
    file.write_text("no sound")
    listener.refusals = 1
    uuid = api.ready(file, webhook=listener.url)
    api.start(uuid)
    assert listener.wait(1)[0]["uuid"] == uuid


def test_kill_in_the_middle_gives_the_same_result_and_one_charge(own_engine: EngineProcess, tmp_path: Path) -> None:
    own_engine.start()
    api = Caller(own_engine)
    long = sound.speech_like(tmp_path / "long.flac", 6)
    wanted = {"output_files": [{"format": "flac"}], "output_basename": "same"}
    whole, broken = api.ready(long, **wanted), api.ready(long, **wanted)
    api.start(whole)
    expected = api.end(whole)
    api.start(broken)
    while api.get(broken)["progress"] < 0.2:
        pass
    own_engine.kill()
    wait_until(lambda: own_engine.children() == [])
    own_engine.start()
    assert api.get(broken)["change_allowed"] is False
    done = api.end(broken)
    for made in (done, expected):
        made["statistics"].pop("timing")  # how long it took is all that may differ
    assert done["statistics"] == expected["statistics"]
    assert [file["checksum"] for file in done["output_files"]] == [
        file["checksum"] for file in expected["output_files"]
    ]
    entry = api.ledger(broken)
    assert (entry["starts_accepted"], entry["charges"], entry["charged"]) == (1, 1, 0.05)
    assert api.call("GET", "user.json")["credits"] == pytest.approx(99.9)


def wait_until(is_so: Callable[[], bool], seconds: float = 120) -> None:
    """AssertionError when it does not become so."""
    deadline = time.monotonic() + seconds
    while not is_so():
        assert time.monotonic() < deadline
        time.sleep(0.02)


def test_a_polite_stop_leaves_the_work_for_the_next_start(own_engine: EngineProcess, tmp_path: Path) -> None:
    own_engine.start()
    api = Caller(own_engine)
    uuid = api.ready(sound.speech_like(tmp_path / "long.flac", 6))
    api.start(uuid)
    own_engine.stop()
    wait_until(lambda: own_engine.children() == [])
    own_engine.start()
    assert api.end(uuid)["status_string"] == "Done"


def test_too_few_credits_are_an_error_and_nothing_is_charged(tmp_path: Path, recording: Path) -> None:
    with EngineProcess(tmp_path / "engine", env={"ENGINE_CREDITS": "0.01"}) as engine:
        api = Caller(engine)
        uuid = api.ready(recording)
        api.start(uuid)
        assert "Not enough credits: this recording needs 0.05 hours, 0.01 are left" in api.end(uuid)["error_message"]
        assert api.call("GET", "user.json")["credits"] == 0.01
