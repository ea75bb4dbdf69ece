"""A real web server on the database of the tests, and people who talk tus to it."""

import base64
import os
import socket
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
import requests
from django.conf import settings
from django.test import Client

from productions.models import Episode
from teams.models import Role, Team, User
from tests import make, sound
from tests.processes import StudioProcess

TOKEN = "a" * 32


@dataclass
class Person:
    """Somebody with a browser: their cookies, and the headers the upload script sends."""

    cookies: dict[str, str] = field(default_factory=dict)

    def headers(self, **more: str) -> dict[str, str]:
        cookies = {"csrftoken": TOKEN, **self.cookies}
        return {
            "Tus-Resumable": "1.0.0",
            "X-CSRFToken": TOKEN,
            "Origin": settings.SITE_URL,
            "Cookie": "; ".join(f"{name}={value}" for name, value in cookies.items()),
            **{name.replace("_", "-"): value for name, value in more.items()},
        }

    def ask(self, method: str, path: str, data: Any = None, **headers: str) -> requests.Response:
        return requests.request(
            method,
            settings.SITE_URL + path,
            data=data,
            headers=self.headers(**headers),
            timeout=30,
            allow_redirects=False,
        )

    def begin(self, episode: Episode, size: int, file_name: str = "raw.wav", **metadata: str) -> requests.Response:
        values = {"filename": file_name, "episode": str(episode.pk), **metadata}
        told = ",".join(f"{name} {base64.b64encode(value.encode()).decode()}" for name, value in values.items())
        return self.ask("POST", "/uploads/", Upload_Length=str(size), Upload_Metadata=told)

    def append(self, path: str, offset: int, data: bytes, **headers: str) -> requests.Response:
        told = {"Upload_Offset": str(offset), "Content_Type": "application/offset+octet-stream", **headers}
        return self.ask("PATCH", path, data, **told)

    def offset(self, path: str) -> int:
        return int(self.ask("HEAD", path).headers["Upload-Offset"])

    def send_half(self, path: str, offset: int, data: bytes, size: int) -> socket.socket:
        """Announce `size` bytes from `offset` on, send only `data` of them, and leave the connection open."""
        wire = socket.create_connection(("127.0.0.1", urlsplit(settings.SITE_URL).port or 0))
        lines = {
            **self.headers(Upload_Offset=str(offset), Content_Type="application/offset+octet-stream"),
            "Host": urlsplit(settings.SITE_URL).netloc,
            "Content-Length": str(size),
        }
        head = "".join(f"{name}: {value}\r\n" for name, value in lines.items())
        wire.sendall(f"PATCH {path} HTTP/1.1\r\n{head}\r\n".encode() + data)
        return wire


def until(condition: Callable[[], bool]) -> None:
    """Wait for something that another process is about to do."""
    deadline = time.monotonic() + 120
    while not condition():
        assert time.monotonic() < deadline, "it never happened"
        time.sleep(0.02)


@pytest.fixture
def team(web: StudioProcess, transactional_db: Any) -> Team:
    return make.make_team()


@pytest.fixture
def episode(team: Team) -> Episode:
    return make.make_episode(make.make_show(team))


@pytest.fixture
def sign_in(transactional_db: Any) -> Callable[[User], Person]:
    def enter(user: User) -> Person:
        client = Client()
        client.force_login(user)
        return Person({settings.SESSION_COOKIE_NAME: client.cookies[settings.SESSION_COOKIE_NAME].value})

    return enter


@pytest.fixture
def editor(team: Team, sign_in: Callable[[User], Person]) -> Person:
    return sign_in(make.make_member(team, Role.EDITOR))


@pytest.fixture(scope="session")
def wav(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """A second of sound, some 96 kB."""
    return sound.tone(tmp_path_factory.mktemp("sound") / "tone.wav", 1).read_bytes()


@pytest.fixture(scope="session")
def long_wav(wav: bytes) -> bytes:
    """Some 8 MB of sound that is no repetition: 44 bytes of header and noise."""
    noise = os.urandom(8_000_000)
    header = bytearray(wav[:44])
    header[:4], header[4:8] = b"RIFF", (36 + len(noise)).to_bytes(4, "little")
    header[8:16], header[16:20] = b"WAVEfmt ", (16).to_bytes(4, "little")
    header[20:36] = bytes.fromhex("0100 0100 80bb0000 00770100 0200 1000")
    header[36:44] = b"data" + len(noise).to_bytes(4, "little")
    return bytes(header) + noise


@pytest.fixture
def part_dir() -> Path:
    return Path(settings.UPLOAD_DIR)
