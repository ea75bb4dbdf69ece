"""A plan begins with what it is for: heard from the models of shows and episodes, so that no way in forgets it."""

from typing import Any

from django.db.models import F
from django.db.models.functions import Now
from django.db.models.signals import post_save
from django.utils import timezone

from planning.models import Plan, Point, ShowPlan, TemplatePoint
from planning.stages import AT_REST, Stage
from productions.models import Episode, ProductionEvent, Recording, Show
from productions.states import State

BEFORE_RECORDING = (Stage.IDEA, Stage.PLANNED)


def connect() -> None:
    post_save.connect(show_saved, sender=Show, dispatch_uid="planning.show_saved")
    post_save.connect(episode_saved, sender=Episode, dispatch_uid="planning.episode_saved")
    post_save.connect(recording_saved, sender=Recording, dispatch_uid="planning.recording_saved")
    post_save.connect(production_moved, sender=ProductionEvent, dispatch_uid="planning.production_moved")


def show_saved(sender: Any, instance: Show, created: bool, **_: Any) -> None:
    """Days and times of a new show are in the zone of who makes it."""
    if created:
        here = timezone.get_current_timezone_name()
        zone = "" if here == timezone.get_default_timezone_name() else here
        ShowPlan.objects.get_or_create(show=instance, defaults={"time_zone": zone})


def episode_saved(
    sender: Any, instance: Episode, created: bool, update_fields: frozenset[str] | None = None, **_: Any
) -> None:
    """The new episode gets a plan, and a copy of the show's checklist. A date makes a planned one of an idea.

    A planned date that is saved elsewhere is a new version of the plan: whoever moves an older one is told.
    """
    if created:
        stage = Stage.PLANNED if instance.planned_at else Stage.IDEA
        Plan.objects.get_or_create(episode=instance, defaults={"stage": stage, "owner": instance.created_by})
        copy_checklist(instance)
        return
    if update_fields is None or "planned_at" in update_fields:
        Plan.objects.filter(episode=instance).update(version=F("version") + 1)
    if instance.planned_at:
        _forward(instance.pk, (Stage.IDEA,), Stage.PLANNED)


def recording_saved(sender: Any, instance: Recording, created: bool, **_: Any) -> None:
    """What has a recording is recorded."""
    if created:
        _forward(instance.episode_id, BEFORE_RECORDING, Stage.RECORDED)


def production_moved(sender: Any, instance: ProductionEvent, created: bool, **_: Any) -> None:
    """What listeners can hear is published, unless it has a moment that is still to come."""
    if created and instance.state == State.READY:
        rows = Plan.objects.filter(episode=instance.production.episode_id).exclude(stage__in=AT_REST)
        rows = rows.exclude(scheduled_at__gt=Now())
        rows.update(
            stage=Stage.PUBLISHED, stage_since=Now(), due_at=None, held_back="",
            turn=F("turn") + 1, version=F("version") + 1,
        )  # fmt: skip


def copy_checklist(episode: Episode) -> None:
    """The points of the show's template, after those that are there."""
    rows = TemplatePoint.objects.filter(show=episode.show_id)
    Point.objects.bulk_create(
        Point(episode=episode, text=each.text, days_before=each.days_before, place=each.place) for each in rows
    )


def _forward(episode: Any, earlier: tuple[Stage, ...], stage: Stage) -> None:
    rows = Plan.objects.filter(episode=episode, stage__in=earlier)
    rows.update(stage=stage, stage_since=timezone.now())
