"""Reminds of what is overdue and of points that are due: once per event, to who can do something about it.

The plan of a show comes due every hour (`due_at`); a worker claims it, tells, and sets the next hour. A worker that
dies between the two tells again, which does nothing.
"""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise, lazy
from django.utils.translation import gettext_lazy as _

from notices.kinds import Mail, register
from notices.telling import tell
from planning.models import Plan, Point, ShowPlan
from planning.models.checklists import MOST_DAYS
from planning.models.shows import ROUND
from planning.stages import AT_REST
from podcaststudio.due import Lost, in_seconds
from podcaststudio.words import dated, filled
from productions.models import Episode, Show

TASK = "planning.remind"
LEASE = 120.0  # seconds
BACK = timedelta(days=60)  # what is late for longer is no news
DUE = register(
    "plan.due",
    _("an episode of yours is overdue, or a point of its checklist is due"),
    Mail.DAILY,
)


def remind(pk: UUID) -> None:
    """Worker: one show."""
    turn = ShowPlan.objects.claim(pk, LEASE)
    if turn is None:
        return
    plan = ShowPlan.objects.select_related("show__team").get(pk=pk)
    try:
        with transaction.atomic():
            _remind(plan, timezone.now())
            ShowPlan.objects.write(pk, turn, due_at=in_seconds(ROUND.total_seconds()))
    except Lost:
        return


def _remind(plan: ShowPlan, now: datetime) -> None:
    for late in (
        Plan.objects.overdue(now).filter(episode__show=plan.show).select_related("episode__created_by", "owner")
    ):
        at = late.scheduled_at or late.episode.planned_at
        if at and not late.held_back and at > now - BACK:
            day = dated(at.astimezone(plan.zone), _("D j M"))
            facts = {"show": plan.show, "day": day, "stage": lazy(plan.label, str)(late.stage)}
            body = filled(_("%(show)s: it was to be out on %(day)s and is in “%(stage)s”."), facts)
            _tell(late, f"late:{late.pk}:{at:%Y%m%d%H%M}", _("%(title)s is overdue"), body, plan.show)
    for point, day in _due(plan, now):
        facts = {"show": plan.show, "text": point.text, "day": dated(day, _("D j M"))}
        body = filled(_("%(show)s: “%(text)s” was due on %(day)s."), facts)
        _tell(point.episode.plan, f"point:{point.pk}:{day}", _("%(title)s: a point is due"), body, plan.show)


def _due(plan: ShowPlan, now: datetime) -> list[tuple[Point, Any]]:
    today = now.astimezone(plan.zone).date()
    near = Q(own_day__lte=today) | Q(own_day=None, episode__planned_at__lte=now + timedelta(days=MOST_DAYS + 1))
    rows = Point.objects.filter(near, episode__show=plan.show, done_at=None, episode__track=None)
    rows = rows.exclude(episode__plan__stage__in=AT_REST)
    rows = rows.select_related("episode__plan__owner", "episode__created_by")
    found = [(point, point.due_on(plan)) for point in rows]
    return [(point, day) for point, day in found if day and today - BACK < day <= today]


def _tell(plan: Plan, key: str, title: Promise, body: Promise, show: Show) -> None:
    person = plan.owner or plan.episode.created_by
    if person is None or not Episode.objects.for_user(person).filter(pk=plan.episode_id).exists():
        return
    tell(
        DUE.name, f"plan:{key}", [person], title=filled(title, {"title": plan.episode}), body=body,
        address=reverse("planning:episode_plan", args=[plan.episode_id]), team=show.team,
    )  # fmt: skip
