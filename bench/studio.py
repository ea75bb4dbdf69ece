"""A studio for measuring: in a folder and on ports of its own, started and ended as people do it."""

import os
import re
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import requests

ROOT = Path(__file__).resolve().parent.parent
OURS = ("DJANGO_", "PODCASTSTUDIO_", "ENGINE_", "AUPHONIC_", "AUDIODN_", "PIPELINE_", "DATABASE_URL", "CELERY_")


class Studio:
    def __init__(self, data: Path) -> None:
        self.data, port, engine_port = data, _free_port(), _free_port()
        self.url, self.engine = f"http://127.0.0.1:{port}", f"http://127.0.0.1:{engine_port}"
        self.env = {name: value for name, value in os.environ.items() if not name.startswith(OURS)}
        self.env |= {
            "PODCASTSTUDIO_DATA": str(data),
            "PODCASTSTUDIO_PORT": str(port),
            "ENGINE_PORT": str(engine_port),
        }
        self.process: subprocess.Popen[str] | None = None

    def manage(self, *arguments: str) -> str:
        """What a command prints. Raises CalledProcessError when it fails."""
        command = [sys.executable, "manage.py", *arguments]
        done = subprocess.run(command, cwd=ROOT, env=self.env, check=True, stdout=subprocess.PIPE, text=True)
        return done.stdout

    def shell(self, code: str) -> str:
        return self.manage("shell", "--no-imports", "--command", code).strip()

    def key(self, name: str) -> str:
        """A key of this studio, such as ENGINE_API_KEY."""
        return self.shell(f"import os; print(os.environ['{name}'])")

    def sign_in(self) -> requests.Session:
        """A session of the demo user."""
        session = requests.Session()
        page = session.get(f"{self.url}/sign/login/", timeout=10)
        token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', page.text)
        form = {"login": "demo@podcast.studio", "password": "podcast studio"}
        form["csrfmiddlewaretoken"] = token.group(1) if token else ""
        session.post(page.url, data=form, headers={"Referer": page.url}, timeout=10).raise_for_status()
        session.headers.update({"X-CSRFToken": session.cookies["csrftoken"], "Referer": self.url, "Origin": self.url})
        return session

    def memory(self) -> dict[str, float]:
        """The most memory each of its processes ever had resident, in MB; nothing where there is no /proc."""
        assert self.process is not None
        names = {"uvicorn": "web", "celery": "worker", "engine": "engine"}
        found = {}
        for pid, parent, command in processes():
            if parent == self.process.pid and "leash.py" in command:
                found[names[command.split("leash.py", 1)[1].split()[0]]] = _most(pid)
        return found


def processes() -> Iterator[tuple[int, int, str]]:
    """Id, parent's id and command line of every process, on Linux."""
    for folder in Path("/proc").glob("[0-9]*"):
        with suppress(OSError):
            command = (folder / "cmdline").read_bytes().replace(b"\0", b" ").decode()
            stat = (folder / "stat").read_text()
            yield int(folder.name), int(stat.rpartition(")")[2].split()[1]), command


@contextmanager
def running(data: Path) -> Iterator[Studio]:
    """A prepared studio that is up, without the demo production."""
    studio = Studio(data)
    studio.manage("migrate", "--verbosity=0")
    studio.shell("from productions.demo import team; team.get_show().episodes.create(title='Measuring')")
    command = [sys.executable, "-u", "manage.py", "studio"]
    with subprocess.Popen(command, cwd=ROOT, env=studio.env, stdout=subprocess.PIPE, text=True) as studio.process:
        assert studio.process.stdout is not None
        for line in studio.process.stdout:
            if line.startswith("Sign in as"):
                break
        try:
            yield studio
        finally:
            studio.process.send_signal(signal.SIGTERM)  # a shell starts what runs in its background without Ctrl-C
            studio.process.communicate()


def _most(pid: int) -> float:
    found = re.search(r"VmHWM:\s+(\d+)", Path(f"/proc/{pid}/status").read_text())
    return int(found.group(1)) / 1024 if found else 0.0


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
