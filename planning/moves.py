"""Changes the plan of one episode: its stage, its dates, its owner. Who saw an older plan is told, nothing is lost.

A stage that says something about the outside (approved, scheduled, published) is never reached by a wish alone: what
the pipeline and the packages above say (`productions/gates.py`) is asked first, and a refusal names the page to go to.
"""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import F
from django.db.models.functions import Now
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from planning.models import Plan
from planning.stages import GUARDED, WORKED_ON, Stage
from productions import gates
from productions.gates import Refusal
from productions.models import Episode, Production
from productions.states import State
from teams import audit
from teams.access import RUN, refusal

GOING = (State.DELIVERING, State.TRANSCODING)
HEARD = (State.HELD, *GOING, State.READY)  # whether what is held got its approval, the package above it says


class Refused(Exception):
    """It may not move there; `refusal` says why, and where that is mended."""

    def __init__(self, found: Refusal) -> None:
        super().__init__(found.sentence)
        self.refusal = found


class Overtaken(Exception):
    """Somebody else changed the plan since it was seen; the sentence says who and to what."""


def gate(episode: Episode, goal: str) -> Refusal | None:
    """The pipeline's own rule: approved is what was mastered and let go, published what listeners can hear."""
    if goal == Stage.PUBLISHED:
        if episode.track_id:
            return None
        return _look(episode, _("Listeners cannot hear it yet: nothing is delivered. Master and deliver it first."))
    newest = Production.objects.newest_of_episode().filter(episode=episode).first()
    if newest is None or newest.state not in HEARD:
        return _look(episode, _("Nothing is mastered yet, so there is nothing to approve."))
    return None


def refused(plan: Plan, goal: str, role: int, scheduled_at: datetime | None = None) -> Refusal | None:
    """Why this plan may not go to this stage; None when it may. `plan` has its episode."""
    episode = plan.episode
    if goal not in GUARDED or goal == plan.stage:
        return None
    if role < RUN:
        return _look(episode, refusal(RUN))
    if found := gates.refusal(episode, goal) or gate(episode, goal):
        return found
    if goal == Stage.SCHEDULED and not (scheduled_at or plan.scheduled_at):
        address = reverse("planning:episode_plan", args=[episode.pk])
        return Refusal(_("Say for when it is scheduled first."), f"{address}#id_scheduled_at", _("Set day and time"))
    return None


def move(plan: Plan, goal: str, actor: Any, version: int) -> None:
    """To another stage. `plan` has `my_role` and its episode. Raises `Refused` and `Overtaken`."""
    change(plan, actor, version, stage=goal)


def change(plan: Plan, actor: Any, version: int, *, planned_at: Any = ..., **values: Any) -> None:
    """Write these values, and `planned_at` of the episode when it is given. Raises `Refused` and `Overtaken`."""
    goal, role = values.get("stage", plan.stage), plan.my_role  # type: ignore[attr-defined]
    found = refused(plan, goal, role, values.get("scheduled_at"))
    at = values.get("scheduled_at", plan.scheduled_at)
    if found is None and at != plan.scheduled_at:
        found = _another_moment(plan, at, role)
    elif found is None and goal == Stage.SCHEDULED != plan.stage:
        found = _passed(plan, at)
    if found:
        raise Refused(found)
    before = plan.stage
    values |= with_moment(plan, values)
    goal = values.get("stage", before)
    if at != plan.scheduled_at:
        values["scheduled_by"] = actor if at else None
    if goal != before:
        values["stage_since"] = timezone.now()
    with transaction.atomic():
        if not Plan.objects.at_version(plan.pk, version, changed_by=actor, **values):
            raise Overtaken(overtaken(plan))
        if planned_at is not ...:
            Episode.objects.filter(pk=plan.episode_id).update(planned_at=planned_at)
        if goal != before:
            show = plan.episode.show
            audit.record("episode.moved", plan.episode, team=show.team, actor=actor, before=before, now=goal)


def with_moment(plan: Plan, values: dict[str, Any]) -> dict[str, Any]:
    """What else changes with these values: stage and moment say the same.

    Without a moment nothing stays scheduled, what leaves that stage for an earlier one has none any more, and what
    might go out by what is known gets there with its moment.
    """
    goal, at = values.get("stage", plan.stage), values.get("scheduled_at", plan.scheduled_at)
    if plan.stage == Stage.SCHEDULED and goal in WORKED_ON:
        return {"scheduled_at": None}
    if goal == Stage.SCHEDULED and at is None:
        return {"stage": Stage.APPROVED}
    is_new = at and at != plan.scheduled_at and goal == plan.stage and goal in WORKED_ON
    if is_new and not (gates.refusal(plan.episode, Stage.SCHEDULED) or gate(plan.episode, Stage.SCHEDULED)):
        return {"stage": Stage.SCHEDULED}
    return {}


def approved(episode: Episode) -> None:
    """People have let it go, and it has a moment: from now on it is scheduled."""
    rows = Plan.objects.filter(episode=episode, stage__in=WORKED_ON, scheduled_at__gt=Now())
    rows.update(stage=Stage.SCHEDULED, stage_since=timezone.now(), version=F("version") + 1)


def overtaken(plan: Plan) -> str:
    """Who was faster, and where it is now."""
    now = Plan.objects.select_related("changed_by", "episode__show__plan").get(pk=plan.pk)
    facts = {
        "who": now.changed_by or _("Somebody"),
        "title": now.episode,
        "stage": now.episode.show.plan.label(now.stage),
    }
    return _("%(who)s changed “%(title)s” a moment ago; it is in “%(stage)s” now. Look again, then move it.") % facts


def _another_moment(plan: Plan, at: datetime | None, role: int) -> Refusal | None:
    """When it goes out is for who may publish, and no longer to be changed when it does."""
    if role < RUN:
        return _look(plan.episode, refusal(RUN))
    newest = Production.objects.newest_of_episode().filter(episode=plan.episode_id).first()
    if newest and newest.state in GOING:
        return _look(plan.episode, _("It is going out already."))
    return _passed(plan, at)


def _passed(plan: Plan, at: datetime | None) -> Refusal | None:
    """Nothing is scheduled for a time that is over."""
    if at is None or at > timezone.now():
        return None
    zone = plan.episode.show.plan.zone
    facts = {"moment": date_format(at.astimezone(zone), _("D j M Y, H:i")), "zone": zone}
    address = f"{reverse('planning:episode_plan', args=[plan.episode_id])}#id_scheduled_at"
    return Refusal(_("%(moment)s has passed in %(zone)s.") % facts, address, _("Set day and time"), "E27")


def _look(episode: Episode, sentence: str) -> Refusal:
    return Refusal(sentence, episode.get_absolute_url(), _("Open the episode"))
