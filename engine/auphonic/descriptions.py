"""Output files that are not sound: chapters, statistics, cut list, cover, description, the input itself."""

import hashlib
import json
import shutil
from pathlib import Path
from typing import Any

from engine.auphonic import chapters
from engine.sound.errors import SoundError


def write(
    entry: dict[str, Any],
    name: str,
    path: Path,
    production: dict[str, Any],
    used: dict[str, Any],
    source: Path,
    cover: str | None,
) -> str:
    """Write one of them to `path`; returns its file name, completed where the ending is only known now.

    `used` is the result of the sound chain. Raises SoundError.
    """
    kind = entry["format"]
    if kind == "input":
        shutil.copyfile(source, path)
        return name + Path(production["input"]["name"]).suffix
    if kind == "image":
        if cover is None:
            raise SoundError("A cover image was asked for as output file, but there is no cover.")
        shutil.copyfile(cover, path)
        return name + (".png" if path.read_bytes()[:4] == b"\x89PNG" else ".jpg")
    path.write_text(text(kind, entry["ending"], production, used), encoding="utf-8")
    return name


def text(kind: str, ending: str, production: dict[str, Any], used: dict[str, Any]) -> str:
    """The content of a text file."""
    if kind == "chaps":
        return chapters.as_text(used["chapters"])
    if kind == "psc":
        return chapters.as_psc(used["chapters"])
    if kind == "pod2chaps":
        return as_json(chapters.as_podcasting20(used["chapters"]))
    if kind == "cut-list":
        return audacity_labels(used["cuts"])
    if kind == "stats":
        return as_json(used["statistics"]) if ending == "json" else as_lines(used["statistics"])
    known = {key: used[key] for key in ("metadata", "chapters", "length", "statistics")}
    return as_json({"uuid": production["uuid"], "algorithms": production["algorithms"], **known})


def audacity_labels(cuts: list[dict[str, Any]]) -> str:
    """A label track: start, end, what, separated by tabs."""
    return "".join(f"{cut['start']:.6f}\t{cut['stop']:.6f}\t{cut.get('type', 'cut')}\n" for cut in cuts)


def as_json(document: Any) -> str:
    return json.dumps(document, indent=2, ensure_ascii=False) + "\n"


def as_lines(document: Any, path: str = "") -> str:
    """One line a value, e.g. `levels.output.loudness: -16.0 LUFS`."""
    if isinstance(document, dict):
        return "".join(as_lines(value, f"{path}.{key}".lstrip(".")) for key, value in document.items())
    if isinstance(document, list) and all(isinstance(value, dict) for value in document):
        return "".join(as_lines(value, f"{path}.{number}") for number, value in enumerate(document, 1))
    value = " ".join(str(part) for part in document) if isinstance(document, list) else document
    return f"{path}: {value}\n"


def facts(path: Path) -> dict[str, Any]:
    """Size in bytes and MD5 checksum."""
    with path.open("rb") as file:
        checksum = hashlib.file_digest(file, lambda: hashlib.md5(usedforsecurity=False)).hexdigest()
    return {"size": path.stat().st_size, "checksum": checksum}
