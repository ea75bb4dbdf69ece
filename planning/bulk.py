"""Changes many episodes of a show in one transaction, and takes such a change back.

The values from before are kept in one row (`Change`) for half an hour. Taking back restores what is still as the
change left it; what somebody has changed since stays.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _

from planning import moves
from planning.cadence import shifted
from planning.models import Change, Plan
from planning.models.changes import KEPT
from planning.stages import Stage
from productions.models import Episode, Show
from teams import audit

ON_PLAN, ON_EPISODE = ("stage", "owner_id", "scheduled_at"), ("planned_at", "tags", "own_settings")
Values = dict[str, Any]


@dataclass
class Outcome:
    """How many were changed, and why the others were not."""

    count: int = 0
    refusals: list[str] = field(default_factory=list)
    change: Change | None = None


def apply(show: Show, actor: Any, plans: list[Plan], words: str, wanted: Callable[[Plan], Values]) -> Outcome:
    """Give each plan the values that `wanted` names for it, all or (on an error) none. `plans` have their episode.

    What may not be reached by a wish is left as it is and told. `words` say what was done, for people.
    """
    outcome, before, after = Outcome(), {}, {}
    with transaction.atomic():
        for plan in plans:
            values = {name: value for name, value in wanted(plan).items() if _value(plan, name) != value}
            if found := moves.refused(plan, values.get("stage", plan.stage), show.my_role):  # type: ignore[attr-defined]
                outcome.refusals.append(f"{plan.episode}: {found.sentence}")
            elif values and not _write(plan, values := values | moves.with_moment(plan, values), actor):
                outcome.refusals.append(moves.overtaken(plan))
            elif values:
                before[str(plan.pk)] = {name: _plain(_value(plan, name)) for name in values}
                after[str(plan.pk)] = {name: _plain(value) for name, value in values.items()}
        outcome.count = len(after)
        if after:
            facts = {"words": words[:200], "before": before, "after": after}
            Change.objects.filter(show=show, created_at__lt=timezone.now() - KEPT).delete()
            outcome.change = Change.objects.create(show=show, made_by=actor, **facts)
            audit.record("episodes.changed", show, team=show.team, actor=actor, what=words, count=len(after))
    return outcome


def undo(change: Change, actor: Any) -> tuple[int, int]:
    """Take it back. Returns how many are as they were, and how many had been changed since. Twice does nothing."""
    with transaction.atomic():
        if not Change.objects.filter(pk=change.pk, undone_at=None).update(undone_at=timezone.now()):
            return 0, 0
        plans = Plan.objects.filter(pk__in=change.before).select_related("episode")
        count = sum(_restore(plan, change, actor) for plan in plans)
        show = change.show
        audit.record("episodes.restored", show, team=show.team, actor=actor, what=change.words, count=count)
    return count, len(change.before) - count


def shift(days: int, show: Show) -> Callable[[Plan], Values]:
    """The planned date so many days later; what has none stays without."""

    def wanted(plan: Plan) -> Values:
        planned = plan.episode.planned_at
        return {"planned_at": shifted(planned, days, show.plan.zone)} if planned else {}

    return wanted


def tags(added: list[str]) -> Callable[[Plan], Values]:
    def wanted(plan: Plan) -> Values:
        has = list(plan.episode.tags or [])
        return {"tags": [*has, *(tag for tag in added if tag not in has)]}

    return wanted


def archive(plan: Plan) -> Values:
    return {"stage": Stage.ARCHIVED.value}


def said(outcome: Outcome) -> str:
    """For the message when nothing could be changed."""
    return " ".join(outcome.refusals[:3]) or _("Nothing to change: these episodes are like that already.")


def _restore(plan: Plan, change: Change, actor: Any) -> bool:
    if not _is_as(plan, change.after[str(plan.pk)]):
        return False
    values = {name: _read(name, value) for name, value in change.before[str(plan.pk)].items()}
    return _write(plan, values, actor)


def _write(plan: Plan, values: Values, actor: Any) -> bool:
    """False when somebody else changed the plan since it was read."""
    on_plan = {name: value for name, value in values.items() if name in ON_PLAN}
    if "stage" in on_plan:
        on_plan["stage_since"] = timezone.now()
    if not Plan.objects.at_version(plan.pk, plan.version, changed_by=actor, **on_plan):
        return False
    if on_episode := {name: value for name, value in values.items() if name in ON_EPISODE}:
        Episode.objects.filter(pk=plan.pk).update(**on_episode)
    return True


def _value(plan: Plan, name: str) -> Any:
    return getattr(plan if name in ON_PLAN else plan.episode, name)


def _is_as(plan: Plan, after: Values) -> bool:
    return all(_plain(_value(plan, name)) == value for name, value in after.items())


def _plain(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat()
    return value if value is None or isinstance(value, (str, int, list, dict)) else str(value)


def _read(name: str, value: Any) -> Any:
    return parse_datetime(value) if name.endswith("_at") and value else value
