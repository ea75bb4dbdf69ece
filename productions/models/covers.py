"""Cover pictures of shows and episodes."""

import uuid

from django.db import models

from teams.models import Team, TeamOwnedQuerySet


class Cover(models.Model):
    """A picture, drawn anew as JPEG, kept in our storage. Never changed: a new picture is a new row."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    team = models.ForeignKey(Team, models.CASCADE, related_name="+")
    file = models.FileField(max_length=255)
    file_name = models.CharField(max_length=255)
    width = models.PositiveIntegerField(help_text="pixels")
    height = models.PositiveIntegerField(help_text="pixels")
    created_at = models.DateTimeField(auto_now_add=True)

    objects = TeamOwnedQuerySet.as_manager()

    def __str__(self) -> str:
        return self.file_name
