"""Many recordings, one preset, one start: an episode is made for each, and its file is uploaded into it."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from productions.forms.batch import MOST, BatchForm
from productions.models import AuphonicAccount, Episode, Show
from productions.numbering import numbered_on
from teams.access import EDIT, RUN, get_for
from teams.current import signed_in


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def show_batch(request: HttpRequest, pk: str) -> HttpResponse:
    """The page; a POST of file names answers with an upload form for each of the episodes it made."""
    show = get_for(request.user, Show.objects.select_related("team", "preset", "cover"), EDIT, pk=pk)
    form = BatchForm(request.POST if request.method == "POST" else None, show=show)
    context: dict[str, Any] = {"show": show, "form": form, "limit": settings.UPLOAD_MAX_BYTES, "most": MOST}
    if request.method == "POST" and form.is_valid():
        context["episodes"] = _make(show, form.cleaned_data, request.user)
        context["may_start"] = show.my_role >= RUN and AuphonicAccount.objects.for_team(show.team).exists()
        return render(request, "productions/_batch_rows.html", context)
    template = "productions/_batch_refused.html" if form.is_bound else "productions/show_batch.html"
    return render(request, template, context, status=422 if form.is_bound else 200)


def _make(show: Show, data: dict[str, Any], by: Any) -> list[Episode]:
    """In the order of the files, numbered on; another preset than the show's goes along as settings of their own."""
    preset = data["preset"]
    own = preset.settings if preset and preset != show.preset else None
    return numbered_on(show, data["titles"], own_settings=own, created_by=by)
