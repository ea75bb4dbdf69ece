"""What the frame around every page shows: the team, its shows, what waits, the credit that is left."""

from typing import Any

from django.db.models import Count, Q
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from productions.attention import Need, needs
from productions.models import AuphonicAccount, Show
from productions.states import UNFINISHED
from teams.current import get_team, get_teams


def shell(request: HttpRequest) -> dict[str, Any]:
    """Lazy, since fragments and forms without the frame need none of it."""
    return {
        "team": SimpleLazyObject(lambda: get_team(request)),
        "teams": SimpleLazyObject(lambda: get_teams(request)),
        "shows": SimpleLazyObject(lambda: _shows(request)),
        "needs": SimpleLazyObject(lambda: _needs(request)),
        "accounts": SimpleLazyObject(lambda: _accounts(request)),
    }


def _shows(request: HttpRequest) -> list[Show]:
    """With `running`: how many of its productions are under way."""
    running = Count("episodes__productions", filter=Q(episodes__productions__state__in=UNFINISHED))
    rows = Show.objects.for_user(request.user).filter(team=get_team(request))
    return list(rows.annotate(running=running).order_by("title", "pk")) if get_team(request) else []


def _needs(request: HttpRequest) -> list[Need]:
    team = get_team(request)
    return needs(request.user, team) if team else []


def _accounts(request: HttpRequest) -> list[AuphonicAccount]:
    """The accounts this team may use."""
    team = get_team(request)
    return list(AuphonicAccount.objects.for_team(team)) if team else []
