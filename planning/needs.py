"""What the plan asks of a person, over all shows they may see: overdue, due points, gaps, and the next two weeks.

For pages of other packages. Each function costs the same number of queries for one show and for a hundred.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from planning.models import Plan, Point, ShowPlan
from planning.models.checklists import MOST_DAYS
from planning.slots import free_slots, taken_days
from planning.stages import AT_REST, Stage
from productions.models import Episode, Show
from teams.access import EDIT
from teams.models import Team

DAYS = 14  # how far ahead
MOST = 200  # rows


class Kind(StrEnum):
    OVERDUE = "overdue"  # an episode whose planned or scheduled moment has passed
    POINT = "point"  # a point of a checklist that is due
    GAP = "gap"  # a day of the cadence with nothing planned
    PLANNED = "planned"
    SCHEDULED = "scheduled"


@dataclass(frozen=True)
class Item:
    """One row of "Needs you" or of the agenda. `day` is the day of `at` in `zone`, the show's."""

    kind: Kind
    show: Show
    title: str
    sentence: str
    address: str
    action: str
    at: datetime
    day: date
    zone: ZoneInfo
    episode: Episode | None = None
    is_mine: bool = False  # its owner is who asks, or nobody, and who asks may plan


def overdue(user: Any, now: datetime | None = None, team: Team | None = None) -> list[Item]:
    """Episodes and points of checklists that are late or due today, the longest first. Two queries.

    Reviewers get none of it, since they may do nothing about it.
    """
    now = now or timezone.now()
    plans = _in(team, Plan.objects.overdue(now).for_user(user).filter(my_role__gte=EDIT))
    plans = plans.select_related("episode__show__plan", "owner")[:MOST]
    points = _due_points(user, now, team)
    return sorted([*(_late(plan, user) for plan in plans), *points], key=lambda item: item.at)


def ahead(user: Any, days: int = DAYS, now: datetime | None = None, team: Team | None = None) -> list[Item]:
    """What comes today and in the days after, whole days in each show's zone: planned, scheduled and gaps.

    In the order of time. Two queries.
    """
    now = now or timezone.now()
    plans = _coming(user, now - timedelta(days=1), now + timedelta(days=days + 1), team)
    coming = [item for plan in plans for item in _agenda(plan, user) if item.at >= now]
    items = [item for item in coming if item.day <= now.astimezone(item.zone).date() + timedelta(days=days)]
    return sorted([*items, *_gaps(user, plans, now, days, team)], key=lambda item: item.at)


def gaps(user: Any, days: int = DAYS, now: datetime | None = None, team: Team | None = None) -> list[Item]:
    """Days on which a show should come out and nothing is planned. Two queries."""
    return [item for item in ahead(user, days, now, team) if item.kind == Kind.GAP]


def gap_words(plan: ShowPlan, day: date) -> str:
    """No episode planned for Tue 14 May (weekly show)."""
    facts = {"day": date_format(day, _("D j M")), "cadence": plan.cadence.words}
    return _("No episode planned for %(day)s (%(cadence)s)") % facts


def _in(team: Team | None, rows: Any) -> Any:
    return rows if team is None else rows.filter(**{rows.team_path: team})


def _coming(user: Any, start: datetime, end: datetime, team: Team | None) -> list[Plan]:
    """Plans with a moment in this time."""
    rows = _in(team, Plan.objects.for_user(user)).exclude(stage=Stage.ARCHIVED)
    rows = rows.filter(Q(episode__planned_at__range=(start, end)) | Q(scheduled_at__range=(start, end)))
    return list(rows.select_related("episode__show__plan", "owner")[: MOST * 5])


def _is_mine(owner_id: Any, user: Any, role: int) -> bool:
    return role >= EDIT and owner_id in (None, user.pk)


def _item(kind: Kind, plan: Plan, user: Any, at: datetime, sentence: str, action: str) -> Item:
    episode, show = plan.episode, plan.episode.show
    address, zone = reverse("planning:episode_plan", args=[episode.pk]), show.plan.zone
    mine = _is_mine(plan.owner_id, user, plan.my_role)  # type: ignore[attr-defined]
    return Item(
        kind, show, episode.title, sentence, address, action, at, at.astimezone(zone).date(), zone, episode, mine
    )


