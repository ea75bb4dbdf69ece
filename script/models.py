"""Editions of the script of an episode: its transcript and its chapters, each as somebody saved it."""

import uuid
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from productions.models import Episode, Production
from productions.models.recordings import OfEpisodeQuerySet
from teams.models import User


class Kind(models.TextChoices):
    TRANSCRIPT = "transcript", _("Transcript")
    CHAPTERS = "chapters", _("Chapters")


class How(models.TextChoices):
    """How an edition came about from the one before."""

    FOUND = "found", _("as it was")
    EDITED = "edited", _("edited")
    IMPORTED = "imported", _("imported")
    TAKEN = "taken", _("taken from the production")
    CARRIED = "carried", _("carried over to another production")
    SHIFTED = "shifted", _("moved in time")
    STRETCHED = "stretched", _("stretched")
    NAMED = "named", _("speakers named")
    REPLACED = "replaced", _("words replaced")
    PICTURED = "pictured", _("picture changed")
    ACCEPTED = "accepted", _("suggestions accepted")
    RESTORED = "restored", _("restored")


class Edition(models.Model):
    """One state of a transcript or a list of chapters. Only ever added, never changed; the newest one counts.

    `body` is what segments.py or chapters.py keep. Times of a transcript are those of the output of `production`,
    times of chapters those of the recording.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    episode = models.ForeignKey(Episode, models.CASCADE, related_name="editions")
    kind = models.CharField(max_length=10, choices=Kind)
    number = models.PositiveIntegerField()
    body: Any = models.JSONField(default=list)
    production = models.ForeignKey(Production, models.SET_NULL, null=True, blank=True, related_name="+")
    how = models.CharField(max_length=10, choices=How)
    detail = models.CharField(max_length=200, blank=True)
    made_by = models.ForeignKey(User, models.SET_NULL, null=True, blank=True, related_name="+")
    made_at = models.DateTimeField(auto_now_add=True)

    objects = OfEpisodeQuerySet.as_manager()

    class Meta:
        ordering = ("-number",)
        constraints = [
            # who saves on an edition that somebody else saved on meanwhile finds the next number taken
            models.UniqueConstraint(fields=("episode", "kind", "number"), name="one_edition_per_number"),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.number}, {self.episode}"
