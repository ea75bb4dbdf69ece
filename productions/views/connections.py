"""Connections: the Auphonic accounts of the team's members, and the team's AudioDN key."""

from django.conf import settings
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from audiodn.forms import ConnectionForm
from audiodn.models import Connection
from productions.auphonic import oauth
from productions.models import AuphonicAccount
from teams.access import OWN
from teams.current import with_team
from teams.models import Team


@require_safe
@with_team
def connections(request: HttpRequest, team: Team) -> HttpResponse:
    connection = Connection.objects.filter(team=team).first()
    is_owner = team.my_role >= OWN
    context = {
        "team": team,
        "linked": _accounts(request, team),
        "servers": {name: server for name, server in settings.AUPHONIC_SERVERS.items() if oauth.is_registered(name)},
        "connection": connection,
        "is_owner": is_owner,
        "form": ConnectionForm(initial={"server": connection.server if connection else None}) if is_owner else None,
        "hook": _hook(connection) if connection and is_owner else "",
    }
    return render(request, "productions/connections.html", context)


def _accounts(request: HttpRequest, team: Team) -> list[AuphonicAccount]:
    """One's own, lent or not, and those that others lent to the team. Each with `is_lent`."""
    lent = set(AuphonicAccount.objects.for_team(team).values_list("pk", flat=True))
    rows = AuphonicAccount.objects.filter(Q(pk__in=lent) | Q(user=request.user))
    accounts = list(rows.select_related("user").order_by("created_at", "pk"))
    for account in accounts:
        account.is_lent = account.pk in lent
    return accounts


def _hook(connection: Connection) -> str:
    return settings.SITE_URL + reverse("audiodn:hook", args=[connection.webhook_secret])
