"""Presets of a team, their versions, and their copies at accounts."""

import uuid
from typing import Any

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from podcaststudio.due import DueQuerySet
from productions.models.accounts import AuphonicAccount
from teams.models import Team, TeamOwnedQuerySet, User


class Preset(models.Model):
    """A team's own way to master. `settings` is the body of an Auphonic preset, sent whole with each production."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    team = models.ForeignKey(Team, models.CASCADE, related_name="presets")
    name = models.CharField(max_length=120)
    settings: Any = models.JSONField(default=dict, blank=True)
    version = models.PositiveIntegerField(default=1, editable=False)
    created_at = models.DateTimeField(auto_now_add=True)

    objects = TeamOwnedQuerySet.as_manager()

    class Meta:
        ordering = ("name", "id")
        constraints = [models.UniqueConstraint(fields=("team", "name"), name="one_preset_per_name")]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("productions:preset_detail", args=[self.pk])

    @property
    def loudness_target(self) -> float:
        return float(self.settings.get("algorithms", {}).get("loudnesstarget", -16))


class PresetVersion(models.Model):
    """A preset as it was after one of its changes. Append-only."""

    preset = models.ForeignKey(Preset, models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField()
    name = models.CharField(max_length=120)
    settings: Any = models.JSONField(default=dict)
    note = models.CharField(max_length=200, blank=True)
    saved_by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ("-number",)
        constraints = [models.UniqueConstraint(fields=("preset", "number"), name="one_version_per_number")]

    def __str__(self) -> str:
        return _("%(name)s, version %(number)s") % {"name": self.name, "number": self.number}


class PresetCopyQuerySet(DueQuerySet, TeamOwnedQuerySet):  # type: ignore[override]  # of the generated as_manager
    team_path = "preset__team"


class PresetCopy(models.Model):
    """A preset's counterpart at a linked account. `agreed` is how both were when they last were the same."""

    class Wish(models.TextChoices):
        LOOK = "", "look"
        SEND = "send", gettext_lazy("send ours")
        FETCH = "fetch", gettext_lazy("take theirs")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    preset = models.ForeignKey(Preset, models.CASCADE, related_name="copies")
    account = models.ForeignKey(AuphonicAccount, models.CASCADE, related_name="preset_copies")
    auphonic_uuid = models.CharField(max_length=64, blank=True)
    agreed: Any = models.JSONField(null=True, blank=True)
    found: Any = models.JSONField(null=True, blank=True)
    wish = models.CharField(max_length=5, choices=Wish, default=Wish.LOOK, blank=True)
    asked_by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")
    is_missing = models.BooleanField(default=False)
    error = models.TextField(blank=True)
    seen_at = models.DateTimeField(null=True, blank=True)
    due_at = models.DateTimeField(null=True, blank=True, db_index=True)
    turn = models.PositiveIntegerField(default=0)

    objects = PresetCopyQuerySet.as_manager()

    class Meta:
        ordering = ("account__name",)
        constraints = [models.UniqueConstraint(fields=("preset", "account"), name="one_copy_per_account")]

    def __str__(self) -> str:
        return f"{self.preset} at {self.account}"
