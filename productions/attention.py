"""What waits for a person: the rows of "Needs you", in the order of urgency."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Q
from django.urls import reverse

from productions.models import AuphonicAccount, Episode, Production, Show
from productions.states import State
from teams.access import EDIT, RUN
from teams.models import Team

MOST = 20  # rows; who has more than that has seen enough


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


def needs(user: Any, team: Any) -> list[Need]:
    """Everything in this team that waits for this person. Four queries. `team` has `my_role`."""
    found = [*_failed(user, team), *_held(user, team), *_broken(user, team), *_unstarted(user, team)]
    return found[:MOST]


def _failed(user: Any, team: Any) -> list[Need]:
    rows = (
        Production.objects.for_user(user)
        .filter(state=State.FAILED, episode__show__team=team)
        .newest_of_episode()
        .select_related("episode__show")
        .order_by("-state_since")
    )
    return [_failure(production, production.my_role >= RUN) for production in rows[:MOST]]


def _failure(production: Production, may_run: bool) -> Need:
    """With the button that helps: a retry, unless a credential has to be mended first."""
    can_retry = may_run and production.error_code not in ("reconnect", "audiodn_key")
    return Need(
        "bad",
        "alert",
        production.episode.title,
        production.error,
        production.episode.get_absolute_url(),
        "Retry" if can_retry else "See what happened",
        production.episode.show,
        production.state_since,
        reverse("productions:production_retry", args=[production.pk]) if can_retry else "",
    )


def _held(user: Any, team: Any) -> list[Need]:
    rows = Production.objects.for_user(user).filter(state=State.HELD, episode__show__team=team, my_role__gte=RUN)
    rows = rows.newest_of_episode().select_related("episode__show").order_by("state_since")
    return [
        Need("wait", "phones", production.episode.title, "It is mastered and waits to be heard before it goes out.",
             production.episode.get_absolute_url(), "Listen", production.episode.show, production.state_since)
        for production in rows[:MOST]
    ]  # fmt: skip


def _broken(user: Any, team: Team) -> list[Need]:
    """A broken account is for its owner to mend; the others may only ask."""
    lent = Q(lent_to=team, user__memberships__team=team)
    rows = AuphonicAccount.objects.filter(lent | Q(user_id=user.pk), is_broken=True).select_related("user").distinct()
    return [
        Need(
            "wait",
            "plug",
            f"{account.name} at {account.server_label} needs a new sign-in",
            account.last_error or "The server no longer accepts the credentials.",
            reverse("productions:connections"),
            "Reconnect" if account.user_id == user.pk else "Look",
            None,
            account.last_error_at,
        )
        for account in rows[:MOST]
    ]


def _unstarted(user: Any, team: Any) -> list[Need]:
    rows = Episode.objects.for_user(user).filter(show__team=team, my_role__gte=EDIT).unstarted().select_related("show")
    return [
        Need("wait", "play", episode.title, "The recording is here. Nothing has been started.",
             episode.get_absolute_url(), "Open", episode.show)
        if episode.has_recording
        else Need("todo", "file", episode.title, "Has no recording yet.",
                  episode.get_absolute_url(), "Add recording", episode.show)
        for episode in rows.order_by("-has_recording", "planned_at", "created_at")[:MOST]
    ]  # fmt: skip
