"""Reviews in a real browser: with a telephone and a keyboard, two at a time, and without scripts."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.conf import settings
from django.core import mail
from django.test import Client
from django.urls import reverse
from playwright.sync_api import Browser, BrowserContext, Page, expect

from productions.models import Episode, Production
from productions.states import State
from review.models import Note
from teams.models import Role, Team, User
from tests import axe, make, sound
from tests.processes import StudioProcess

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True)]
PHONE = {"width": 360, "height": 640}
SOON = 3000  # ms in which one sees what another said
HIDDEN = """() => {
  const bar = document.querySelector(".rv-bar"), at = document.activeElement;
  const over = bar.getBoundingClientRect(), box = at.getBoundingClientRect();
  return !bar.contains(at) && box.height > 0 && box.top >= over.top && box.bottom <= over.bottom;
}"""


@pytest.fixture(scope="module")
def speech(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return sound.speech_like(tmp_path_factory.mktemp("sound") / "take.wav", 8)


@pytest.fixture
def team(web: StudioProcess, transactional_db: Any) -> Team:
    return make.make_team(make.make_user("Ana Duarte"))


@pytest.fixture
def run(team: Team, speech: Path) -> Production:
    episode = make.make_episode(make.make_show(team, title="Tidewater", approval="one"), title="Winter")
    make.make_recording(episode, duration=8.0)
    return make.make_heard(episode, State.HELD, speech, approval="one")


@pytest.fixture
def visit(browser: Browser) -> Iterator[Callable[..., Page]]:
    """A page of somebody, on which nothing goes wrong unsaid."""
    contexts: list[BrowserContext] = []
    wrong: list[str] = []

    def come(user: User | None = None, **options: Any) -> Page:
        context = browser.new_context(base_url=settings.SITE_URL, **options)
        contexts.append(context)
        if user:
            client = Client()
            client.force_login(user)
            cookie = {"name": settings.SESSION_COOKIE_NAME, "value": client.session.session_key or ""}
            context.add_cookies([{**cookie, "url": settings.SITE_URL}])
        page = context.new_page()
        page.on("pageerror", lambda error: wrong.append(str(error)))
        page.on("console", lambda line: wrong.append(line.text) if is_wrong(line) else None)
        return page

    yield come
    for context in contexts:
        context.close()
    assert wrong == []


def is_wrong(line: Any) -> bool:
    """The browser calls a form that is refused an error as well."""
    return line.type == "error" and "status of 422" not in line.text


def true(page: Page, script: str) -> None:
    """Wait until it is. (The page's policy forbids Playwright's own waiting.)"""
    for _ in range(200):
        if page.evaluate(f"() => {{ const audio = document.querySelector('audio'); return {script}; }}"):
            return
        page.wait_for_timeout(50)
    raise AssertionError(f"{script} never came true")


def tab_to(page: Page, name: str) -> None:
    """By Tab alone; on the way nothing that has the focus lies under the bar."""
    for _ in range(80):
        page.keyboard.press("Tab")
        assert not page.evaluate(HIDDEN)
        text = "(document.activeElement.labels?.[0] ?? document.activeElement)"
        said = page.evaluate(f"{text}.getAttribute('aria-label') ?? {text}.textContent").strip()
        if said.startswith(name):
            return
    raise AssertionError(f"{name} is not reached by Tab")


def page_of(episode: Episode) -> str:
    return reverse("review:page", args=[episode.pk])


def test_a_guest_with_a_letter_a_telephone_and_a_keyboard(run: Production, visit: Callable[..., Page]) -> None:
    make.make_review_link(run.episode, name="Ingrid", email="ingrid@example.org", may_decide=True)
    address = next(word for word in mail.outbox[-1].body.split() if "/r/" in word)
    page = visit(viewport=PHONE, has_touch=True)
    page.goto(urlsplit(address).path)
    expect(page.get_by_role("heading", level=1)).to_have_text("Winter")
    slider = page.get_by_role("slider", name="Position")
    assert slider.bounding_box()["height"] >= 44
    wide = "[...document.querySelectorAll('body *')].filter(each => each.getBoundingClientRect().right > innerWidth)"
    assert page.evaluate(f"{wide}.map(each => each.outerHTML.slice(0, 80))") == []
    tab_to(page, "Play")
    page.keyboard.press("Enter")
    true(page, "audio.currentTime > 0.3")
    tab_to(page, "Your name")
    page.keyboard.type("Ingrid Vold")
    tab_to(page, "Your e-mail")
    page.keyboard.type("ingrid@example.org")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Leave a note")).to_be_visible()
    tab_to(page, "Play")
    true(page, "audio.duration > 7")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("c")
    expect(page.locator("#compose textarea")).to_be_focused()
    page.keyboard.type("Here, c, n and r are letters.")
    page.keyboard.press("Control+Enter")
    expect(page.locator("[data-note]")).to_contain_text("Here, c, n and r are letters.")
    note = Note.objects.get()
    assert (note.author_name, round(note.start)) == ("Ingrid Vold", 5)
    expect(page.locator("#compose textarea")).to_have_value("")
    assert axe.complaints(page) == []
    tab_to(page, "Approve")
    page.keyboard.press("Enter")
    expect(page.locator("#rv-bar")).to_contain_text("Ingrid Vold approved it, and it has gone out.")
    run.refresh_from_db()
    assert run.state == State.DELIVERING


def test_two_see_each_others_notes_and_lose_nothing_they_type(
    team: Team, run: Production, visit: Callable[..., Page]
) -> None:
    ana, mia = team.members.get(), make.make_member(team, Role.REVIEWER, make.make_user("Mia Okafor"))
    first = make.make_note(run, mia, 2.0, text="The first")
    one, other = visit(ana), visit(mia)
    for page in (one, other):
        page.goto(page_of(run.episode))
        true(page, "audio.duration > 7")
    one.locator("#compose textarea").fill("Half a sen")
    one.locator(f"#d-reply-{first.pk} summary").click()
    one.locator(f"#d-reply-{first.pk} textarea").fill("Half a reply")
    one.evaluate("document.querySelector('audio').play()")
    other.locator("[data-play]").focus()
    for key in ("Home", "ArrowRight", "i", "ArrowRight", "o", "Shift+C"):
        other.keyboard.press(key)
    other.keyboard.type("The second")
    other.keyboard.press("Control+Enter")
    expect(other.locator("[data-note]", has_text="The second")).to_be_visible()
    expect(one.locator("[data-note]", has_text="The second")).to_be_visible(timeout=SOON)
    note = Note.objects.get(text="The second")
    assert (round(note.start), round(note.end)) == (5, 8)
    expect(one.locator("#compose textarea")).to_have_value("Half a sen")
    expect(one.locator(f"#d-reply-{first.pk} textarea")).to_have_value("Half a reply")
    expect(one.locator(f"#d-reply-{first.pk} textarea")).to_be_focused()
    true(one, "audio.currentTime > 0.5")  # and goes on playing
    one.keyboard.press("Control+Enter")
    expect(other.locator(".rv-replies")).to_contain_text("Half a reply", timeout=SOON)
    one.keyboard.press("Escape")
    for key in ("n", "n", "r"):
        one.keyboard.press(key)
    expect(other.locator("[data-note]", has_text="The second")).to_have_count(0, timeout=SOON)
    assert Note.objects.get(text="The second").resolved_by == ana
    expect(one.locator("[data-mark]")).to_have_count(1)
    one.set_viewport_size({"width": 1280, "height": 2400})  # nothing lies under a bar
    for scheme in ("light", "dark"):
        one.emulate_media(color_scheme=scheme, reduced_motion="reduce")
        one.locator(f"#d-reply-{first.pk} summary").click()
        assert axe.complaints(one) == []
    one.locator("#compose [name=start]").fill("1:75")
    one.locator("#compose textarea").press("Control+Enter")
    expect(one.locator("#compose")).to_contain_text("1:75 is no time.")
    expect(one.locator("#compose textarea")).to_have_value("Half a sen")


def test_all_of_it_works_without_scripts(team: Team, run: Production, visit: Callable[..., Page]) -> None:
    page = visit(team.members.get(), java_script_enabled=False, viewport=PHONE)
    page.goto(page_of(run.episode))
    assert page.locator("audio").get_attribute("controls") is not None
    page.locator("#compose textarea").fill("By hand")
    page.locator("#compose [name=start]").fill("soon")
    page.get_by_role("button", name="Post").click()
    expect(page.locator("#compose")).to_contain_text("Write the time like 12:40 or 1:02:03.5.")
    expect(page.locator("#compose textarea")).to_have_value("By hand")
    page.locator("#compose [name=start]").fill("0:04")
    page.get_by_role("button", name="Post").click()
    expect(page.locator("[data-note]")).to_contain_text("By hand")
    page.get_by_role("button", name="Resolve").click()
    expect(page.locator("[data-note]")).to_have_count(0)
    page.get_by_role("button", name="Approve").click()
    expect(page.locator("#rv-bar")).to_contain_text("Ana Duarte approved it, and it has gone out.")

    page.goto(reverse("productions:episode_edit", args=[run.episode_id]))
    page.get_by_label("Title").first.fill("Winter, told twice")
    page.get_by_text("Where it was recorded").click()
    page.get_by_label("Latitude").fill("54.3")
    page.get_by_label("Latitude").press("Enter")
    expect(page.get_by_text("A place needs both latitude and longitude, or neither.")).to_be_visible()
    expect(page.get_by_label("Title").first).to_have_value("Winter, told twice")
    page.get_by_label("Longitude").fill("10.1")
    page.get_by_label("Longitude").press("Enter")
    expect(page.get_by_role("heading", name="Winter, told twice")).to_be_visible()
