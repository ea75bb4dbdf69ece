"""Tells people what became of a production, and that an account of theirs is needed."""

from typing import Any

from django.db.models.signals import post_save
from django.dispatch import receiver
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from notices.kinds import Mail, register
from notices.telling import tell
from podcaststudio.words import filled
from productions.models import Approval, AuphonicAccount, Episode, ProductionEvent
from productions.states import State
from teams.models import User

READY = register("production.ready", _("an episode you started is ready to hear"), Mail.DAILY)
FAILED = register("production.failed", _("an episode you started needs a look"), Mail.NOW)
TITLES = {
    State.READY: (_("%(episode)s is ready to hear"), _("mastered and delivered.")),
    State.HELD: (_("%(episode)s waits for approval"), _("mastered, and heard by nobody else until it is approved.")),
    State.FAILED: (_("%(episode)s needs a look"), ""),
}
ACCOUNT = register("account.broken", _("an Auphonic account of yours needs a new sign-in"), Mail.NOW)


@receiver(post_save, sender=ProductionEvent)
def settled(sender: Any, instance: ProductionEvent, created: bool, **more: Any) -> None:
    """In the transaction that moved the production: whoever started it, or brought the recording, is told."""
    if not created or instance.state not in TITLES:
        return
    production = instance.production
    episode = production.episode
    people = [person for person in (production.started_by, production.recording.uploaded_by) if person]
    kind = FAILED if instance.state == State.FAILED else READY
    title, body = TITLES[State(instance.state)]
    if instance.state == State.HELD and production.approval == Approval.NONE:
        title, body = TITLES[State.READY][0], _("mastered. It goes out at its moment.")
    tell(
        kind.name, f"production:{production.pk}:{instance.run}:{instance.state}",
        [person for person in people if _reaches(person, episode)],
        title=filled(title, {"episode": episode}),
        body=filled("%s: %s", (episode.show, body or instance.note)),
        address=episode.get_absolute_url(), team=episode.show.team,
    )  # fmt: skip


def account_is_broken(account: AuphonicAccount, sentence: str) -> None:
    """Its owner is told, once until it has worked again."""
    worked = account.last_success_at.isoformat() if account.last_success_at else "never"
    tell(
        ACCOUNT.name, f"account:{account.pk}:{worked}", [account.user],
        title=filled(_("%(account)s needs a new sign-in"), {"account": account}),
        body=sentence, address=reverse("productions:connections"), team=None,
    )  # fmt: skip


def _reaches(person: User, episode: Episode) -> bool:
    return bool(Episode.objects.for_user(person).filter(pk=episode.pk).exists())
