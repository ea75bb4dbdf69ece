"""Recordings that a worker fetches from the web."""

import uuid

from django.db import models

from podcaststudio.due import DueQuerySet
from productions.models.episodes import Episode
from productions.models.recordings import OfEpisodeQuerySet, Recording
from teams.models import User


class FetchQuerySet(DueQuerySet, OfEpisodeQuerySet):  # type: ignore[override]  # of the generated as_manager
    pass


class Fetch(models.Model):
    """An address that a recording is fetched from. It rests (`due_at` is empty) when it is here, or given up."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    episode = models.ForeignKey(Episode, models.CASCADE, related_name="fetches")
    user = models.ForeignKey(User, models.CASCADE, related_name="+")
    address = models.URLField(max_length=2000)
    is_start_wanted = models.BooleanField(default=False)
    recording = models.OneToOneField(Recording, models.SET_NULL, null=True, blank=True, related_name="fetch")
    arrived = models.BigIntegerField(default=0, help_text="bytes")
    attempts = models.PositiveSmallIntegerField(default=0)
    error = models.TextField(blank=True)
    due_at = models.DateTimeField(null=True, blank=True, db_index=True)
    turn = models.PositiveIntegerField(default=0)
    created_at = models.DateTimeField(auto_now_add=True)

    objects = FetchQuerySet.as_manager()

    class Meta:
        ordering = ("-created_at", "id")

    def __str__(self) -> str:
        return self.address

    @property
    def is_under_way(self) -> bool:
        return self.due_at is not None
