"""The points of an episode's checklist: added, ticked, changed, taken away."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from planning import checklist
from planning.forms import PointForm
from planning.models import Point
from planning.views.episodes import beside, find
from teams.access import EDIT, get_for
from teams.current import signed_in


@require_POST
@signed_in
def point_add(request: HttpRequest, pk: str) -> HttpResponse:
    plan = find(request.user, EDIT, pk)
    form = PointForm(request.POST)
    if not form.is_valid():
        return render(request, "planning/point_form.html", {**beside(plan), "form": form}, status=422)
    if not checklist.add(plan, form.instance):
        messages.error(request, _("The checklist is full. Take a point away first."))
    return _back(plan.pk)


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def point_change(request: HttpRequest, pk: str) -> HttpResponse:
    """A page to change it; a POST with `done` (1 or 0) ticks it, one with `delete` takes it away."""
    point = get_for(request.user, Point.objects.all(), EDIT, pk=pk)
    if "done" in request.POST:
        checklist.tick(point, request.user, request.POST["done"] == "1")
        return _back(point.episode_id)
    if "delete" in request.POST:
        Point.objects.filter(pk=point.pk).delete()
        messages.success(request, _("“%(point)s” is off the checklist.") % {"point": point})
        return _back(point.episode_id)
    form = PointForm(request.POST if request.method == "POST" else None, instance=point)
    if form.is_valid():
        form.instance.save(update_fields=form.Meta.fields)
        return _back(point.episode_id)
    context = {**beside(find(request.user, EDIT, point.episode_id)), "form": form, "point": point}
    return render(request, "planning/point_form.html", context, status=422 if form.is_bound else 200)


def _back(episode: object) -> HttpResponse:
    response = redirect("planning:episode_plan", episode)
    response["Location"] += "#h-checklist"
    return response
