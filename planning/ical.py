"""What is planned as an iCalendar (RFC 5545): lines folded at 75 octets, text escaped, moments in UTC, stable UIDs."""

from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from urllib.parse import urlsplit

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from planning.models import Plan
from planning.month import PLANNED, moment_of

OCTETS = 75
ESCAPES = str.maketrans({"\\": "\\\\", ";": "\\;", ",": "\\,", "\n": "\\n", "\r": None})


def calendar(name: str, plans: Iterable[Plan]) -> str:
    """`plans` have their episode and its show."""
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        f"PRODID:-//{text(settings.PRODUCT_NAME)}//planning//EN",
        "CALSCALE:GREGORIAN",
        f"NAME:{text(name)}",
        f"X-WR-CALNAME:{text(name)}",
        "REFRESH-INTERVAL;VALUE=DURATION:PT1H",
        "X-PUBLISHED-TTL:PT1H",
    ]
    for plan in plans:
        lines.extend(_event(plan))
    lines.append("END:VCALENDAR")
    return "".join(f"{fold(line)}\r\n" for line in lines)


def text(value: object) -> str:
    """As a TEXT value."""
    printable = "".join(char for char in str(value) if char >= " " or char in "\n\t")
    return printable.translate(ESCAPES)


def fold(line: str) -> str:
    """In pieces of at most 75 octets, never within a character."""
    pieces, size = [""], 0
    for char in line:
        width = len(char.encode())
        if size + width > OCTETS:
            pieces.append("")
            size = 1  # the blank that begins the next line
        pieces[-1] += char
        size += width
    return "\r\n ".join(pieces)


def _event(plan: Plan) -> Iterator[str]:
    kind, at = moment_of(plan)
    if at is None:
        return
    episode, host = plan.episode, urlsplit(settings.SITE_URL).hostname or "localhost"
    label = episode.show.plan.label(plan.stage)
    words = _("Planned: %(title)s") if kind == PLANNED else "%(title)s"
    yield "BEGIN:VEVENT"
    yield f"UID:episode-{plan.pk}@{host}"
    yield f"DTSTAMP:{_utc(plan.stage_since)}"
    yield f"SEQUENCE:{plan.version}"
    yield f"DTSTART:{_utc(at)}"
    yield "DURATION:PT30M"
    yield f"SUMMARY:{text(words % {'title': episode.title})}"
    yield f"DESCRIPTION:{text(f'{episode.show.title}: {label}')}"
    yield f"CATEGORIES:{text(episode.show.title)}"
    yield f"STATUS:{'TENTATIVE' if kind == PLANNED else 'CONFIRMED'}"
    yield "TRANSP:TRANSPARENT"
    yield f"URL:{settings.SITE_URL}{reverse('planning:episode_plan', args=[plan.pk])}"
    yield "END:VEVENT"


def _utc(moment: datetime) -> str:
    return f"{moment.astimezone(UTC):%Y%m%dT%H%M%SZ}"
