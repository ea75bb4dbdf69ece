"""Pages about oneself and one's team."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from teams import members
from teams.access import OWN, SEE, get_for
from teams.current import set_team, signed_in, with_team
from teams.forms import MemberForm, ProfileForm, RoleForm, TeamForm, ThemeForm
from teams.models import Membership, Role, Team


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def team_new(request: HttpRequest) -> HttpResponse:
    form = TeamForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        set_team(request, members.create_team(request.user, form.cleaned_data["name"]))
        return redirect("productions:home")
    return render(request, "teams/team_new.html", {"form": form}, status=422 if form.is_bound else 200)


@require_POST
@signed_in
def team_switch(request: HttpRequest, pk: str) -> HttpResponse:
    set_team(request, get_for(request.user, Team.objects.all(), SEE, pk=pk))
    return redirect("productions:home")


@require_http_methods(["GET", "HEAD", "POST"])
@with_team
def team_detail(request: HttpRequest, team: Team) -> HttpResponse:
    """The people; owners add somebody by the form above them."""
    if request.method == "POST":
        get_for(request.user, Team.objects.all(), OWN, pk=team.pk)
    form = MemberForm(request.POST or None, team=team)
    if request.method == "POST" and form.is_valid():
        added = form.save()
        messages.success(request, _("%(name)s is in the team now.") % {"name": added.user})
        return redirect("teams:team_detail")
    context = {
        "team": team,
        "form": form,
        "memberships": team.memberships.select_related("user"),
        "roles": Role.choices,
        "is_owner": team.my_role >= OWN,
    }
    return render(request, "teams/team_detail.html", context, status=422 if form.is_bound else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@with_team
def team_edit(request: HttpRequest, team: Team) -> HttpResponse:
    team = get_for(request.user, Team.objects.all(), OWN, pk=team.pk)
    form = TeamForm(request.POST or None, instance=team)
    if request.method == "POST" and form.is_valid():
        form.save()
        messages.success(request, _("Saved."))
        return redirect("teams:team_detail")
    return render(request, "teams/team_edit.html", {"form": form, "team": team}, status=422 if form.is_bound else 200)


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


@require_POST
@with_team
def member_remove(request: HttpRequest, team: Team, pk: int) -> HttpResponse:
    """Owners remove anybody; everybody may leave."""
    membership: Membership = get_object_or_404(team.memberships.select_related("user"), pk=pk)
    is_leaving = membership.user_id == request.user.pk
    if not is_leaving:
        get_for(request.user, Team.objects.all(), OWN, pk=team.pk)
    try:
        members.remove(membership)
    except members.Refused as refusal:
        messages.error(request, str(refusal))
        return redirect("teams:team_detail")
    words = _("You left %(team)s.") if is_leaving else _("%(name)s is no longer in %(team)s.")
    messages.success(request, words % {"name": membership.user, "team": team})
    return redirect("productions:home" if is_leaving else "teams:team_detail")


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def profile(request: HttpRequest) -> HttpResponse:
    form = ProfileForm(request.POST or None, instance=request.user)
    if request.method == "POST" and form.is_valid():
        form.save()
        messages.success(request, _("Saved."))
        return redirect("teams:profile")
    return render(request, "teams/profile.html", {"form": form}, status=422 if form.is_bound else 200)


@require_POST
@signed_in
def theme(request: HttpRequest) -> HttpResponse:
    """The button in the top bar; comes back to the page it was pressed on."""
    form = ThemeForm(request.POST, instance=request.user)
    if form.is_valid():
        form.save()
    back = request.POST.get("next", "")
    return redirect(back if url_has_allowed_host_and_scheme(back, {request.get_host()}) else "productions:home")
