"""What a team takes with it: exports of everything it has, and its end."""

import uuid
from typing import Any

from django.db import models
from django.db.models import Q

from podcaststudio.due import DueQuerySet
from teams.models import Role, Team, TeamOwnedQuerySet, User


class ExportQuerySet(DueQuerySet, TeamOwnedQuerySet):  # type: ignore[override]  # of the generated as_manager
    def for_user(self, user: Any) -> Any:
        """For owners alone: an export holds everything."""
        return super().for_user(user).filter(my_role=Role.OWNER)


class Export(models.Model):
    """One zip file of all that a team has, in open formats. Made by a worker, kept for a while."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    team = models.ForeignKey(Team, models.CASCADE, related_name="exports")
    asked_by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")
    file = models.FileField(max_length=255, blank=True)
    file_name = models.CharField(max_length=255, blank=True)
    size = models.BigIntegerField(default=0, help_text="bytes")
    missing: Any = models.JSONField(default=list, help_text="files that were not there")
    error = models.TextField(blank=True)
    done_at = models.DateTimeField(null=True, blank=True)
    due_at = models.DateTimeField(null=True, blank=True, db_index=True)
    turn = models.PositiveIntegerField(default=0)
    created_at = models.DateTimeField(auto_now_add=True)

    objects = ExportQuerySet.as_manager()

    class Meta:
        ordering = ("-created_at", "id")
        constraints = [
            models.UniqueConstraint(fields=("team",), condition=Q(due_at__isnull=False), name="one_export_at_a_time")
        ]

    def __str__(self) -> str:
        return self.file_name or f"export of {self.team}"


class Deletion(models.Model):
    """The end of a team. Its people are out at once; a worker takes away files and remote collections, then rows."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    team = models.OneToOneField(Team, models.SET_NULL, null=True, related_name="deletion")
    team_name = models.CharField(max_length=80)
    asked_by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")
    attempts = models.PositiveSmallIntegerField(default=0)
    remains: Any = models.JSONField(default=list, help_text="what could not be taken away, and why")
    done_at = models.DateTimeField(null=True, blank=True)
    due_at = models.DateTimeField(null=True, blank=True, db_index=True)
    turn = models.PositiveIntegerField(default=0)
    created_at = models.DateTimeField(auto_now_add=True)

    objects = DueQuerySet.as_manager()

    class Meta:
        ordering = ("-created_at", "id")

    def __str__(self) -> str:
        return f"end of {self.team_name}"
