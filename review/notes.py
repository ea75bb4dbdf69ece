"""What people do with notes. Each verb checks who asks, changes one row, and tells those it concerns."""

from datetime import timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from productions.models import Production
from productions.pipeline import Refused
from review import told
from review.mentions import mentioned
from review.models import Note
from review.reviewers import Reviewer, members_of

UNDO = timedelta(minutes=10)  # in which a deleted note can come back
KEPT = timedelta(days=1)  # after which it is gone for good


def leave(production: Production, who: Reviewer, **said: Any) -> Note:
    """A note on this production; `said` has text, start, end, kind and assigned_to."""
    with transaction.atomic():
        note = Note.objects.create(production=production, **who.author, **said)
        told.noted(note, who, _named(note, who))
    return note


def reply(note: Note, who: Reviewer, text: str) -> Note:
    """Threads have one level: a reply to a reply stands below it. Raises `Refused`."""
    thread = note.parent or note
    if thread.deleted_at:
        raise Refused(_("This note has been deleted meanwhile. Leave yours as a note of its own."))
    with transaction.atomic():
        answer = Note.objects.create(production=thread.production, parent=thread, text=text, **who.author)
        told.noted(answer, who, _named(answer, who))
    return answer


def edit(note: Note, who: Reviewer, **said: Any) -> None:
    """One's own; only those who are newly named are told. Raises `Refused`."""
    if not who.owns(note) or note.deleted_at:
        raise Refused(_("Only who wrote a note can change it."))
    before = {person.pk for person in _named(note, who)} | {note.assigned_to_id}
    for name, value in said.items():
        setattr(note, name, value)
    note.edited_at = timezone.now()
    with transaction.atomic():
        note.save()
        fresh = [person for person in _named(note, who) if person.pk not in before]
        if fresh or (note.assigned_to_id and note.assigned_to_id not in before):
            told.noted(note, who, fresh)


def delete(note: Note, who: Reviewer) -> None:
    """It can come back for a while. Raises `Refused`."""
    if not who.may_delete(note):
        raise Refused(_("Only who wrote a note can delete it."))
    _set(note, deleted_at=timezone.now())


def undo(note: Note, who: Reviewer) -> None:
    """Raises `Refused` when it is too late."""
    if not who.may_delete(note) or (note.deleted_at and note.deleted_at < timezone.now() - UNDO):
        raise Refused(_("It is too late to bring this note back. Write it anew."))
    _set(note, deleted_at=None)


def resolve(note: Note, who: Reviewer) -> None:
    """Raises `Refused` for guests."""
    _may_resolve(who)
    if note.resolved_at is None:
        _set(note, resolved_at=timezone.now(), resolved_by=who.user)


def reopen(note: Note, who: Reviewer) -> None:
    """Raises `Refused` for guests."""
    _may_resolve(who)
    _set(note, resolved_at=None, resolved_by=None)


def purge() -> None:
    """Deleted notes that can come back no more."""
    Note.objects.filter(deleted_at__lt=timezone.now() - KEPT).delete()


def _may_resolve(who: Reviewer) -> None:
    if not who.may_resolve:
        raise Refused(_("Members of the team resolve notes."))


def _set(note: Note, **values: Any) -> None:
    for name, value in values.items():
        setattr(note, name, value)
    note.save(update_fields=[*values, "changed_at"])


def _named(note: Note, who: Reviewer) -> list[Any]:
    """Guests do not know who is in the team, so they name nobody."""
    if who.user is None or "@" not in note.text:
        return []
    return mentioned(note.text, members_of(note.production.episode.show))
