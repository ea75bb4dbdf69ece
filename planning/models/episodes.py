"""The plan of one episode. `Episode.planned_at` is the planned date, which moves freely; `scheduled_at` is another.

At `scheduled_at` the episode goes out by itself, and not before (`release.py`).
"""

from datetime import datetime
from typing import Any

from django.db import models
from django.db.models import Case, Exists, F, OuterRef, Q, When
from django.db.models.functions import Now
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from planning.stages import AT_REST, WORKED_ON, Stage
from podcaststudio.due import DueQuerySet
from productions.models import Episode, Production
from productions.states import State
from teams.models import TeamOwnedQuerySet, User


class PlanQuerySet(DueQuerySet, TeamOwnedQuerySet):  # type: ignore[override]  # of the generated as_manager
    team_path, show_path = "episode__show__team", "episode__show"

    def overdue(self, now: datetime) -> Any:
        """Planned for a day that is over and not on its way out, or scheduled for a moment that passed."""
        planned = Q(episode__planned_at__lt=now, scheduled_at=None, stage__in=WORKED_ON)
        late = planned | Q(scheduled_at__lt=now, due_at=None)
        return self.filter(Q(late, episode__track=None) | ~Q(held_back="")).exclude(stage__in=AT_REST)

    def with_attention(self, now: datetime) -> Any:
        """Those that are overdue, or whose newest production failed or waits to be heard."""
        newest = Production.objects.newest_of_episode().filter(episode=OuterRef("episode"))
        waits = Exists(newest.filter(state__in=(State.FAILED, State.HELD)))
        return self.filter(Q(pk__in=self.model.objects.overdue(now).values("pk")) | waits)

    def at_version(self, pk: Any, version: int, /, **values: Any) -> bool:
        """Change a plan that is still as it was seen. False when somebody else changed it meanwhile.

        To be called in a transaction: another stage or moment is another one at which it comes due.
        """
        rows = self.model.objects.filter(pk=pk)
        if "scheduled_at" in values:
            values["due_at"] = None
        if not rows.filter(version=version).update(version=F("version") + 1, **values):
            return False
        coming = When(Q(scheduled_at__gt=Now()) & ~Q(stage__in=AT_REST), then=F("scheduled_at"))
        if "scheduled_at" in values:
            rows.update(due_at=Case(coming, default=None), turn=F("turn") + 1, held_back="")
        elif "stage" in values:
            rest = When(stage__in=AT_REST, then=None)
            rows.update(due_at=Case(rest, coming, default=F("due_at")), turn=F("turn") + 1)
        return True


class Plan(models.Model):
    """Made with its episode. `version` counts the changes, so that of two people who change it at once one is told."""

    episode = models.OneToOneField(Episode, models.CASCADE, primary_key=True, related_name="plan")
    stage = models.CharField(_("stage"), max_length=9, choices=Stage, default=Stage.IDEA)
    stage_since = models.DateTimeField(default=timezone.now)
    owner = models.ForeignKey(
        User,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=pgettext_lazy("of an episode", "owner"),
    )
    scheduled_at = models.DateTimeField(_("scheduled for"), null=True, blank=True)
    scheduled_by = models.ForeignKey(User, models.SET_NULL, null=True, editable=False, related_name="+")
    due_at = models.DateTimeField(
        null=True, editable=False
    )  # when a worker lets it go: its moment, while that is ahead
    turn = models.PositiveIntegerField(default=0, editable=False)
    held_back = models.TextField(blank=True, editable=False)  # why it did not go out then, in its owner's language
    waiting_for = models.CharField(_("waiting for"), max_length=80, blank=True)
    has_own_people = models.BooleanField(default=False)  # else those of the show
    version = models.PositiveIntegerField(default=0)
    changed_by = models.ForeignKey(User, models.SET_NULL, null=True, editable=False, related_name="+")

    objects = PlanQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=("stage",), name="plan_stage"),
            models.Index(fields=("scheduled_at",), condition=Q(scheduled_at__isnull=False), name="plan_scheduled"),
            models.Index(fields=("due_at",), condition=Q(due_at__isnull=False), name="plan_due"),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(stage__in=Stage.values), name="plan_stage_is_known"),
            models.CheckConstraint(
                condition=~Q(stage=Stage.SCHEDULED, scheduled_at=None), name="what_is_scheduled_has_a_moment"
            ),
            models.CheckConstraint(
                condition=Q(due_at=None) | Q(scheduled_at__isnull=False), name="what_is_due_has_a_moment"
            ),
        ]

    def __str__(self) -> str:
        return f"plan of {self.episode}"

    @property
    def is_at_rest(self) -> bool:
        return self.stage in AT_REST

    def is_overdue(self, now: datetime) -> bool:
        """As `overdue()` finds them."""
        planned, scheduled = self.episode.planned_at, self.scheduled_at
        if self.is_at_rest:
            return False
        if self.held_back:
            return True
        if self.episode.track_id:
            return False
        if scheduled:
            return scheduled < now and self.due_at is None
        return bool(planned and planned < now and self.stage in WORKED_ON)
