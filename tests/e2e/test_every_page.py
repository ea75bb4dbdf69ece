"""Every page of the project in a real browser: light and dark, wide and narrow, looked through by axe.

With `SCREENSHOTS` naming a folder a picture of each page is put there, light and wide, dark and narrow.
"""

import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client
from django.urls import NoReverseMatch, get_resolver, reverse
from playwright.sync_api import Browser, BrowserContext, Page

from productions.models import Show
from productions.states import State
from teams.models import User
from tests import axe, make
from tests.processes import StudioProcess
from tests.test_access import NOBODY, RULES, World, world

__all__ = ["world"]  # a fixture of the access tests: one of everything
pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True)]
LOOKS = (("light", 1440), ("dark", 390))  # seen by axe, and on the pictures
WIDTHS = (1440, 768, 390, 320)
SCREENSHOTS = os.environ.get("SCREENSHOTS", "")
STATES = (State.PROCESSING, State.FAILED, State.READY, State.CANCELED)
# allauth's addresses that are no page for somebody who is signed in, or none at all
NO_PAGES = ("account_login", "account_signup", "account_reset_password", "account_logout")


@pytest.fixture
def as_somebody(browser: Browser, tmp_path: Path) -> Iterator[Callable[[User | None], BrowserContext]]:
    """Browsers with somebody signed in, or nobody; the web server runs."""
    contexts: list[BrowserContext] = []

    def open_as(user: User | None) -> BrowserContext:
        contexts.append(browser.new_context(base_url=settings.SITE_URL))
        contexts[-1].add_init_script(path=axe.SOURCE)
        if user:
            client = Client()
            client.force_login(user)
            cookie = {"name": settings.SESSION_COOKIE_NAME, "value": client.session.session_key or ""}
            contexts[-1].add_cookies([{**cookie, "url": settings.SITE_URL}])
        return contexts[-1]

    with StudioProcess("web", tmp_path / "web.log") as web:
        web.wait_until_up()
        yield open_as
        for context in contexts:
            context.close()


def filled(world: World) -> dict[str, str]:
    """Addresses of the owner's pages by a name for each, with an episode in every kind of state."""
    show = Show.objects.get(pk=world.keys["show"])
    found = {}
    for name, rule in RULES.items():
        if rule.get is not NOBODY and not rule.is_public:
            found[name.replace(":", "-")] = world.address(name)
    for state in STATES:
        episode = make.make_episode(show, title=f"An episode that is {state.value}")
        make.make_production(episode, state, failed_in="creating" if state == State.FAILED else "")
        found[f"productions-episode_detail-{state}"] = episode.get_absolute_url()
    return found | {f"account-{name}": address for name, address in allauth_pages() if name not in NO_PAGES}


def allauth_pages() -> Iterator[tuple[str, str]]:
    for name in get_resolver().reverse_dict:
        if isinstance(name, str) and name.startswith(("account_", "mfa_", "usersessions_", "socialaccount_")):
            try:
                yield name, reverse(name)
            except NoReverseMatch:
                continue


def look(page: Page, name: str, address: str) -> list[str]:
    """What is wrong with one page; nothing for an address that is no page."""
    wrong: list[str] = []
    asked = page.request.get(address)
    if "<html lang" not in asked.text():
        return wrong  # a fragment, a file or a picture
    page.on("pageerror", lambda error: wrong.append(f"{name}: {error}"))
    if asked.ok:  # the browser calls a page that is an error an error as well
        page.on("console", lambda line: wrong.append(f"{name}: {line.text}") if line.type == "error" else None)
    page.goto(address)
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        beyond = page.evaluate("document.scrollingElement.scrollWidth - innerWidth")
        wrong += [f"{name} at {width} px: {beyond} px too wide"] if beyond > 0 else []
    for scheme, width in LOOKS:
        page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
        page.set_viewport_size({"width": width, "height": 900})
        wrong += [f"{name}, {scheme}, {width} px: {found}" for found in axe.complaints(page)]
        if SCREENSHOTS:
            page.screenshot(path=Path(SCREENSHOTS, f"{name}-{scheme}.png"), full_page=True)
    return wrong


def look_at_all(context: BrowserContext, pages: dict[str, str]) -> list[str]:
    wrong = []
    for name, address in pages.items():
        page = context.new_page()
        wrong += look(page, name, address)
        page.close()
    return wrong


def test_every_page_of_an_owner(world: World, as_somebody: Callable[[User | None], BrowserContext]) -> None:
    pages = filled(world)
    assert look_at_all(as_somebody(world.people["owner"]), pages) == []


def test_every_page_of_nobody(world: World, as_somebody: Callable[[User | None], BrowserContext]) -> None:
    pages = {name: reverse(name) for name in NO_PAGES} | {"nothing": "/nothing/here/"}
    assert look_at_all(as_somebody(None), pages) == []
