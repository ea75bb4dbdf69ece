"""A thin caller of the Auphonic API: one method a verb, and waiting for a production to end."""

import time
from pathlib import Path
from typing import Any

import requests

from tests.engine_process import EngineProcess

Json = dict[str, Any]


class Caller:
    """Calls with the API key; `data` of the envelope comes back, anything but 200 is an AssertionError."""

    def __init__(self, engine: EngineProcess) -> None:
        self.engine = engine
        self.session = requests.Session()
        self.session.headers["Authorization"] = f"Bearer {engine.api_key}"

    def raw(self, method: str, path: str, **options: Any) -> requests.Response:
        """The whole response."""
        return self.session.request(method, f"{self.engine.url}/api/{path}", timeout=30, **options)

    def call(self, method: str, path: str, **options: Any) -> Any:
        response = self.raw(method, path, **options)
        envelope = response.json()
        assert (response.status_code, envelope["status_code"]) == (200, 200), envelope
        assert envelope["form_errors"] == {}
        return envelope["data"]

    def refusal(self, method: str, path: str, status: int = 400, **options: Any) -> str:
        """The sentence of a call that must be refused."""
        response = self.raw(method, path, **options)
        envelope = response.json()
        assert (response.status_code, envelope["status_code"], envelope["data"]) == (status, status, None)
        sentence: str = envelope["error_message"]
        return sentence

    def create(self, **body: Any) -> Json:
        production: Json = self.call("POST", "productions.json", json=body)
        return production

    def get(self, uuid: str) -> Json:
        production: Json = self.call("GET", f"production/{uuid}.json")
        return production

    def upload(self, uuid: str, path: Path, part: str = "input_file") -> Json:
        with path.open("rb") as file:
            production: Json = self.call("POST", f"production/{uuid}/upload.json", files={part: (path.name, file)})
        return production

    def start(self, uuid: str) -> Json:
        production: Json = self.call("POST", f"production/{uuid}/start.json")
        return production

    def ready(self, recording: Path, **body: Any) -> str:
        """The uuid of a production that can be started."""
        uuid: str = self.create(**body)["uuid"]
        self.upload(uuid, recording)
        return uuid

    def end(self, uuid: str, seconds: float = 120) -> Json:
        """The production once it is done or has failed."""
        deadline, pause = time.monotonic() + seconds, 0.05
        while (production := self.get(uuid))["status"] not in (2, 3):
            assert time.monotonic() < deadline, production["status_string"]
            time.sleep(pause)
            pause = min(pause * 1.2, 0.3)  # a busy machine is not asked all the time
        return production

    def ledger(self, uuid: str) -> Json:
        """What was really done for a production."""
        return next(entry for entry in self.engine.ledger()["productions"] if entry["uuid"] == uuid)
