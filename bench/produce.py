"""From a file to a track: `manage.py produce` against a shell script with curl, and against the bare processing."""

import json
import os
import subprocess
import time
from pathlib import Path
from typing import Any

import requests

from bench import sounds
from bench.studio import Studio
from bench.table import Row, Section

SHORT, LONG = 1.0, float(os.environ.get("BENCH_MINUTES", "30")) / 3  # minutes
MOST = 1.15  # times the bare processing
SCRIPT = Path(__file__).with_name("script.sh")
# seconds from the production's first event until it entered each state
TIMES = """
import json
from productions.models import Production
production = Production.objects.order_by("state_since").last()
events = list(production.events.all())
print(json.dumps({event.state: (event.at - events[0].at).total_seconds() for event in events}))
"""
# seconds from a track's last byte until listeners can play it, for the file that was delivered, once more and bare
VERSIONS = """
import time
from audiodn import connections
from productions import storage
from productions.models import Production
from productions.steps import best_output
production = Production.objects.order_by("state_since").last()
output, collection = best_output(production), production.track.collection
client = connections.client_for(collection.team)[1]
_, made = client.upload_session_with_track(collection.remote_id, {"file_name": output.file_name})
with storage.open_local(output.file) as path, path.open("rb") as file:
    client.put(made.upload_url, file, path.stat().st_size, file_name=output.file_name)
began = time.monotonic()
while client.track(made.track.id).status not in ("ready", "completed", "incomplete", "error"):
    time.sleep(0.1)
print(time.monotonic() - began)
"""
# what the studio itself asks for, so that everybody has the same work
PRESET = "import json; from productions.presets import DEFAULT; print(json.dumps(DEFAULT))"


def measure(folder: Path, studio: Studio) -> Section:
    section = Section(
        "From a file to a track",
        "The same recording on the same engine, one after the other. *Produce* is `manage.py produce` with a running "
        "studio: send, master, collect, and then also deliver and wait for the versions for listeners. The peer is "
        "`bench/script.sh`, which uploads with curl, asks for the status every 30 seconds and downloads the results. "
        "The *bare* time is the engine's own: from start to done, asked ten times a second, nothing sent or fetched; "
        "for what is ready to play, with the time that the versions for listeners take by themselves.",
    )
    body = {"metadata": {"title": "Bench"}, **json.loads(studio.shell(PRESET))}
    for minutes in (SHORT, LONG):
        source = sounds.interview(folder / f"{minutes:.0f}.flac", minutes)
        bare = engine_alone(studio, source, body)
        began = time.monotonic()
        studio.manage("produce", str(source))
        command = time.monotonic() - began
        times = json.loads(studio.shell(TIMES))
        whole = bare + float(studio.shell(VERSIONS))
        script = by_script(studio, source, folder, body)
        name = f"{minutes:.0f} min"
        section.rows += [
            Row(
                f"{name}: results fetched, against the script",
                f"{times['delivering']:.1f} s",
                f"{script:.1f} s",
                f"{times['delivering'] / script:.2f}",
            ),
            Row(
                f"{name}: results fetched, against the bare time",
                f"{times['delivering']:.1f} s",
                f"{bare:.1f} s",
                f"{times['delivering'] / bare:.2f}",
            ),
            Row(
                f"{name}: ready to play, against the bare time",
                f"{times['ready']:.1f} s",
                f"{whole:.1f} s",
                f"{times['ready'] / whole:.2f}",
                f"{MOST:.2f}" if minutes == LONG else "",
                times["ready"] / whole <= MOST if minutes == LONG else None,
            ),
            Row(
                f"{name}: the whole command, against the script",
                f"{command:.1f} s",
                f"{script:.1f} s",
                f"{command / script:.2f}",
                "1.00" if minutes == LONG else "",
                command < script if minutes == LONG else None,
            ),
        ]
    return section


def by_script(studio: Studio, source: Path, folder: Path, body: dict[str, Any]) -> float:
    """Seconds of wall time."""
    (folder / "body.json").write_text(json.dumps(body))
    key = studio.key("ENGINE_API_KEY")
    began = time.monotonic()
    command = ["bash", SCRIPT, f"{studio.engine}/api", key, source, folder / "body.json", folder / "fetched"]
    subprocess.run([str(word) for word in command], check=True, stdout=subprocess.DEVNULL)
    return time.monotonic() - began


def engine_alone(studio: Studio, source: Path, body: dict[str, Any]) -> float:
    """Seconds from start to done."""
    session = requests.Session()
    session.headers["Authorization"] = f"Bearer {studio.key('ENGINE_API_KEY')}"
    api = f"{studio.engine}/api"
    made = session.post(f"{api}/productions.json", json=body, timeout=30).json()["data"]["uuid"]
    with source.open("rb") as file:
        session.post(f"{api}/production/{made}/upload.json", files={"input_file": file}, timeout=600).raise_for_status()
    began = time.monotonic()
    session.post(f"{api}/production/{made}/start.json", timeout=30).raise_for_status()
    while True:
        status = session.get(f"{api}/production/{made}/status.json", timeout=30).json()["data"]["status_string"]
        if status in ("Done", "Error"):
            return time.monotonic() - began
        time.sleep(0.1)
