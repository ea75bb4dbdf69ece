"""The upload script in a real browser, on the page of an episode."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.conf import settings
from playwright.sync_api import Page, Route, expect

from productions.models import Episode, Recording, Upload
from productions.plane import part
from teams.models import Role, Team
from tests import make
from tests.processes import StudioProcess
from tests.productions.plane.conftest import Person, until

pytestmark = pytest.mark.e2e
SLOW = 4_000_000  # bytes a second


@pytest.fixture
def page(browser: Any, team: Team, episode: Episode, sign_in: Callable[..., Person]) -> Iterator[Page]:
    person = sign_in(make.make_member(team, Role.EDITOR))
    context = browser.new_context(base_url=settings.SITE_URL)
    context.add_cookies([{"name": n, "value": v, "url": settings.SITE_URL} for n, v in person.cookies.items()])
    page = context.new_page()
    page.goto(urlsplit(episode.get_absolute_url()).path)
    yield page
    context.close()


@pytest.fixture
def recording(tmp_path: Path, long_wav: bytes) -> Path:
    path = tmp_path / "raw take.wav"
    path.write_bytes(long_wav)
    return path


def throttle(page: Page, speed: int = SLOW) -> None:
    wire = page.context.new_cdp_session(page)
    wire.send("Network.enable")
    limits = {"offline": False, "latency": 0, "downloadThroughput": -1, "uploadThroughput": speed}
    wire.send("Network.emulateNetworkConditions", limits)


def choose(page: Page, path: Path) -> None:
    page.set_input_files("[data-upload] input[type=file]", path)


def test_a_file_becomes_a_recording_and_the_page_shows_it(page: Page, recording: Path, long_wav: bytes) -> None:
    choose(page, recording)
    expect(page.get_by_text("raw take.wav").first).to_be_visible()
    until(lambda: Recording.objects.exists())
    assert Recording.objects.get().file.read() == long_wav
    expect(page.locator("[data-upload]")).not_to_have_attribute("data-state", "busy")


def test_a_file_chosen_before_the_script_is_there_is_sent_too(page: Page, recording: Path, long_wav: bytes) -> None:
    held: list[Route] = []
    page.route("**/upload*.js", lambda route: held.append(route))
    page.reload(wait_until="commit")
    choose(page, recording)
    assert held
    held[0].continue_()
    until(lambda: Recording.objects.exists())
    assert Recording.objects.get().file.read() == long_wav


def test_pause_resume_and_a_reload_in_the_middle(page: Page, recording: Path, long_wav: bytes) -> None:
    throttle(page)
    choose(page, recording)
    until(lambda: Upload.objects.exists())
    form = page.locator("[data-upload]")
    expect(form.locator("[data-line]")).to_contain_text("MB/s")
    form.get_by_role("button", name="Pause").click()
    expect(form).to_have_attribute("data-state", "paused")
    form.get_by_role("button", name="Resume").click()
    expect(form).to_have_attribute("data-state", "busy")
    page.on("dialog", lambda dialog: dialog.accept())
    page.reload()
    expect(page.locator("[data-unfinished]")).to_contain_text("raw take.wav was not finished")
    choose(page, recording)
    until(lambda: Recording.objects.exists())
    assert (Upload.objects.count(), Recording.objects.get().file.read()) == (1, long_wav)


def test_broken_at_62_percent_and_continued_after_reload_and_restart(
    page: Page, recording: Path, long_wav: bytes, web: StudioProcess
) -> None:
    throttle(page)
    choose(page, recording)
    until(lambda: Upload.objects.exists())
    arrived = 0.62 * len(long_wav)
    until(lambda: (part.size_of(Upload.objects.get().pk) or 0) >= arrived)
    page.on("dialog", lambda dialog: dialog.accept())
    address = page.url
    page.goto("about:blank")
    web.kill()
    web.start()
    web.wait_until_up()
    page.goto(address)
    kept = part.size_of(Upload.objects.get().pk) or 0
    assert arrived <= kept < len(long_wav)
    choose(page, recording)
    until(lambda: Recording.objects.exists())
    assert (Upload.objects.count(), Recording.objects.get().file.read()) == (1, long_wav)


def test_the_web_process_dies_in_the_middle(page: Page, recording: Path, long_wav: bytes, web: StudioProcess) -> None:
    throttle(page)
    choose(page, recording)
    expect(page.locator("[data-line]")).to_contain_text("MB/s")
    web.kill()
    expect(page.locator("[data-line]")).to_contain_text("The connection was interrupted.")
    web.start()
    web.wait_until_up()
    until(lambda: Recording.objects.exists())
    assert (Upload.objects.count(), Recording.objects.get().file.read()) == (1, long_wav)


def test_cancel_forgets_it_on_the_server_too(page: Page, recording: Path) -> None:
    throttle(page)
    choose(page, recording)
    until(lambda: Upload.objects.exists())
    page.get_by_role("button", name="Cancel").click()
    expect(page.locator("[data-drop]")).to_be_visible()
    until(lambda: not Upload.objects.exists())
    page.reload()
    expect(page.locator("[data-drop]")).to_be_visible()
    expect(page.locator("[data-unfinished]")).to_have_count(0)


def test_the_sentence_of_the_server_stands_at_the_place(page: Page, tmp_path: Path) -> None:
    notes = tmp_path / "notes.wav"
    notes.write_text("only words " * 1000)
    choose(page, notes)
    expect(page.locator("[data-line]")).to_have_text(
        "The file is not an audio or video file that can be read here. "
        "Upload a recording such as WAV, FLAC, MP3, M4A, Opus or MP4."
    )
    until(lambda: not Upload.objects.exists())
    expect(page.get_by_role("button", name="Try again")).to_be_hidden()  # it would fail again
    (tmp_path / "notes.pdf").write_text("only words")
    choose(page, tmp_path / "notes.pdf")
    expect(page.locator("[data-line]")).to_contain_text("notes.pdf is not audio or video.")
    (tmp_path / "empty.wav").touch()
    choose(page, tmp_path / "empty.wav")
    expect(page.locator("[data-line]")).to_have_text("The file is empty. Export it again and choose the new file.")


def test_a_file_may_be_dropped_anywhere(page: Page, recording: Path) -> None:
    make_one = "() => { const t = new DataTransfer(); t.items.add(new File(['words'], 'a.wav')); return t; }"
    transfer = page.evaluate_handle(make_one)
    page.dispatch_event("h1", "dragenter", {"dataTransfer": transfer})
    expect(page.locator(".drop-page")).to_be_visible()
    expect(page.locator("[data-drop]")).to_have_attribute("data-over", "")
    page.dispatch_event("h1", "drop", {"dataTransfer": transfer})
    expect(page.locator(".drop-page")).to_be_hidden()
    expect(page.locator("[data-line]")).to_contain_text("The file is not an audio or video file")
