"""The team's connection to AudioDN: its key, what comes back, and what it may and does use."""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from audiodn import connections, usage
from audiodn.forms import ConnectionForm, PlanForm
from audiodn.models import Connection, Errand, new_secret
from podcaststudio import http
from teams.access import OWN, get_for
from teams.current import with_team
from teams.models import Team

HINTS = 8  # of the webhook, shown


@require_http_methods(["GET", "HEAD", "POST"])
@with_team
def connect(request: HttpRequest, team: Team) -> HttpResponse:
    """Owners enter the key; it is tried against the server before it is kept, and never shown again."""
    team = get_for(request.user, Team.objects.all(), OWN, pk=team.pk)
    connection = Connection.objects.filter(team=team).first()
    form = ConnectionForm(
        request.POST if request.method == "POST" else None,
        initial={"server": connection.server if connection else None},
    )
    if request.method == "POST" and form.is_valid() and _connect(team, form):
        messages.success(request, _("Connected. The key was accepted."))
        return redirect("teams:connections")
    context = {"form": form, "connection": connection}
    if connection:
        context |= _facts(connection)
    return render(request, "audiodn/connect.html", context, status=422 if form.is_bound else 200)


def _facts(connection: Connection) -> dict[str, Any]:
    """What the page tells of a connection: its webhook and what came there, variants, use, limits."""
    hook = settings.SITE_URL + reverse("audiodn:hook", args=[connection.webhook_secret])
    told = connection.facts.get("organization", {}).get("webhook", "")
    return {
        "hook": hook,
        "is_hook_set": told == hook,
        "is_hook_elsewhere": bool(told) and told != hook,
        "hints": connection.hints.select_related("track")[:HINTS],
        "variants": connection.facts.get("variants", []),
        "organization": connection.facts.get("organization", {}),
        "usage": usage.of(connection),
        "plan_form": PlanForm(instance=connection),
        "survey": Errand.objects.filter(team=connection.team_id, kind=Errand.Kind.SURVEY).first(),
    }


def _connection(request: HttpRequest, team: Team) -> Connection | None:
    """The connection, for an owner; None, and said, while there is none."""
    get_for(request.user, Team.objects.all(), OWN, pk=team.pk)
    connection = Connection.objects.filter(team=team).select_related("team").first()
    if connection is None:
        messages.error(request, _("There is no connection yet. Enter a key first."))
    return connection


@require_POST
@with_team
def connection_test(request: HttpRequest, team: Team) -> HttpResponse:
    """Try the kept key now, and have the variants read anew."""
    connection = _connection(request, team)
    if connection is None:
        return redirect("audiodn:connect")
    try:
        with connections.noted(connection):
            connections.check(connection.server, connections.key_of(connection))
    except http.Problem as failure:
        messages.error(request, failure.sentence)
    else:
        messages.success(request, _("The key works."))
        Errand.objects.ask(Errand.Kind.SURVEY, connection.team, request.user)
    return redirect("audiodn:connect")


@require_POST
@with_team
def connection_plan(request: HttpRequest, team: Team) -> HttpResponse:
    """Which plan the organization has: AudioDN's API does not tell."""
    connection = _connection(request, team)
    if connection is None:
        return redirect("audiodn:connect")
    form = PlanForm(request.POST, instance=connection)
    if form.is_valid():
        Connection.objects.filter(pk=connection.pk).update(plan=form.cleaned_data["plan"])
        messages.success(request, _("Saved. What is over its limits is told before it is sent."))
    return redirect("audiodn:connect")


@require_POST
@with_team
def hook_replace(request: HttpRequest, team: Team) -> HttpResponse:
    """A new secret in the webhook's address; the old one answers 404 from now on."""
    connection = _connection(request, team)
    if connection is None:
        return redirect("audiodn:connect")
    Connection.objects.filter(pk=connection.pk).update(webhook_secret=new_secret(), last_webhook_at=None)
    messages.success(
        request, _("The address is new. Enter it in AudioDN’s dashboard; until then the studio asks by itself.")
    )
    return redirect("audiodn:connect")


def _connect(team: Team, form: ConnectionForm) -> bool:
    """Try the key and keep it; False with the reason on the form."""
    server, key = form.cleaned_data["server"], form.cleaned_data["key"]
    try:
        connections.check(server, key)
        is_same = connections.is_same_organization(team, server, key)
    except http.Problem as failure:
        form.add_error("key", _("%(sentence)s The key was not kept.") % {"sentence": failure.sentence})
        return False
    if not is_same and not form.cleaned_data["start_over"]:
        form.add_error("start_over", _("This key opens another organization, without this team's collections."))
        return False
    if not is_same:
        connections.start_over(team)
    connections.save(team, server, key)
    return True
