"""An episode with a production that heard something."""

import json
from pathlib import Path
from typing import Any

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from productions.models import Episode, Production
from productions.states import State
from tests import make

WORDS = ["the", "old", "harbor", "froze", "twice", "that", "winter", "and", "nobody", "came"]


def phrases(count: int, seconds: float = 3.6) -> list[dict[str, Any]]:
    """Ten words each, one after the other; in every third the third word is doubted."""
    found = []
    for place in range(count):
        start = place * seconds
        sure = 0.3 if place % 3 == 0 else 0.9
        words = [
            {"text": text, "start": round(start + at * 0.3, 2), "confidence": sure if at == 2 else 0.95}
            for at, text in enumerate(WORDS)
        ]
        speaker = "Voice 1" if place % 2 else "Voice 2"
        found.append({"start": start, "end": start + 3.5, "speaker": speaker, "text": " ".join(WORDS), "words": words})
    return found


def heard(episode: Episode, count: int = 3, path: Path | None = None, **fields: Any) -> Production:
    """A production of this many phrases, with a sound that browsers play."""
    production = make.make_heard(episode, State.READY, path, **fields)
    body = json.dumps({"version": "1.0.0", "phrases": phrases(count)})
    name = default_storage.save(f"outputs/{production.pk}.json", ContentFile(body))
    production.output_files.create(file=name, file_name="talk.json", format="speech", size=len(body))
    return production


def typed(
    *rows: tuple[str, str, str, str], seen: int = 0, first: int = 0, count: int = 3, **more: Any
) -> dict[str, Any]:
    """What the form of a page sends: of, start, speaker, text of each row."""
    columns = zip(*rows, strict=True) if rows else [(), (), (), ()]
    of, start, speaker, text = (list(column) for column in columns)
    return {
        "seen": seen,
        "first": first,
        "count": count,
        "of": of,
        "start": start,
        "speaker": speaker,
        "text": text,
        **more,
    }
