"""Pages of a team and its people."""

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from teams import access, audit, invitations, members
from teams.access import OWN, SEE, get_for
from teams.current import set_team, signed_in, with_team
from teams.forms import InvitationForm, ReachForm, RoleForm, SecurityForm, TeamForm
from teams.models import Membership, Role, Team


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def team_new(request: HttpRequest) -> HttpResponse:
    form = TeamForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        set_team(request, members.create_team(request.user, form.cleaned_data["name"]))
        return redirect("desk:home")
    return render(request, "teams/team_new.html", {"form": form}, status=422 if form.is_bound else 200)


@require_POST
@signed_in
def team_switch(request: HttpRequest, pk: str) -> HttpResponse:
    set_team(request, get_for(request.user, Team.objects.all(), SEE, pk=pk))
    return redirect("desk:home")


@require_http_methods(["GET", "HEAD", "POST"])
@with_team
def team_detail(request: HttpRequest, team: Team) -> HttpResponse:
    """The people; owners invite somebody by the form above them."""
    if request.method == "POST":
        get_for(request.user, Team.objects.all(), OWN, pk=team.pk)
    form = InvitationForm(request.POST or None, team=team)
    if request.method == "POST" and form.is_valid() and _invite(request, team, form):
        return redirect("teams:team_detail")
    context = {
        "team": team,
        "form": form,
        "memberships": team.memberships.select_related("user").prefetch_related("shows"),
        "invitations": team.invitations.open().select_related("invited_by").prefetch_related("shows"),
        "roles": Role.choices,
        "table": access.TABLE,
        "owners": access.owners(team),
        "is_owner": team.my_role >= OWN,
    }
    return render(request, "teams/team_detail.html", context, status=422 if form.is_bound else 200)


def _invite(request: HttpRequest, team: Team, form: InvitationForm) -> bool:
    data = form.cleaned_data
    try:
        invitations.invite(team, request.user, data["email"], data["role"], data["named"])
    except members.Refused as refusal:
        form.add_error("email", str(refusal))
        return False
    messages.success(request, _("An invitation is on its way to %(email)s.") % {"email": data["email"]})
    return True


@require_http_methods(["GET", "HEAD", "POST"])
@with_team
def team_edit(request: HttpRequest, team: Team) -> HttpResponse:
    """The team's name, what it asks for at sign-in, and the ways to part with it."""
    team = get_for(request.user, Team.objects.all(), OWN, pk=team.pk)
    form = TeamForm(request.POST or None, instance=team)
    if request.method == "POST" and form.is_valid():
        before = Team.objects.values_list("name", flat=True).get(pk=team.pk)
        with transaction.atomic():
            form.save()
            audit.record("team.renamed", team, team=team, before=before)
        messages.success(request, _("Saved."))
        return redirect("teams:team_detail")
    context = {"form": form, "security": SecurityForm(instance=team, owner=request.user), "team": team}
    return render(request, "teams/team_edit.html", context, status=422 if form.is_bound else 200)


@require_POST
@with_team
def team_security(request: HttpRequest, team: Team) -> HttpResponse:
    team = get_for(request.user, Team.objects.all(), OWN, pk=team.pk)
    security = SecurityForm(request.POST, instance=team, owner=request.user)
    if security.is_valid():
        with transaction.atomic():
            security.save()
            audit.record("team.secured", team, team=team, second_factor=team.is_second_factor_required)
        messages.success(request, _("Saved."))
        return redirect("teams:team_edit")
    context = {"form": TeamForm(instance=team), "security": security, "team": team}
    return render(request, "teams/team_edit.html", context, status=422)


@require_POST
@with_team
def member_role(request: HttpRequest, team: Team, pk: int) -> HttpResponse:
    get_for(request.user, Team.objects.all(), OWN, pk=team.pk)
    membership = get_object_or_404(team.memberships.select_related("user"), pk=pk)
    form = RoleForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("That is not a role. Choose one from the list."))
        return redirect("teams:team_detail")
    try:
        members.set_role(membership, form.cleaned_data["role"])
        messages.success(request, str(membership))
    except members.Refused as refusal:
        messages.error(request, str(refusal))
    return redirect("teams:team_detail")


@require_http_methods(["GET", "HEAD", "POST"])
@with_team
def member_shows(request: HttpRequest, team: Team, pk: int) -> HttpResponse:
    """For which shows somebody is there."""
    get_for(request.user, Team.objects.all(), OWN, pk=team.pk)
    membership = get_object_or_404(team.memberships.select_related("user"), pk=pk)
    now = {"reach": "named" if membership.is_limited else "all", "shows": membership.shows.all()}
    form = ReachForm(request.POST or None, team=team, initial=now)
    if request.method == "POST" and form.is_valid():
        try:
            members.set_shows(membership, form.cleaned_data["named"])
            messages.success(request, _("Saved."))
            return redirect("teams:team_detail")
        except members.Refused as refusal:
            form.add_error("reach", str(refusal))
    context = {"form": form, "membership": membership}
    return render(request, "teams/member_shows.html", context, status=422 if form.is_bound else 200)


@require_POST
@with_team
def member_remove(request: HttpRequest, team: Team, pk: int) -> HttpResponse:
    """Owners remove anybody; everybody may leave."""
    membership: Membership = get_object_or_404(team.memberships.select_related("user", "team"), pk=pk)
    is_leaving = membership.user_id == request.user.pk
    if not is_leaving:
        get_for(request.user, Team.objects.all(), OWN, pk=team.pk)
    try:
        count = members.remove(membership, request.user)
    except members.Refused as refusal:
        messages.error(request, str(refusal))
        return redirect("teams:team_detail")
    words = _("You left %(team)s.") if is_leaving else _("%(name)s is no longer in %(team)s.")
    messages.success(request, words % {"name": membership.user, "team": team})
    if count:
        messages.warning(request, _("%(count)d shows need another Auphonic account now.") % {"count": count})
    return redirect("desk:home" if is_leaving else "teams:team_detail")


@require_POST
@with_team
def team_transfer(request: HttpRequest, team: Team, pk: int) -> HttpResponse:
    """Hand the team over: somebody else becomes owner, oneself producer."""
    team = get_for(request.user, Team.objects.all(), OWN, pk=team.pk)
    heir: Membership = get_object_or_404(team.memberships.select_related("user"), pk=pk)
    try:
        members.transfer(team, request.user, heir)
        messages.success(request, _("%(name)s owns the team now. You are a producer.") % {"name": heir.user})
    except members.Refused as refusal:
        messages.error(request, str(refusal))
    return redirect("teams:team_detail")
