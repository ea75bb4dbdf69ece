"""The chapters of an episode as their page shows them: where they are heard, what is suggested beside, what is odd.

Chapters keep the time of the recording, so that they survive cuts and new productions; what people hear is the
output. The map of times of the newest production leads from one to the other.
"""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import pairwise
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from compare.drawing import heard_file
from compare.timemap import TimeMap
from productions import chapter_files, chapters
from productions.chapter_files import Mark
from productions.models import Episode, OutputFile, Production, Recording
from script import editions
from script.models import Edition, How, Kind

Pictures = dict[float, UUID]  # by the second at which a chapter begins
SAME = 1.0  # seconds in which a suggestion says what is there already
CLOSE = 10.0  # seconds below which players show two chapters badly


@dataclass(frozen=True)
class Suggestion:
    """A chapter that somebody may take, at its second of the recording; `source` says where it is from."""

    mark: Mark
    source: str

    @property
    def key(self) -> str:
        return f"{self.mark.start:.3f}"


@dataclass(frozen=True)
class Chapters:
    """`run` is the newest production that can be heard, or none."""

    episode: Episode
    marks: list[Mark]
    run: Production | None

    @cached_property
    def times(self) -> TimeMap | None:
        return TimeMap.of(self.run) if self.run else None

    @cached_property
    def sound(self) -> OutputFile | Recording | None:
        """What is listened to: the output, else the recording."""
        return heard_file(list(self.run.output_files.all())) if self.run else self.episode.recordings.first()

    @property
    def stretches(self) -> str:
        """What scripts need of the map: `first,last,heard` of each stretch."""
        found = self.times.stretches if self.times else ()
        return " ".join(f"{each.first:.3f},{each.last:.3f},{each.heard:.3f}" for each in found)

    @cached_property
    def suggestions(self) -> list[Suggestion]:
        """What the newest production and the summary say besides, in order of time."""
        found = [
            *(Suggestion(Mark(each.start, each.title or _("No title"), each.url), _("From the production"))
              for each in chapters.found_by(self.run)),
            *(Suggestion(mark, _("From the summary")) for mark in self._of_summary()),
        ]  # fmt: skip
        taken = [mark.start for mark in self.marks]
        fresh: list[Suggestion] = []
        for each in sorted(found, key=lambda each: each.mark.start):
            if all(abs(each.mark.start - start) >= SAME for start in taken):
                fresh.append(each)
                taken.append(each.mark.start)
        return fresh

    def accepted(self, key: str) -> list[Mark]:
        """With one suggestion, or with all of them for an empty key; the others stay as they are."""
        wanted = [each.mark for each in self.suggestions if key in ("", each.key)]
        return sorted([*self.marks, *wanted])

    @property
    def heard(self) -> list[Mark]:
        """At the times of the output."""
        if self.times is None:
            return self.marks
        return [replace(each, start=round(self.times.nearest_output(each.start), 3)) for each in self.marks]

    @property
    def oddities(self) -> list[str]:
        """What players and directories will not like."""
        marks, found = self.heard, []
        length = self.run.recording.duration if self.run else getattr(self.episode.recordings.first(), "duration", 0.0)
        if self.marks and self.marks[0].start > 0:
            found.append(_("The first chapter begins later than 0:00. Some players show none before it."))
        close = [two.title for one, two in pairwise(marks) if two.start - one.start < CLOSE]
        if close:
            found.append(_("“%(title)s” follows within ten seconds.") % {"title": close[0]})
        if length and any(each.start >= length for each in self.marks):
            found.append(_("“%(title)s” begins after the end.") % {"title": self.marks[-1].title})
        return found

    def _of_summary(self) -> list[Mark]:
        """Lines of the summary that begin with a time; where there is a production, a time of its output."""
        found = chapter_files.read(self.episode.summary).marks if ":" in self.episode.summary else ()
        if self.times is None:
            return list(found)
        places = [(each, self.times.to_source(each.start)) for each in found]
        return [replace(each, start=round(place, 3)) for each, place in places if place is not None]


def chapters_of(episode: Episode) -> Chapters:
    rows = (
        episode.productions.select_related("recording")
        .prefetch_related("output_files")
        .defer("preset_settings", "statistics")
    )
    run = next((run for run in rows if heard_file(list(run.output_files.all())) or run.chapters), None)
    return Chapters(episode, chapters.marks_of(episode), run)


@contextmanager
def edition(episode: Episode, how: How, *, by: Any, detail: str = "") -> Iterator[None]:
    """What happens to its chapters inside is the next edition. What was there before the first one is one as well."""
    with transaction.atomic():
        Episode.objects.select_for_update().filter(pk=episode.pk).exists()  # one after the other
        newest, before = editions.newest(episode, Kind.CHAPTERS), _rows(episode)
        on = newest.number if newest else 0
        if not newest and before:
            on = 1
            Edition.objects.create(episode=episode, kind=Kind.CHAPTERS, number=on, body=before, how=How.FOUND)
        yield
        editions.save(episode, Kind.CHAPTERS, _rows(episode), on, how, by=by, detail=detail)


def keep(
    episode: Episode, marks: list[Mark], how: How, *, by: Any, detail: str = "", pictures: Pictures | None = None
) -> None:
    """These from now on."""
    with edition(episode, how, by=by, detail=detail):
        chapters.replace(episode, marks, pictures)


def kept(episode: Episode, number: int) -> tuple[list[Mark], Pictures | None] | None:
    """The chapters of an edition with their pictures, if it knows of any; None where there is no such one."""
    found = Edition.objects.filter(episode=episode, kind=Kind.CHAPTERS, number=number).first()
    if found is None:
        return None
    knows = all("image" in row for row in found.body)
    pictures = {row["start"]: UUID(row["image"]) for row in found.body if row.get("image")}
    return [Mark(row["start"], row["title"], row["url"]) for row in found.body], pictures if knows else None


def moved(marks: Iterable[Mark], place: Callable[[float], float]) -> list[Mark]:
    """Each at its new place, none before the beginning; of two that meet the first stays."""
    found: dict[float, Mark] = {}
    for each in marks:
        start = max(0.0, round(place(each.start), 3))
        found.setdefault(start, replace(each, start=start))
    return sorted(found.values())


def _rows(episode: Episode) -> list[dict[str, Any]]:
    """As an edition keeps them."""
    return [
        {"start": each.start, "title": each.title, "url": each.url, "image": str(each.image_id or "")}
        for each in episode.chapters.all()
    ]
