"""Chapters of an episode: kept as a whole, sent with a production, and known at both times, before and after cuts."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import transaction

from productions import chapter_files, covers
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


def replace(episode: Episode, marks: list[Mark], pictures: dict[float, UUID] | None = None) -> None:
    """These and no others. A picture stays with its chapter: with the title, or with the time when that changed.

    With `pictures`, ids of covers by the start of a chapter, these have those.
    """
    with transaction.atomic():
        before = list(episode.chapters.all())
        titles = {each.title: each.image_id for each in before}
        places = {round(each.start, 1): each.image_id for each in before}

        def image(mark: Mark) -> UUID | None:
            kept = titles.get(mark.title, places.get(round(mark.start, 1)))
            return kept if pictures is None else pictures.get(mark.start)

        episode.chapters.all().delete()
        Chapter.objects.bulk_create(
            Chapter(episode=episode, start=mark.start, title=mark.title, url=mark.url, image_id=image(mark))
            for mark in marks
        )


def marks_of(episode: Episode) -> list[Mark]:
    return [Mark(each.start, each.title, each.url) for each in episode.chapters.all()]


def body(episode: Episode) -> list[dict[str, Any]]:
    """As Auphonic takes them, pictures as base64: it cannot fetch them from here."""
    rows = []
    for each in episode.chapters.select_related("image"):
        row = {"start": chapter_files.clock(each.start), "title": each.title}
        row |= {"url": each.url} if each.url else {}
        rows.append(row | ({"image": covers.encoded(each.image)} if each.image else {}))
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
