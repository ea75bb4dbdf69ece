"""Open notes on the line of time of a comparison."""

from collections.abc import Iterator, Sequence
from typing import Any

from compare.marks import Mark
from productions.models import Production
from review.models import Note


def of_notes(user: Any, productions: Sequence[Production]) -> Iterator[Mark]:
    """Those of the productions that are compared, as far as this person may read them."""
    for note in Note.objects.for_user(user).open().filter(production__in=productions):
        initials = "".join(word[0] for word in note.author_name.split()[:2]).upper()
        yield Mark(note.production_id, note.start, f"{note.author_name}: {note}", note.get_absolute_url(), initials)
