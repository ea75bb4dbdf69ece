"""Find or do: the page of results, the options of the palette, and the map of keys."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from desk import commands, search
from desk.context_processors import get_shows
from teams.access import EDIT
from teams.current import with_team
from teams.models import Team

IN_PALETTE, ON_PAGE = 5, 30


@require_safe
@with_team
@never_cache
def search_page(request: HttpRequest, team: Team) -> HttpResponse:
    asked = request.GET.get("q", "").strip()
    groups = search.find(request.user, team, asked, ON_PAGE)
    context = {"asked": asked, "groups": groups, "least": search.LEAST, "most": ON_PAGE}
    return render(request, "desk/search.html", context)


@require_safe
@with_team
@never_cache
def options(request: HttpRequest, team: Team) -> HttpResponse:
    """What the palette lists under what was typed."""
    asked = request.GET.get("q", "").strip()
    found = commands.matching(asked, _role(request, team))
    context: dict[str, Any] = {
        "asked": asked,
        "groups": search.find(request.user, team, asked, IN_PALETTE),
        "places": [command for command in found if not command.is_deed],
        "deeds": [command for command in found if command.is_deed],
    }
    return render(request, "desk/_options.html", context)


@require_safe
@with_team
def keys(request: HttpRequest, team: Team) -> HttpResponse:
    """A page that can be printed; with `?sheet` the inside of a dialog."""
    context = {"commands": [each for each in commands.COMMANDS if each.keys], "places": commands.PLACES}
    return render(request, "desk/_keys.html" if "sheet" in request.GET else "desk/keys.html", context)


def _role(request: HttpRequest, team: Team) -> int:
    """Of the team; who edits a named show only may at least make its episodes."""
    is_editor = any(show.my_role >= EDIT for show in get_shows(request))
    return max(team.my_role, EDIT if is_editor else 0)
