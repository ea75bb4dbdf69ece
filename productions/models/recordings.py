"""Recordings of an episode, and uploads on their way to be one."""

import uuid
from typing import Any

from django.db import models
from django.db.models import OuterRef, Subquery

from teams.models import TeamOwnedQuerySet, User


class OfEpisodeQuerySet(TeamOwnedQuerySet):
    team_path, show_path = "episode__show__team", "episode__show"

    def newest_of_episode(self) -> Any:
        """Only the newest one of each episode."""
        newest = self.model.objects.filter(episode=OuterRef("episode")).order_by("-created_at", "id")
        return self.filter(pk=Subquery(newest.values("pk")[:1]))


class Recording(models.Model):
    """The raw file a person uploaded for an episode, whole and found to be audio."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    episode = models.ForeignKey("Episode", models.CASCADE, related_name="recordings")
    file = models.FileField(max_length=255)
    file_name = models.CharField(max_length=255, help_text="as it was called where it came from")
    size = models.BigIntegerField(help_text="bytes")
    sha256 = models.CharField(max_length=64)
    duration = models.FloatField(help_text="seconds")
    codec = models.CharField(max_length=40, blank=True)
    channels = models.PositiveSmallIntegerField(null=True, blank=True)
    samplerate = models.PositiveIntegerField(null=True, blank=True, help_text="Hz")
    uploaded_by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)

    objects = OfEpisodeQuerySet.as_manager()

    class Meta:
        ordering = ("-created_at", "id")

    def __str__(self) -> str:
        return self.file_name


class Upload(models.Model):
    """A recording on its way in (tus 1.0). How much has arrived is the size of its part file, nothing else."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    episode = models.ForeignKey("Episode", models.CASCADE, related_name="uploads")
    user = models.ForeignKey(User, models.CASCADE, related_name="+")
    file_name = models.CharField(max_length=255)
    size = models.BigIntegerField(help_text="bytes, announced")
    is_start_wanted = models.BooleanField(
        default=False, help_text="start a production as soon as the recording is here"
    )
    recording = models.OneToOneField(Recording, models.SET_NULL, null=True, blank=True, related_name="upload")
    error = models.TextField(blank=True)
    expires_at = models.DateTimeField(db_index=True)
    created_at = models.DateTimeField(auto_now_add=True)

    objects = OfEpisodeQuerySet.as_manager()

    def __str__(self) -> str:
        return self.file_name
