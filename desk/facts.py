"""What lamps and the one button are told of an episode: rows that were loaded already, and what other packages add.

A package that knows more (reviews, publishing) fills one more small dataclass here; lamps and actions only read.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, NamedTuple

from django.db.models import Exists, OuterRef, Subquery
from django.urls import reverse
from django.utils import timezone

from planning.cadence import zone_of
from planning.models import Plan
from planning.stages import AT_REST
from podcaststudio.counting import count
from podcaststudio.words import zoned
from productions.models import Approval, AuphonicAccount, Episode, Fetch, Lane, Upload
from productions.stages import Row
from productions.states import State
from review.models import Decision, Kind, Note, Request, Verdict
from teams.access import SEE
from teams.models import Membership, Team

HEARD = (State.HELD, State.READY)


@dataclass(frozen=True)
class Review:
    """What people said of the newest version. As it stands here: nobody was asked, and nobody has to be."""

    is_wanted: bool = False  # it goes out only when others approve, and there are others in the team
    asked: tuple[str, ...] = ()  # names of those who have not answered yet
    approved: tuple[str, ...] = ()  # names
    notes: int = 0  # that must be fixed and are not
    is_mine: bool = False  # whoever looks is asked and has not answered
    address: str = ""
    ask_address: str = ""

    @property
    def is_over(self) -> bool:
        return bool(self.approved) and not self.asked and not self.notes


@dataclass(frozen=True)
class Outlet:
    """Where the episode stands with its feed. As it stands here: there is none, and a delivered track is out."""

    has_gate: bool = False
    blockers: int = 0
    scheduled_at: datetime | None = None  # in the zone of its show
    held_back: str = ""  # why it did not go out then
    published_at: datetime | None = None
    address: str = ""

    @property
    def moment(self) -> str:
        """With its zone."""
        return zoned(self.scheduled_at) if self.scheduled_at else ""


@dataclass(frozen=True)
class Facts:
    """`role` is that of whoever looks; `upload` and `fetch` are not finished; `lanes` counts separate tracks."""

    row: Row
    role: int = SEE
    has_account: bool = True
    upload: Upload | None = None
    fetch: Fetch | None = None
    lanes: int = 0
    review: Review = field(default_factory=Review)
    outlet: Outlet = field(default_factory=Outlet)

    @property
    def is_free(self) -> bool:
        """What is held here may go out, as far as people are concerned: `review.deciding.is_met`, of what is loaded."""
        production = self.row.production
        if production is None or not production.is_held:
            return False
        if production.approval == Approval.NONE:
            return True
        return bool(self.review.approved) and not (production.approval == Approval.ALL and self.review.asked)

    @property
    def is_coming(self) -> bool:
        """It has a moment to go out, which is ahead."""
        return bool(self.outlet.scheduled_at and self.outlet.scheduled_at > timezone.now())


def facts(rows: Iterable[Row], user: Any, role: int, team: Team) -> list[Facts]:
    """Of episodes of one team, for somebody with this role. One query, and one more for each kind of thing there is.

    Those kinds are uploads and fetches that are not finished, people who are asked, and what they decided.
    """
    rows = list(rows)
    heard = {row.production.pk: row for row in rows if row.production and row.production.state in HEARD}
    counts = _counts([row.episode.pk for row in rows], list(heard), user, team)
    uploads = _by_episode(_uploads(), [pk for pk, each in counts.items() if each.has_upload])
    fetches = _by_episode(_fetches(), [pk for pk, each in counts.items() if each.has_fetch])
    reviews = _reviews(heard, counts, user)
    return [
        Facts(
            row,
            role,
            counts[row.episode.pk].has_account,
            uploads.get(row.episode.pk),
            fetches.get(row.episode.pk),
            counts[row.episode.pk].lanes,
            reviews.get(row.episode.pk, Review()),
            _outlet(row, counts[row.episode.pk]),
        )
        for row in rows
    ]


def _outlet(row: Row, here: "_Counts") -> Outlet:
    at = here.scheduled_at and here.scheduled_at.astimezone(zone_of(here.time_zone or ""))
    return Outlet(scheduled_at=at, held_back=here.held_back or "")


def _uploads() -> Any:
    """Not finished, and still good to go on with."""
    return Upload.objects.filter(expires_at__gt=timezone.now(), error="", recording=None)


def _fetches() -> Any:
    """Under way."""
    return Fetch.objects.filter(due_at__isnull=False)


class _Counts(NamedTuple):
    """What one query tells of an episode; the last two hold for the whole team."""

    lanes: int
    has_upload: bool
    has_fetch: bool
    scheduled_at: datetime | None
    held_back: str | None
    time_zone: str | None
    notes: int
    is_asked: bool
    is_decided: bool
    has_account: bool
    are_several: bool


def _counts(episodes: list[Any], heard: list[Any], user: Any, team: Team) -> dict[Any, _Counts]:
    """By episode. `heard` are productions whose reviews count."""
    mine = {"episode": OuterRef("pk")}
    of_heard = {"production__in": heard, "production__episode": OuterRef("pk")}
    rows = Episode.objects.filter(pk__in=episodes).order_by()
    scheduled = Plan.objects.filter(**mine, scheduled_at__isnull=False).exclude(stage__in=AT_REST)
    columns: list[Any] = [
        count(Lane.objects.filter(**mine), "episode"),
        Exists(_uploads().filter(**mine)),
        Exists(_fetches().filter(**mine)),
        *(
            Subquery(scheduled.values(name)[:1])
            for name in ("scheduled_at", "held_back", "episode__show__plan__time_zone")
        ),
        count(Note.objects.filter(kind=Kind.MUST, resolved_at=None, deleted_at=None, **of_heard), "production"),
        Exists(Request.objects.filter(withdrawn_at=None, **of_heard)),
        Exists(Decision.objects.filter(**of_heard)),
        Exists(AuphonicAccount.objects.for_team(team)),
        Exists(Membership.objects.filter(team=team).exclude(user=user.pk)),
    ]
    return {pk: _Counts(*rest) for pk, *rest in rows.values_list("pk", *columns)}


def _reviews(heard: dict[Any, Row], counts: dict[Any, _Counts], user: Any) -> dict[Any, Review]:
    """By episode, of its newest version, where it can be heard."""
    asked, said = defaultdict(list), defaultdict(list)
    for request in _of(heard, counts, "is_asked", Request.objects.filter(withdrawn_at=None).select_related("reviewer")):
        asked[request.production_id].append(request.reviewer)
    for decision in _of(heard, counts, "is_decided", Decision.objects.all()):
        said[decision.production_id].append(decision)
    found = {}
    for row in heard.values():
        production, here = row.production, counts[row.episode.pk]
        assert production
        answered = {decision.reviewer_id for decision in said[production.pk]}
        waiting = [person for person in asked[production.pk] if person.pk not in answered]
        found[row.episode.pk] = Review(
            is_wanted=here.are_several and production.is_held and production.approval != Approval.NONE,
            asked=tuple(str(person) for person in waiting),
            approved=tuple(each.author_name for each in said[production.pk] if each.verdict == Verdict.APPROVED),
            notes=here.notes if production.is_held else 0,
            is_mine=user.pk in {person.pk for person in waiting},
            address=reverse("review:page", args=[row.episode.pk]),
            ask_address=reverse("review:ask", args=[row.episode.pk]),
        )
    return found


def _of(heard: dict[Any, Row], counts: dict[Any, _Counts], flag: str, rows: Any) -> Iterable[Any]:
    """These rows of the productions that have any. No query where none has."""
    there = [pk for pk, row in heard.items() if getattr(counts[row.episode.pk], flag)]
    return rows.filter(production__in=there) if there else ()


def _by_episode(rows: Any, episodes: list[Any]) -> dict[Any, Any]:
    """No query where there are no episodes."""
    return {row.episode_id: row for row in rows.filter(episode__in=episodes).order_by("created_at")} if episodes else {}
