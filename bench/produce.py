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
SCRIPT = Path(__file__).with_name("script.sh")
# seconds from the production's first event until it entered each state
TIMES = """
import json
from productions.models import Production
production = Production.objects.order_by("state_since").last()
events = list(production.events.all())
print(json.dumps({event.state: (event.at - events[0].at).total_seconds() for event in events}))
"""
BODY: dict[str, Any] = {
    "metadata": {"title": "Bench"},
    "output_files": [{"format": "mp3", "bitrate": "96"}, {"format": "aac", "bitrate": "64"}],
    "algorithms": {
        "filtering": True,
        "leveler": True,
        "denoise": True,
        "denoiseamount": 0,
        "normloudness": True,
        "loudnesstarget": -16,
    },
}


def measure(folder: Path, studio: Studio) -> Section:
    section = Section(
        "From a file to a track",
        "The same recording on the same engine, one after the other. *Produce* is `manage.py produce` with a running "
        "studio: send, master, collect, and then also deliver and wait for the versions for listeners. The peer is "
        "`bench/script.sh`, which uploads with curl, asks for the status every 30 seconds and downloads the results. "
        "The *bare* time is the engine's own: from start to done, asked ten times a second, nothing sent or fetched.",
    )
    for minutes in (SHORT, LONG):
        source = sounds.interview(folder / f"{minutes:.0f}.flac", minutes)
        bare = engine_alone(studio, source)
        began = time.monotonic()
        studio.manage("produce", str(source))
        command = time.monotonic() - began
        times = json.loads(studio.shell(TIMES))
        script = by_script(studio, source, folder)
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
                f"{bare:.1f} s",
                f"{times['ready'] / bare:.2f}",
            ),
            Row(
                f"{name}: the whole command, against the script",
                f"{command:.1f} s",
                f"{script:.1f} s",
                f"{command / script:.2f}",
            ),
        ]
    return section


def by_script(studio: Studio, source: Path, folder: Path) -> float:
    """Seconds of wall time."""
    (folder / "body.json").write_text(json.dumps(BODY))
    key = studio.key("ENGINE_API_KEY")
    began = time.monotonic()
    command = ["bash", SCRIPT, f"{studio.engine}/api", key, source, folder / "body.json", folder / "fetched"]
    subprocess.run([str(word) for word in command], check=True, stdout=subprocess.DEVNULL)
    return time.monotonic() - began


def engine_alone(studio: Studio, source: Path) -> float:
    """Seconds from start to done."""
    session = requests.Session()
    session.headers["Authorization"] = f"Bearer {studio.key('ENGINE_API_KEY')}"
    api = f"{studio.engine}/api"
    made = session.post(f"{api}/productions.json", json=BODY, timeout=30).json()["data"]["uuid"]
    with source.open("rb") as file:
        session.post(f"{api}/production/{made}/upload.json", files={"input_file": file}, timeout=600).raise_for_status()
    began = time.monotonic()
    session.post(f"{api}/production/{made}/start.json", timeout=30).raise_for_status()
    while True:
        status = session.get(f"{api}/production/{made}/status.json", timeout=30).json()["data"]["status_string"]
        if status in ("Done", "Error"):
            return time.monotonic() - began
        time.sleep(0.1)
