"""Results of a production."""

import uuid

from django.db import models

from productions.models.productions import Production
from teams.models import TeamOwnedQuerySet


class OfProductionQuerySet(TeamOwnedQuerySet):
    team_path, show_path = "production__episode__show__team", "production__episode__show"


class OutputFile(models.Model):
    """One result of a production, kept in our own storage."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    production = models.ForeignKey(Production, models.CASCADE, related_name="output_files")
    file = models.FileField(max_length=255)
    file_name = models.CharField(max_length=255)
    format = models.CharField(max_length=20)
    bitrate = models.PositiveIntegerField(default=0, help_text="kbit/s, 0 for lossless")
    size = models.BigIntegerField(help_text="bytes")
    checksum = models.CharField(max_length=32, blank=True, help_text="MD5, as Auphonic gave it")
    created_at = models.DateTimeField(auto_now_add=True)

    objects = OfProductionQuerySet.as_manager()

    class Meta:
        ordering = ("file_name",)
        constraints = [models.UniqueConstraint(fields=("production", "file_name"), name="one_output_file_per_name")]

    def __str__(self) -> str:
        return self.file_name
