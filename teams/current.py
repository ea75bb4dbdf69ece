"""The team a person is working in: the one chosen in this session, else their first."""

from collections.abc import Callable
from functools import wraps
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect, resolve_url
from django_htmx.http import HttpResponseClientRedirect

from teams.access import LOCKED, Locked
from teams.models import Team

View = Callable[..., HttpResponseBase]


def get_teams(request: HttpRequest) -> list[Team]:
    """All teams of this person, each with `my_role`; asked once per request."""
    if not request.user.is_authenticated:
        return []
    found = getattr(request, "_teams", None)
    if found is None:
        found = list(Team.objects.for_user(request.user))
        request._teams = found  # type: ignore[attr-defined]
    return found


def get_team(request: HttpRequest) -> Team | None:
    """The current team with `my_role`, or None for who has none yet."""
    teams = get_teams(request)
    chosen = request.session.get("team")
    first = next((team for team in teams if not team.is_locked), teams[0] if teams else None)
    return next((team for team in teams if str(team.pk) == chosen), first)


def set_team(request: HttpRequest, team: Team) -> None:
    request.session["team"] = str(team.pk)


def signed_in(view: View) -> View:
    """For people who signed in. A polled fragment sends the whole page to the sign-in form, not itself."""

    @wraps(view)
    def checked(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if request.user.is_authenticated:
            try:
                return view(request, *args, **kwargs)
            except Locked as reason:
                messages.warning(request, str(reason))
                return redirect("mfa_index")
        sign_in = resolve_url(settings.LOGIN_URL)
        if getattr(request, "htmx", False):
            return HttpResponseClientRedirect(sign_in)
        return redirect(f"{sign_in}?{urlencode({'next': request.get_full_path()})}")

    return checked


def with_team(view: View) -> View:
    """For pages about one team: passes it as the second argument, or asks for a team's name first."""

    @signed_in
    @wraps(view)
    def checked(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        team = get_team(request)
        if team and team.is_locked:
            raise Locked(LOCKED)
        return view(request, team, *args, **kwargs) if team else redirect("teams:team_new")

    return checked
