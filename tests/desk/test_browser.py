"""The palette, the map of keys and what is live, in a real browser, by keyboard alone."""

from collections.abc import Iterator

import pytest
from django.conf import settings
from django.test import Client
from playwright.sync_api import Browser, Page, expect

from productions.models import Production, ProductionEvent
from productions.states import State
from teams.models import Team, User
from tests import axe, make
from tests.processes import StudioProcess

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def ana(team: Team) -> User:
    user: User = team.members.get()
    make.make_show(team, title="Tidewater", account=make.make_account(user, team))
    return user


@pytest.fixture
def page(ana: User, browser: Browser, web: StudioProcess) -> Iterator[Page]:
    context = browser.new_context(base_url=settings.SITE_URL, reduced_motion="reduce")
    context.add_init_script(path=axe.SOURCE)
    client = Client()
    client.force_login(ana)
    value = client.session.session_key or ""
    context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": value, "url": settings.SITE_URL}])
    page = context.new_page()
    wrong: list[str] = []
    page.on("pageerror", lambda error: wrong.append(str(error)))
    page.goto("/")
    yield page
    context.close()
    assert wrong == []


def focused(page: Page) -> str:
    return str(page.evaluate("document.activeElement.closest('dialog')?.className ?? document.activeElement.tagName"))


def test_palette_and_map_of_keys_by_keyboard(page: Page, ana: User, team: Team) -> None:
    episode = make.make_episode(team.shows.get(), title="The fog of November")
    page.keyboard.press("Control+k")
    box = page.get_by_role("combobox", name="Find an episode")
    expect(box).to_be_focused()
    expect(page.get_by_role("option", name="Home")).to_have_attribute("aria-selected", "true")
    assert axe.complaints(page) == []
    page.keyboard.type("fog of")
    expect(page.get_by_role("option").first).to_contain_text("The fog of November")
    chosen = page.locator("[role=option][aria-selected=true]")
    page.keyboard.press("ArrowDown")
    expect(chosen).to_contain_text("All results")
    expect(box).to_have_attribute("aria-activedescendant", chosen.get_attribute("id") or "")
    page.keyboard.press("ArrowUp")
    page.keyboard.press("Enter")
    page.wait_for_url(f"**{episode.get_absolute_url()}")

    page.keyboard.press("/")
    expect(box).to_be_focused()
    page.keyboard.press("Escape")
    expect(box).to_be_hidden()
    page.keyboard.press("?")
    expect(page.get_by_role("heading", name="Keyboard")).to_be_visible()
    assert axe.complaints(page) == []
    page.keyboard.press("Escape")
    page.keyboard.press("g")
    page.keyboard.press("s")
    page.wait_for_url("**/shows/")

    page.goto("/search/")
    page.get_by_role("searchbox").press_sequentially("n/?gh")  # keys rest while somebody types
    assert page.get_by_role("searchbox").input_value() == "n/?gh"
    assert focused(page) == "INPUT"

    User.objects.filter(pk=ana.pk).update(has_letter_keys=False)
    page.goto("/")
    page.keyboard.press("/")
    page.keyboard.press("?")
    page.wait_for_timeout(300)
    assert page.locator("dialog[open]").count() == 0
    page.keyboard.press("Control+k")
    expect(box).to_be_focused()


SHIFTS = """() => { window.shift = 0; new PerformanceObserver((list) => {
  for (const entry of list.getEntries()) window.shift += entry.value;
}).observe({ type: "layout-shift", buffered: false }); }"""


def test_others_changes_come_within_three_seconds_and_move_nothing(page: Page, team: Team) -> None:
    show = team.shows.get()
    episode = make.make_episode(show, title="The fog of November")
    recording = make.make_recording(episode)
    page.goto(episode.get_absolute_url())
    expect(page.get_by_role("heading", name="The recording is here")).to_be_visible()
    page.evaluate("document.querySelector('#h-details').dataset.kept = ''")

    production = make.make_production(episode, State.UPLOADING, recording=recording, account=show.account)
    ProductionEvent.objects.create(production=production, state=State.UPLOADING)
    expect(page.get_by_role("heading", name="Sending the recording")).to_be_visible(timeout=4000)
    expect(page.locator("#tray")).to_have_text("1 running")
    page.evaluate(SHIFTS)
    page.locator("[data-open=dialog-cancel]").focus()
    for progress in (0.2, 0.5, 0.9):
        Production.objects.filter(pk=production.pk).update(progress=progress)
        expect(page.locator(".bigp")).to_contain_text(f"{round(progress * 100)}", timeout=4000)
    assert page.evaluate("window.shift") <= 0.02
    assert page.evaluate("document.activeElement.dataset.open") == "dialog-cancel"

    context = page.context
    context.set_offline(True)
    expect(page.locator("[data-live]")).to_have_text("Not live: trying again")
    Production.objects.filter(pk=production.pk).update(
        state=State.FAILED, due_at=None, failed_in="uploading", error="The line broke.", error_code="unreachable"
    )
    context.set_offline(False)
    expect(page.get_by_text("The line broke.").first).to_be_visible(timeout=6000)
    assert page.locator("#card[data-poll]").count() == 0
    assert page.evaluate("'kept' in document.querySelector('#h-details').dataset")  # the page was never loaded again

    page.goto(show.get_absolute_url())
    expect(page.locator("#episodes .gl[data-s=bad]")).to_be_visible()
    Production.objects.filter(pk=production.pk).update(state=State.CANCELED, failed_in="")
    ProductionEvent.objects.create(production=production, state=State.CANCELED)
    expect(page.locator("#episodes .gl[data-s=off]")).to_be_visible(timeout=4000)
