"""How often a show comes out, and on which days that is. Days and times of day are the show's own, in its zone.

A slot is a day of the cadence with the time of day. Only days are counted with; a slot becomes a moment at the very
end, so that six o'clock stays six o'clock when the clocks change.
"""

import zoneinfo
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext as __
from django.utils.translation import gettext_lazy as _

MONDAY = date(2024, 1, 1)  # weeks are counted from here where a cadence has no first day
DAY_NAMES = (
    _("Monday"),
    _("Tuesday"),
    _("Wednesday"),
    _("Thursday"),
    _("Friday"),
    _("Saturday"),
    _("Sunday"),
)
LAST = -1


class Every(models.TextChoices):
    NEVER = "", _("No fixed cadence")
    DAY = "day", _("Every day")
    WEEK = "week", _("Every week")
    FORTNIGHT = "fortnight", _("Every two weeks")
    MONTH = "month", _("Every month")


class Nth(models.IntegerChoices):
    FIRST = 1, _("first")
    SECOND = 2, _("second")
    THIRD = 3, _("third")
    FOURTH = 4, _("fourth")
    LAST = LAST, _("last")


@dataclass(frozen=True)
class Cadence:
    """`weekday` counts from Monday, 0. `nth` is the weekday's place in the month. Fortnights count from `first`."""

    every: str
    weekday: int
    nth: int
    at: time
    first: date | None
    zone: zoneinfo.ZoneInfo

    def days(self, start: date, end: date) -> Iterator[date]:
        """The days of the cadence from `start` to `end`, both included."""
        day = max(start, self.first) if self.first else start
        while self.every and day <= end:
            if self._is_one(day):
                yield day
            day += timedelta(days=1)

    def _is_one(self, day: date) -> bool:
        if self.every == Every.DAY:
            return True
        if day.weekday() != self.weekday:
            return False
        if self.every == Every.FORTNIGHT:
            return (_monday(day) - _monday(self.first or MONDAY)).days % 14 == 0
        if self.every == Every.MONTH:
            is_last = (day + timedelta(days=7)).month != day.month
            return is_last if self.nth == LAST else (day.day - 1) // 7 + 1 == self.nth
        return True

    def moment(self, day: date) -> datetime:
        """The slot of this day. An hour that the clocks skip is an hour later, one that they repeat is its first."""
        return on(day, self.at, self.zone)

    @property
    def words(self) -> str:
        """As in "weekly show"."""
        return {
            Every.DAY: __("daily show"),
            Every.WEEK: __("weekly show"),
            Every.FORTNIGHT: __("show every two weeks"),
            Every.MONTH: __("monthly show"),
        }.get(Every(self.every), "")

    @property
    def sentence(self) -> str:
        """The whole of it: Every two weeks on Tuesday, 06:00."""
        facts = {"day": DAY_NAMES[self.weekday], "at": f"{self.at:%H:%M}", "nth": Nth(self.nth).label}
        return {
            Every.DAY: __("Every day, %(at)s"),
            Every.WEEK: __("Every week on %(day)s, %(at)s"),
            Every.FORTNIGHT: __("Every two weeks on %(day)s, %(at)s"),
            Every.MONTH: __("Every month on the %(nth)s %(day)s, %(at)s"),
        }.get(Every(self.every), __("No fixed cadence")) % facts


def on(day: date, at: time, zone: zoneinfo.ZoneInfo) -> datetime:
    """That time of that day there, as a moment in UTC: in an hour that comes twice, no other zone compares equal."""
    return datetime.combine(day, at, zone).astimezone(UTC)


def shifted(when: datetime, days: int, zone: zoneinfo.ZoneInfo) -> datetime:
    """The same time of day so many days later in this zone."""
    here = when.astimezone(zone)
    return on(here.date() + timedelta(days=days), here.time(), zone)


def zone_of(name: str) -> zoneinfo.ZoneInfo:
    """The zone of this name, or the installation's for nothing and for one that this machine has forgotten."""
    try:
        return zoneinfo.ZoneInfo(name or timezone.get_default_timezone_name())
    except (zoneinfo.ZoneInfoNotFoundError, ValueError):
        return zoneinfo.ZoneInfo(timezone.get_default_timezone_name())


def _monday(day: date) -> date:
    return day - timedelta(days=day.weekday())
