"""The days on which a show should come out: which are free, and which have nothing planned."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Q
from django.utils import timezone

from planning.models import ShowPlan
from planning.stages import Stage
from productions.models import Episode, Show

FAR = 400  # days ahead in which a free slot is looked for


def taken_days(plan: ShowPlan, moments: Iterable[datetime | None]) -> set[date]:
    """The days of these moments in the show's zone."""
    return {moment.astimezone(plan.zone).date() for moment in moments if moment}


def free_slots(plan: ShowPlan, taken: set[date], start: datetime, days: int) -> list[datetime]:
    """Slots from `start` on that no episode has, within so many days."""
    first = start.astimezone(plan.zone).date()
    wanted = plan.cadence.days(first, first + timedelta(days=days))
    found = [plan.cadence.moment(day) for day in wanted if day not in taken]
    return [moment for moment in found if moment >= start]


def moments_of(show: Show, since: datetime) -> list[datetime | None]:
    """When episodes of the show are planned or scheduled, from a day before `since` on; one query."""
    from_then = since - timedelta(days=1)
    rows = Episode.objects.filter(show=show).exclude(plan__stage=Stage.ARCHIVED)
    rows = rows.filter(Q(planned_at__gte=from_then) | Q(plan__scheduled_at__gte=from_then))
    return [moment for pair in rows.values_list("planned_at", "plan__scheduled_at") for moment in pair]


def next_free(show: Show, now: datetime | None = None) -> datetime | None:
    """The slot that a new episode would get. Two queries at most."""
    now = now or timezone.now()
    plan = ShowPlan.objects.filter(show=show).first()
    if plan is None or not plan.every:
        return None
    slots = free_slots(plan, taken_days(plan, moments_of(show, now)), now, FAR)
    return slots[0] if slots else None


def propose(show: Show, asked: Mapping[str, str]) -> dict[str, Any]:
    """For the form of a new episode: the day its address names (`?planned=2026-05-14`), else the next free slot."""
    try:
        slot: datetime | None = ShowPlan.objects.get(show=show).cadence.moment(date.fromisoformat(asked["planned"]))
    except (KeyError, ValueError, OverflowError, ShowPlan.DoesNotExist):
        slot = next_free(show)
    return {"planned_at": slot} if slot else {}
