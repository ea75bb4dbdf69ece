"""Sends notices by mail: one at once, or all of a day in one letter.

A letter is made by one conditional UPDATE that marks its notices as sent, so no two workers send the same one. Only
when the mail server said no are they due again; a worker that dies in the very moment of handing over leaves them
marked, since a letter twice is worse than one that is in the app alone.
"""

import logging
import uuid
from datetime import timedelta
from smtplib import SMTPException
from urllib.parse import urlsplit
from uuid import UUID

from django.conf import settings
from django.core import signing
from django.core.mail import EmailMessage
from django.db.models import F
from django.db.models.functions import Now
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from notices.kinds import KINDS, Mail
from notices.models import Choice, Notice
from podcaststudio.words import language_of
from teams.models import User

log = logging.getLogger(__name__)
MOST_ATTEMPTS = 12
SALT = "notices.off"
ALL_DAILY = "daily"  # in place of a kind: the daily letter


def send(pk: UUID) -> bool:
    """Send the letter this notice belongs in, if it is due and nobody else sends it. Returns whether it went out."""
    notice = Notice.objects.due().filter(pk=pk).select_related("user").first()
    if notice is None:
        return False
    rows = Notice.objects.due().filter(user=notice.user_id, mail=notice.mail)
    if notice.mail == Mail.NOW:
        rows = rows.filter(pk=pk)
    letter = uuid.uuid4()
    if not rows.update(letter=letter, mailed_at=Now(), due_at=None, turn=F("turn") + 1, attempts=F("attempts") + 1):
        return False
    notices = list(Notice.objects.for_user(notice.user).filter(letter=letter).order_by("created_at"))
    if not notices or not notice.user.is_active:
        return False  # they have left the team, or the studio, since
    try:
        with translation.override(language_of(notice.user)):
            message = _message(notice.user, notices, letter)
        message.send()
    except (OSError, SMTPException):
        log.exception("the mail server did not take a letter to %s", notice.user_id)
        _take_back(letter)
        return False
    return True


def off_address(user: User, kind: str) -> str:
    """Where one click turns this kind off, without signing in."""
    return reverse("notices:off", args=[signing.dumps([str(user.pk), kind], salt=SALT)])


def turn_off(token: str) -> str:
    """No more mail of the kind this token names; returns the words for it. Raises `signing.BadSignature`."""
    pk, kind = signing.loads(token, salt=SALT)
    user = User.objects.filter(pk=pk).first()
    if user is None or (kind != ALL_DAILY and kind not in KINDS):
        raise signing.BadSignature("nobody any more")
    for name in _daily(user) if kind == ALL_DAILY else [kind]:
        Choice.objects.update_or_create(user=user, kind=name, defaults={"mail": Mail.NEVER})
        Notice.objects.filter(user=user, kind=name, mailed_at=None).update(mail=Mail.NEVER, due_at=None)
    return _("the daily letter") if kind == ALL_DAILY else str(KINDS[kind].words)


def _daily(user: User) -> list[str]:
    chosen = dict(Choice.objects.filter(user=user).values_list("kind", "mail"))
    return [kind.name for kind in KINDS.values() if chosen.get(kind.name, kind.mail) == Mail.DAILY]


def _take_back(letter: UUID) -> None:
    later = timezone.now() + timedelta(minutes=5)
    rows = Notice.objects.filter(letter=letter)
    rows.filter(attempts__lt=MOST_ATTEMPTS).update(letter=None, mailed_at=None, due_at=later)
    rows.filter(attempts__gte=MOST_ATTEMPTS).update(letter=None, mailed_at=None)  # it stays in the app


def _count(number: int) -> str:
    return ngettext("%(count)d notice", "%(count)d notices", number) % {"count": number}


def _message(user: User, notices: list[Notice], letter: UUID) -> EmailMessage:
    first = notices[0]
    is_daily = first.mail == Mail.DAILY
    off = settings.SITE_URL + off_address(user, ALL_DAILY if is_daily else first.kind)
    title = " ".join(first.title.split()) if len(notices) == 1 else _count(len(notices))
    facts = {
        "user": user,
        "notices": notices,
        "site": settings.SITE_URL,
        "product_name": settings.PRODUCT_NAME,
        "reason": _("you chose a letter once a day")
        if is_daily
        else _("you are told when %(words)s") % {"words": KINDS[first.kind].words},
        "off": off,
        "settings_address": settings.SITE_URL + reverse("notices:choices"),
    }
    return EmailMessage(
        subject=f"{settings.PRODUCT_NAME}: {title}",
        body=render_to_string("notices/letter.txt", facts),
        to=[user.email],
        headers={
            "Message-ID": f"<{letter}@{urlsplit(settings.SITE_URL).hostname}>",
            "List-Unsubscribe": f"<{off}>",
            "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
            "Auto-Submitted": "auto-generated",
        },
    )
