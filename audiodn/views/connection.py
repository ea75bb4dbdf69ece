"""The team's connection to AudioDN."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from audiodn import connections
from audiodn.forms import ConnectionForm
from audiodn.models import Connection
from podcaststudio import http
from teams.access import OWN, get_for
from teams.current import with_team
from teams.models import Team


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
    hook = request.build_absolute_uri(reverse("audiodn:hook", args=[connection.webhook_secret])) if connection else ""
    context = {"form": form, "connection": connection, "hook": hook}
    return render(request, "audiodn/connect.html", context, status=422 if form.is_bound else 200)


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
