"""How a show is planned: its zone and cadence, its own words for the stages, how much of each may be under way."""

import zoneinfo
from datetime import time, timedelta
from typing import Any

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from planning.cadence import DAY_NAMES, Cadence, Every, Nth, zone_of
from planning.stages import Stage
from podcaststudio.due import DueQuerySet
from productions.models import Show
from teams.models import TeamOwnedQuerySet

ROUND = timedelta(hours=1)  # between two looks at what a show has due


def in_a_while() -> Any:
    return timezone.now() + ROUND


class ShowPlanQuerySet(DueQuerySet, TeamOwnedQuerySet):  # type: ignore[override]  # of the generated as_manager
    team_path, show_path = "show__team", "show"


class ShowPlan(models.Model):
    """One for each show, made with it. `due_at` is when a worker next looks whom to remind."""

    show = models.OneToOneField(Show, models.CASCADE, primary_key=True, related_name="plan")
    time_zone = models.CharField(_("time zone"), max_length=64, blank=True)  # empty: the installation's
    every = models.CharField(_("comes out"), max_length=9, choices=Every, default=Every.NEVER, blank=True)
    weekday = models.PositiveSmallIntegerField(_("on"), choices=tuple(enumerate(DAY_NAMES)), default=1)
    nth = models.SmallIntegerField(_("which of the month"), choices=Nth, default=Nth.FIRST)
    goes_out_at = models.TimeField(_("at"), default=time(6))
    first_on = models.DateField(_("counted from"), null=True, blank=True)
    labels: Any = models.JSONField(default=dict, blank=True)  # stage: what the show calls it
    limits: Any = models.JSONField(default=dict, blank=True)  # stage: how many at a time, softly
    due_at = models.DateTimeField(null=True, blank=True, default=in_a_while, db_index=True)
    turn = models.PositiveIntegerField(default=0)

    objects = ShowPlanQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(every__in=Every.values), name="cadence_is_known"),
            models.CheckConstraint(condition=Q(weekday__lte=6), name="cadence_weekday_is_one"),
            models.CheckConstraint(condition=Q(nth__in=Nth.values), name="cadence_nth_is_one"),
        ]

    def __str__(self) -> str:
        return f"plan of {self.show}"

    @property
    def zone(self) -> zoneinfo.ZoneInfo:
        return zone_of(self.time_zone)

    @property
    def cadence(self) -> Cadence:
        return Cadence(self.every, self.weekday, self.nth, self.goes_out_at, self.first_on, self.zone)

    def label(self, stage: str) -> str:
        """What the show calls this stage."""
        return str(self.labels.get(stage) or Stage(stage).label)

    def stage_choices(self) -> list[tuple[str, str]]:
        return [(stage.value, self.label(stage)) for stage in Stage]
