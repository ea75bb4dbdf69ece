"""Board, calendar and list in a real browser: by key, by hand, in two windows at once, and without scripts."""

from datetime import UTC, datetime, timedelta

import pytest
from django.conf import settings
from django.urls import reverse
from playwright.sync_api import Browser, Locator, Page, expect

from planning.models import Plan
from planning.stages import Stage
from productions.models import Episode
from productions.states import State
from tests import axe, make
from tests.e2e.test_every_page import Open, browser_of
from tests.pages import signed_in
from tests.planning.conftest import Desk

__all__ = ["browser_of"]  # a fixture: browsers in which somebody is signed in
pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True)]


def stage_of(episode: Episode) -> str:
    return Plan.objects.get(episode=episode).stage


def in_column(page: Page, stage: str, title: str) -> None:
    expect(page.locator(f".col[data-stage={stage}] .card", has_text=title)).to_be_visible()


def drag(page: Page, what: Locator, where: Locator) -> None:
    """As a hand does it: a little first, then there."""
    what.scroll_into_view_if_needed()
    start = what.bounding_box()
    assert start
    page.mouse.move(start["x"] + 20, start["y"] + start["height"] / 2)
    page.mouse.down()
    page.mouse.move(start["x"] + 30, start["y"] + start["height"] / 2 + 6, steps=4)
    where.hover()
    page.mouse.up()


def focused(page: Page) -> str:
    return str(page.evaluate("document.activeElement.textContent.trim()"))


def test_the_board_by_key_by_hand_and_in_two_windows(desk: Desk, browser_of: Open) -> None:
    fog = desk.add("Fog", Stage.IDEA, planned_at=None)
    for number in range(3):
        desk.add(f"Planned {number}", Stage.PLANNED, planned_at=datetime(2082, 12, 2 + number, tzinfo=UTC))
    address = reverse("planning:show_board", args=[desk.show.pk])
    page, other = browser_of(signed_in(desk.jonas)).new_page(), browser_of(signed_in(desk.mia)).new_page()
    wrong: list[str] = []
    page.on("pageerror", lambda error: wrong.append(str(error)))
    page.goto(address)
    other.goto(address)
    # arrows go from card to card, over empty columns
    page.get_by_role("link", name="Fog", exact=True).focus()
    for key, title in (
        ("ArrowRight", "Planned 0"),
        ("ArrowDown", "Planned 1"),
        ("ArrowRight", "Salt in the wires"),
        ("ArrowRight", "Salt in the wires"),
        ("ArrowLeft", "Planned 0"),
        ("ArrowLeft", "Fog"),
    ):
        page.keyboard.press(key)
        assert focused(page) == title
    # the menu by key; the place is kept
    page.keyboard.press("Shift+M")
    dialog = page.get_by_role("dialog", name="Move to… Fog")
    expect(dialog).to_be_visible()
    assert [each.split("\n")[0] for each in axe.complaints(page)] == []
    page.keyboard.press("Escape")
    expect(dialog).to_be_hidden()
    page.keyboard.press("Shift+M")
    dialog.get_by_role("button", name="Recorded").click()
    in_column(page, "recorded", "Fog")
    expect(page.get_by_text("“Fog” is in “Recorded” now.")).to_be_visible()
    assert focused(page) == "Fog"
    # by hand
    drag(page, page.locator(".card", has_text="Fog"), page.locator(".col[data-stage=editing]"))
    in_column(page, "editing", "Fog")
    assert stage_of(fog) == "editing"
    # to where no wish leads
    drag(page, page.locator(".card", has_text="Fog"), page.locator(".col[data-stage=review]"))
    in_column(page, "review", "Fog")
    page.keyboard.press("Shift+M")
    page.get_by_role("dialog").get_by_role("button", name="Approved").click()
    expect(page.get_by_text("Fog: Nothing is mastered yet")).to_be_visible()
    in_column(page, "review", "Fog")
    # the other window saw nothing of it, is told when it moves the old card, and lives on
    other.locator(".card", has_text="Fog").get_by_role("link", name="Move to… Fog").click()
    other.get_by_role("dialog").get_by_role("button", name="Planned").click()
    in_column(other, "review", "Fog")
    in_column(page, "review", "Fog")
    page.get_by_role("link", name="Salt in the wires", exact=True).focus()
    page.keyboard.press("Shift+M")
    page.get_by_role("dialog").get_by_role("button", name="Review").click()
    in_column(page, "review", "Salt in the wires")
    in_column(other, "review", "Salt in the wires")  # without anybody's doing
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Salt in the wires")
    assert page.url.endswith("/plan/")
    assert wrong == []


