"""A team's presets."""

from django.contrib import messages
from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from productions.models import Preset
from productions.preset_form import PresetForm
from teams.access import RUN, SEE, get_for
from teams.current import signed_in, with_team
from teams.models import Team


@require_safe
@with_team
def preset_list(request: HttpRequest, team: Team) -> HttpResponse:
    presets = Preset.objects.for_user(request.user).filter(team=team).annotate(shows_count=Count("shows"))
    return render(request, "productions/preset_list.html", {"team": team, "presets": presets.order_by("name", "pk")})


@require_http_methods(["GET", "HEAD", "POST"])
@with_team
def preset_new(request: HttpRequest, team: Team) -> HttpResponse:
    get_for(request.user, Team.objects.all(), RUN, pk=team.pk)
    return _edit(request, Preset(team=team), may_edit=True)


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def preset_detail(request: HttpRequest, pk: str) -> HttpResponse:
    role = RUN if request.method == "POST" else SEE
    preset = get_for(request.user, Preset.objects.select_related("team"), role, pk=pk)
    return _edit(request, preset, may_edit=preset.my_role >= RUN)


@require_POST
@signed_in
def preset_delete(request: HttpRequest, pk: str) -> HttpResponse:
    preset = get_for(request.user, Preset.objects.all(), RUN, pk=pk)
    preset.delete()
    messages.success(
        request, _("The preset “%(name)s” is gone. Finished episodes stay as they are.") % {"name": preset}
    )
    return redirect("productions:preset_list")


def _edit(request: HttpRequest, preset: Preset, *, may_edit: bool) -> HttpResponse:
    form = PresetForm(request.POST or None, preset=preset)
    if request.method == "POST" and form.is_valid():
        saved = form.save()
        messages.success(request, _("Saved. New productions use it; those under way keep what they began with."))
        return redirect("productions:preset_detail", saved.pk)
    context = {"form": form, "preset": preset, "may_edit": may_edit}
    return render(request, "productions/preset_form.html", context, status=422 if form.is_bound else 200)
