"""Transcript and chapters in a real browser: heard, corrected and saved from the keyboard."""

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse
from playwright.sync_api import Browser, Page, expect

from productions import chapters
from productions.chapter_files import Mark
from productions.models import Episode, Production
from script.transcripts import transcript_of
from teams.models import User
from tests import axe, make, sound
from tests.processes import StudioProcess
from tests.script.worlds import WORDS, heard

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True)]
SCREENSHOTS = os.environ.get("SCREENSHOTS", "")


@pytest.fixture(scope="module")
def speech(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return sound.speech_like(tmp_path_factory.mktemp("sound") / "take.wav", 12)


@pytest.fixture
def owner(web: StudioProcess, transactional_db: Any) -> User:
    return make.make_user("Ana Duarte")


@pytest.fixture
def episode(owner: User, speech: Path) -> Episode:
    made: Episode = make.make_episode(make.make_show(make.make_team(owner), title="Tidewater"), title="The harbor")
    heard(made, 103, speech, recording=make.make_recording(made, duration=12.0))
    return made


@pytest.fixture
def tab(browser: Browser, owner: User) -> Iterator[Page]:
    """A tab of the owner, in which nothing goes wrong unsaid."""
    wrong: list[str] = []
    context = browser.new_context(base_url=settings.SITE_URL, viewport={"width": 1440, "height": 900})
    context.add_init_script(path=axe.SOURCE)
    client = Client()
    client.force_login(owner)
    cookie = {"name": settings.SESSION_COOKIE_NAME, "value": client.session.session_key or ""}
    context.add_cookies([{**cookie, "url": settings.SITE_URL}])
    page = context.new_page()
    page.on("pageerror", lambda error: wrong.append(str(error)))
    page.on("dialog", lambda dialog: dialog.accept())
    yield page
    context.close()
    assert wrong == []


def picture(tab: Page, name: str) -> None:
    """Of the page, wide and light, narrow and dark, where `SCREENSHOTS` names a folder."""
    if not SCREENSHOTS:
        return
    for scheme, width in (("light", 1440), ("dark", 1440), ("dark", 390), ("light", 320)):
        tab.emulate_media(color_scheme=scheme, reduced_motion="reduce")
        tab.set_viewport_size({"width": width, "height": 900})
        tab.screenshot(path=Path(SCREENSHOTS, f"{name}-{scheme}-{width}.png"))
    tab.set_viewport_size({"width": 1440, "height": 900})


def test_a_transcript_is_corrected_without_a_mouse(tab: Page, episode: Episode) -> None:
    tab.goto(reverse("script:transcript", args=[episode.pk]))
    audio, lines = tab.locator("audio"), tab.get_by_label("What is said")
    expect(tab.locator("[data-line][aria-current]")).to_have_count(1)
    # to the doubtful word, corrected, and the next one
    tab.locator("body").press("Alt+n")
    assert lines.nth(0).evaluate("(each) => each.value.slice(each.selectionStart, each.selectionEnd)") == "harbor"
    picture(tab, "transcript")
    tab.keyboard.type("harbour")
    expect(tab.locator("[data-line] >> nth=0 >> u")).to_have_count(0)
    tab.keyboard.press("Alt+n")
    expect(lines.nth(3)).to_be_focused()
    assert tab.evaluate("document.querySelector('audio').currentTime") == pytest.approx(10.8, abs=0.1)
    # split where the second word is said, and joined again
    tab.keyboard.press("ArrowRight")
    tab.keyboard.press("Enter")
    expect(tab.get_by_label("Time").nth(4)).to_have_value("0:00:11.700")
    expect(lines.nth(4)).to_have_value(" ".join(WORDS[3:]))
    tab.keyboard.press("Backspace")
    expect(lines.nth(3)).to_have_value(" ".join(WORDS))
    # hear the line before while typing, stop, save
    tab.keyboard.press("Alt+ArrowUp")
    tab.keyboard.press("Escape")
    expect(lines.nth(2)).to_be_focused()
    assert audio.evaluate("(each) => each.paused") is False
    tab.keyboard.press("Escape")
    assert audio.evaluate("(each) => each.paused") is True
    tab.keyboard.press("Control+s")
    expect(tab.locator("#script .note")).to_have_text("Saved.")
    expect(lines.nth(2)).to_be_focused()
    assert [each.text for each in transcript_of(episode).segments[:4]] == [
        "the old harbour froze twice that winter and nobody came", *[" ".join(WORDS)] * 3
    ]  # fmt: skip
    assert axe.complaints(tab) == []
    # it is heard a second later than it says
    lines.nth(1).focus()
    audio.evaluate("(each) => { each.currentTime = 4.6; }")
    tab.get_by_text("Move in time").click()
    tab.get_by_role("button", name="This line is heard now").first.click()
    expect(tab.get_by_label("Move by")).to_have_value("1.0")
    # what is refused can be asked for again
    move = tab.get_by_role("button", name="Move", exact=True)
    tab.get_by_label("Move by").fill("0")
    move.click()
    expect(tab.get_by_role("alert")).to_contain_text("By 0 seconds nothing moves.")
    tab.get_by_label("Move by").fill("0.5")
    move.click()
    expect(tab.locator("#script .note")).to_have_text("Moved by +0.5 s.")
    # what is typed is kept when the page is turned, and the sound goes on
    lines.nth(0).fill("Only this.")
    audio.evaluate("(each) => { each.dataset.same = 'yes'; }")
    tab.get_by_label("Pages").get_by_role("link").nth(1).click()
    expect(lines).to_have_count(3)
    expect(audio).to_have_attribute("data-same", "yes")
    assert transcript_of(episode).segments[0].text == "Only this."
    # after the last doubtful word of a page comes the first of the next one that has any
    tab.keyboard.press("Alt+n")
    expect(lines.nth(2)).to_be_focused()
    tab.keyboard.press("Alt+n")
    expect(lines).to_have_count(100)
    expect(lines.nth(3)).to_be_focused()


def test_chapters_are_set_while_listening(tab: Page, episode: Episode) -> None:
    production = episode.productions.get()
    cut = {
        "length": 20.0,
        "is_shortened": True,
        "cuts": [{"start": 4.0, "stop": 12.0, "type": "silence"}],
        "pieces": [],
    }
    Production.objects.filter(pk=production.pk).update(
        timeline=cut, chapters=[{"start": 15.0, "start_output": 7.0, "title": "Theirs", "url": ""}]
    )
    chapters.replace(episode, [Mark(2.0, "Hello")])
    tab.goto(reverse("script:chapters", args=[episode.pk]))
    audio, times, titles = tab.locator("audio"), tab.get_by_label("Time"), tab.get_by_label("Title")
    expect(audio).to_have_js_property("readyState", 4)
    # heard at 5 s, which is 13 s in the recording
    audio.evaluate("(each) => { each.currentTime = 5; }")
    tab.locator("body").press("Alt+a")
    expect(titles.nth(1)).to_be_focused()
    expect(times.nth(1)).to_have_value("00:00:13.000")
    tab.keyboard.type("The ice")
    tab.keyboard.press("Alt+ArrowDown")
    expect(times.nth(1)).to_have_value("00:00:13.100")
    expect(audio).to_have_js_property("currentTime", 5.1)
    # before the first by its time, so first in the list
    times.nth(1).fill("0:01")
    times.nth(1).press("Tab")
    expect(titles.nth(0)).to_have_value("The ice")
    picture(tab, "chapters")
    assert axe.complaints(tab) == []
    tab.keyboard.press("Control+s")
    expect(tab.locator(".note").first).to_contain_text("Saved.")
    assert chapters.marks_of(episode) == [Mark(1.0, "The ice"), Mark(2.0, "Hello")]
    tab.get_by_role("button", name="Accept Theirs").click()
    expect(titles.nth(2)).to_have_value("Theirs")
