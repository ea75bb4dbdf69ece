"""Chapters of an episode: kept as a whole, sent with a production, and known at both times, before and after cuts."""

from dataclasses import dataclass
from typing import Any

from django.db import transaction

from productions import chapter_files
from productions.chapter_files import Mark
from productions.models import Chapter, Episode, Production

NEAR = 0.05  # seconds in which two starts are one


@dataclass(frozen=True)
class Both:
    """A chapter with its time in the recording and, when it was produced, in what listeners hear."""

    start: float
    start_output: float | None
    title: str
    url: str


def replace(episode: Episode, marks: list[Mark]) -> None:
    """These and no others."""
    with transaction.atomic():
        episode.chapters.all().delete()
        rows = [Chapter(episode=episode, start=mark.start, title=mark.title, url=mark.url) for mark in marks]
        Chapter.objects.bulk_create(rows)


def marks_of(episode: Episode) -> list[Mark]:
    return [Mark(each.start, each.title, each.url) for each in episode.chapters.all()]


def body(episode: Episode) -> list[dict[str, Any]]:
    """As Auphonic takes them."""
    rows = []
    for mark in marks_of(episode):
        row = {"start": chapter_files.clock(mark.start), "title": mark.title}
        rows.append({**row, "url": mark.url} if mark.url else row)
    return rows


def both_times(marks: list[Mark], production: Production | None) -> list[Both]:
    """Each with the time it has in what the production made; None for one that was added or moved since."""
    made = found_by(production)
    return [
        Both(mark.start, next((each.start_output for each in made if abs(each.start - mark.start) < NEAR), None),
             mark.title, mark.url)
        for mark in marks
    ]  # fmt: skip


def found_by(production: Production | None) -> list[Both]:
    """The chapters of a production as Auphonic told them, its own suggestions among them."""
    rows = production.chapters if production and isinstance(production.chapters, list) else []
    return [Both(row["start"], row.get("start_output"), row.get("title") or "", row.get("url") or "") for row in rows]
