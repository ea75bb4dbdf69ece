"""The sheet for a new episode: filled from a file's name, the show's count and its plan. A page without scripts.

Several files are the separate tracks of one episode, or an episode each.
"""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from productions import proposals
from productions.forms.batch import BatchForm, title_of
from productions.forms.episodes import EpisodeForm
from productions.models import AuphonicAccount, Episode, Show
from productions.numbering import next_number, numbered_on
from teams.access import EDIT, RUN, refusal
from teams.current import with_team
from teams.models import Team


@require_http_methods(["GET", "HEAD", "POST"])
@with_team
@never_cache
def sheet(request: HttpRequest, team: Team) -> HttpResponse:
    """GET: the form, for the show and the file `name` that are asked for. POST: the episode, and where to upload.

    `names` are those of several files, and `mode` says what they are.
    """
    shows = _shows(request, team)
    if not shows and team.my_role >= RUN:
        messages.info(request, _("An episode belongs to a show. Make one first; a title is enough."))
        return redirect("productions:show_new")
    if not shows:
        raise PermissionDenied(refusal(EDIT))
    asked = request.POST if request.method == "POST" else request.GET
    show = next((each for each in shows if str(each.pk) == asked.get("show")), shows[0])
    form = EpisodeForm(request.POST if request.method == "POST" else None, show=show, initial=_initial(show, asked))
    is_sheet, names, may_start = "sheet" in asked, asked.getlist("names"), _may_start(show, team)
    if made := _make(request, form, show, names):
        is_start_wanted = "process" in request.POST and may_start
        return _uploading(request, made, names, is_start_wanted) if is_sheet else redirect(made[0])
    context = {"form": form, "show": show, "editable": shows, "name": asked.get("name", ""), "is_sheet": is_sheet}
    context |= {"names": names, "mode": asked.get("mode") or "tracks", "may_start": may_start}
    context |= {"limit": settings.UPLOAD_MAX_BYTES, "account": _account(show, team)}
    template = "desk/_sheet.html" if is_sheet else "desk/sheet.html"
    return render(request, template, context, status=422 if form.is_bound else 200)


def _make(request: HttpRequest, form: EpisodeForm, show: Show, names: list[str]) -> list[Episode]:
    """What was asked for; nothing as long as it is not, or something is wrong, which the form says."""
    if request.method == "POST" and len(names) > 1 and request.POST.get("mode") == "episodes":
        batch = BatchForm(request.POST, show=show)
        if batch.is_valid():
            return numbered_on(show, batch.cleaned_data["titles"], created_by=request.user)
        form.add_error(None, batch.non_field_errors())
        return []
    if not form.is_valid():
        return []
    form.instance.created_by = request.user
    made = form.keep()
    return [made] if made else []


def _shows(request: HttpRequest, team: Team) -> list[Show]:
    rows = Show.objects.for_user(request.user).filter(team=team, my_role__gte=EDIT)
    return list(rows.select_related("preset", "account").order_by("title", "pk"))


def _initial(show: Show, asked: Any) -> dict[str, Any]:
    name = asked.get("name", "")
    title = asked.get("title") or (title_of(name) if name else "")
    return {"title": title, "number": next_number(show), **proposals.initial(show, asked)}


def _may_start(show: Show, team: Team) -> bool:
    return show.my_role >= RUN and AuphonicAccount.objects.for_team(team).exists()


def _account(show: Show, team: Team) -> AuphonicAccount | None:
    """Whose credit it would take, as far as that can be told before."""
    return show.account or AuphonicAccount.objects.for_team(team).first()


def _uploading(request: HttpRequest, made: list[Episode], names: list[str], is_start_wanted: bool) -> HttpResponse:
    """A place for the file; for each of several, in an episode of its own or all of them in the one."""
    context: dict[str, Any] = {"episode": made[0], "is_start_wanted": is_start_wanted}
    context["limit"] = settings.UPLOAD_MAX_BYTES
    if len(names) < 2:
        return render(request, "desk/_sheet_upload.html", context)
    if len(made) > 1:
        context |= {"places": zip(made, names, strict=True), "after": made[0].show.get_absolute_url()}
        return render(request, "desk/_sheet_uploads.html", context)
    lanes = reverse("productions:episode_lanes", args=[made[0].pk])
    context |= {"places": [(made[0], name) for name in names], "is_one": True, "is_start_wanted": False}
    context["after"] = f"{lanes}?process=1" if is_start_wanted else lanes
    return render(request, "desk/_sheet_uploads.html", context)
