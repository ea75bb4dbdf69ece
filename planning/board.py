"""The board: a lane for each show or owner where that is asked for, in it a column for each stage, in it cards."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db.models import Count, Q
from django.utils.translation import gettext as _

from planning.listing import Filters
from planning.models import Plan
from planning.stages import ON_BOARD, Stage

MOST, OUT = 300, 12  # cards in work; and of what is out, the newest
LANES = ("show", "owner")


@dataclass(frozen=True)
class Card:
    plan: Plan
    is_overdue: bool
    points: int
    done: int


@dataclass
class Column:
    stage: Stage
    label: str
    limit: int | None = None
    total: int = 0  # with those that are not shown
    cards: list[Card] = field(default_factory=list)

    @property
    def is_over(self) -> bool:
        return self.limit is not None and self.total > self.limit

    @property
    def more(self) -> int:
        return self.total - len(self.cards)


@dataclass
class Lane:
    title: str
    columns: list[Column]


@dataclass(frozen=True)
class Board:
    lanes: list[Lane]
    version: str

    @property
    def is_empty(self) -> bool:
        return not any(column.total for lane in self.lanes for column in lane.columns)

    @property
    def words(self) -> str:
        """How many are where, said when it changes."""
        return "; ".join(
            ", ".join([lane.title] * bool(lane.title) + [f"{c.label} {c.total}" for c in lane.columns if c.total])
            for lane in self.lanes
        )


def board(plans: Any, filters: Filters, now: datetime, show_plan: Any = None, lanes: str = "") -> Board:
    """Of these plans, five queries at most however many there are. With a show's plan in its words, with its limits."""
    plans = filters.narrow(plans.exclude(stage=Stage.ARCHIVED))
    rows = _cards(plans, now)
    totals = {} if lanes in LANES else _totals(plans)
    found = [
        Lane(title, _columns(cards, show_plan, totals or _count(cards)))
        for title, cards in (_by_lane(rows, lanes) if lanes in LANES else [("", rows)])
    ]
    return Board(found, _version(rows, totals))


def _cards(plans: Any, now: datetime) -> list[Card]:
    """The nearest first; of what is out the newest."""
    points = Count("episode__points"), Count("episode__points", filter=Q(episode__points__done_at__isnull=False))
    rows = plans.annotate(points_count=points[0], done_count=points[1])
    rows = rows.select_related("episode__show__plan", "owner")
    working = rows.exclude(stage=Stage.PUBLISHED).order_by("episode__planned_at", "episode__number", "pk")[:MOST]
    out = rows.filter(stage=Stage.PUBLISHED).order_by("-stage_since", "pk")[:OUT]
    return [Card(plan, plan.is_overdue(now), plan.points_count, plan.done_count) for plan in [*working, *out]]


def _totals(plans: Any) -> dict[str, int]:
    return dict(plans.order_by().values_list("stage").annotate(Count("pk")))


def _count(cards: Iterable[Card]) -> dict[str, int]:
    totals: dict[str, int] = {}
    for card in cards:
        totals[card.plan.stage] = totals.get(card.plan.stage, 0) + 1
    return totals


def _columns(cards: list[Card], show_plan: Any, totals: dict[str, int]) -> list[Column]:
    columns = {}
    for stage in ON_BOARD:
        label = show_plan.label(stage) if show_plan else str(stage.label)
        limit = show_plan.limits.get(stage) if show_plan else None
        columns[stage.value] = Column(stage, label, limit, totals.get(stage, 0))
    for card in cards:
        columns[card.plan.stage].cards.append(card)
    return list(columns.values())


def _by_lane(cards: list[Card], lanes: str) -> list[tuple[str, list[Card]]]:
    found: dict[str, list[Card]] = {}
    for card in cards:
        name = card.plan.episode.show.title if lanes == "show" else str(card.plan.owner or _("Nobody’s"))
        found.setdefault(name, []).append(card)
    return sorted(found.items())


def _version(cards: list[Card], totals: dict[str, int]) -> str:
    """Of everything the board shows."""
    told = [
        (
            str(c.plan.pk),
            c.plan.version,
            c.plan.stage,
            c.plan.episode.title,
            c.plan.episode.planned_at,
            c.done,
            c.points,
        )
        for c in cards
    ]
    late = [c.is_overdue for c in cards]
    return hashlib.sha256(repr((told, late, sorted(totals.items()))).encode()).hexdigest()[:16]
