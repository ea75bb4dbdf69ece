"""The days of a cadence, in the show's own zone, over every turn of the clocks."""

from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

import pytest

from planning.cadence import Cadence, Every, shifted

VIENNA = ZoneInfo("Europe/Vienna")


def cadence(every: Every, **fields: object) -> Cadence:
    facts = {"weekday": 1, "nth": 1, "at": time(6), "first": None, "zone": VIENNA, **fields}
    return Cadence(every, **facts)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("rule", "days"),
    [
        (cadence(Every.NEVER), []),
        (cadence(Every.DAY), list(range(1, 32))),
        (cadence(Every.WEEK), [5, 12, 19, 26]),
        (cadence(Every.FORTNIGHT, first=date(2024, 2, 20)), [5, 19]),
        (cadence(Every.FORTNIGHT, first=date(2024, 2, 27)), [12, 26]),
        (cadence(Every.FORTNIGHT, first=date(2024, 3, 12)), [12, 26]),  # nothing before the first
        (cadence(Every.MONTH, weekday=4), [1]),
        (cadence(Every.MONTH, weekday=4, nth=4), [22]),
        (cadence(Every.MONTH, weekday=4, nth=-1), [29]),  # the fifth Friday, and the last
        (cadence(Every.MONTH, weekday=6, nth=-1), [31]),
    ],
)
def test_the_days_of_march_2024(rule: Cadence, days: list[int]) -> None:
    assert [day.day for day in rule.days(date(2024, 3, 1), date(2024, 3, 31))] == days


def test_fortnights_go_on_over_the_turn_of_a_year_with_53_weeks() -> None:
    days = list(cadence(Every.FORTNIGHT, first=date(2020, 12, 15)).days(date(2020, 12, 1), date(2021, 1, 31)))
    assert days == [date(2020, 12, 15), date(2020, 12, 29), date(2021, 1, 12), date(2021, 1, 26)]


@pytest.mark.parametrize(
    ("day", "at", "moment"),
    [
        (date(2024, 3, 30), time(6), datetime(2024, 3, 30, 5, tzinfo=UTC)),
        (date(2024, 3, 31), time(6), datetime(2024, 3, 31, 4, tzinfo=UTC)),  # the clocks went forward at two
        (date(2024, 10, 27), time(6), datetime(2024, 10, 27, 5, tzinfo=UTC)),  # and back at three
        (date(2024, 3, 31), time(2, 30), datetime(2024, 3, 31, 1, 30, tzinfo=UTC)),  # which is skipped: 3:30
        (date(2024, 10, 27), time(2, 30), datetime(2024, 10, 27, 0, 30, tzinfo=UTC)),  # twice: the first
    ],
)
def test_a_slot_keeps_its_hour_when_the_clocks_change(day: date, at: time, moment: datetime) -> None:
    found = cadence(Every.WEEK, at=at).moment(day)
    assert found == moment


def test_moving_by_days_keeps_the_hour() -> None:
    saturday = datetime(2024, 3, 30, 5, tzinfo=UTC)  # six o'clock in Vienna
    assert shifted(saturday, 1, VIENNA) == datetime(2024, 3, 31, 4, tzinfo=UTC)
    assert shifted(shifted(saturday, 1, VIENNA), -1, VIENNA) == saturday
