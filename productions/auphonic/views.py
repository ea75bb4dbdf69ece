"""Pages of a person's own Auphonic accounts: link, callback, API key, unlink, check, lend, copy presets."""

from urllib.parse import urlencode
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import BadRequest
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from podcaststudio import http
from productions.auphonic import accounts, consents, oauth
from productions.auphonic.forms import KeyForm, LendForm, LinkForm, TeamForm
from productions.models import AuphonicAccount
from teams.access import RUN, get_for
from teams.current import get_team, signed_in
from teams.models import Team

CONNECTIONS = "productions:connections"


@require_POST
@signed_in
def link(request: HttpRequest) -> HttpResponse:
    """To the consent page of the chosen server."""
    form = LinkForm(request.POST, user=request.user)
    if not form.is_valid():
        messages.info(request, _("This studio is not registered there. Connect the account with its API key."))
        return redirect(f"{reverse('auphonic:key')}?{urlencode({'server': request.POST.get('server', '')})}")
    team = form.cleaned_data["team"]
    return redirect(consents.begin(request, form.cleaned_data["server"], str(team.pk) if team else ""))


@require_GET
@never_cache
@signed_in
def callback(request: HttpRequest) -> HttpResponse:
    """Back from the consent page. Nothing is kept unless everything fits."""
    asked = consents.take(request, request.GET.get("state", ""))
    if asked is None:
        messages.error(request, _("This answer fits no question we asked, or came too late. Please connect again."))
    elif problem := _declined(request, asked["server"]):
        messages.error(request, problem)
    else:
        try:
            token = oauth.exchange(asked["server"], request.GET["code"], asked["verifier"])
            _linked(request, accounts.link(request.user, asked["server"], token=token), asked["team"])
        except http.Problem as error:
            messages.error(request, _("%(problem)s Nothing was connected.") % {"problem": error.sentence})
    return redirect(CONNECTIONS)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@signed_in
def key(request: HttpRequest) -> HttpResponse:
    """Connect with an API key, which is tried before it is kept."""
    current = get_team(request)
    initial = {"team": current.pk if current else None, "server": request.GET.get("server")}
    form = KeyForm(request.POST or None, user=request.user, initial=initial)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            account = accounts.link(request.user, data["server"], key=data["key"])
        except http.Unauthorized:
            form.add_error(
                "key",
                _("%(company)s does not know this key. Copy it again from your account page.")
                % {"company": oauth.company(data["server"])},
            )
        except http.Problem as error:
            form.add_error(None, _("%(problem)s Nothing was connected.") % {"problem": error.sentence})
        else:
            _linked(request, account, str(data["team"].pk) if data["team"] else "")
            return redirect(CONNECTIONS)
    context = {"form": form, "servers": settings.AUPHONIC_SERVERS}
    return render(request, "productions/account_key.html", context, status=422 if form.is_bound else 200)


@require_POST
@signed_in
def unlink(request: HttpRequest, pk: UUID) -> HttpResponse:
    account = _own(request, pk)
    try:
        accounts.unlink(account)
    except accounts.Refused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(
            request, _("%(account)s is disconnected. Its sign-in was deleted here.") % {"account": account}
        )
    return redirect(CONNECTIONS)


@require_POST
@signed_in
def check(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Have a worker look at the account now."""
    account = _own(request, pk)
    AuphonicAccount.objects.filter(pk=account.pk).wake()
    messages.info(request, _("We are asking about %(account)s. Reload the page in a moment.") % {"account": account})
    return redirect(CONNECTIONS)


@require_POST
@signed_in
def lend(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Lend the account to one of one's own teams, or take it back."""
    account = _own(request, pk)
    form = LendForm(request.POST, user=request.user)
    _check_team(request, form)
    team, is_lent = form.cleaned_data["team"], form.cleaned_data["lend"] == "on"
    accounts.lend(account, team, is_lent)
    said = _("Shows of %(team)s may now be mastered on %(account)s.")
    if not is_lent:
        said = _("Shows of %(team)s can no longer be mastered on %(account)s.")
    messages.success(request, said % {"team": team, "account": account})
    return redirect(CONNECTIONS)


@require_POST
@signed_in
def presets(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Have a worker copy the account's presets into a team, for those who may change its presets."""
    account = _own(request, pk)
    form = TeamForm(request.POST, user=request.user)
    _check_team(request, form)
    team = get_for(request.user, Team.objects.all(), RUN, pk=form.cleaned_data["team"].pk)
    accounts.want_presets(account, team)
    messages.info(
        request,
        _("The presets of %(account)s are being copied to %(team)s. They are there in a moment.")
        % {"account": account, "team": team},
    )
    return redirect(CONNECTIONS)


def _own(request: HttpRequest, pk: UUID) -> AuphonicAccount:
    """An account of this person; 404 for anybody else's, lent or not."""
    account: AuphonicAccount | None = AuphonicAccount.objects.owned_by(request.user).filter(pk=pk).first()
    if account is None:
        raise Http404(_("There is nothing at this address, or it is not yours."))
    return account


def _check_team(request: HttpRequest, form: TeamForm) -> None:
    """404 for a team of others, 400 for a form that names none."""
    if not form.is_valid():
        raise Http404(_("You are not in this team.")) if request.POST.get("team") else BadRequest(_("Name a team."))


def _declined(request: HttpRequest, server: str) -> str:
    """Why there is no code; empty when there is one."""
    error = request.GET.get("error", "")
    if error == "access_denied":
        return _("You declined, so nothing was connected.")
    if error or not request.GET.get("code"):
        said = request.GET.get("error_description") or error or _("no reason given")
        return _("%(company)s did not allow the connection (%(reason)s). Nothing was connected.") % {
            "company": oauth.company(server),
            "reason": said[:200],
        }
    return ""


def _linked(request: HttpRequest, account: AuphonicAccount, team_pk: str) -> None:
    team = Team.objects.for_user(request.user).filter(pk=team_pk).first() if team_pk else None
    if team:
        accounts.lend(account, team, True)
    said = _("%(account)s is connected.")
    if team:
        said = _("%(account)s is connected. Shows of %(team)s may be mastered on it.")
    messages.success(request, said % {"account": account, "team": team})
