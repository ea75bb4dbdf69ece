"""Runs one piece of sound work in a child process that dies with its parent. Imports no numpy.

parent                         child: python -m engine.sound <kind>
  | -- spec, one JSON line -->  stdin      (kept open: its end tells the child that the parent is gone)
  | <-- {"progress": [s, f]} -- stdout
  | <-- {"result": {...}} or {"error": "sentence", "is_exhausted": bool}
"""

import json
import logging
import os
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import IO, Any

from .errors import Canceled, Exhausted, SoundError
from .spec import Kind, Spec, to_json

__all__ = ["Canceled", "Exhausted", "SoundError", "run", "scratch"]

log = logging.getLogger(__name__)
ROOT = Path(__file__).resolve().parents[2]
Progress = Callable[[str, float], None]


def run(
    kind: Kind,
    spec: Spec,
    *,
    on_progress: Progress | None = None,
    on_child: Callable[[subprocess.Popen[bytes]], None] | None = None,
) -> dict[str, Any]:
    """Do the work and return its result (shapes: chain.py, track.py, probe.py, cover.py).

    The child leads a process group of its own: SIGTERM or SIGKILL to that group cancels the work and raises
    Canceled here. Raises SoundError with a sentence for people when the work cannot be done.
    """
    try:
        with tempfile.TemporaryFile() as complaints:
            child = start(kind, complaints)
            if on_child:
                on_child(child)
            try:
                answer = talk(child, spec, on_progress)
            finally:
                stop(child)
            return conclude(kind, child.returncode, answer, complaints)
    finally:
        if folder := scratch(spec):
            shutil.rmtree(folder, ignore_errors=True)


def scratch(spec: Spec) -> Path | None:
    """The folder of intermediate files: emptied at the start, removed at the end, whatever happened."""
    work_dir = getattr(spec, "work_dir", None)
    return Path(work_dir) / "scratch" if work_dir else None


def start(kind: Kind, complaints: IO[bytes]) -> subprocess.Popen[bytes]:
    environment = {**os.environ, "OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1", "PYTHONUNBUFFERED": "1"}
    return subprocess.Popen(
        [sys.executable, "-m", "engine.sound", kind],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=complaints,
        cwd=ROOT,
        env=environment,
        start_new_session=True,
    )


def talk(child: subprocess.Popen[bytes], spec: Spec, on_progress: Progress | None) -> dict[str, Any]:
    """Hand over the spec, pass progress on, and return the last message."""
    assert child.stdin is not None
    assert child.stdout is not None
    with suppress(BrokenPipeError):
        child.stdin.write(json.dumps(to_json(spec)).encode() + b"\n")
        child.stdin.flush()
    answer: dict[str, Any] = {}
    for line in child.stdout:
        message = json.loads(line)
        if "progress" in message:
            if on_progress:
                on_progress(*message["progress"])
        else:
            answer = message
    child.wait()
    return answer


def stop(child: subprocess.Popen[bytes]) -> None:
    """End the child and everything it started; after a good end only the pipes are closed."""
    with suppress(ProcessLookupError):
        os.killpg(child.pid, signal.SIGKILL)  # also what an untimely dead child has left running
    child.wait()
    for pipe in (child.stdin, child.stdout):
        if pipe:
            with suppress(BrokenPipeError):
                pipe.close()


def conclude(kind: str, code: int, answer: dict[str, Any], complaints: IO[bytes]) -> dict[str, Any]:
    if "result" in answer and code == 0:
        result: dict[str, Any] = answer["result"]
        return result
    if "error" in answer:
        raise (Exhausted if answer.get("is_exhausted") else SoundError)(answer["error"])
    if code in (-signal.SIGTERM, -signal.SIGKILL, 128 + signal.SIGTERM):
        raise Canceled("The sound work was stopped before it was done.")
    complaints.seek(0)
    log.error("Sound work %r ended with code %s: %s", kind, code, complaints.read()[-4000:].decode(errors="replace"))
    raise Exhausted("The sound engine stopped unexpectedly. The recording is unharmed; start the work again.")
