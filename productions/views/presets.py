"""A team's presets."""

from typing import Any

from django.contrib import messages
from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from productions import copies, versions
from productions.chain import chain, file_words
from productions.forms.presets import PresetForm
from productions.models import AuphonicAccount, Preset
from productions.offers import offers_for
from teams.access import RUN, SEE, get_for
from teams.current import signed_in, with_team
from teams.models import Team

LAST = 4  # versions beside the form


@require_safe
@with_team
def preset_list(request: HttpRequest, team: Team) -> HttpResponse:
    presets = Preset.objects.for_user(request.user).filter(team=team).annotate(shows_count=Count("shows"))
    presets = presets.prefetch_related("copies__account")
    rows = [(preset, [copy for copy in preset.copies.all() if copies.drift(copy)]) for preset in presets]
    return render(request, "productions/preset_list.html", {"team": team, "rows": rows})


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
def preset_duplicate(request: HttpRequest, pk: str) -> HttpResponse:
    preset = get_for(request.user, Preset.objects.all(), RUN, pk=pk)
    taken = set(Preset.objects.filter(team=preset.team_id).values_list("name", flat=True))
    names = (f"{preset.name[:100]}, copy{n}" for n in ("", *(f" {n}" for n in range(2, 100))))
    twin = Preset(team_id=preset.team_id)
    versions.save(twin, next(name for name in names if name not in taken), preset.settings, request.user)
    messages.success(request, _("This is the copy. Change what should differ."))
    return redirect(twin)


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
    form = PresetForm(request.POST or None, preset=preset, offers=offers_for(preset.team))
    if request.method == "POST" and form.is_valid():
        try:
            form.save(request.user)
        except versions.Overtaken as overtaken:
            form.add_error(None, str(overtaken))
        else:
            messages.success(request, _("Saved. New productions use it; those under way keep what they began with."))
            return redirect(preset)
    context = {"form": form, "preset": preset, "may_edit": may_edit, **_beside(preset)}
    return render(request, "productions/preset_form.html", context, status=422 if form.is_bound else 200)


def _beside(preset: Preset) -> dict[str, Any]:
    """What stands beside the form of a preset that is kept already."""
    if preset._state.adding:
        return {"is_new": True}
    linked = preset.copies.select_related("account")
    others = AuphonicAccount.objects.for_team(preset.team).exclude(preset_copies__preset=preset)
    return {
        "chain": chain(preset.settings),
        "file_words": file_words(preset.settings),
        "shows_using": preset.shows.order_by("title"),
        "versions": preset.versions.select_related("saved_by")[:LAST],
        "copies": [(copy, copies.drift(copy), copies.is_changed_there(copy)) for copy in linked],
        "accounts_without": others,
    }
