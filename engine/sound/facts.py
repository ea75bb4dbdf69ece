"""Facts about what was made: sound files, and the places of cuts."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from .cuts import Cut
from .encode import Writing
from .filefacts import file_facts
from .spec import Output
from .timeline import Timeline


def output_facts(output: Output, writing: Writing, seconds: float) -> dict[str, Any]:
    """One file as it is; loudness and peak of a split one are those of its first part."""
    reading = writing.reading
    assert reading is not None
    return {
        "format": output.format,
        "codec": writing.codec.name,
        **file_facts(Path(output.path)),
        "bitrate": writing.bitrate,
        "channels": writing.channels,
        "loudness": round(reading.loudness, 2),
        "true_peak": round(reading.true_peak, 2),
        "duration": round(seconds, 4),
    }


def cut_facts(cuts: Sequence[Cut], timeline: Timeline) -> list[dict[str, Any]]:
    """Where each cut lies in the recording, and when its end is heard."""
    found = []
    for cut in cuts:
        start, stop = cut.seconds()
        place = round(timeline.output_time(start), 3)
        found.append({"type": cut.type, "start": start, "stop": stop, "start_output": place})
    return found
