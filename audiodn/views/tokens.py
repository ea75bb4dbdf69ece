"""Tokens for apps: one's own, made here, shown once, withdrawn at once. Owners see and withdraw everybody's."""

from typing import Any

from django.contrib import messages
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from audiodn import doors
from audiodn.door_forms import TokenForm
from audiodn.models import AppToken
from teams.access import EDIT, OWN, SEE, get_for
from teams.current import signed_in, with_team
from teams.models import Team


@require_http_methods(["GET", "HEAD", "POST"])
@with_team
@never_cache
def tokens(request: HttpRequest, team: Team) -> HttpResponse:
    form = TokenForm(request.POST if request.method == "POST" else None, may_upload=team.my_role >= EDIT)
    context: dict[str, Any] = {"form": form}
    if form.is_valid():
        form.instance.team, form.instance.user = team, request.user
        context = {"text": form.instance.renew(), "form": TokenForm(may_upload=team.my_role >= EDIT)}
        doors.keep(form.instance)
    mine = Q() if team.my_role >= OWN else Q(user=request.user)
    context["tokens"] = AppToken.objects.filter(mine, team=team, revoked_at=None).select_related("user")
    status = 422 if request.method == "POST" and "text" not in context else 200
    return render(request, "audiodn/tokens.html", context, status=status)


@require_POST
@signed_in
def token_revoke(request: HttpRequest, pk: str) -> HttpResponse:
    token = get_for(request.user, AppToken.objects.select_related("team"), SEE, pk=pk)
    if token.user_id != request.user.pk and token.my_role < OWN:
        raise Http404
    doors.withdraw(token)
    messages.success(request, _("Withdrawn. The app is refused from now on."))
    return redirect("audiodn:tokens")
