"""The child's side of process.py: reads a spec from stdin, works, tells progress and the result on stdout."""

import json
import os
import shutil
import signal
import sys
import threading
from types import FrameType
from typing import Any

from engine.speech.spec import SpeechSpec

from .errors import Exhausted, SoundError
from .process import scratch
from .spec import KINDS, CoverSpec, MasterSpec, ProbeSpec, Spec, TrackSpec, WaveSpec

NICENESS = 5


def main() -> int:
    os.nice(NICENESS)
    signal.signal(signal.SIGTERM, leave)
    spec = KINDS[sys.argv[1]].from_json(json.loads(sys.stdin.buffer.readline()))
    threading.Thread(target=die_with_parent, daemon=True).start()
    try:
        prepare(spec)
        tell({"result": work(spec)})
    except SoundError as error:
        tell({"error": str(error), "is_exhausted": isinstance(error, Exhausted)})
        return 1
    return 0


def work(spec: Spec) -> dict[str, Any]:
    """Imports only what this kind of work needs: a probe must not wait for numpy."""
    match spec:
        case MasterSpec():
            from . import chain

            return chain.master(spec, progress)
        case TrackSpec():
            from . import track

            return track.render(spec, progress)
        case ProbeSpec():
            from . import probe

            return probe.probe(spec.source, spec.cover_path)
        case SpeechSpec():
            from engine.speech import recognition

            return recognition.recognise(spec, progress)
        case CoverSpec():
            from . import cover

            return cover.analyse(spec)
        case WaveSpec():
            from . import bars

            return bars.render(spec, progress)


def prepare(spec: Spec) -> None:
    """An empty scratch folder: whatever a killed run left behind is gone."""
    if folder := scratch(spec):
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)


def progress(stage: str, fraction: float) -> None:
    tell({"progress": [stage, round(fraction, 4)]})


def tell(message: dict[str, Any]) -> None:
    sys.stdout.write(json.dumps(message, allow_nan=False) + "\n")
    sys.stdout.flush()


def leave(number: int, _frame: FrameType | None) -> None:
    raise SystemExit(128 + number)


def die_with_parent() -> None:
    """The parent holds the other end of stdin; when it is gone, so are we and all that we started."""
    while os.read(0, 4096):
        pass
    os.killpg(os.getpgrp(), signal.SIGKILL)


if __name__ == "__main__":
    sys.exit(main())
