"""The calendar of a show, in the show's zone, and of the whole team, in the reader's."""

from datetime import date, datetime, timedelta
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from planning.models import Plan, ShowPlan
from planning.month import month
from planning.views.episodes import other_zone
from planning.views.tabs import show_for
from teams.access import EDIT, SEE
from teams.current import signed_in, with_team
from teams.models import Team


@require_safe
@signed_in
def show_calendar(request: HttpRequest, pk: str) -> HttpResponse:
    show = show_for(request.user, SEE, pk)
    zone = show.plan.zone
    plans, show_plans = Plan.objects.filter(episode__show=show), ShowPlan.objects.filter(show=show)
    context = {"show": show, "tab": "calendar", "may_plan": show.my_role >= EDIT, "other_zone": other_zone(zone)}
    return _page(request, zone, plans, show_plans, context)


@require_safe
@with_team
def team_calendar(request: HttpRequest, team: Team) -> HttpResponse:
    zone = timezone.get_current_timezone()
    plans = Plan.objects.for_user(request.user).filter(episode__show__team=team)
    show_plans = ShowPlan.objects.for_user(request.user).filter(show__team=team)
    return _page(request, zone, plans, show_plans, {"team": team, "may_plan": True})


def _page(request: HttpRequest, zone: Any, plans: Any, show_plans: Any, context: dict[str, Any]) -> HttpResponse:
    now = timezone.now()
    first = _month(request.GET.get("month", ""), now.astimezone(zone).date())
    weeks = month(first, zone, plans, show_plans, now)
    days = [day for week in weeks for day in week if day.entries and not day.is_other]
    context |= {
        "zone": zone,
        "first": first,
        "weeks": weeks,
        "days": days,
        "earlier": (first - timedelta(days=1)).strftime("%Y-%m"),
        "later": (first + timedelta(days=31)).strftime("%Y-%m"),
        "is_agenda": request.GET.get("view") == "agenda",
    }
    return render(request, "planning/calendar.html", context)


def _month(asked: str, today: date) -> date:
    """The first day of the month in the address, or of this one."""
    try:
        found = datetime.strptime(asked, "%Y-%m").date()
    except ValueError:
        return today.replace(day=1)
    return found if 2000 <= found.year <= 2100 else today.replace(day=1)
