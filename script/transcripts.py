"""The transcript of an episode as its page shows it: the newest edition, or what the newest production heard."""

import re
from bisect import bisect_right
from collections import Counter
from dataclasses import dataclass, field
from functools import cached_property
from itertools import pairwise

from django.http import Http404
from django.utils.translation import gettext as _

from compare.drawing import heard_file
from compare.timemap import between
from productions.models import Episode, OutputFile, Production, Recording
from script import changes, editions, sources
from script.models import Edition, Kind
from script.segments import Segment

PAGE = 100  # segments; three hours are thirty pages of a screenful each
HITS = 50  # found places that are listed
HEAVY = ("preset_settings", "statistics", "timeline", "chapters")


@dataclass(frozen=True)
class Page:
    """Segments `first` to `first + count` of all; `since` is when the first of them begins."""

    number: int
    first: int
    count: int
    since: float


@dataclass(frozen=True)
class Transcript:
    """`on` is the number of the newest edition, 0 before the first; `production` the one whose time it is in."""

    episode: Episode
    runs: list[Production]  # the newest first, each with its `number`
    edition: Edition | None
    on: int
    production: Production | None
    segments: list[Segment] = field(repr=False)

    @property
    def is_old(self) -> bool:
        return self.edition is not None and self.edition.number != self.on

    @property
    def heard(self) -> Production | None:
        """The newest production with a transcript."""
        return next((run for run in self.runs if sources.file_of(run)), None)

    @property
    def newer(self) -> Production | None:
        """The newest production, when the edition belongs to another one."""
        newest = self.runs[0] if self.runs else None
        return newest if self.edition and newest and newest.pk != self.edition.production_id else None

    @cached_property
    def sound(self) -> OutputFile | Recording | None:
        """What is listened to: the output it belongs to, else the newest there is."""
        of = next((run for run in self.runs if self.production and run.pk == self.production.pk), None)
        for run in [of] if of else self.runs:
            if file := heard_file(list(run.output_files.all())):
                return file
        return None if of else self.episode.recordings.first()

    @property
    def length(self) -> float:
        """Seconds of the recording; 0 when there is none."""
        run = self.production or (self.runs[0] if self.runs else None)
        recording = run.recording if run else self.episode.recordings.first()
        return recording.duration if recording else 0.0

    @cached_property
    def pages(self) -> list[Page]:
        cuts = [*range(0, len(self.segments), PAGE), len(self.segments)]
        found = [
            Page(number, first, last - first, self.segments[first].start)
            for number, (first, last) in enumerate(pairwise(cuts), 1)
            if last > first
        ]
        return found or [Page(1, 0, 0, 0.0)]

    def page(self, wish: str | None) -> Page:
        """The page with this number, or the nearest there is."""
        number = int(wish) if wish and wish.isdecimal() and len(wish) < 6 else 1
        return self.pages[min(max(number, 1), len(self.pages)) - 1]

    @property
    def speakers(self) -> list[tuple[str, int]]:
        """Names and how often each speaks; those without a name last."""
        found = Counter(each.speaker for each in self.segments)
        return sorted(found.items(), key=lambda item: (not item[0], -item[1], item[0]))

    @cached_property
    def doubts(self) -> int:
        return sum(each.doubts for each in self.segments)

    def doubtful_page(self, after: Page) -> Page | None:
        """The next page with a doubtful word, around the end to the beginning."""
        order = [*self.pages[after.number :], *self.pages[: after.number - 1]]
        return next((page for page in order if any(each.doubts for each in self.of(page))), None)

    def of(self, page: Page) -> list[Segment]:
        return self.segments[page.first : page.first + page.count]

    def hits(self, wanted: re.Pattern[str]) -> tuple[int, list[tuple[int, int, Segment]]]:
        """How often it is said, and the first of those places: page, place, segment."""
        found = [(place, each) for place, each in enumerate(self.segments) if wanted.search(each.text)]
        count = sum(len(wanted.findall(each.text)) for _, each in found)
        return count, [(place // PAGE + 1, place, each) for place, each in found[:HITS]]

    def suggestions(self, page: Page) -> dict[int, str]:
        """What the newest transcript of a production says at the time of each segment, where it says it differently."""
        run = self.heard
        if run is None or self.edition is None:
            return {}
        told = carried(sources.heard(run), run, self.production)
        shown = self.of(page)
        starts, said = [each.start for each in shown], dict[int, list[str]]()
        for each in told or []:
            place = bisect_right(starts, (each.start + each.end) / 2) - 1
            if place >= 0 and (each.start + each.end) / 2 < shown[place].end:
                said.setdefault(place, []).append(each.text)
        texts = {place: " ".join(words) for place, words in said.items()}
        return {page.first + place: text for place, text in texts.items() if text != shown[place].text}


def transcript_of(episode: Episode, number: str | None = None) -> Transcript:
    """With the newest edition, or the one of that number. Raises `Http404` for a number that is none."""
    runs = _runs(episode)
    newest = shown = editions.newest(episode, Kind.TRANSCRIPT)
    if number is not None:
        rows = Edition.objects.filter(episode=episode, kind=Kind.TRANSCRIPT).select_related("production", "made_by")
        shown = rows.filter(number=int(number)).first() if number.isdecimal() and len(number) < 9 else None
        if shown is None:
            raise Http404(_("There is no such edition."))
    on = newest.number if newest else 0
    if shown:
        production = next((run for run in runs if run.pk == shown.production_id), shown.production)
        return Transcript(episode, runs, shown, on, production, [Segment.of(row) for row in shown.body])
    return unedited(episode, runs, next((run for run in runs if sources.file_of(run)), None))


def unedited(episode: Episode, runs: list[Production], run: Production | None) -> Transcript:
    """What a production heard, before anybody changed it."""
    return Transcript(episode, runs, None, 0, run, sources.heard(run) if run else [])


def carried(segments: list[Segment], old: Production, new: Production | None) -> list[Segment] | None:
    """Segments in the time of another production; None where the two have nothing in common."""
    if new is None or old.pk == new.pk:
        return segments
    whole = Production.objects.select_related("recording").in_bulk([old.pk, new.pk])
    place = between(whole[old.pk], whole[new.pk])
    return changes.carry(segments, place) if place else None


def slot(old: list[Segment], first: int, count: int, now: list[Segment]) -> tuple[int, int, bool]:
    """Where a page of the old segments is among those of now, by its times, and whether nobody changed it there."""
    since = old[first].start if 0 < first < len(old) else float("-inf")
    until = old[first + count].start if first + count < len(old) else float("inf")
    begin, end = (sum(each.start < edge for each in now) for edge in (since, until))
    return begin, end - begin, now[begin:end] == old[first : first + count]


def _runs(episode: Episode) -> list[Production]:
    """All that can be heard or read, the newest first, numbered as the episode counts them. Two queries."""
    rows = list(episode.productions.select_related("recording").prefetch_related("output_files").defer(*HEAVY))
    for place, row in enumerate(rows):
        row.number = len(rows) - place
    return [row for row in rows if sources.file_of(row) or heard_file(list(row.output_files.all()))]
