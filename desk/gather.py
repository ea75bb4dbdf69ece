"""What home and the lists beside it show of a team, each kind in one query however much there is."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import reduce
from itertools import groupby
from operator import or_
from typing import Any

from django.db.models import Q

from desk.attention import of_newest
from planning import needs as plan
from productions.models import Production
from productions.stages import Row
from productions.states import UNFINISHED, State
from teams.models import Team

RECENT, MOST = 8, 30  # rows


@dataclass(frozen=True)
class Work:
    """Newest productions of episodes: those under way, those that wait for a person, and what became ready lately."""

    running: list[Row]
    stopped: list[Production]
    recent: list[Production]


@dataclass(frozen=True)
class Day:
    day: date
    items: list[plan.Item]


def work(user: Any, team: Team) -> Work:
    """One query, which takes of each of the three kinds only the latest, so that each is read from its index."""
    stopped = (State.FAILED, State.HELD)
    latest = [
        of_newest(user, team, *states).values("pk")[:most]
        for states, most in ((UNFINISHED, MOST), (stopped, MOST), ((State.READY,), RECENT))
    ]
    rows = Production.objects.for_user(user).filter(reduce(or_, (Q(pk__in=each) for each in latest)))
    rows = list(_light(rows).order_by("-state_since", "pk"))
    return Work(
        [_row(row) for row in rows if row.state in UNFINISHED],
        [row for row in rows if row.state in stopped],
        [row for row in rows if row.state == State.READY],
    )


def running(user: Any, team: Team) -> list[Row]:
    """One query."""
    return [_row(row) for row in _light(of_newest(user, team, *UNFINISHED))[:MOST]]


def agenda(user: Any, team: Team) -> list[Day]:
    """The next 14 days by day: scheduled, planned, and where nothing is. Two queries."""
    items = sorted(plan.ahead(user, team=team), key=lambda item: item.day)
    return [Day(day, list(found)) for day, found in groupby(items, key=lambda item: item.day)]


def usual_length(recent: Iterable[Production]) -> float | None:
    """Hours of a usual episode: the median of what came out lately."""
    lengths = sorted(row.recording.duration for row in recent)
    return lengths[len(lengths) // 2] / 3600 if lengths else None


def _light(rows: Any) -> Any:
    rows = rows.select_related("episode__plan", "episode__show__plan", "recording", "account", "track")
    return rows.defer("preset_settings", "timeline")


def _row(production: Production) -> Row:
    production.episode.my_role = production.my_role  # type: ignore[attr-defined]
    return Row(production.episode, production.recording, production)
