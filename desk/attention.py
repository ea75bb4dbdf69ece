"""What waits for a person: the rows of "Needs you", the most urgent first."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from django.db.models import F
from django.urls import reverse
from django.utils.translation import gettext as _

from planning import needs as plan
from planning.stages import Stage
from productions.models import AuphonicAccount, Episode, Production, Show
from productions.states import State
from review.asking import waiting_for
from teams.access import EDIT, RUN
from teams.models import Team

MOST = 20  # rows of one kind; who has more than that has seen enough
NEWEST = 100  # episodes without a production that are looked at: of very many only what came lately needs anybody
NEVER = datetime.max.replace(tzinfo=UTC)


@dataclass(frozen=True)
class Need:
    mark: str  # bad, wait, todo
    icon: str
    title: str
    sentence: str
    address: str
    action: str
    show: Show | None = None
    since: datetime | None = None
    retry: str = ""  # address of a POST that helps at once
    deadline: datetime | None = None
    episode: Any = None  # its key; of one episode only the first need is told

    @property
    def urgency(self) -> tuple[bool, datetime, datetime]:
        return self.mark == "todo", self.deadline or NEVER, self.since or NEVER


def needs(
    user: Any, team: Any, accounts: Iterable[AuphonicAccount], stopped: Iterable[Production] | None = None
) -> list[Need]:
    """Everything in this team that waits for this person. `team` has `my_role`; `stopped` may be loaded already.

    `accounts` are those of the team and of this person. Four queries, and one more for what is stopped.
    """
    rows = of_newest(user, team, State.FAILED, State.HELD)[:MOST] if stopped is None else stopped
    found = [
        *_asked(user, team),
        *_stopped(rows),
        *_broken(user, accounts),
        *_overdue(user, team),
        *_unstarted(user, team),
    ]
    return sorted(_first_of_each(found), key=lambda need: need.urgency)


def of_newest(user: Any, team: Any, *states: State) -> Any:
    """The newest production of each episode, where it is in one of these states."""
    rows = Production.objects.for_user(user).filter(state__in=states, episode__show__team=team)
    rows = rows.newest_of_episode().select_related("episode__plan", "episode__show__plan", "recording")
    return rows.order_by("-state_since")


def _first_of_each(found: list[Need]) -> list[Need]:
    told: set[Any] = set()
    return [need for need in found if need.episode is None or not (need.episode in told or told.add(need.episode))]  # type: ignore[func-returns-value]


def _stopped(rows: Iterable[Production]) -> list[Need]:
    found = []
    for row in rows:
        if row.state == State.FAILED:
            found.append(_failure(row, row.my_role >= RUN))  # type: ignore[attr-defined]
        elif row.my_role >= RUN:  # type: ignore[attr-defined]
            found += _held(row)
    return found


def _held(row: Production) -> list[Need]:
    """Nobody is needed for what goes out by itself."""
    page, its_plan = reverse("review:page", args=[row.episode_id]), row.episode.plan
    if its_plan.held_back:
        return [_about(row, "wait", "clock", plan.was_to(its_plan), _("Listen"), address=page)]
    if its_plan.stage == Stage.SCHEDULED:
        return []
    if its_plan.stage == Stage.APPROVED:
        return [_about(row, "wait", "clock", _("It is ready to go out: publish it, or give it a moment."), _("Open"))]
    sentence = _("It is mastered and waits for approval before it goes out.")
    return [_about(row, "wait", "phones", sentence, _("Listen"), address=page)]


def _about(
    row: Production, mark: str, icon: str, sentence: str, action: str, retry: str = "", address: str = ""
) -> Need:
    episode = row.episode
    return Need(
        mark, icon, episode.title, sentence, address or episode.get_absolute_url(), action, episode.show,
        row.state_since, retry, episode.planned_at, episode.pk,
    )  # fmt: skip


def _asked(user: Any, team: Any) -> list[Need]:
    """Reviews that this person is asked for and has not given."""
    rows = waiting_for(user).filter(production__episode__show__team=team).select_related("production__episode__show")
    sentence = _("You are asked to review it.")
    return [
        Need("wait", "phones", episode.title, sentence, reverse("review:page", args=[episode.pk]), _("Review now"),
             episode.show, row.created_at, deadline=episode.planned_at, episode=episode.pk)
        for row in rows[:MOST]
        if (episode := row.production.episode)
    ]  # fmt: skip


def _failure(row: Production, may_run: bool) -> Need:
    """With the button that helps: a retry, unless a credential has to be mended first."""
    if may_run and row.error_code not in ("reconnect", "audiodn_key", "audiodn_plan"):
        retry = reverse("productions:production_retry", args=[row.pk])
        return _about(row, "bad", "alert", row.error, _("Retry"), retry)
    return _about(row, "bad", "alert", row.error, _("See what happened"))


def _broken(user: Any, accounts: Iterable[AuphonicAccount]) -> list[Need]:
    """A broken account is for its owner to mend; the others may only ask."""
    return [
        Need(
            "wait",
            "plug",
            _("%(name)s at %(server)s needs a new sign-in") % {"name": account.name, "server": account.server_label},
            account.last_error or _("The server no longer accepts the credentials."),
            reverse("productions:connections"),
            _("Reconnect") if account.user_id == user.pk else _("Look"),
            None,
            account.last_error_at,
        )
        for account in accounts
        if account.is_broken
    ]


def _overdue(user: Any, team: Team) -> list[Need]:
    return [
        Need(
            "wait", "cal", item.title, item.sentence, item.address, item.action, item.show, deadline=item.at,
            episode=item.episode.pk if item.episode and item.kind == plan.Kind.OVERDUE else None,
        )
        for item in plan.overdue(user, team=team)
        if item.is_mine
    ]  # fmt: skip


def _unstarted(user: Any, team: Any) -> list[Need]:
    """Of the newest, what could be started comes first, then what is planned soonest."""
    mine = Episode.objects.for_user(user).filter(show__team=team, my_role__gte=EDIT)
    newest = mine.unstarted().order_by("-created_at", "id").values("pk")[:NEWEST]
    rows = Episode.objects.filter(pk__in=newest).unstarted().select_related("show")
    rows = rows.order_by("-has_recording", F("planned_at").asc(nulls_last=True), "created_at", "id")
    return [
        Need("wait", "play", episode.title, _("The recording is here. Nothing has been started."),
             episode.get_absolute_url(), _("Open"), episode.show, deadline=episode.planned_at, episode=episode.pk)
        if episode.has_recording
        else Need("todo", "file", episode.title, _("Has no recording yet."), episode.get_absolute_url(),
                  _("Add recording"), episode.show, deadline=episode.planned_at, episode=episode.pk)
        for episode in rows[:MOST]
    ]  # fmt: skip
