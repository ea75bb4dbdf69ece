"""Finished files: how they get into the storage (a disk or S3), how they are read as a local file, how they go."""

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from django.core.files import File
from django.core.files.storage import default_storage

COPY_BYTES = 1 << 20


def keep(path: Path, name: str) -> str:
    """Move a finished local file into the storage, replacing what is there under that name. Returns the name.

    On a disk the file is whole under its name or not there at all, whatever happens meanwhile.
    """
    target = local_path(name)
    if target:
        target.parent.mkdir(parents=True, exist_ok=True)
        try:
            path.replace(target)
            return name
        except OSError:  # another disk
            pass
    put(path, name)
    path.unlink(missing_ok=True)
    return name


def put(path: Path, name: str) -> str:
    """Like `keep`, but the local file stays. Takes no space twice where the disk can link."""
    target = local_path(name)
    if target is None:
        default_storage.delete(name)  # a second save would choose another name
        with path.open("rb") as file:
            return default_storage.save(name, File(file))
    target.parent.mkdir(parents=True, exist_ok=True)
    part = target.with_name(f".{target.name}.{os.getpid()}.part")
    part.unlink(missing_ok=True)
    try:
        os.link(path, part)
    except OSError:
        _copy(path, part)
    part.replace(target)
    part.unlink(missing_ok=True)  # renaming one link onto another of the same file leaves both
    return name


@contextmanager
def open_local(file: Any) -> Iterator[Path]:
    """A local path to read the file of a `FileField` from: the file itself, or a copy that goes away afterwards."""
    path = local_path(file.name)
    if path:
        yield path
        return
    with tempfile.TemporaryDirectory(prefix="podcaststudio-") as folder:
        copy = Path(folder) / Path(file.name).name
        with default_storage.open(file.name, "rb") as source, copy.open("wb") as target:
            shutil.copyfileobj(source, target, COPY_BYTES)
        yield copy


def remove(name: str) -> None:
    """Delete the file; one that is gone already is fine."""
    with suppress(FileNotFoundError):
        default_storage.delete(name)


def local_path(name: str) -> Path | None:
    """Where the file lies on this machine; None when the storage is elsewhere."""
    try:
        return Path(default_storage.path(name))
    except NotImplementedError:
        return None


def _copy(source: Path, target: Path) -> None:
    with source.open("rb") as reading, target.open("wb") as writing:
        shutil.copyfileobj(reading, writing, COPY_BYTES)
        writing.flush()
        os.fsync(writing.fileno())
