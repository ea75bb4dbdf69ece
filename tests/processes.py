"""The studio's own processes for tests: web server and workers, started on the database of the tests."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Self
from urllib.parse import urlsplit

import requests
from django.conf import settings

ROOT = Path(__file__).resolve().parent.parent


class StudioProcess:
    """One web server or worker. `env` adds to the environment that tests/settings.py decided."""

    def __init__(self, kind: str, log: Path, env: dict[str, str] | None = None) -> None:
        self.kind, self.log = kind, log
        self.env = {**os.environ, "IS_STARTED_BY_TEST": "1", **(env or {})}
        self.process: subprocess.Popen[bytes] | None = None

    @property
    def command(self) -> list[str]:
        if self.kind == "web":
            port = str(urlsplit(settings.SITE_URL).port)
            return ["uvicorn", "podcaststudio.asgi:application", "--port", port, "--log-level", "warning"]
        return [
            "celery",
            "-A",
            "podcaststudio",
            "worker",
            "-P",
            "threads",
            "-c",
            "4",
            "-l",
            "info",
            "-n",
            f"{id(self)}@tests",
        ]

    def start(self) -> Self:
        with self.log.open("ab") as log:
            command = [sys.executable, "-m", *self.command]
            self.process = subprocess.Popen(
                command, cwd=ROOT, env=self.env, stdout=log, stderr=log, start_new_session=True
            )
        return self

    def wait_until_up(self, seconds: float = 120) -> None:
        """Web servers only: until it answers. RuntimeError with its log when it does not."""
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline and self.is_alive:
            try:
                requests.head(settings.SITE_URL + "/static/", timeout=2)
            except requests.RequestException:
                time.sleep(0.1)
            else:
                return
        raise RuntimeError(f"The web server did not start:\n{self.log.read_text()[-3000:]}")

    @property
    def is_alive(self) -> bool:
        return self.process is not None and self.process.poll() is None

    def send(self, what: signal.Signals) -> None:
        if self.is_alive and self.process:
            os.killpg(self.process.pid, what)

    def kill(self) -> None:
        """kill -9, the whole group."""
        self.send(signal.SIGCONT)
        self.send(signal.SIGKILL)
        if self.process:
            self.process.wait()

    def stop(self) -> None:
        self.send(signal.SIGCONT)
        self.send(signal.SIGTERM)
        if self.process:
            try:
                self.process.wait(15)
            except subprocess.TimeoutExpired:
                self.kill()

    def __enter__(self) -> Self:
        self.start()
        if self.kind == "web":
            self.wait_until_up()
        return self

    def __exit__(self, *args: object) -> None:
        self.stop()
