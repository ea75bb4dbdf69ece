"""Looks at the files a production is made from: length, codec, tags, chapters and cover."""

from pathlib import Path
from typing import Any

from engine import jobs
from engine.auphonic import inputs
from engine.sound.errors import SoundError
from engine.sound.process import run
from engine.sound.spec import ProbeSpec

Production = dict[str, Any]
Probe = dict[str, Any]


def look(production: Production, folder: Path, work: Path, job: jobs.Job) -> Probe:
    """What stands for the whole: the recording, or all tracks as one. Raises SoundError that names the file.

    Every entry of `multi_input_files` gets the facts of its own file.
    """
    work.mkdir(parents=True, exist_ok=True)
    probes = []
    for entry in production["multi_input_files"]:
        found = probe_entry(entry, folder, job)
        entry["facts"] = facts(found)
        if inputs.is_track(entry):
            probes.append({**found, "duration": found["duration"] + entry["offset"]})
    if production["is_multitrack"]:
        return together(probes)
    return probe(folder / production["input"]["file"], job, work / "embedded-cover")


def facts(found: Probe) -> dict[str, Any]:
    """What is told of the file of a track, intro, outro or insert."""
    return {
        "format": found["codec"],
        "length": round(found["duration"], 3),
        "channels": found["channels"],
        "samplerate": found["samplerate"],
        "bitrate": found["bitrate"],
    }


def early_facts(path: Path) -> dict[str, Any] | None:
    """The facts of a file that has just come; None where it is no sound, which the start will say."""
    try:
        return facts(run("probe", ProbeSpec(str(path))))
    except SoundError:
        return None


def probe(path: Path, job: jobs.Job, cover: Path | None = None) -> Probe:
    """One file."""
    return run("probe", ProbeSpec(str(path), str(cover) if cover else None), on_child=job.child)


def probe_entry(entry: inputs.Entry, folder: Path, job: jobs.Job) -> Probe:
    """One track, intro, outro or insert."""
    try:
        return probe(folder / entry["input"]["file"], job)
    except SoundError as error:
        kind = "track" if inputs.is_track(entry) else entry["type"]
        raise SoundError(f"The {kind} “{entry['id'] or entry['input']['name']}”: {error}") from error


def together(probes: list[Probe]) -> Probe:
    """Tracks as one recording. The title of one microphone's file is not that of the production."""
    duration = max(found["duration"] for found in probes)
    return {**probes[0], "duration": duration, "tags": {}, "chapters": [], "cover": None, "has_video": False}


def seconds(production: Production, found: Probe) -> float:
    """The length that is paid for: that of the recording or of the longest track, and of what is joined to it."""
    return float(found["duration"] + sum(entry["facts"]["length"] for entry in inputs.pieces(production)))
