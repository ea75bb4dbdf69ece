"""Checklists: a show's template, and the copy that each new episode gets of it."""

import uuid
from datetime import date, timedelta

from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from planning.models.shows import ShowPlan
from productions.models import Episode, Show
from teams.models import TeamOwnedQuerySet, User

MOST_DAYS = 120  # before the planned date
MOST_POINTS = 60


class TemplatePoint(models.Model):
    """One point of a show's template."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    show = models.ForeignKey(Show, models.CASCADE, related_name="template_points")
    text = models.CharField(_("what is to be done"), max_length=160)
    days_before = models.PositiveSmallIntegerField(
        _("days before"), null=True, blank=True, validators=[MaxValueValidator(MOST_DAYS)]
    )
    place = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ("place", "id")

    def __str__(self) -> str:
        return self.text


class PointQuerySet(TeamOwnedQuerySet):
    team_path, show_path = "episode__show__team", "episode__show"


class Point(models.Model):
    """One point of an episode's checklist. A day set by hand counts before one that follows the planned date."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    episode = models.ForeignKey(Episode, models.CASCADE, related_name="points")
    text = models.CharField(_("what is to be done"), max_length=160)
    days_before = models.PositiveSmallIntegerField(
        _("days before"), null=True, blank=True, validators=[MaxValueValidator(MOST_DAYS)]
    )
    own_day = models.DateField(_("due"), null=True, blank=True)
    place = models.PositiveSmallIntegerField(default=0)
    done_at = models.DateTimeField(null=True, blank=True)
    done_by = models.ForeignKey(User, models.SET_NULL, null=True, blank=True, related_name="+")

    objects = PointQuerySet.as_manager()

    class Meta:
        ordering = ("place", "id")
        indexes = [models.Index(fields=("episode",), condition=Q(done_at=None), name="open_points")]

    def __str__(self) -> str:
        return self.text

    def due_on(self, plan: ShowPlan) -> date | None:
        """The day in the show's zone; none where neither a day nor a planned date says."""
        planned = self.episode.planned_at
        if self.own_day or self.days_before is None or planned is None:
            return self.own_day
        return planned.astimezone(plan.zone).date() - timedelta(days=self.days_before)
