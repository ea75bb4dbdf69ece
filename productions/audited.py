"""Writes into the audit log what people do to shows, episodes, presets and productions.

Heard from the models' own signals, so that no page can forget it; what workers do on their own is not a deed of
somebody's and stands in `ProductionEvent` alone.
"""

from typing import Any

from django.db.models.signals import post_delete, post_save, pre_delete
from django.dispatch import receiver

from audiodn.models import Errand, Track
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


@receiver(post_save, sender=ProductionEvent)
def published(sender: Any, instance: ProductionEvent, created: bool, **_: Any) -> None:
    """It went out: a deed of whoever heard it and let it go, else of whoever started it."""
    if created and instance.state == State.READY:
        production = instance.production
        heard = production.events.filter(before=State.HELD, state=State.DELIVERING).exclude(actor=None).last()
        actor = heard.actor if heard else production.started_by
        track = {"track": production.track_id, "production": production.pk}
        audit.record("episode.published", production.episode, team=production.episode.show.team, actor=actor, **track)


@receiver(pre_delete, sender=Track)
def withdrawn(sender: Any, instance: Track, **_: Any) -> None:
    """Listeners have it no longer. A team or show that goes as a whole has an entry of its own."""
    errand = instance.errands.filter(kind=Errand.Kind.TRACK_DELETE).select_related("asked_by").first()
    errand = errand or instance.collection.errands.filter(kind=Errand.Kind.COLLECTION_DELETE).first()
    if errand or _somebody_asks():
        actor = errand.asked_by if errand else None
        for episode in Episode.objects.filter(track=instance).select_related("show__team"):
            audit.record("episode.unpublished", episode, team=episode.show.team, actor=actor, track=instance.pk)


@receiver(post_save, sender=Show)
@receiver(post_save, sender=Preset)
@receiver(post_save, sender=Episode)
def saved(sender: Any, instance: Show | Preset | Episode, created: bool, update_fields: Any, **_: Any) -> None:
    if not _somebody_asks():
        return
    noun = sender.__name__.lower()
    team = instance.show.team if isinstance(instance, Episode) else instance.team
    if isinstance(instance, Episode) and update_fields == {"track"}:  # listeners hear another one
        audit.record("episode.published", instance, team=team, track=instance.track_id)
    else:
        audit.record(f"{noun}.{'created' if created else 'changed'}", instance, team=team)


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