def _late(plan: Plan, user: Any) -> Item:
    is_scheduled = plan.scheduled_at is not None
    at = plan.scheduled_at if is_scheduled else plan.episode.planned_at
    assert at  # both conditions of `overdue` ask for it
    facts = {"day": date_format(at.astimezone(plan.episode.show.plan.zone), _("D j M")), "stage": _stage(plan)}
    sentence = was_to(plan) if is_scheduled else _("Overdue: planned for %(day)s, now in “%(stage)s”.") % facts
    return _item(Kind.OVERDUE, plan, user, at, sentence, _("Open the plan"))


def was_to(plan: Plan) -> str:
    """What did not go out at its moment, and why where that is known. `plan` has its show's."""
    at = plan.scheduled_at
    facts = {"day": date_format(at.astimezone(plan.episode.show.plan.zone), _("D j M")) if at else ""}
    if plan.held_back:
        return _("It was to go out on %(day)s. %(why)s") % {**facts, "why": plan.held_back}
    return _("It was to go out on %(day)s and is not out.") % facts


def _stage(plan: Plan) -> str:
    return plan.episode.show.plan.label(plan.stage)


def _agenda(plan: Plan, user: Any) -> list[Item]:
    """Scheduled comes before planned: what has a moment to go out is no longer only planned."""
    if plan.scheduled_at:
        words = _stage(plan) if plan.stage == Stage.SCHEDULED else _("Scheduled, %(stage)s") % {"stage": _stage(plan)}
        return [_item(Kind.SCHEDULED, plan, user, plan.scheduled_at, words, _("Open the plan"))]
    planned = plan.episode.planned_at
    if planned is None or plan.stage == Stage.PUBLISHED:
        return []
    return [_item(Kind.PLANNED, plan, user, planned, _stage(plan), _("Open the plan"))]


def _due_points(user: Any, now: datetime, team: Team | None) -> list[Item]:
    soon = Q(own_day__lte=now + timedelta(days=1)) | Q(
        own_day=None, days_before__isnull=False, episode__planned_at__lte=now + timedelta(days=MOST_DAYS + 1)
    )
    rows = _in(team, Point.objects.for_user(user)).filter(soon, done_at=None, my_role__gte=EDIT, episode__track=None)
    rows = rows.exclude(episode__plan__stage__in=AT_REST).select_related("episode__show__plan", "episode__plan__owner")
    return [item for point in rows[: MOST * 5] if (item := _point(point, user, now))]


def _point(point: Point, user: Any, now: datetime) -> Item | None:
    show_plan, plan = point.episode.show.plan, point.episode.plan
    day, today = point.due_on(show_plan), now.astimezone(show_plan.zone).date()
    if day is None or day > today:
        return None
    plan.my_role = point.my_role  # type: ignore[attr-defined]
    facts = {"text": point.text, "day": date_format(day, _("D j M"))}
    words = _("“%(text)s” is due today.") if day == today else _("“%(text)s” was due on %(day)s.")
    return _item(Kind.POINT, plan, user, show_plan.cadence.moment(day), words % facts, _("Open the checklist"))


def _gaps(user: Any, plans: Iterable[Plan], now: datetime, days: int, team: Team | None) -> list[Item]:
    taken: dict[Any, list[datetime | None]] = {}
    for plan in plans:
        taken.setdefault(plan.episode.show_id, []).extend([plan.episode.planned_at, plan.scheduled_at])
    rows = _in(team, ShowPlan.objects.for_user(user)).exclude(every="").select_related("show")
    return [
        _gap(show_plan, slot, user)
        for show_plan in rows
        for slot in free_slots(show_plan, taken_days(show_plan, taken.get(show_plan.pk, ())), now, days)
    ]


def _gap(plan: ShowPlan, slot: datetime, user: Any) -> Item:
    show = plan.show
    day = slot.astimezone(plan.zone).date()
    address = f"{reverse('productions:episode_new', args=[show.pk])}?planned={day}"
    is_mine = plan.my_role >= EDIT  # type: ignore[attr-defined]
    return Item(
        Kind.GAP, show, show.title, gap_words(plan, day), address, _("Plan an episode"), slot, day, plan.zone,
        is_mine=is_mine,
    )  # fmt: skip
