"""Another day for an episode: from the calendar's dialog, by dragging, or on a page of its own."""

from datetime import date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from planning import moves
from planning.cadence import on
from planning.forms import DateForm
from planning.models import Plan
from planning.views.boards import back_of
from planning.views.episodes import find
from teams.access import EDIT, SEE
from teams.current import signed_in

FIELDS = {"planned": "planned_at", "scheduled": "scheduled_at"}


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def episode_date(request: HttpRequest, pk: str) -> HttpResponse:
    """A POST with `mine` counts days in the zone of who asks, as the team's calendar shows them."""
    plan = find(request.user, EDIT if request.method == "POST" else SEE, pk)
    back = back_of(request, plan, "calendar")
    which = "scheduled" if request.GET.get("which") == "scheduled" else "planned"
    show_zone = plan.episode.show.plan.zone
    if request.method == "POST":
        form = DateForm(request.POST)
        if form.is_valid() and _move(request, plan, form):
            return redirect(back)
    else:
        at = _now(plan, which)
        local = at.astimezone(show_zone) if at else None
        initial = {"which": which, "version": plan.version, "day": local and local.date(), "at": local and local.time()}
        form = DateForm(initial=initial)
    context = {"form": form, "plan": plan, "episode": plan.episode, "show": plan.episode.show, "zone": show_zone}
    context |= {"back": back, "which": which, "may_plan": plan.my_role >= EDIT}
    return render(request, "planning/episode_date.html", context, status=422 if form.is_bound else 200)


def _move(request: HttpRequest, plan: Plan, form: DateForm) -> bool:
    """Says what became of it; False when the form has to be mended."""
    data, show_plan = form.cleaned_data, plan.episode.show.plan
    which, zone = data["which"], timezone.get_current_timezone() if request.POST.get("mine") else show_plan.zone
    at = _moment(data["day"], data["at"], _now(plan, which), show_plan.goes_out_at, zone)
    changed: dict[str, Any] = {FIELDS[which]: at}
    try:
        moves.change(plan, request.user, data["version"], **changed)
    except moves.Overtaken as overtaken:
        messages.error(request, str(overtaken))
    except moves.Refused as refused:
        messages.warning(request, refused.refusal.sentence)
    else:
        day = date_format(at.astimezone(show_plan.zone), _("D j M Y, H:i")) if at else _("no day")
        facts = {"title": plan.episode, "day": day}
        words = _("“%(title)s”: %(day)s.")
        if which == "scheduled":
            words = _("“%(title)s” goes out on %(day)s.") if at else _("“%(title)s” is no longer scheduled.")
        messages.success(request, words % facts)
    return True


def _now(plan: Plan, which: str) -> datetime | None:
    return plan.scheduled_at if which == "scheduled" else plan.episode.planned_at


def _moment(day: date | None, at: time | None, before: datetime | None, usual: time, zone: ZoneInfo) -> datetime | None:
    """The hour that was given, else the one it had, else the show's."""
    if day is None:
        return None
    return on(day, at or (before.astimezone(zone).time() if before else usual), zone)
