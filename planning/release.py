"""What is scheduled goes out at its moment, by a worker: exactly once, and never before.

The plan comes due at its moment (`due_at`). A worker claims it, asks once more what stands against it, and lets the
production go or says why not. All of that is one transaction: killed at any line it never was, and comes due again.
What was let go is looked at again until it is out. Before the moment the pipeline keeps everything of the episode here,
whichever way it came to be let go (`held_until`).
"""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.db.models import F
from django.db.models.functions import Now
from django.urls import reverse
from django.utils import translation
from django.utils.functional import lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from notices.kinds import Mail, register
from notices.telling import tell
from planning import moves
from planning.models import Plan
from planning.stages import AT_REST, Stage
from podcaststudio.due import Lost, in_seconds
from podcaststudio.words import filled, language_of
from productions import gates, pipeline
from productions.gates import Refusal
from productions.models import Episode, Production
from productions.states import State

TASK = "planning.go_out"
LEASE, AGAIN = 60.0, 600.0  # seconds
HELD_BACK = register(
    "plan.held_back", gettext_lazy("an episode of yours could not go out when it was scheduled"), Mail.NOW
)


def held_until(episode: Any) -> datetime | None:
    """The moment of the episode with this key while it is ahead, in the zone of its show."""
    rows = Plan.objects.filter(episode=episode, scheduled_at__gt=Now()).exclude(stage__in=AT_REST)
    plan = rows.select_related("episode__show__plan").first()
    return plan.scheduled_at.astimezone(plan.episode.show.plan.zone) if plan and plan.scheduled_at else None


def go_out(pk: UUID) -> None:
    """Worker: the moment of this plan has come."""
    turn = Plan.objects.claim(pk, LEASE)
    if turn is None:
        return
    plan = Plan.objects.select_related("episode__show__team", "episode__show__plan", "episode__created_by", "owner")
    try:
        _go(plan.get(pk=pk), turn)
    except Lost:
        return


def now(plan: Plan, actor: Any) -> None:
    """Somebody does not wait for the moment, or there is none: let it go. Raises `moves.Refused`, `moves.Overtaken`."""
    if found := against(plan.episode):
        raise moves.Refused(found)
    with transaction.atomic():
        newest = _held_still(plan.episode)
        if newest and newest.is_held:
            pipeline.release(newest, actor)
        facts = {"scheduled_at": None, "stage": Stage.APPROVED, "changed_by": actor}
        if not Plan.objects.at_version(plan.pk, plan.version, **facts):
            raise moves.Overtaken(moves.overtaken(plan))


def against(episode: Episode) -> Refusal | None:
    """What keeps it from going out now: people, or that there is nothing to go out."""
    return gates.refusal(episode, Stage.PUBLISHED) or _not_there(episode)


def _go(plan: Plan, turn: int) -> None:
    """Raises `Lost` when the plan was changed meanwhile."""
    with transaction.atomic():
        newest = _held_still(plan.episode)
        facts: dict[str, Any] = {"due_at": None, "version": F("version") + 1, "turn": turn + 1}
        if against(plan.episode):
            facts["held_back"] = _why(plan)
        elif newest and newest.is_ready:
            facts |= {"stage": Stage.PUBLISHED, "stage_since": Now()}
        else:
            facts |= {"due_at": in_seconds(AGAIN), "held_back": ""}
            if newest and newest.is_held:
                pipeline.release(newest, plan.scheduled_by)
        Plan.objects.write(plan.pk, turn, **facts)
        if facts.get("held_back"):
            _tell(plan)


def _not_there(episode: Episode) -> Refusal | None:
    newest = _newest(episode)
    if newest is None or newest.state in (State.DRAFT, State.CANCELED):
        sentence = _("Nothing is mastered yet.")
    elif newest.is_failed:
        sentence = _("Its newest production failed.")
    elif newest.state not in moves.HEARD:
        sentence = _("It is still being processed.")
    else:
        return None
    return Refusal(sentence, episode.get_absolute_url(), _("Open the episode"))


def _newest(episode: Episode) -> Any:
    return Production.objects.newest_of_episode().filter(episode=episode).first()


def _held_still(episode: Episode) -> Any:
    """The newest production. Nobody decides on it until the transaction ends."""
    newest = _newest(episode)
    return newest and Production.objects.select_for_update(of=("self",)).get(pk=newest.pk)


def _person(plan: Plan) -> Any:
    return plan.owner or plan.scheduled_by or plan.episode.created_by


def _why(plan: Plan) -> str:
    """In the language of whoever has to look."""
    person = _person(plan)
    with translation.override(language_of(person) if person else settings.LANGUAGE_CODE):
        return _sentence(plan)


def _sentence(plan: Plan) -> str:
    found = against(plan.episode)
    return found.sentence if found else ""


def _tell(plan: Plan) -> None:
    tell(
        HELD_BACK.name, f"held:{plan.pk}:{plan.scheduled_at:%Y%m%d%H%M}", [plan.owner, plan.scheduled_by],
        title=filled(gettext_lazy("%(title)s did not go out"), {"title": plan.episode}),
        body=filled("%s: %s", (plan.episode.show, lazy(_sentence, str)(plan))),
        address=reverse("planning:episode_plan", args=[plan.pk]), team=plan.episode.show.team,
    )  # fmt: skip
