"""Presets of a team."""

import uuid
from typing import Any

from django.db import models

from teams.models import Team, TeamOwnedQuerySet


class Preset(models.Model):
    """A team's own way to master. `settings` is the body of an Auphonic preset, sent whole with each production."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    team = models.ForeignKey(Team, models.CASCADE, related_name="presets")
    name = models.CharField(max_length=120)
    settings: Any = models.JSONField(default=dict, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    objects = TeamOwnedQuerySet.as_manager()

    class Meta:
        ordering = ("name", "id")
        constraints = [models.UniqueConstraint(fields=("team", "name"), name="one_preset_per_name")]

    def __str__(self) -> str:
        return self.name

    @property
    def loudness_target(self) -> float:
        return float(self.settings.get("algorithms", {}).get("loudnesstarget", -16))
