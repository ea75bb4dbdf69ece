"""Changes of many episodes at once, with the values from before, so that they can be taken back for a while."""

import uuid
from datetime import timedelta
from typing import Any

from django.db import models
from django.utils import timezone

from productions.models import Show
from teams.models import TeamOwnedQuerySet, User

KEPT = timedelta(minutes=30)


class ChangeQuerySet(TeamOwnedQuerySet):
    team_path, show_path = "show__team", "show"

    def to_undo(self, user: Any) -> Any:
        """One's own that can still be taken back, the newest first."""
        return self.filter(made_by=user, undone_at=None, created_at__gte=timezone.now() - KEPT)


class Change(models.Model):
    """What one press of a button did to many episodes of a show. `before` and `after` are values by episode."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    show = models.ForeignKey(Show, models.CASCADE, related_name="changes")
    made_by = models.ForeignKey(User, models.CASCADE, related_name="+")
    words = models.CharField(max_length=200)
    before: Any = models.JSONField(default=dict)
    after: Any = models.JSONField(default=dict)
    created_at = models.DateTimeField(auto_now_add=True)
    undone_at = models.DateTimeField(null=True, editable=False)

    objects = ChangeQuerySet.as_manager()

    class Meta:
        ordering = ("-created_at", "id")

    def __str__(self) -> str:
        return self.words
