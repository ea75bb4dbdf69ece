"""Writes into the audit log what people do to shows, episodes, presets and productions.

Heard from the models' own signals, so that no page can forget it; what workers do on their own is not a deed of
somebody's and stands in `ProductionEvent` alone.
"""

from typing import Any

from django.db.models.signals import post_delete, post_save
from django.dispatch import receiver

from productions.models import Episode, Preset, ProductionEvent, Show
from productions.states import State
from teams import audit, origin
from teams.models import Team

VERBS = {State.DRAFT: "production.started", State.FAILED: "production.retried"}


@receiver(post_save, sender=ProductionEvent)
def by_hand(sender: Any, instance: ProductionEvent, created: bool, **_: Any) -> None:
    """A person moved a production."""
    if not created or instance.actor is None:
        return
    canceled = instance.state == State.CANCELING
    action = "production.canceled" if canceled else VERBS.get(State(instance.before or State.DRAFT))
    if action:
        episode = instance.production.episode
        production = str(instance.production_id)
        audit.record(action, episode, team=episode.show.team, actor=instance.actor, production=production)


@receiver(post_save, sender=Show)
@receiver(post_save, sender=Preset)
def saved(sender: Any, instance: Show | Preset, created: bool, **_: Any) -> None:
    if _somebody_asks():
        noun = sender.__name__.lower()
        audit.record(f"{noun}.{'created' if created else 'changed'}", instance, team=instance.team)


@receiver(post_delete, sender=Show)
@receiver(post_delete, sender=Preset)
@receiver(post_delete, sender=Episode)
def deleted(sender: Any, instance: Show | Preset | Episode, **_: Any) -> None:
    if _somebody_asks():
        show_or_preset = instance.show if isinstance(instance, Episode) else instance
        team = Team.objects.filter(pk=show_or_preset.team_id).first()
        audit.record(f"{sender.__name__.lower()}.deleted", instance, team=team)


def _somebody_asks() -> bool:
    request = origin.current()
    return request is not None and request.user.is_authenticated
