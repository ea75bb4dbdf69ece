"""What the team's productions cost, as tables and as CSV."""

import csv

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from productions import usage
from productions.models import AuphonicAccount
from teams.access import RUN, get_for
from teams.current import with_team
from teams.models import Team

HEAD = ("date", "show", "episode", "member", "account", "minutes of recording", "credit in hours")


@require_safe
@with_team
def usage_page(request: HttpRequest, team: Team) -> HttpResponse:
    get_for(request.user, Team.objects.all(), RUN, pk=team.pk)
    month = usage.month_of(request.GET.get("month", ""))
    rows = usage.paid(request.user, team, month)
    context = {
        "team": team,
        "month": month,
        "months": usage.by_month(usage.paid(request.user, team)),
        "tables": [
            (_("Shows"), usage.by_show(rows)),
            (_("Members"), usage.by_member(rows)),
            (_("Accounts"), usage.by_account(rows)),
        ],
        "left": AuphonicAccount.objects.for_team(team).exclude(credits=None),
    }
    return render(request, "productions/usage.html", context)


@require_safe
@with_team
def usage_csv(request: HttpRequest, team: Team) -> HttpResponse:
    """Every production that used credit, newest first."""
    get_for(request.user, Team.objects.all(), RUN, pk=team.pk)
    answer = HttpResponse(content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = 'attachment; filename="usage.csv"'
    out = csv.writer(answer)
    out.writerow(HEAD)
    rows = usage.paid(request.user, team).select_related("episode__show", "started_by", "account", "recording")
    for row in rows.order_by("-created_at").defer("preset_settings", "statistics"):
        names = (str(row.episode.show), str(row.episode), str(row.started_by or ""), str(row.account or ""))
        safe = (f"'{name}" if name[:1] in "=+-@\t" else name for name in names)  # a spreadsheet must not calculate it
        minutes, day = f"{row.recording.duration / 60:.1f}", row.created_at.date().isoformat()
        out.writerow((day, *safe, minutes, f"{row.used_credits:.4f}"))
    return answer
