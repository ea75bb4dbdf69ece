"""What the examples need around them: an engine, a web server with their files, someone who takes calls, a preset."""

import json
import shutil
import sys
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any, Self

from PIL import Image

from tests import sound
from tests.contract import programs
from tests.engine.auphonic.caller import Caller
from tests.engine.listener import Listener
from tests.engine_process import EngineProcess

RUNNING = (0, 1, 4, 5, 6, 7, 8, 12, 13, 14)
QUICK = {"leveler": False, "filtering": False, "normloudness": False}
CHAPTERS = """00:00:00.000 Intro1 <http://url1.com>
00:00:10.000 Baby prepares to rock
00:00:30.000 Baby rocks the house
00:01:00.000 One Minute
00:01:30.000 End <http://url2.at/ha>
"""


class Quiet(SimpleHTTPRequestHandler):
    """A folder as a web server, which keeps no log."""

    def log_message(self, format: str, *args: object) -> None:
        pass


class World:
    """Use as a context manager; `names` says what stands for the names in the documents."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.service_folder, self.programs = folder / "user", folder / "service", folder / "programs"
        self.engine = EngineProcess(folder / "engine", {"ENGINE_SERVICES": self.services()})
        self.listener = Listener()
        self.uuid = ""

    def services(self) -> str:
        return f'[{{"type": "folder", "display_name": "Dropbox of a friend", "path": "{self.service_folder}"}}]'

    def __enter__(self) -> Self:
        self.make_files()
        programs.make(self.programs)
        self.files = ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(self.folder)))
        Thread(target=self.files.serve_forever, daemon=True).start()
        self.elsewhere = f"http://localhost:{self.files.server_port}"  # another origin than the engine's
        self.listener.__enter__()
        self.engine.start()
        self.api = Caller(self.engine)
        body = {"preset_name": "Quick", "algorithms": QUICK, "output_files": [{"format": "mp3"}]}
        self.preset = self.api.call("POST", "presets.json", json=body)["uuid"]
        services = self.api.call("GET", "services.json")
        self.service = next(service for service in services if service["type"] == "folder")
        self.names = self.translations()
        return self

    def __exit__(self, *args: object) -> None:
        self.engine.stop()
        self.listener.__exit__()
        self.files.shutdown()
        self.files.server_close()

    def make_files(self) -> None:
        """Every file that an example names, short enough to be mastered in a moment."""
        for folder in (self.folder / "batch", self.service_folder):
            folder.mkdir(parents=True)
        self.recording = sound.tone(self.folder / "your_audio_file.mp3", 1.0)
        for copy in ("your_audio_or_video_file.mp3", "somefile.mp3", "batch/first part.mp3", "batch/second.mp3"):
            shutil.copyfile(self.recording, self.folder / copy)
        shutil.copyfile(self.recording, self.service_folder / "my_dropbox_file.mp3")
        for name in ("file-for-track1.wav", "file-for-track2.wav", "raw-episode-42.wav", "file.m4a"):
            sound.tone(self.folder / name, 1.0)
        (self.folder / "chapters.txt").write_text(CHAPTERS)
        for name in ("your_image.jpg", "logo.png"):
            Image.new("RGB", (64, 64), "teal").save(self.folder / name)

    def translations(self) -> dict[str, str]:
        """Ours for theirs; longer names come first."""
        engine, files, calls = self.engine, f"{self.elsewhere}/", f"{self.listener.url}/"
        return {
            "https://auphonic.com/static/images/": files,
            "http://auphonic.com/media/audio-examples/": files,
            "https://auphonic.com/api/": f"{engine.url}/api/",
            "https://auphonic.com/oauth2/": f"{engine.url}/oauth2/",
            "https://your_server.com/": files,
            "http://your_server.com/": files,
            "https://your-server.com/raw": f"{files}raw",
            "https://your-server.com/callback": f"{calls}callback",
            "https://your-cms.com/": calls,
            "https://your-web-hook.com/": calls,
            "https://your-service.fm/": calls,
            "/home/user/": f"{self.folder}/",
            "{api_key}": engine.api_key,
            "username:password": f"{engine.username}:{engine.password}",
            "{client_id}": engine.client_id,
            "{client_secret}": engine.client_secret,
            "{redirect_uri}": engine.redirect_uris[0],
            "ceigtvDv8jH6NaK52Z5eXH": self.preset,
            "iWfe3DUoKLFxF7pJzoq5qa": self.preset,
            "pmefeNCzkyT4TbRbDmoCDf": self.service["uuid"],
            "your_podcast_host_service_uuid": self.service["uuid"],
        }

    def translated(self, text: str) -> str:
        """An example with our names in it."""
        for theirs, ours in self.names.items():
            text = text.replace(theirs, ours)
        return text

    def json(self, printed: str) -> dict[str, Any]:
        """A printed answer that has no envelope around it."""
        answer: dict[str, Any] = json.loads(printed)
        return answer

    def target(self, kind: str) -> None:
        """Have a production for {uuid}: "new", "ready", "running", "done", "tracks"; "" keeps the last one."""
        if not kind:
            return
        tracks = [{"type": "multitrack", "id": name} for name in ("speech track", "music track")]
        more = {"is_multitrack": True, "multi_input_files": tracks} if kind == "tracks" else {"preset": self.preset}
        self.uuid = self.api.create(**more)["uuid"]
        if kind in ("ready", "running", "done"):
            self.api.upload(self.uuid, self.recording)
        if kind in ("running", "done"):
            self.api.start(self.uuid)
        if kind == "done":
            self.api.end(self.uuid)
        for name in ("{uuid}", "KKw7AxpLrDBQKLVnQCBtCh", "your_production_uuid"):
            self.names[name] = self.uuid

    def started(self, production: dict[str, Any]) -> dict[str, Any]:
        """The production, which must have been started; it is stopped again, since no more is wanted of it."""
        now: dict[str, Any] = self.api.get(production["uuid"])
        assert now["status"] in (*RUNNING, 3), now["status_string"]
        self.api.call("POST", f"production/{production['uuid']}/stop.json")
        return now


def say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()
