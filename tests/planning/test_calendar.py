"""The calendar in the right zone, and the same for calendar programs (RFC 5545)."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse

from planning import ical
from planning.models import Plan, ShowPlan, Subscription
from planning.stages import Stage
from teams.models import AuditEntry, Role, User
from tests import make
from tests.pages import cost, said, signed_in
from tests.planning.conftest import Desk

pytestmark = pytest.mark.django_db


def entries(desk: Desk, month: str, name: str = "show_calendar", who: User | None = None) -> list[tuple[str, str, str]]:
    address = reverse(f"planning:{name}", args=[desk.show.pk] if name == "show_calendar" else [])
    weeks = signed_in(who or desk.ana).get(f"{address}?month={month}").context["weeks"]
    days = [day for week in weeks for day in week if not day.is_other]
    return [(str(day.day), entry.kind, entry.title) for day in days for entry in day.entries]


def test_days_are_those_of_the_shows_zone(desk: Desk) -> None:
    desk.add("Midnight", planned_at=datetime(2090, 5, 1, 22, 30, tzinfo=UTC))  # the second, there
    away = desk.add("Away", Stage.ARCHIVED, planned_at=datetime(2090, 5, 3, 4, tzinfo=UTC))
    out = desk.add("Decided", planned_at=datetime(2090, 5, 2, 4, tzinfo=UTC))
    Plan.objects.filter(episode=out).update(scheduled_at=datetime(2090, 5, 9, 4, tzinfo=UTC), stage=Stage.SCHEDULED)
    gap = ("gap", "No episode planned for {} (weekly show)")
    assert entries(desk, "2090-05") == [
        ("2090-05-02", "planned", "Midnight"),
        ("2090-05-09", "scheduled", "Decided"),
        *[(f"2090-05-{day:02}", gap[0], gap[1].format(f"Tue {day} May")) for day in (16, 23, 30)],
    ]
    new_york = make.make_member(desk.team, Role.EDITOR, make.make_user("Eve", time_zone="America/New_York"))
    page = signed_in(new_york).get(reverse("planning:show_calendar", args=[desk.show.pk])).content.decode()
    assert "Times of Europe/Vienna, the show’s zone." in page
    assert "Yours is America/New_York." in page
    assert ("2090-05-01", "planned", "Midnight") in entries(desk, "2090-05", "team_calendar", new_york)
    assert entries(desk, "nonsense") == entries(desk, datetime.now(ZoneInfo("Europe/Vienna")).strftime("%Y-%m"))
    assert away.title not in str(entries(desk, "2090-05"))


def test_another_day_keeps_the_hour(desk: Desk) -> None:
    address = reverse("planning:episode_date", args=[desk.episode.pk])
    client = signed_in(desk.mia)
    response = client.post(address, {"which": "planned", "day": "2083-06-01", "version": 0})
    assert said(response) == ["“Salt in the wires”: Tue 1 Jun 2083, 06:00."]
    client.post(address, {"which": "planned", "day": "2083-06-02", "at": "07:15", "version": 1})
    assert desk.plan().episode.planned_at == datetime(2083, 6, 2, 5, 15, tzinfo=UTC)
    assert "a moment ago" in said(client.post(address, {"which": "planned", "day": "2083-06-03", "version": 1}))[-1]
    assert client.post(address, {"which": "planned", "day": "2083-13-01", "version": 2}).status_code == 422
    client.post(address, {"which": "planned", "day": "", "version": 2})
    assert desk.plan().episode.planned_at is None


@pytest.mark.parametrize("name", ["show_calendar", "team_calendar"])
def test_a_month_costs_the_same_for_one_and_for_thirty(desk: Desk, name: str) -> None:
    client = signed_in(desk.ana)
    address = reverse(f"planning:{name}", args=[desk.show.pk] if name == "show_calendar" else []) + "?month=2090-05"
    desk.add(planned_at=datetime(2090, 5, 1, 4, tzinfo=UTC))
    few = cost(client, address)
    for day in range(1, 30):
        desk.add(planned_at=datetime(2090, 5, day, 4, tzinfo=UTC))
        show = make.make_show(desk.team)
        ShowPlan.objects.filter(show=show).update(every="week")
    assert cost(client, address) == few


def parsed(body: str) -> list[dict[str, str]]:
    """The events, unfolded and unescaped, as a reader of RFC 5545 has them."""
    assert body.endswith("END:VCALENDAR\r\n")
    assert all(len(line.encode()) <= 75 for line in body.split("\r\n"))
    found: list[dict[str, str]] = []
    for line in body.replace("\r\n ", "").split("\r\n"):
        name, _, value = line.partition(":")
        if line == "BEGIN:VEVENT":
            found.append({})
        elif found and name not in ("END", "BEGIN"):
            plain = value.replace("\\n", "\n").replace("\\,", ",").replace("\\;", ";").replace("\\\\", "\\")
            found[-1][name] = plain
    return found


def test_a_calendar_program_reads_the_plan_until_the_address_is_withdrawn(desk: Desk) -> None:
    client = signed_in(desk.lea)
    page = client.post(reverse("planning:subscriptions"), {"show": desk.show.pk})
    address = page.context["feed"].removeprefix(settings.SITE_URL)
    token = address.rsplit("/", 1)[1].removesuffix(".ics")
    assert token not in str(list(Subscription.objects.values()))
    assert token not in client.get(reverse("planning:subscriptions")).content.decode()
    title = "Salt, wires; and a \\ in the “Größe” of " + "ä" * 60 + "\nsecond line"
    desk.add(title)
    out = desk.add("Decided")
    Plan.objects.filter(episode=out).update(scheduled_at=datetime(2082, 7, 1, 4, tzinfo=UTC), stage=Stage.SCHEDULED)
    make.make_episode(make.make_show(desk.team), title="Of another show", planned_at=datetime(2082, 12, 1, tzinfo=UTC))
    response = Client().get(address)
    assert response["Content-Type"] == "text/calendar; charset=utf-8"
    events = {event["SUMMARY"]: event for event in parsed(response.content.decode())}
    assert events.keys() == {"Planned: Salt in the wires", f"Planned: {title}", "Decided"}
    planned, decided = events["Planned: Salt in the wires"], events["Decided"]
    assert (planned["DTSTART"], planned["STATUS"]) == ("20821201T050000Z", "TENTATIVE")
    assert (decided["DTSTART"], decided["STATUS"]) == ("20820701T040000Z", "CONFIRMED")
    assert planned["UID"] == f"episode-{desk.episode.pk}@127.0.0.1"
    Plan.objects.at_version(desk.episode.pk, 0, stage="review")
    again = {event["SUMMARY"]: event for event in parsed(Client().get(address).content.decode())}
    assert again["Planned: Salt in the wires"]["UID"] == planned["UID"]
    assert again["Planned: Salt in the wires"]["SEQUENCE"] == "1"
    subscription = Subscription.objects.get()
    assert subscription.used_at
    client.post(reverse("planning:subscription_revoke", args=[subscription.pk]))
    assert Client().get(address).status_code == 404
    actions = AuditEntry.objects.filter(action__startswith="calendar.").order_by("id").values_list("action", flat=True)
    assert list(actions) == ["calendar.opened", "calendar.revoked"]


def test_who_left_the_team_reads_nothing_any_more(desk: Desk) -> None:
    address = signed_in(desk.mia).post(reverse("planning:subscriptions")).context["feed"]
    path = address.removeprefix(settings.SITE_URL)
    assert Client().get(path).status_code == 200
    place = desk.team.memberships.get(user=desk.mia)
    place.is_limited = True
    place.save()
    assert parsed(Client().get(path).content.decode()) == []  # there for named shows only, and for none
    place.delete()
    assert Client().get(path).status_code == 404
    assert signed_in(desk.mia).get(reverse("planning:subscriptions")).status_code == 302


def test_long_lines_fold_between_characters() -> None:
    line = "SUMMARY:" + "ä€🎙" * 40
    folded = ical.fold(line)
    assert all(len(piece.encode()) <= 75 for piece in folded.split("\r\n"))
    assert folded.replace("\r\n ", "") == line
    assert ical.text("a\x00b\r\nc") == "ab\\nc"
