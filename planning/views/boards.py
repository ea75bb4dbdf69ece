"""The board of a show and of the whole team, and the move of a card: by hand, by menu or by key the same form."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from planning import moves
from planning.board import LANES, board
from planning.forms import members_of
from planning.listing import NOBODY, Filters
from planning.models import Plan, ShowPlan
from planning.stages import ON_BOARD, Stage
from planning.views.episodes import find
from planning.views.tabs import show_for
from productions.polling import answer
from teams.access import EDIT, SEE
from teams.current import signed_in, with_team
from teams.models import Team, User


@require_safe
@signed_in
def show_board(request: HttpRequest, pk: str) -> HttpResponse:
    """One show, in its own words. The fragment is asked for by `?v=`."""
    show = show_for(request.user, SEE, pk)
    context = {"show": show, "tab": "board", "may_plan": show.my_role >= EDIT, "owners": members_of(show)}
    context |= {"stages": show.plan.stage_choices()[: len(ON_BOARD)]}
    return _board(request, Plan.objects.filter(episode__show=show), context, show.plan)


@require_safe
@with_team
def team_board(request: HttpRequest, team: Team) -> HttpResponse:
    """All shows of the team that this person sees. Stages have their usual names."""
    context = {"team": team, "may_plan": True, "stages": [(stage.value, stage.label) for stage in ON_BOARD]}
    context["owners"] = User.objects.filter(memberships__team=team).order_by("name", "email")
    context["all_shows"] = ShowPlan.objects.for_user(request.user).filter(show__team=team).select_related("show")
    return _board(request, Plan.objects.for_user(request.user).filter(episode__show__team=team), context, None)


def _board(request: HttpRequest, plans: Any, context: dict[str, Any], show_plan: Any) -> HttpResponse:
    filters, lanes = Filters.read(request.GET), request.GET.get("lanes", "")
    found = board(plans, filters, timezone.now(), show_plan, lanes)
    query = request.GET.copy()
    query.pop("v", None)
    context |= {"board": found, "filters": filters, "lanes": lanes if lanes in LANES else "", "nobody": NOBODY}
    context |= {"version": found.version, "address": request.path, "query": query.urlencode()}
    if "v" in request.GET:
        return answer(request, "planning/_board.html", context)
    return render(request, "planning/board.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def episode_move(request: HttpRequest, pk: str) -> HttpResponse:
    """The page of the card's menu *Move to…*; a POST moves the card and leads back to where it was asked for."""
    plan = find(request.user, EDIT if request.method == "POST" else SEE, pk)
    back = back_of(request, plan, "board")
    if request.method == "POST" and request.POST.get("stage") in Stage.values:
        _move(request, plan, request.POST["stage"])
        return redirect(back)
    context = {"plan": plan, "episode": plan.episode, "show": plan.episode.show, "back": back}
    context |= {"may_plan": plan.my_role >= EDIT, "stages": plan.episode.show.plan.stage_choices()}
    return render(request, "planning/episode_move.html", context, status=422 if request.method == "POST" else 200)


def _move(request: HttpRequest, plan: Plan, goal: str) -> None:
    sent = request.POST.get("version", "")
    try:
        moves.move(plan, goal, request.user, int(sent) if sent.isdecimal() and len(sent) < 10 else -1)
    except moves.Overtaken as overtaken:
        messages.error(request, str(overtaken))
    except moves.Refused as refused:
        no = refused.refusal
        words = '{} <a class="link" href="{}">{}</a>'
        messages.warning(request, format_html(words, f"{plan.episode}: {no.sentence}", no.address, no.link))
    else:
        facts = {"title": plan.episode, "stage": plan.episode.show.plan.label(goal)}
        messages.success(request, _("“%(title)s” is in “%(stage)s” now.") % facts)


def back_of(request: HttpRequest, plan: Plan, tab: str) -> str:
    """The page that asked, when it is one of ours; else a tab of the show."""
    asked = request.POST.get("next") or request.GET.get("next") or ""
    is_ours = url_has_allowed_host_and_scheme(asked, {request.get_host()}, require_https=request.is_secure())
    return asked if is_ours else reverse(f"planning:show_{tab}", args=[plan.episode.show_id])
