"""The first steps as a page: one of them open, the others a press away."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from desk import welcome as first
from desk.context_processors import get_shows
from productions import lent, pipeline, uploads
from productions.demo.team import INTERVIEW
from productions.models import Show
from productions.numbering import numbered_on
from teams.access import OWN, RUN, get_for
from teams.current import with_team
from teams.models import Team


@require_http_methods(["GET", "HEAD", "POST"])
@with_team
def welcome(request: HttpRequest, team: Team) -> HttpResponse:
    """GET `?step=` shows that one, else the first open one. POST skips one, takes it up again, or ends the card."""
    if request.method == "POST":
        get_for(request.user, Team.objects.all(), OWN, pk=team.pk)
        return _changed(request, team)
    steps = first.steps(first.begun(team), team, lent.accounts(request, team), get_shows(request))
    asked = next((step for step in steps if step.key == request.GET.get("step")), None)
    now = asked or next((step for step in steps if step.is_open), None)
    context = {"team": team, "steps": steps, "now": now, "may_change": team.my_role >= OWN}
    can_start = bool(lent.accounts(request, team) and get_shows(request) and team.my_role >= RUN)
    context["has_sample"] = can_start and not steps[-1].is_done
    return render(request, "desk/welcome.html", context)


def _changed(request: HttpRequest, team: Team) -> HttpResponse:
    if "dismiss" in request.POST:
        first.dismiss(team)
        return redirect("desk:home")
    for verb, is_skipped in (("skip", True), ("resume", False)):
        if request.POST.get(verb) in first.KEYS:
            first.skip(team, request.POST[verb], is_skipped=is_skipped)
    return redirect("desk:welcome")


@require_http_methods(["POST"])
@with_team
def sample(request: HttpRequest, team: Team) -> HttpResponse:
    """The interview that comes with the studio, as an episode of the first show, on its way."""
    get_for(request.user, Team.objects.all(), RUN, pk=team.pk)
    show = Show.objects.for_user(request.user).filter(team=team).select_related("team", "account", "preset").first()
    if show is None:
        messages.info(request, _("Make a show first; the sample becomes its episode."))
        return redirect("productions:show_new")
    [episode] = numbered_on(show, [_("A clock that ticks again")], created_by=request.user)
    recording = uploads.add_recording(episode, INTERVIEW, INTERVIEW.name, request.user)
    try:
        pipeline.start(episode, recording, actor=request.user)
    except pipeline.Refused as refusal:
        messages.error(request, str(refusal))
    return redirect(episode)
