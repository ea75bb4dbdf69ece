"""Who is asked to review a production, and what those who may decide it have decided."""

import uuid

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from productions.models import Production
from review.models.links import Guest
from teams.models import TeamOwnedQuerySet, User


class OfProductionQuerySet(TeamOwnedQuerySet):
    team_path, show_path = "production__episode__show__team", "production__episode__show"


class Request(models.Model):
    """Somebody is asked to hear a production and to decide."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    production = models.ForeignKey(Production, models.CASCADE, related_name="review_requests")
    reviewer = models.ForeignKey(User, models.CASCADE, related_name="review_requests")
    asked_by = models.ForeignKey(User, models.SET_NULL, null=True, blank=True, related_name="+")
    due_on = models.DateField(null=True, blank=True)
    message = models.TextField(max_length=1000, blank=True)
    reminded_at = models.DateTimeField(null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    changed_at = models.DateTimeField(auto_now=True)
    created_at = models.DateTimeField(auto_now_add=True)

    objects = OfProductionQuerySet.as_manager()

    class Meta:
        ordering = ("created_at", "id")
        constraints = [models.UniqueConstraint(fields=("production", "reviewer"), name="one_request_per_reviewer")]

    def __str__(self) -> str:
        return f"{self.reviewer}: {self.production.episode}"


class Verdict(models.TextChoices):
    APPROVED = "approved", _("Approved")
    CHANGES = "changes", _("Changes requested")


class Decision(models.Model):
    """What one person says of a production; the newest word counts, and replaces the one before."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    production = models.ForeignKey(Production, models.CASCADE, related_name="decisions")
    reviewer = models.ForeignKey(User, models.SET_NULL, null=True, blank=True, related_name="+")
    guest = models.ForeignKey(Guest, models.SET_NULL, null=True, blank=True, related_name="decisions")
    author_name = models.CharField(max_length=120, help_text="as it was, for when the person is gone")
    verdict = models.CharField(max_length=8, choices=Verdict)
    sentence = models.TextField(max_length=1000, blank=True)
    changed_at = models.DateTimeField(auto_now=True)
    created_at = models.DateTimeField(auto_now_add=True)

    objects = OfProductionQuerySet.as_manager()

    class Meta:
        ordering = ("created_at", "id")
        constraints = [
            models.UniqueConstraint(fields=("production", "reviewer"), name="one_decision_per_reviewer"),
            models.UniqueConstraint(fields=("production", "guest"), name="one_decision_per_guest"),
            models.CheckConstraint(condition=Q(reviewer=None) | Q(guest=None), name="decision_is_of_one"),
            models.CheckConstraint(condition=Q(verdict__in=Verdict.values), name="verdict_is_known"),
        ]

    def __str__(self) -> str:
        return f"{self.author_name}: {self.get_verdict_display()}"
