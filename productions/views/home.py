"""Home: what needs me, what is under way, what came out lately."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from productions.models import Episode, Production
from productions.polling import answer, version
from productions.stages import row
from productions.states import State
from teams.current import with_team
from teams.models import Team

RECENT, FLYING = 8, 30


@require_safe
@with_team
def home(request: HttpRequest, team: Team) -> HttpResponse:
    ready = Production.objects.for_user(request.user).filter(state=State.READY, episode__show__team=team)
    context = {
        "team": team,
        "recent": ready.newest_of_episode()
        .select_related("episode__show", "recording")
        .order_by("-state_since")[:RECENT],
        "has_episode": Episode.objects.for_user(request.user).filter(show__team=team).exists(),
        **_flying(request, team),
    }
    return render(request, "productions/home.html", context)


@require_safe
@with_team
def in_flight(request: HttpRequest, team: Team) -> HttpResponse:
    """The list of what is under way; polled while it has rows."""
    return answer(request, "productions/_in_flight.html", _flying(request, team))


def _flying(request: HttpRequest, team: Team) -> dict[str, object]:
    flying = Production.objects.for_user(request.user).unfinished().filter(episode__show__team=team)
    episodes = Episode.objects.filter(pk__in=flying.values("episode")).select_related("show").with_newest()
    rows = [row(episode) for episode in episodes[:FLYING]]
    return {"rows": rows, "version": version(*rows), "role": team.my_role}
