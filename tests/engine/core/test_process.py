"""The engine as a process: its health, its data folder, faults on order, webhooks over a restart."""

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest
import requests

from tests.engine.auphonic.caller import Caller
from tests.engine.listener import Listener
from tests.engine_process import ROOT, EngineProcess


def test_health(engine: EngineProcess) -> None:
    assert requests.get(f"{engine.url}/engine/health", timeout=5).json() == {"ok": True, "jobs": 0}


def test_unknown_addresses_get_json(engine: EngineProcess) -> None:
    answer = requests.get(f"{engine.url}/nothing/here", timeout=5)
    assert (answer.status_code, answer.json()["error_message"]) == (404, "There is nothing at /nothing/here.")


def test_unknown_host_names_are_refused(engine: EngineProcess) -> None:
    answer = requests.get(f"{engine.url}/api/info.json", headers={"Host": "rebound.example"}, timeout=5)
    assert answer.status_code == 400


def test_two_engines_on_one_data_folder(engine: EngineProcess) -> None:
    command = [sys.executable, "-m", "engine", "--port", "0", "--data", str(engine.data_dir)]
    second = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=20)
    assert second.returncode == 1
    assert "Another engine is using" in second.stderr


@pytest.mark.parametrize(
    ("order", "sentence"),
    [
        ({"rules": [{"path": "x", "do": "explode"}]}, 'A fault\'s "do" is one of 403, 429, 500, 503'),
        ({"rules": [{"path": "(", "do": "cut"}]}, 'A fault\'s "path" is a regular expression'),
    ],
)
def test_impossible_faults_are_refused(engine: EngineProcess, order: dict[str, object], sentence: str) -> None:
    answer = requests.post(f"{engine.url}/engine/faults", json=order, timeout=5)
    assert answer.status_code == 400
    assert sentence in answer.json()["error"]


def test_foreign_pages_cannot_order_faults(engine: EngineProcess) -> None:
    address = f"{engine.url}/engine/faults"
    asked = requests.options(
        address, headers={"Origin": "http://evil.example", "Access-Control-Request-Method": "POST"}, timeout=5
    )
    assert "Access-Control-Allow-Origin" not in asked.headers
    order = '{"rules": [{"path": "", "do": "500"}]}'
    assert requests.post(address, data=order, headers={"Content-Type": "text/plain"}, timeout=5).status_code == 415
    assert engine.is_up()


def test_keys_nobody_set_are_made_and_stay(tmp_path: Path) -> None:
    engine = EngineProcess(tmp_path / "engine", env={"ENGINE_API_KEY": ""})
    keys = set()
    for _ in range(2):
        with engine:
            found = re.findall(r"ENGINE_API_KEY was not set, so it is (\w+)", engine.log.read_text())
            keys |= set(found)
            headers = {"Authorization": f"Bearer {found[-1]}"}
            assert requests.get(f"{engine.url}/api/user.json", headers=headers, timeout=5).status_code == 200
            open_key = {"Authorization": "Bearer engine-api-key"}
            assert requests.get(f"{engine.url}/api/user.json", headers=open_key, timeout=5).status_code == 401
    assert len(keys) == 1


def test_faults_by_chance_follow_their_seed(engine: EngineProcess) -> None:
    def row() -> list[int]:
        engine.faults({"path": "^/api/info", "do": "500", "rate": 0.5}, seed=3)
        return [requests.get(f"{engine.url}/api/info.json", timeout=5).status_code for _ in range(12)]

    first = row()
    assert set(first) == {200, 500}
    assert row() == first
    requests.delete(f"{engine.url}/engine/faults", timeout=5)
    assert engine.faults_given() == {}


def test_faults_choose_method_and_path(engine: EngineProcess) -> None:
    engine.faults({"path": "user.json$", "method": "GET", "do": "500"})
    address = f"{engine.url}/api/user.json"
    assert requests.get(address, timeout=5).status_code == 500
    assert requests.post(address, timeout=5).status_code == 405
    assert requests.get(f"{engine.url}/engine/health", timeout=5).status_code == 200


def test_faults_from_the_environment(tmp_path: Path) -> None:
    faults = json.dumps({"rules": [{"path": "info", "do": "503", "times": 1}]})
    with EngineProcess(tmp_path / "engine", env={"ENGINE_FAULTS": faults}) as engine:
        address = f"{engine.url}/api/info.json"
        assert [requests.get(address, timeout=5).status_code for _ in range(2)] == [503, 200]


def test_webhooks_queued_before_a_kill_are_called_after_it(own_engine: EngineProcess, tmp_path: Path) -> None:
    file = tmp_path / "text.wav"
    file.write_text("no sound")
    own_engine.start()
    api = Caller(own_engine)
    own_engine.faults(webhooks={"delay": [1, 1]})
    with Listener() as listener:
        uuid = api.ready(file, webhook=listener.url)
        api.start(uuid)
        api.end(uuid)
        own_engine.kill()
        own_engine.start()
        assert listener.wait(1)[0]["uuid"] == uuid
