"""Home: what needs me, what is under way, what comes, what came out lately, and what it all takes."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from desk import gather, welcome
from desk.attention import needs
from desk.context_processors import get_shows
from desk.pulse import storage
from productions import lent
from productions.polling import answer, version
from teams.access import EDIT
from teams.current import with_team
from teams.models import Team

SHOWN = 7  # rows of "Needs you" before "Show all"


@require_safe
@with_team
def home(request: HttpRequest, team: Team) -> HttpResponse:
    work = gather.work(request.user, team)
    waiting = needs(request.user, team, lent.known_accounts(request, team), work.stopped)
    is_all = "all" in request.GET
    context: dict[str, Any] = {
        "team": team,
        "today": timezone.localtime(),
        "needs": waiting,
        "needs_count": len(waiting),
        "shown": waiting if is_all else waiting[:SHOWN],
        "recent": work.recent,
        **_running(work.running),
    }
    begun = welcome.begun(team) if not work.recent and team.my_role >= EDIT else None
    if begun and not begun.is_dismissed:
        steps = welcome.steps(begun, team, lent.accounts(request, team), get_shows(request))
        if now := next((step for step in steps if step.is_open), None):
            context |= {"steps": steps, "now": now}
    if _is_maker(request, team):
        usual = gather.usual_length(work.recent)
        context |= {"is_maker": True, "days": gather.agenda(request.user, team), "usual": usual}
        context |= {"storage": None if begun and not begun.has_audio else storage(team)}
    return render(request, "desk/home.html", context)


@require_safe
@with_team
def running(request: HttpRequest, team: Team) -> HttpResponse:
    """The list of what is under way; polled while it has rows."""
    return answer(request, "desk/_running.html", _running(gather.running(request.user, team)))


def _running(rows: list[Any]) -> dict[str, object]:
    return {"rows": rows, "version": version(*rows)}


def _is_maker(request: HttpRequest, team: Team) -> bool:
    """Who makes episodes, of the team or of one show; reviewers see what needs them and what came out, no more."""
    return team.my_role >= EDIT or any(show.my_role >= EDIT for show in get_shows(request))
