"""A month of the plan: for every day what is planned, scheduled or out, and the gaps of the cadence."""

import calendar
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import Q
from django.urls import reverse

from planning.cadence import on
from planning.models import Plan, ShowPlan
from planning.needs import gap_words
from planning.slots import free_slots, taken_days
from planning.stages import Stage

MOST = 500  # entries of one month
PLANNED, SCHEDULED, OUT, GAP = "planned", "scheduled", "out", "gap"


@dataclass(frozen=True)
class Entry:
    kind: str
    at: datetime
    title: str
    address: str
    show_plan: ShowPlan
    plan: Plan | None = None
    is_overdue: bool = False

    @property
    def is_movable(self) -> bool:
        return self.kind in (PLANNED, SCHEDULED)


@dataclass
class Day:
    day: date
    is_other: bool  # of the month before or after
    is_today: bool
    entries: list[Entry] = field(default_factory=list)


def month(first: date, zone: ZoneInfo, plans: Any, show_plans: Any, now: datetime) -> list[list[Day]]:
    """The weeks of the month that begins on `first`, with days of `zone`. Two queries."""
    days = calendar.Calendar().monthdatescalendar(first.year, first.month)
    start, end = (on(day, time(0), zone) for day in (days[0][0], days[-1][-1] + timedelta(days=1)))
    today = now.astimezone(zone).date()
    found = {day: Day(day, day.month != first.month, day == today) for week in days for day in week}
    for entry in sorted(_entries(plans, show_plans, start, end, now), key=lambda entry: entry.at):
        if day := found.get(entry.at.astimezone(zone).date()):
            day.entries.append(entry)
    return [[found[day] for day in week] for week in days]


def moment_of(plan: Plan) -> tuple[str, datetime | None]:
    """What counts of the two dates: the scheduled one where there is one."""
    at = plan.scheduled_at or plan.episode.planned_at
    if plan.stage == Stage.PUBLISHED:
        return OUT, at
    return (SCHEDULED if plan.scheduled_at else PLANNED), at


def dated(plans: Any, start: datetime, end: datetime | None = None) -> Any:
    """Those with a date in this time."""
    bounds = (start, end or datetime.max.replace(tzinfo=start.tzinfo) - timedelta(days=2))
    rows = plans.exclude(stage=Stage.ARCHIVED).select_related("episode__show__plan", "owner")
    return rows.filter(Q(scheduled_at__range=bounds) | Q(scheduled_at=None, episode__planned_at__range=bounds))


def _entries(plans: Any, show_plans: Any, start: datetime, end: datetime, now: datetime) -> Iterable[Entry]:
    # a day more on each side: a day of the show's zone may begin before one of the reader's
    rows = list(dated(plans, start - timedelta(days=1), end + timedelta(days=1))[:MOST])
    taken: dict[Any, list[datetime | None]] = {}
    for plan in rows:
        kind, at = moment_of(plan)
        taken.setdefault(plan.episode.show_id, []).append(at)
        if at:
            address = reverse("planning:episode_plan", args=[plan.pk])
            show_plan = plan.episode.show.plan
            yield Entry(kind, at, plan.episode.title, address, show_plan, plan, plan.is_overdue(now))
    if end > now:
        for show_plan in show_plans.exclude(every="").select_related("show"):
            yield from _gaps(show_plan, taken.get(show_plan.pk, ()), max(start, now), end)


def _gaps(show_plan: ShowPlan, taken: Iterable[datetime | None], start: datetime, end: datetime) -> Iterable[Entry]:
    for slot in free_slots(show_plan, taken_days(show_plan, taken), start, (end - start).days + 1):
        day = slot.astimezone(show_plan.zone).date()
        address = f"{reverse('productions:episode_new', args=[show_plan.pk])}?planned={day}"
        yield Entry(GAP, slot, gap_words(show_plan, day), address, show_plan)
