"""What listeners see beside the player: transcript and chapters as people have them, at the times of what they hear."""

from collections.abc import Callable
from typing import Any

from compare.timemap import TimeMap
from productions import chapters
from productions.cues import Cue
from productions.models import Production
from script.models import Edition, Kind
from script.segments import Segment
from script.transcripts import carried


def corrected(production: Production) -> Callable[[], list[Cue]] | None:
    """Of the newest edition; None where nobody has saved one."""
    rows = Edition.objects.filter(episode=production.episode_id, kind=Kind.TRANSCRIPT).select_related("production")
    edition = rows.defer("body").first()
    if edition is None:
        return None

    def lines() -> list[Cue]:
        segments = [Segment.of(row) for row in edition.body]
        found = carried(segments, edition.production, production) if edition.production else segments
        return [Cue(each.start, each.speaker, each.text, each.end) for each in (segments if found is None else found)]

    return lines


def marked(production: Production) -> list[dict[str, Any]] | None:
    """The chapters of the episode; None where nobody has saved any here, and Auphonic's own may be shown."""
    if not Edition.objects.filter(episode=production.episode_id, kind=Kind.CHAPTERS).exists():
        return None
    times = TimeMap.of(production)
    return [
        {"start": round(times.nearest_output(each.start), 3), "title": each.title, "url": each.url}
        for each in chapters.marks_of(production.episode)
    ]
