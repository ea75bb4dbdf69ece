"""Makes, finds and withdraws review links, and says what they open: one sound and one picture.

The token is 256 random bits and in the address alone; what is kept of it is a hash.
"""

import logging
import secrets
from datetime import timedelta
from smtplib import SMTPException
from typing import Any

from django.conf import settings
from django.contrib.auth.hashers import check_password, make_password
from django.core.mail import EmailMessage
from django.db import transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from productions import files
from productions.models import Cover, Episode, OutputFile
from productions.pipeline import Refused
from review import limits
from review.models import Link
from review.models.links import hash_of
from review.versions import Version, versions
from teams import audit, origin
from teams.models import User

log = logging.getLogger(__name__)
DOOR = "review"  # the name of these links among signed addresses
GOOD_FOR = 14  # days, unless another choice is made
MOST_PER_HOUR = 40  # new links of one team
GUESSES, GUESS_SECONDS = 5, 900  # wrong passwords from one address
MOST_GUESSES = 50  # and from everywhere, in the same time


def make(link: Link, actor: User, password: str = "") -> str:
    """Keep it, and send it where it has an address. Returns the address, which is known this once. Raises `Refused`."""
    team = link.episode.show.team
    hour = timezone.now() - timedelta(hours=1)
    if Link.objects.filter(episode__show__team=team, created_at__gt=hour).count() >= MOST_PER_HOUR:
        raise Refused(_("This team has made many links in the last hour. Wait a while, then go on."))
    token = secrets.token_urlsafe(32)
    link.token_hash, link.made_by = hash_of(token), actor
    link.password = make_password(password) if password else ""
    address = settings.SITE_URL + reverse("review:guest_page", args=[token])
    try:
        with transaction.atomic():
            link.save()
            audit.record("link.made", link.episode, team=team, actor=actor, for_whom=link.name)
            if link.email:
                _send(link, address)
    except (OSError, SMTPException):
        log.exception("no letter to %s", link.email)
        raise Refused(_("The mail server did not take the letter, so no link was made. Try again later.")) from None
    return address


def find(token: str) -> Link | None:
    """The open link of this token; None for one that is wrong, withdrawn or expired, which nobody is told apart."""
    rows = Link.objects.open().by_token(token)
    return rows.select_related("episode__show__team", "episode__cover", "episode__show__cover").first()


def withdraw(link: Link, actor: User) -> None:
    """Nothing opens with it any more, not even what is just being heard."""
    with transaction.atomic():
        if Link.objects.filter(pk=link.pk, revoked_at=None).update(revoked_at=timezone.now()):
            audit.record("link.withdrawn", link.episode, team=link.episode.show.team, actor=actor, for_whom=link.name)


def is_password(link: Link, password: str) -> bool:
    """Raises `Refused` after too many wrong ones."""
    here = f"guess:{link.pk}:{origin.address()}"
    # counted before it is looked at, so that many at once are not looked at either
    if limits.is_over(here, GUESSES, GUESS_SECONDS) or limits.is_over(f"guess:{link.pk}", MOST_GUESSES, GUESS_SECONDS):
        raise Refused(_("Too many wrong passwords. Try again in a quarter of an hour."))
    if not check_password(password, link.password):
        return False
    limits.forget(here)
    return True


def seen(link: Link) -> None:
    """Note that it was opened, once a minute at most."""
    minute = timezone.now().replace(second=0, microsecond=0)
    if link.opened_at is None or link.opened_at < minute:
        Link.objects.filter(pk=link.pk).update(opened_at=minute)


def version_of(link: Link) -> Version | None:
    """What the link lets hear: the newest there is."""
    found = versions(link.episode)
    return found[-1] if found else None


def cover_of(episode: Episode) -> Cover | None:
    return episode.cover or episode.show.cover


def opens(key: str, row: Any) -> bool:
    """Whether the link with this id still opens this file: the newest sound of its episode, or its cover."""
    link = Link.objects.open().filter(pk=key).select_related("episode__show").first()
    if link is None:
        return False
    if isinstance(row, Cover):
        return cover_of(link.episode) == row
    version = version_of(link) if isinstance(row, OutputFile) else None
    return version is not None and version.sound == row


def address_of(link: Link, row: Any, *, is_saved: bool = False) -> str:
    """Where the file is for the next hour, for whoever has this address."""
    return files.signed_address(row, DOOR, str(link.pk), is_saved=is_saved)


def _send(link: Link, address: str) -> None:
    facts = {"link": link, "address": address, "product_name": settings.PRODUCT_NAME}
    title = " ".join(link.episode.title.split())
    EmailMessage(
        subject=_("%(team)s asks you to hear “%(title)s”")
        % {"team": " ".join(str(link.episode.show.team).split()), "title": title},
        body=render_to_string("review/letter.txt", facts),
        to=[link.email],
    ).send()
