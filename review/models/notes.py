"""Notes: what somebody says of a moment of a production."""

import uuid
from typing import Any

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from productions.models import Production
from review.models.links import Guest
from teams.models import TeamOwnedQuerySet, User


class Kind(models.TextChoices):
    MUST = "must", _("Must fix")
    SUGGESTION = "suggestion", _("Suggestion")
    QUESTION = "question", _("Question")


class NoteQuerySet(TeamOwnedQuerySet):
    team_path, show_path = "production__episode__show__team", "production__episode__show"

    def there(self) -> Any:
        """Not deleted."""
        return self.filter(deleted_at=None)

    def threads(self) -> Any:
        """Without replies."""
        return self.filter(parent=None)

    def open(self) -> Any:
        return self.there().threads().filter(resolved_at=None)


class Note(models.Model):
    """Said of the second `start` of what the production made, or of `start` to `end`; or a reply to such a note.

    Times are of that production for ever. Where they lie in a later one is computed, never written. A deleted note
    stays for a while, so that it can come back.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    production = models.ForeignKey(Production, models.CASCADE, related_name="notes")
    parent = models.ForeignKey("self", models.CASCADE, null=True, blank=True, related_name="replies")
    start = models.FloatField(null=True, blank=True, help_text="seconds; empty in a reply")
    end = models.FloatField(null=True, blank=True, help_text="seconds; empty: a moment")
    kind = models.CharField(max_length=10, choices=Kind, blank=True)
    text = models.TextField(max_length=4000)
    author = models.ForeignKey(User, models.SET_NULL, null=True, blank=True, related_name="+")
    guest = models.ForeignKey(Guest, models.SET_NULL, null=True, blank=True, related_name="notes")
    author_name = models.CharField(max_length=120, help_text="as it was, for when the author is gone")
    assigned_to = models.ForeignKey(User, models.SET_NULL, null=True, blank=True, related_name="+")
    resolved_at = models.DateTimeField(null=True, blank=True)
    resolved_by = models.ForeignKey(User, models.SET_NULL, null=True, blank=True, related_name="+")
    edited_at = models.DateTimeField(null=True, blank=True)
    deleted_at = models.DateTimeField(null=True, blank=True)
    changed_at = models.DateTimeField(auto_now=True)
    created_at = models.DateTimeField(auto_now_add=True)

    objects = NoteQuerySet.as_manager()

    class Meta:
        ordering = ("created_at", "id")
        indexes = [models.Index(fields=("production", "created_at"), name="notes_of_production")]
        constraints = [
            models.CheckConstraint(
                condition=Q(parent=None, start__gte=0, kind__in=Kind.values)
                | Q(parent__isnull=False, start=None, kind="", resolved_at=None),
                name="note_has_a_place_or_is_a_reply",
            ),
            models.CheckConstraint(condition=Q(end=None) | Q(end__gt=F("start")), name="note_ends_after_its_start"),
            models.CheckConstraint(condition=Q(author=None) | Q(guest=None), name="note_is_of_one"),
        ]

    def __str__(self) -> str:
        return self.text[:60]

    def get_absolute_url(self) -> str:
        return reverse("review:note", args=[self.pk])
