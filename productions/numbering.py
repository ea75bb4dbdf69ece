"""The numbers of a show's episodes: what comes next, and episodes that are numbered on, however many people do so."""

from typing import Any

from django.db import IntegrityError, transaction

from productions.models import Episode, Show

TRIES = 5  # others may take the same numbers at the same instant, not for ever


def next_number(show: Show) -> int:
    last = show.episodes.exclude(number=None).order_by("-number").values_list("number", flat=True).first()
    return (last or 0) + 1


def numbered_on(show: Show, titles: list[str], **fields: Any) -> list[Episode]:
    """An episode for each title, in their order, all of them or none."""
    for left in reversed(range(TRIES)):
        first = next_number(show)
        try:
            with transaction.atomic():
                return [
                    Episode.objects.create(show=show, title=title, number=first + place, **fields)
                    for place, title in enumerate(titles)
                ]
        except IntegrityError:
            if not left:
                raise
    raise AssertionError("the last try returns or raises")
