"""What is heard against what: the recording, what was made of it, and an earlier production."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from compare import drawing
from compare.models import Waveform
from compare.timemap import Stretch, TimeMap
from productions.models import Episode, OutputFile, Production, Recording
from productions.states import State

MADE = (State.HELD, State.DELIVERING, State.TRANSCODING, State.READY)  # there is something to hear
Runs = Sequence[Production]


@dataclass(frozen=True)
class Side:
    """One thing that can be heard; `production` is None for a recording."""

    key: str  # source, processed, previous
    label: str
    file: Recording | OutputFile
    production: Production | None
    waveform: Waveform | None
    stretches: tuple[Stretch, ...]  # what it plays of the recording
    length: float
    is_placed: bool = True  # made of the same recording as the others

    @property
    def loudness(self) -> float | None:
        """LUFS as it sounds; as Auphonic measured it until it is measured here."""
        if self.waveform and self.waveform.heard is not None:
            return self.waveform.heard
        return self.production.loudness if self.production else None

    @property
    def number(self) -> int:
        """Which production of the episode, from 1; 0 for a recording."""
        return getattr(self.production, "number", 0)


def runs_of(episode: Episode) -> list[Production]:
    """All that can be heard, newest first, as the episode numbers them; without what only a chosen one needs."""
    heavy = ("preset_settings", "timeline", "statistics", "chapters")
    rows = list(episode.productions.select_related("preset").prefetch_related("output_files").defer(*heavy))
    for place, row in enumerate(rows):
        row.number = len(rows) - place
    return [row for row in rows if _is_made(row) and _heard(row)]


def whole(runs: Runs) -> list[Production]:
    """The same few with everything."""
    found = Production.objects.filter(pk__in=[run.pk for run in runs]).select_related(
        "recording__waveform", "preset", "started_by", "episode"
    )
    rows = {row.pk: row for row in found.prefetch_related("output_files__waveform", "lanes__recording__waveform")}
    for run in runs:
        rows[run.pk].number = run.number  # type: ignore[attr-defined]
    return [rows[run.pk] for run in runs]


def _is_made(production: Production) -> bool:
    return production.state in MADE or production.failed_in in (State.DELIVERING, State.TRANSCODING)


def _heard(production: Production) -> OutputFile | None:
    return drawing.heard_file(list(production.output_files.all()))


def sources_of(production: Production) -> list[tuple[str, Recording]]:
    """The recording it was made from, or each track by its name."""
    lanes = [(lane.name, lane.recording) for lane in production.lanes.all()]
    return lanes or [(production.recording.file_name, production.recording)]


def sides(production: Production, recording: Recording, previous: Production | None) -> list[Side]:
    """Source, processed, and previous where there is one. Files that are not drawn yet will be."""
    found = [_of_recording(recording), _of_production(production, "processed", _("Processed"))]
    if previous:
        same = {each.pk for _name, each in sources_of(production)} & {each.pk for _name, each in sources_of(previous)}
        found.append(_of_production(previous, "previous", _("Previous"), is_placed=bool(same)))
    for side in found:
        if side.waveform is None:
            drawing.want(side.file)
    return found


def _of_recording(recording: Recording) -> Side:
    whole = (Stretch(0.0, recording.duration, 0.0),)
    waveform = getattr(recording, "waveform", None)
    return Side("source", _("Source"), recording, None, waveform, whole, recording.duration)


def _of_production(production: Production, key: str, label: str, *, is_placed: bool = True) -> Side:
    output = _heard(production)
    assert output  # `runs_of` looked
    waveform, stretches = getattr(output, "waveform", None), TimeMap.of(production).stretches
    end = stretches[-1].heard + stretches[-1].length if stretches else 0.0
    length = waveform.duration if waveform and waveform.duration else end
    return Side(key, label, output, production, waveform, stretches, length, is_placed)
