"""Owners take everything with them, or end their team."""

from django import forms
from django.contrib import messages
from django.db import IntegrityError, transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from exports import ending, packing
from exports.models import Export
from podcaststudio.doorbell import ring
from podcaststudio.due import in_seconds
from productions import files
from teams import audit
from teams.access import OWN, get_for
from teams.current import with_team
from teams.models import Team


class EndForm(forms.Form):
    """The team's name typed out, and a word about the export."""

    name = forms.CharField(label=gettext_lazy("Type the name of the team to delete it"), max_length=80)
    without_export = forms.BooleanField(label=gettext_lazy("I do not need an export"), required=False)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@with_team
def export(request: HttpRequest, team: Team) -> HttpResponse:
    """The exports there are; a POST asks for a new one."""
    team = get_for(request.user, Team.objects.all(), OWN, pk=team.pk)
    if request.method == "POST":
        _ask(request, team)
        return redirect("exports:export")
    exports = list(Export.objects.filter(team=team).select_related("asked_by")[:10])
    for each in exports:
        each.address = files.address(each) if each.file else ""
    return render(request, "exports/export.html", {"team": team, "exports": exports})


def _ask(request: HttpRequest, team: Team) -> None:
    if not packing.room_for(team):
        messages.error(request, _("The disk has no room for an export. Whoever looks after the studio can make some."))
        return
    try:
        with transaction.atomic():
            made = Export.objects.create(team=team, asked_by=request.user, due_at=in_seconds(0))
            audit.record("team.exported", team, team=team)
            ring("exports.make", made.pk)
    except IntegrityError:
        messages.info(request, _("An export is being made already."))
    else:
        messages.success(request, _("The export is being made. You are told when it is ready."))


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@with_team
def end(request: HttpRequest, team: Team) -> HttpResponse:
    team = get_for(request.user, Team.objects.all(), OWN, pk=team.pk)
    has_export = Export.objects.filter(team=team).exclude(file="").exists()
    form = EndForm(request.POST or None)
    if request.method == "POST" and form.is_valid() and _end(request, team, form, has_export):
        return redirect("desk:home")
    context = {"team": team, "form": form, "has_export": has_export}
    return render(request, "exports/end.html", context, status=422 if form.is_bound else 200)


def _end(request: HttpRequest, team: Team, form: EndForm, has_export: bool) -> bool:
    data = form.cleaned_data
    if data["name"] != team.name:
        form.add_error("name", _("This is not the name of the team."))
    elif not has_export and not data["without_export"]:
        form.add_error("without_export", _("Make an export first, or say that you need none."))
    else:
        try:
            ending.begin(team, request.user)
        except ending.Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("%(team)s is being deleted. You are told when it is gone.") % {"team": team})
    return form.is_valid()
