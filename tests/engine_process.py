"""A running engine for tests: start, stop, kill, faults and facts of `python -m engine` on a free port."""

import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path
from typing import Any, Self

import requests

ROOT = Path(__file__).resolve().parent.parent


class EngineProcess:
    """One engine with its own data folder; the same port over all its restarts.

    Use as a context manager, or call `start` and `stop`. `env` adds to or overrides the ENGINE_* variables.
    """

    api_key = "test-api-key"
    audiodn_key = "test-audiodn-key"
    username, password = "ana", "ana-password"
    client_id, client_secret = "test-client", "test-client-secret-of-a-decent-length"
    redirect_uris = ("http://127.0.0.1:8000/callback/", "http://localhost:8000/other/")

    def __init__(self, data_dir: Path, env: dict[str, str] | None = None, jobs: int = 2) -> None:
        self.data_dir, self.jobs = data_dir, jobs
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.log = data_dir / "engine.log"
        self.env = {
            "ENGINE_API_KEY": self.api_key,
            "ENGINE_AUDIODN_KEY": self.audiodn_key,
            "ENGINE_USERNAME": self.username,
            "ENGINE_PASSWORD": self.password,
            "ENGINE_CLIENT_ID": self.client_id,
            "ENGINE_CLIENT_SECRET": self.client_secret,
            "ENGINE_REDIRECT_URIS": ",".join(self.redirect_uris),
            **(env or {}),
        }
        self.process: subprocess.Popen[bytes] | None = None

    def start(self) -> Self:
        """Start it and wait until it answers. RuntimeError with its log when it does not."""
        self.data_dir.mkdir(parents=True, exist_ok=True)
        command = [sys.executable, "-m", "engine", "--port", str(self.port), "--data", str(self.data_dir)]
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                [*command, "--jobs", str(self.jobs)],
                cwd=ROOT,
                env={**os.environ, **self.env},
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
            )
        deadline = time.monotonic() + 120
        while time.monotonic() < deadline and self.process.poll() is None:
            if self.is_up():
                return self
            time.sleep(0.05)
        self.stop()
        raise RuntimeError(f"The engine did not start:\n{self.log.read_text()[-3000:]}")

    def is_up(self) -> bool:
        """Whether it answers now."""
        try:
            return requests.get(f"{self.url}/engine/health", timeout=2).json()["ok"] is True
        except requests.RequestException:
            return False

    def stop(self) -> None:
        """End it politely."""
        self._end(signal.SIGTERM)

    def kill(self) -> None:
        """kill -9."""
        self._end(signal.SIGKILL)

    def restart(self) -> None:
        """Start it on the same data and port, ending it first when it still runs."""
        self.stop()
        self.start()

    def faults(self, *rules: dict[str, Any], **more: Any) -> None:
        """Order faults, e.g. `engine.faults({"path": "start.json$", "do": "done_but_lost", "times": 1})`.

        `webhooks` and `seed` go by name; without anything all faults end.
        """
        order = {"rules": rules, **more}
        requests.post(f"{self.url}/engine/faults", json=order, timeout=5).raise_for_status()

    def faults_given(self) -> dict[str, int]:
        """Counts of the faults given since the last order, by kind."""
        given: dict[str, int] = requests.get(f"{self.url}/engine/faults", timeout=5).json()["given"]
        return given

    def ledger(self) -> dict[str, list[dict[str, Any]]]:
        """{"productions": [...], "tracks": [...]}: what was really done, oldest first."""
        ledger: dict[str, list[dict[str, Any]]] = requests.get(f"{self.url}/engine/ledger", timeout=5).json()
        return ledger

    def children(self) -> list[int]:
        """Process ids of the sound work this engine started, also after the engine itself is gone."""
        mark = f"ENGINE_DATA={self.data_dir}".encode()
        found = []
        for folder in Path("/proc").iterdir():
            if folder.name.isdecimal() and int(folder.name) != (self.process.pid if self.process else 0):
                try:
                    if mark in (folder / "environ").read_bytes().split(b"\0"):
                        found.append(int(folder.name))
                except OSError:
                    continue  # it ended meanwhile, or is another user's
        return found

    def wait_idle(self, seconds: float = 120) -> None:
        """Wait until no job waits or runs. TimeoutError otherwise."""
        deadline = time.monotonic() + seconds
        while requests.get(f"{self.url}/engine/health", timeout=5).json()["jobs"]:
            if time.monotonic() > deadline:
                raise TimeoutError("The engine still has jobs.")
            time.sleep(0.05)

    def _end(self, with_signal: signal.Signals) -> None:
        if self.process and self.process.poll() is None:
            self.process.send_signal(with_signal)
            try:
                self.process.wait(15)
            except subprocess.TimeoutExpired:
                self.process.kill()
                self.process.wait()
        self.process = None

    def __enter__(self) -> Self:
        return self.start()

    def __exit__(self, *args: object) -> None:
        self.stop()


def free_port() -> int:
    """A port nobody listens on now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
