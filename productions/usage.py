"""Credit that a team's productions used, in hours: by month, show, member and account."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Count, F, QuerySet, Sum
from django.db.models.functions import TruncMonth
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from productions.models import Production
from teams.models import Team

MONTHS = 12


@dataclass(frozen=True)
class Line:
    """One row of a table; `share` is percent of the largest."""

    name: str
    hours: float
    runs: int
    share: int
    key: str = ""


def paid(user: Any, team: Team, month: date | None = None) -> Any:
    """Productions of the team that used credit, of the shows this person may see."""
    rows = Production.objects.for_user(user).filter(episode__show__team=team, used_credits__gt=0)
    if month:
        rows = rows.filter(created_at__year=month.year, created_at__month=month.month)
    return rows


def by_month(rows: Any) -> list[Line]:
    """The last twelve months that have any, newest first."""
    found = _summed(rows.annotate(name=TruncMonth("created_at")), "-name")[:MONTHS]
    return _lines((date_format(row["name"], "F Y"), row, f"{row['name']:%Y-%m}") for row in found)


def by_show(rows: Any) -> list[Line]:
    found = _summed(rows.annotate(name=F("episode__show__title")), "-hours")
    return _lines((row["name"], row, "") for row in found)


def by_member(rows: Any) -> list[Line]:
    """Who started them; people without a name by their address."""
    found = rows.values("started_by__name", "started_by__email").annotate(hours=Sum("used_credits"), runs=Count("pk"))
    names = (
        (row["started_by__name"] or row["started_by__email"] or _("Nobody any more"), row, "")
        for row in _by_hours(found)
    )
    return _lines(names)


def by_account(rows: Any) -> list[Line]:
    found = rows.values("account__name").annotate(hours=Sum("used_credits"), runs=Count("pk"))
    return _lines((row["account__name"] or _("Not connected any more"), row, "") for row in _by_hours(found))


def month_of(text: str) -> date | None:
    """The month of `2026-11`; None for anything else."""
    try:
        return datetime.strptime(text, "%Y-%m").replace(tzinfo=timezone.get_current_timezone()).date()
    except ValueError:
        return None


def _summed(rows: Any, order: str) -> Any:
    return rows.order_by().values("name").annotate(hours=Sum("used_credits"), runs=Count("pk")).order_by(order)


def _by_hours(rows: QuerySet[Any]) -> Any:
    return rows.order_by("-hours")


def _lines(rows: Any) -> list[Line]:
    found = list(rows)
    most = max((row["hours"] for _, row, _ in found), default=1.0)
    return [Line(name, row["hours"], row["runs"], round(100 * row["hours"] / most), key) for name, row, key in found]
