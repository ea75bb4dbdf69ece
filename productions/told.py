"""Tells people what became of a production, and that an account of theirs is needed."""

from typing import Any

from django.db.models.signals import post_save
from django.dispatch import receiver
from django.urls import reverse

from notices.kinds import Mail, register
from notices.telling import tell
from productions.models import AuphonicAccount, Episode, ProductionEvent
from productions.states import State
from teams.models import User

READY = register("production.ready", "an episode you started is ready to hear", Mail.DAILY)
FAILED = register("production.failed", "an episode you started needs a look", Mail.NOW)
ACCOUNT = register("account.broken", "an Auphonic account of yours needs a new sign-in", Mail.NOW)


@receiver(post_save, sender=ProductionEvent)
def settled(sender: Any, instance: ProductionEvent, created: bool, **_: Any) -> None:
    """In the transaction that moved the production: whoever started it, or brought the recording, is told."""
    if not created or instance.state not in (State.READY, State.FAILED):
        return
    production = instance.production
    episode = production.episode
    people = [person for person in (production.started_by, production.recording.uploaded_by) if person]
    title, kind, body = f"{episode} is ready to hear", READY, f"{episode.show}: mastered and delivered."
    if instance.state == State.FAILED:
        title, kind, body = f"{episode} needs a look", FAILED, f"{episode.show}: {instance.note}"
    tell(
        kind.name, f"production:{production.pk}:{instance.run}:{instance.state}",
        [person for person in people if _reaches(person, episode)],
        title=title, body=body, address=episode.get_absolute_url(), team=episode.show.team,
    )  # fmt: skip


def account_is_broken(account: AuphonicAccount, sentence: str) -> None:
    """Its owner is told, once until it has worked again."""
    worked = account.last_success_at.isoformat() if account.last_success_at else "never"
    tell(
        ACCOUNT.name, f"account:{account.pk}:{worked}", [account.user],
        title=f"{account} needs a new sign-in", body=sentence, address=reverse("productions:connections"), team=None,
    )  # fmt: skip


def _reaches(person: User, episode: Episode) -> bool:
    return bool(Episode.objects.for_user(person).filter(pk=episode.pk).exists())
