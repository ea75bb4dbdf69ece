"""The plan of one episode: stage, owner, dates, checklist, people."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from planning import moves
from planning.checklist import rows_of
from planning.forms import PlanForm, PointForm
from planning.models import Plan
from planning.people import parts_of
from teams.access import EDIT, SEE, get_for
from teams.current import signed_in


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def episode_plan(request: HttpRequest, pk: str) -> HttpResponse:
    plan = find(request.user, EDIT if request.method == "POST" else SEE, pk)
    form = PlanForm(request.POST if request.method == "POST" else None, instance=plan)
    context: dict[str, Any] = {"form": form}
    if form.is_valid():
        try:
            moves.change(plan, request.user, form.cleaned_data.pop("version"), **form.cleaned_data)
        except moves.Refused as refused:
            context["refusal"] = refused.refusal
        except moves.Overtaken as overtaken:
            context["overtaken"] = str(overtaken)
        else:
            messages.success(request, _("Saved."))
            return redirect("planning:episode_plan", plan.pk)
    return render(request, "planning/episode_plan.html", context | beside(plan), status=422 if form.is_bound else 200)


def find(user: Any, role: Any, pk: str) -> Plan:
    """The plan with everything its page shows of its episode and show."""
    plans = Plan.objects.select_related("episode__show__team", "episode__show__plan", "owner")
    found: Plan = get_for(user, plans, role, pk=pk)
    return found


def beside(plan: Plan) -> dict[str, Any]:
    """What the page shows beside the form."""
    show = plan.episode.show
    return {
        "plan": plan,
        "episode": plan.episode,
        "show": show,
        "zone": show.plan.zone,
        "other_zone": other_zone(show.plan.zone),
        "points": rows_of(plan),
        "point_form": PointForm(),
        "parts": parts_of(plan),
        "may_plan": plan.my_role >= EDIT,
        "is_overdue": plan.is_overdue(timezone.now()),
    }


def other_zone(zone: Any) -> str:
    """The reader's zone where it is not this one."""
    name = timezone.get_current_timezone_name()
    return "" if name == str(zone) else name
