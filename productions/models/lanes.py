"""Separate tracks of an episode, and those that a production was made from."""

from typing import Any

from django.db import models

from productions.models.episodes import Episode
from productions.models.productions import Production
from productions.models.recordings import Recording


class Lane(models.Model):
    """One track of an episode: who or what is on it, and how it is mixed. All lanes begin at the same moment."""

    episode = models.ForeignKey(Episode, models.CASCADE, related_name="lanes")
    recording = models.ForeignKey(Recording, models.CASCADE, related_name="+")
    position = models.PositiveSmallIntegerField()
    name = models.CharField(max_length=60)
    settings: Any = models.JSONField(default=dict)

    class Meta:
        ordering = ("position", "id")
        constraints = [models.UniqueConstraint(fields=("episode", "name"), name="one_lane_per_name")]

    def __str__(self) -> str:
        return self.name


class ProductionLane(models.Model):
    """A lane as it was when the production began."""

    production = models.ForeignKey(Production, models.CASCADE, related_name="lanes")
    recording = models.ForeignKey(Recording, models.PROTECT, related_name="+")
    position = models.PositiveSmallIntegerField()
    name = models.CharField(max_length=60)
    settings: Any = models.JSONField(default=dict)

    class Meta:
        ordering = ("position", "id")
        constraints = [models.UniqueConstraint(fields=("production", "name"), name="one_production_lane_per_name")]

    def __str__(self) -> str:
        return self.name
