"""A checklist as pages show it: what is done, what is due, what is late."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from planning.models import Plan, Point, TemplatePoint
from planning.models.checklists import MOST_POINTS
from productions.models import Show


@dataclass(frozen=True)
class Line:
    point: Point
    day: date | None
    is_late: bool
    is_today: bool


def rows_of(plan: Plan) -> list[Line]:
    """The points of an episode; one query."""
    show_plan = plan.episode.show.plan
    today = timezone.now().astimezone(show_plan.zone).date()
    lines = []
    for point in Point.objects.filter(episode=plan.episode).select_related("done_by"):
        point.episode = plan.episode
        day = point.due_on(show_plan)
        is_open = point.done_at is None and not plan.is_at_rest and day is not None
        lines.append(Line(point, day, bool(is_open and day and day < today), bool(is_open and day == today)))
    return lines


def tick(point: Point, actor: Any, is_done: bool) -> None:
    """Done by whom and when, or open again. Twice changes nothing."""
    rows = Point.objects.filter(pk=point.pk, done_at__isnull=is_done)
    rows.update(done_at=timezone.now() if is_done else None, done_by=actor if is_done else None)


def add(plan: Plan, point: Point) -> bool:
    """At the end. False when the checklist is full."""
    known = Point.objects.filter(episode=plan.episode)
    if known.count() >= MOST_POINTS:
        return False
    point.episode = plan.episode
    point.place = (known.aggregate(last=Max("place"))["last"] or 0) + 1
    point.save()
    return True


def set_template(show: Show, lines: list[tuple[str, int | None]]) -> None:
    """The template anew; episodes keep the copy they have."""
    with transaction.atomic():
        TemplatePoint.objects.filter(show=show).delete()
        TemplatePoint.objects.bulk_create(
            TemplatePoint(show=show, text=text, days_before=days, place=place)
            for place, (text, days) in enumerate(lines)
        )
