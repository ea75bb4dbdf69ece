"""How long productions of a team usually take, from what it did lately. Never an estimate of ours."""

from dataclasses import dataclass
from statistics import quantiles

from productions.models import Approval, Production
from productions.states import State
from teams.models import Team

LATELY, LEAST = 20, 3  # productions: so many are looked at, and fewer than that say nothing


@dataclass(frozen=True)
class Usual:
    """Minutes for an hour of audio, of the middle half of `count` productions."""

    low: int
    high: int
    count: int


def usual(team: Team) -> Usual | None:
    """One query. What waited for a person, or was tried again, is left out."""
    rows = Production.objects.filter(state=State.READY, run=1, approval=Approval.NONE, episode__show__team=team)
    rows = rows.filter(recording__duration__gt=0).order_by("-state_since")
    found = [
        (ended - began).total_seconds() / 60 / (length / 3600)
        for began, ended, length in rows.values_list("created_at", "state_since", "recording__duration")[:LATELY]
    ]
    if len(found) < LEAST:
        return None
    low, _middle, high = quantiles(found, n=4)
    return Usual(max(1, round(low)), max(1, round(high)), len(found))
