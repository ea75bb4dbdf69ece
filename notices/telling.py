"""Tells people of an event, in the transaction that made it happen: exactly once, or not at all."""

import zoneinfo
from collections.abc import Iterable
from datetime import datetime, time, timedelta
from typing import Any

from django.db.models.functions import Now
from django.utils import timezone, translation
from django.utils.functional import Promise

from notices.kinds import KINDS, Mail
from notices.models import Notice, choices_of
from podcaststudio.doorbell import ring
from podcaststudio.words import language_of
from teams.models import Team, User

MORNING = time(8)  # when the daily letter goes out, in the zone of its reader


def tell(
    kind: str,
    key: str,
    people: Iterable[User | None],
    *,
    title: str | Promise,
    body: str | Promise,
    address: str,
    team: Team | None,
) -> None:
    """Tell each of these people, who are counted once. Telling again of the same event (`key`) does nothing.

    Lazy sentences are kept in the language of each of them.
    """
    if kind not in KINDS:
        raise ValueError(f"there is no kind of notice called {kind}")
    users = list({person.pk: person for person in people if person and person.is_active}.values())
    chosen = choices_of(users)
    made = []
    for user in users:
        mail = chosen[user.pk, kind]
        with translation.override(language_of(user)):
            said = {"title": str(title)[:200], "body": str(body)}
        facts = {"address": address, "mail": mail, "due_at": _due_at(user, mail)}
        made.append(Notice(user=user, team=team, kind=kind, key=key, **said, **facts))
    Notice.objects.bulk_create(made, ignore_conflicts=True)
    for notice in made:
        if notice.mail == Mail.NOW:
            ring("notices.send", notice.pk)


def _due_at(user: User, mail: str) -> Any:
    if mail == Mail.NEVER:
        return None
    return Now() if mail == Mail.NOW else next_morning(user, timezone.now())


def next_morning(user: User, now: datetime) -> datetime:
    try:
        zone = zoneinfo.ZoneInfo(user.time_zone) if user.time_zone else timezone.get_default_timezone()
    except (zoneinfo.ZoneInfoNotFoundError, ValueError):
        zone = timezone.get_default_timezone()
    here = now.astimezone(zone)
    at = datetime.combine(here.date(), MORNING, zone)
    return at if at > now else datetime.combine(here.date() + timedelta(days=1), MORNING, zone)
