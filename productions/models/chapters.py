"""Chapters of an episode."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from productions.models.covers import Cover
from productions.models.episodes import Episode


class Chapter(models.Model):
    """A place in the recording that listeners can go to. Times are of the recording, before cuts."""

    episode = models.ForeignKey(Episode, models.CASCADE, related_name="chapters")
    start = models.FloatField(help_text="seconds")
    title = models.CharField(max_length=200)
    url = models.URLField(_("link"), max_length=500, blank=True)
    image = models.ForeignKey(Cover, models.SET_NULL, null=True, blank=True, related_name="+")

    class Meta:
        ordering = ("start", "id")
        constraints = [
            models.UniqueConstraint(fields=("episode", "start"), name="one_chapter_per_start"),
            models.CheckConstraint(condition=Q(start__gte=0), name="chapter_starts_at_or_after_zero"),
        ]

    def __str__(self) -> str:
        return self.title
