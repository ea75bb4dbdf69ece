"""Coming into a team by an invitation, and the owners' side of one that is open."""

from allauth.account.adapter import get_adapter
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from teams import invitations, members
from teams.access import OWN, get_for
from teams.current import set_team, with_team
from teams.models import Invitation, Team


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def join(request: HttpRequest, token: str) -> HttpResponse:
    """What the letter leads to: for anybody who has it, signed in or not."""
    try:
        invitation = invitations.find(token)
        if request.method == "POST" and request.user.is_authenticated:
            set_team(request, invitations.accept(invitation, request.user).team)
            messages.success(request, _("Welcome to %(team)s.") % {"team": invitation.team})
            return redirect("desk:home")
    except members.Refused as refusal:
        return render(request, "teams/join.html", {"refusal": str(refusal)}, status=410)
    context = {"invitation": invitation, "here": request.path}
    if request.user.is_authenticated:
        context["is_mine"] = invitations.is_for(invitation, request.user)
    elif request.method == "GET":
        # who reads the letter has the address: signing up with it needs no second letter
        get_adapter().stash_verified_email(request, invitation.email)
    return render(request, "teams/join.html", context)


@require_POST
@with_team
def invitation_revoke(request: HttpRequest, team: Team, pk: str) -> HttpResponse:
    get_for(request.user, Team.objects.all(), OWN, pk=team.pk)
    invitation: Invitation = get_object_or_404(team.invitations.select_related("team"), pk=pk)
    try:
        invitations.revoke(invitation, request.user)
        messages.success(request, _("The invitation of %(email)s is withdrawn.") % {"email": invitation.email})
    except members.Refused as refusal:
        messages.error(request, str(refusal))
    return redirect("teams:team_detail")


@require_POST
@with_team
def invitation_again(request: HttpRequest, team: Team, pk: str) -> HttpResponse:
    """Send a new letter; the link of the old one opens nothing any more."""
    get_for(request.user, Team.objects.all(), OWN, pk=team.pk)
    old: Invitation = get_object_or_404(team.invitations.open(), pk=pk)
    shows = list(old.shows.all()) if old.is_limited else None
    try:
        invitations.invite(team, request.user, old.email, old.role, shows)
        messages.success(request, _("A new letter is on its way to %(email)s.") % {"email": old.email})
    except members.Refused as refusal:
        messages.error(request, str(refusal))
    return redirect("teams:team_detail")
