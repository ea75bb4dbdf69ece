"""The audit log of a team: a page with a filter, and the same as CSV."""

import csv
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import translation
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from podcaststudio.words import ENGLISH
from teams.access import OWN, get_for
from teams.audit import ACTIONS
from teams.current import with_team
from teams.forms import LogForm
from teams.models import AuditEntry, Team

PAGE, MOST = 50, 50_000
COLUMNS = ("at", "who", "did", "to", "details", "from", "browser")


@require_safe
@never_cache
@with_team
def log(request: HttpRequest, team: Team) -> HttpResponse:
    form = LogForm(request.GET)
    page = Paginator(_rows(request, team, form), PAGE).get_page(request.GET.get("page"))
    for entry in page:
        entry.words = ACTIONS.get(entry.action, entry.action)
    query = request.GET.copy()
    query.pop("page", None)
    context = {"team": team, "form": form, "page": page, "query": query.urlencode()}
    return render(request, "teams/log.html", context)


@require_safe
@never_cache
@with_team
def log_csv(request: HttpRequest, team: Team) -> HttpResponse:
    """The newest `MOST` rows that fit."""
    rows = _rows(request, team, LogForm(request.GET))[:MOST]
    response = HttpResponse(content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="log.csv"'
    writer = csv.writer(response)
    writer.writerow(COLUMNS)
    for entry in rows.iterator():
        details = "; ".join(f"{name}: {value}" for name, value in entry.details.items())
        with translation.override(ENGLISH):
            did = str(ACTIONS.get(entry.action, entry.action))
        cells = (entry.actor_name, did, entry.target_name, details)
        writer.writerow([entry.at.isoformat(), *map(_plain, cells), entry.ip or "", _plain(entry.agent)])
    return response


def _rows(request: HttpRequest, team: Team, form: LogForm) -> Any:
    get_for(request.user, Team.objects.all(), OWN, pk=team.pk)
    return form.narrow(AuditEntry.objects.for_user(request.user).filter(team_id=team.pk))


def _plain(text: str) -> str:
    """A cell that no spreadsheet takes for a formula."""
    return f"'{text}" if text[:1] in ("=", "+", "-", "@", "\t", "\r") else text
