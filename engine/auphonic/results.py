"""Makes all output files of a settled production; one that cannot be made is a warning, not an error."""

import shutil
import zipfile
from pathlib import Path
from typing import Any, Protocol

from engine import jobs
from engine.auphonic import inputs, orders, outputs, transcripts
from engine.auphonic.written import descriptions, speech
from engine.sound import video
from engine.sound.errors import SoundError
from engine.sound.filefacts import file_facts
from engine.sound.process import run

Production = dict[str, Any]
Result = dict[str, Any]
File = dict[str, Any]

WAVEFORM = "waveform.png"  # of every production, whether asked for or not


def make(
    production: Production,
    home: Path,
    probe: Result,
    heard: Result,
    folder: Path,
    work: Path,
    job: jobs.Job,
    watch: Any,
) -> Result:
    """Make the output files in `folder` from the inputs in `home`; `heard` is its transcript. Raises SoundError.

    Returns the sound chain's result with "metadata" and "chapters" as they were used, and "files": one for each
    output file, None where it could not be made.
    """
    folder.mkdir(parents=True, exist_ok=True)
    wanted = with_endings(production, probe)
    paths = [folder / f"{number:02d}.{entry['ending']}".rstrip(".") for number, entry in enumerate(wanted)]
    spec = orders.master_spec(production, wanted, probe, home, paths, folder / WAVEFORM, work)
    made = run("master", spec, on_progress=watch, on_child=job.child)
    heard = {**heard, "heard": transcripts.own_words(heard["heard"], made["statistics"].get("tracks", []))}
    marks = [
        {**mark, "start_output_sec": placed["start_output"]}
        for mark, placed in zip(production["chapters"], made["chapters"], strict=True)
    ]
    used = {**made, "metadata": production["metadata"], "chapters": marks, "framerate": probe["framerate"], **heard}
    names = outputs.names(wanted, production["output_basename"])
    used.update(files=[None] * len(wanted), waveform=f"{folder.name}/{WAVEFORM}")
    writers: tuple[Writer, ...] = (
        Sound(made),
        Copies(production, home, spec.tags.cover),
        Tracks(production),
        Texts(production, used),
    )
    for writer in writers:  # texts last: the description names the other files
        for number, (entry, name, path) in enumerate(zip(wanted, names, paths, strict=True)):
            if writer.writes(entry["format"]):
                facts = attempt(writer, entry, path, made["warnings"])
                used["files"][number] = facts and file(entry, name, path, facts)
    return used


def with_endings(production: Production, probe: Result) -> list[dict[str, Any]]:
    """The output files with the endings that only the recording and the cover decide."""
    name, cover = inputs.main_sources(production)[0]["name"], orders.cover(production, probe)
    known = {
        "input": "zip" if production["is_multitrack"] else Path(name).suffix.lstrip("."),
        "image": image_ending(cover) if cover else "",
        "video": video.container(name, probe["format"]),
    }
    found = []
    for entry in production["output_files"]:
        ending = known.get(entry["format"], entry["ending"])
        is_packed = entry["split_on_chapters"] and outputs.FORMATS[entry["format"]].is_sound
        found.append({**entry, "ending": f"{ending}.zip" if is_packed else ending})
    return found


def image_ending(cover: Path) -> str:
    with cover.open("rb") as file:
        return "png" if file.read(4) == b"\x89PNG" else "jpg"


def file(entry: dict[str, Any], name: str, path: Path, facts: File) -> File:
    """What is kept of a finished file."""
    return {
        "format": entry["format"],
        "filename": name,
        "file": f"{path.parent.name}/{path.name}",
        "size": facts["size"],
        "checksum": facts["checksum"],
    }


def attempt(writer: "Writer", entry: dict[str, Any], path: Path, warnings: list[str]) -> File | None:
    """The facts of the file; when it cannot be made, a warning and nothing."""
    try:
        return writer.write(entry, path)
    except SoundError as error:
        warnings.append(str(error))
        return None


class Writer(Protocol):
    """One way in which output files come about."""

    def writes(self, kind: str) -> bool:
        """Whether files of this format come about so."""

    def write(self, entry: dict[str, Any], path: Path) -> File | None:
        """Write one to `path`; returns its facts. Raises SoundError."""


class Sound:
    """Files that the sound chain has made already, in the order of their entries."""

    def __init__(self, made: Result) -> None:
        self.outputs = iter(made["outputs"])
        self.derived = iter(made["derived"])

    def writes(self, kind: str) -> bool:
        return outputs.FORMATS[kind].is_sound or outputs.FORMATS[kind].is_derived

    def write(self, entry: dict[str, Any], path: Path) -> File | None:
        """Its facts; None where the chain has warned that it could not be made."""
        found: File | None = next(self.outputs if outputs.FORMATS[entry["format"]].is_sound else self.derived)
        return found


class Copies:
    """Files that are handed on as they are."""

    def __init__(self, production: Production, home: Path, cover: str | None) -> None:
        self.production, self.home, self.cover = production, home, cover

    def writes(self, kind: str) -> bool:
        return outputs.FORMATS[kind].made == "copied"

    def write(self, entry: dict[str, Any], path: Path) -> File:
        """Raises SoundError."""
        if entry["format"] == "input":
            self.hand_on(path)
        elif self.cover is None:
            raise SoundError("A cover image was asked for as output file, but there is no cover; none was made.")
        else:
            shutil.copyfile(self.cover, path)
        return file_facts(path)

    def hand_on(self, path: Path) -> None:
        """The recording as it came; the files of several tracks in one zip."""
        if not self.production["is_multitrack"]:
            shutil.copyfile(self.home / self.production["input"]["file"], path)
            return
        tracks = inputs.tracks(self.production)
        wished = [{"wanted_filename": named(entry), "ending": "", "suffix": ""} for entry in tracks]
        with zipfile.ZipFile(path, "w", zipfile.ZIP_STORED, strict_timestamps=False) as packed:
            for entry, name in zip(tracks, outputs.names(wished, ""), strict=True):
                packed.write(self.home / entry["input"]["file"], name)


def named(entry: inputs.Entry) -> str:
    """A track's file under the name of the track."""
    return f"{entry['id']}{Path(entry['input']['name']).suffix}"


class Tracks:
    """Individual tracks of a multitrack production, which the sound chain has packed already."""

    def __init__(self, production: Production) -> None:
        self.is_multitrack = production["is_multitrack"]

    def writes(self, kind: str) -> bool:
        return outputs.FORMATS[kind].made == "packed"

    def write(self, entry: dict[str, Any], path: Path) -> File:
        """Raises SoundError."""
        if not self.is_multitrack:
            raise SoundError(
                "Individual tracks are made of multitrack productions only; this one has a single recording."
            )
        return file_facts(path)


class Texts:
    """Files that are written here."""

    def __init__(self, production: Production, used: Result) -> None:
        self.production, self.used = production, used

    def writes(self, kind: str) -> bool:
        return outputs.FORMATS[kind].is_text

    def write(self, entry: dict[str, Any], path: Path) -> File | None:
        """Raises SoundError."""
        kind = entry["format"]
        if kind in speech.KINDS and not self.used["heard"]["words"]:
            return None  # a warning says already why there is no transcript
        content = descriptions.text(entry["format"], entry["ending"], self.production, self.used)
        path.write_text(content, encoding="utf-8")
        return file_facts(path)
