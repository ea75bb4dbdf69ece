"""What was left at AudioDN: tracks there that nobody here knows, taken in or deleted."""

from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from audiodn import adoption, survey
from audiodn.models import Collection, Connection, Errand, Track
from podcaststudio import http
from teams import audit
from teams.access import EDIT, RUN, SEE, get_for
from teams.current import with_team
from teams.models import Team


@require_safe
@with_team
def orphans(request: HttpRequest, team: Team) -> HttpResponse:
    return render(request, "audiodn/orphans.html", _context(request, team))


@require_safe
@with_team
@never_cache
def orphan_list(request: HttpRequest, team: Team) -> HttpResponse:
    """Fragment: the list; polled while a worker looks through AudioDN or deletes."""
    return render(request, "audiodn/_orphans.html", _context(request, team))


def _context(request: HttpRequest, team: Team) -> dict[str, Any]:
    connection = Connection.objects.filter(team=team).first()
    collections = Collection.objects.for_user(request.user).filter(team=team)
    titles = {str(pk): title for pk, title in collections.values_list("pk", "title")}
    found = connection.facts.get("orphans", []) if connection else []
    going = Errand.objects.filter(team=team, kind__in=(Errand.Kind.SURVEY, Errand.Kind.ORPHAN_DELETE))
    errands = list(going)
    ids = {errand.payload.get("remote_id") for errand in errands}
    return {
        "connection": connection,
        "orphans": [
            {**orphan, "title_there": titles[orphan["collection"]], "is_going": orphan["id"] in ids}
            for orphan in found
            if orphan["collection"] in titles
        ],
        "loose": Track.objects.for_user(request.user).filter(collection__team=team).select_related("collection"),
        "errands": errands,
        "is_live": any(errand.due_at for errand in errands),
        "may_edit": team.my_role >= EDIT,
        "may_run": team.my_role >= RUN,
    }


@require_POST
@with_team
def survey_start(request: HttpRequest, team: Team) -> HttpResponse:
    """Have a worker look through everything the team has at AudioDN."""
    team = get_for(request.user, Team.objects.all(), EDIT, pk=team.pk)
    Errand.objects.ask(Errand.Kind.SURVEY, team, request.user)
    return redirect("audiodn:connect" if request.POST.get("next") == "connect" else "audiodn:orphans")


@require_POST
@with_team
def orphan_take(request: HttpRequest, team: Team, remote_id: str) -> HttpResponse:
    """Take one in as a track of the collection it is in."""
    team = get_for(request.user, Team.objects.all(), EDIT, pk=team.pk)
    connection, orphan = _orphan(team, remote_id)
    collection = get_for(request.user, Collection.objects.select_related("team"), SEE, pk=orphan["collection"])
    try:
        adoption.adopt(collection, remote_id)
    except adoption.NotThere as gone:
        messages.error(request, str(gone))
    except http.Problem as failure:
        messages.error(request, failure.sentence)
        return redirect("audiodn:orphans")
    survey.forget(connection, remote_id)
    return redirect("audiodn:orphans")


@require_POST
@with_team
def orphan_delete(request: HttpRequest, team: Team, remote_id: str) -> HttpResponse:
    """Have a worker delete one at AudioDN, after a last look whether anybody needs it."""
    team = get_for(request.user, Team.objects.all(), RUN, pk=team.pk)
    orphan = _orphan(team, remote_id)[1]
    kind = Errand.Kind.ORPHAN_DELETE
    with transaction.atomic():
        audit.record("orphan.deleted", orphan["title"] or remote_id, team=team, id=remote_id)
        Errand.objects.ask(kind, team, request.user, name=remote_id, remote_id=remote_id)
    messages.success(request, _("It is deleted in a moment."))
    return redirect("audiodn:orphans")


def _orphan(team: Team, remote_id: str) -> tuple[Connection, dict[str, Any]]:
    connection = Connection.objects.filter(team=team).first()
    found = connection.facts.get("orphans", []) if connection else []
    orphan = next((one for one in found if one["id"] == remote_id), None)
    if connection is None or orphan is None:
        raise Http404(_("This is not among what was found. Look through AudioDN once more."))
    return connection, orphan