def test_the_calendar_and_the_list_by_hand(desk: Desk, browser_of: Open) -> None:
    now = datetime.now(UTC).replace(minute=0, second=0, microsecond=0)
    middle = (now.replace(day=14, hour=11) + timedelta(days=31)).replace(day=14)  # of the next month
    planned = desk.add("Fog", planned_at=middle)
    decided = desk.add("Decided", planned_at=None)
    make.make_production(decided, State.READY)
    Plan.objects.filter(episode=decided).update(stage=Stage.SCHEDULED, scheduled_at=middle)
    page = browser_of(signed_in(desk.jonas)).new_page()
    page.goto(reverse("planning:show_calendar", args=[desk.show.pk]) + f"?month={middle:%Y-%m}")
    other_day = page.locator(f'[data-day="{middle:%Y-%m}-17"]')
    drag(page, page.locator(".cal-e", has_text="Fog"), other_day)
    expect(other_day.locator(".cal-e[data-kind=planned]", has_text="Fog")).to_be_visible()
    moved = Episode.objects.get(pk=planned.pk).planned_at
    assert moved
    assert moved == middle + timedelta(days=3)
    # what is scheduled asks first
    drag(page, page.locator(".cal-e", has_text="Decided"), other_day)
    dialog = page.get_by_role("dialog", name="Decided")
    expect(dialog.get_by_label("Day")).to_have_value(f"{middle:%Y-%m}-17")
    assert [each.split("\n")[0] for each in axe.complaints(page)] == []
    dialog.get_by_role("button", name="Reschedule").click()
    expect(other_day.locator(".cal-e[data-kind=scheduled]", has_text="Decided")).to_be_visible()
    # the list: choose all, change, undo
    page.goto(desk.show.get_absolute_url())
    expect(page.get_by_role("button", name="Archive")).to_be_hidden()
    page.get_by_label("Choose all on this page").check()
    expect(page.get_by_text("The chosen episodes: 3")).to_be_visible()
    for width in (1440, 390, 320):
        page.set_viewport_size({"width": width, "height": 800})
        assert page.evaluate("document.scrollingElement.scrollWidth - innerWidth") <= 0
        assert [each.split("\n")[0] for each in axe.complaints(page)] == []
    page.get_by_label("Stage", exact=True).last.select_option("recorded")
    page.get_by_role("button", name="Move", exact=True).click()
    expect(page.get_by_text("3 episodes moved to “Recorded”.")).to_be_visible()
    page.get_by_role("button", name="Undo").click()
    expect(page.get_by_text("3 episodes are as they were.")).to_be_visible()
    assert stage_of(decided) == "scheduled"


def test_without_scripts_everything_moves_as_well(desk: Desk, browser_of: Open, browser: Browser) -> None:
    cookies = browser_of(signed_in(desk.jonas)).cookies(settings.SITE_URL)
    context = browser.new_context(base_url=settings.SITE_URL, java_script_enabled=False)
    context.add_cookies(cookies)  # type: ignore[arg-type]
    page = context.new_page()
    board = reverse("planning:show_board", args=[desk.show.pk]) + "?q=Salt"
    page.goto(board)
    page.get_by_role("link", name="Move to… Salt in the wires").click()
    page.get_by_role("button", name="Review").click()
    assert page.url.endswith(board)
    in_column(page, "review", "Salt in the wires")
    page.goto(desk.show.get_absolute_url())
    page.get_by_label("Choose Salt in the wires").check()
    page.get_by_label("Days later").fill("7")
    page.get_by_role("button", name="Shift").click()
    page.get_by_role("button", name="Undo").click()
    expect(page.get_by_text("1 episode is as it was.")).to_be_visible()
    context.close()
