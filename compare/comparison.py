"""One comparison: what was chosen to be heard, and everything the page and its scripts say about it."""

import csv
import io
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.utils.translation import gettext as _

from compare.axis import Axis
from compare.figures import Figure, Table, number
from compare.marks import marks
from compare.places import Place, places
from compare.sides import Side, runs_of, sides, sources_of, whole
from compare.timemap import Cut, TimeMap
from productions import chapters, files
from productions.models import Episode, Production, Recording

NONE = "none"  # in the address: no earlier production


@dataclass(frozen=True)
class Comparison:
    user: Any
    runs: list[Production]  # all that could be chosen, light
    production: Production
    previous: Production | None
    recording: Recording

    @classmethod
    def chosen(cls, user: Any, episode: Episode, wish: Mapping[str, str]) -> "Comparison | None":
        """By `run`, `previous` and `source`, ids in an address; where they say nothing the newest and the one before.

        None when there is nothing to hear.
        """
        runs = runs_of(episode)
        if not runs:
            return None
        run = _named(runs, wish.get("run")) or runs[0]
        older = next((each for each in runs if each.number < run.number), None)  # type: ignore[attr-defined]
        previous = None if wish.get("previous") == NONE else _named(runs, wish.get("previous")) or older
        if previous == run:
            previous = None
        rows = whole([run, previous] if previous else [run])
        sources = [recording for _name, recording in sources_of(rows[0])]
        recording = next((each for each in sources if str(each.pk) == wish.get("source")), sources[0])
        return cls(user, runs, rows[0], rows[1] if previous else None, recording)

    @cached_property
    def sides(self) -> list[Side]:
        return sides(self.production, self.recording, self.previous)

    @cached_property
    def axis(self) -> Axis:
        return Axis.of(self.sides)

    @cached_property
    def figures(self) -> list[Figure]:
        return Table(self.sides[0], self.sides[1]).rows()

    @property
    def sources(self) -> list[tuple[str, Recording]]:
        return sources_of(self.production)

    @property
    def chips(self) -> list[Figure]:
        """What was judged."""
        return [figure for figure in self.figures if figure.word]

    @property
    def csv(self) -> str:
        """The figures as a table for others."""
        text = io.StringIO()
        rows = csv.writer(text, lineterminator="\n")
        rows.writerow([_("Measure"), _("Source"), _("Processed"), _("Target"), _("Verdict")])
        rows.writerows([figure.name, *figure.cells, figure.target, figure.word] for figure in self.figures)
        return text.getvalue()

    @cached_property
    def places(self) -> list[Place]:
        return places(self.axis, self.sides[0], self.sides[1])

    @cached_property
    def chapters(self) -> list[dict[str, Any]]:
        """`{at, title}` on the axis: as Auphonic has them, else the episode's."""
        found = chapters.found_by(self.production) or chapters.marks_of(self.production.episode)
        return [{"at": self.axis.place(each.start), "title": each.title} for each in found if each.title]

    @cached_property
    def marks(self) -> list[dict[str, Any]]:
        """`{at, label, url, initials}` on the axis; a mark where nothing is heard has no place there."""
        compared = [each for each in (self.production, self.previous) if each]
        rows = {side.production.pk: self.axis.rows(side) for side in self.sides if side.production}
        found = []
        for mark in marks(self.user, compared):
            row = next(
                (each for each in rows[mark.production] if 0 <= mark.at - each.at < each.last - each.first), None
            )
            if row:
                at = row.first + mark.at - row.at
                found.append({"at": at, "label": mark.label, "url": mark.url, "initials": mark.initials})
        return found

    @property
    def is_exact(self) -> bool:
        """Whether it is known what was cut; else times are guessed from chapters."""
        return TimeMap.of(self.production).is_exact

    @property
    def has_stranger(self) -> bool:
        """The earlier production was made of another recording."""
        return not all(side.is_placed for side in self.sides)

    @property
    def cuts(self) -> list[tuple[float, float]]:
        """What processed leaves out, on the axis."""
        return [self.axis.span(cut.start, cut.stop) for cut in self._cuts]

    @property
    def _cuts(self) -> tuple[Cut, ...]:
        return TimeMap.of(self.production).cuts

    @property
    def missing(self) -> list[Side]:
        """What has no waveform yet, or never will."""
        return [side for side in self.sides if not side.waveform or side.waveform.state != "done"]

    @property
    def is_drawing(self) -> bool:
        """Whether a waveform comes by itself."""
        return any(not side.waveform or side.waveform.state != "failed" for side in self.missing)

    @property
    def data(self) -> dict[str, Any]:
        """What the scripts need; times in seconds, of the axis where nothing else is said."""
        return {
            "length": round(self.axis.length, 3),
            "remembered": str(self.production.pk),
            "sides": [self._side(side) for side in self.sides],
            "cuts": [[round(start, 3), round(stop, 3)] for start, stop in self.cuts],
            "chapters": [round(chapter["at"], 3) for chapter in self.chapters],
            "target": number(
                ((self.production.preset_settings or {}).get("algorithms") or {}).get("loudnesstarget"), -16
            ),
        }

    def _side(self, side: Side) -> dict[str, Any]:
        """`rows`: [from, to, second of its own file]."""
        drawn = side.waveform if side.waveform and side.waveform.state == "done" else None
        return {
            "key": side.key,
            "label": side.label,
            "production": str(side.production.pk) if side.production else None,
            "length": round(side.length, 3),
            "loudness": side.loudness,
            "waveform": files.address(drawn) if drawn else None,  # type: ignore[arg-type]
            "rows": [[round(row.first, 3), round(row.last, 3), round(row.at, 3)] for row in self.axis.rows(side)],
        }


def _named(runs: list[Production], pk: str | None) -> Production | None:
    return next((run for run in runs if str(run.pk) == pk), None)
