"""What a newcomer does, in a real browser with every process running: sign in, drop a recording, hear it mastered."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from playwright.sync_api import Browser, Page, expect

from productions.models import Episode
from teams.models import Team, User
from tests import make
from tests.engine_process import EngineProcess
from tests.processes import StudioProcess
from tests.sound import speech_like

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True)]
SLOWEST = 240_000  # milliseconds until a short recording is ready, on a busy machine


@pytest.fixture
def ana(team: Team, engine: EngineProcess, tmp_path: Path) -> Iterator[User]:
    """The owner of a team that works with the engine; web server and worker run."""
    owner = team.members.get()
    make.make_show(team, title="Small Machines", account=make.make_account(owner, team), preset=make.make_preset(team))
    with StudioProcess("web", tmp_path / "web.log"), StudioProcess("worker", tmp_path / "worker.log"):
        yield owner


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A page on which nothing goes wrong unsaid."""
    context = browser.new_context(base_url=settings.SITE_URL)
    page = context.new_page()
    wrong: list[str] = []
    page.on("pageerror", lambda error: wrong.append(str(error)))
    page.on("console", lambda line: wrong.append(line.text) if line.type == "error" else None)
    yield page
    context.close()
    assert wrong == []


def sign_in(page: Page, user: User) -> None:
    page.goto("/")
    page.get_by_label("Email").fill(user.email)
    page.get_by_label("Password", exact=True).fill(make.PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_be_visible()


def player(page: Page, script: str) -> Any:
    """What the player says, as soon as it is true. (The page's policy forbids Playwright's own waiting.)"""
    for _ in range(400):
        code = f"() => {{ const player = document.querySelector('audiodn-player'); return {script}; }}"
        if found := page.evaluate(code):
            return found
        page.wait_for_timeout(50)
    raise AssertionError(f"{script} never came true")


def test_from_a_file_to_the_player(ana: User, page: Page, tmp_path: Path) -> None:
    recording = speech_like(tmp_path / "raw take.wav", 4)
    sign_in(page, ana)

    page.get_by_role("link", name="Small Machines").first.click()
    page.get_by_role("link", name="New episode").first.click()
    page.get_by_label("Title", exact=True).fill("The old clock")
    page.get_by_role("button", name="Go on to the recording").click()

    page.set_input_files("[data-upload] input[type=file]", recording)
    expect(page.locator("audiodn-player")).to_be_visible(timeout=SLOWEST)
    episode = Episode.objects.select_related("track").get(title="The old clock")
    assert episode.track.is_playable
    expect(page.get_by_text("As the preset asks")).to_be_visible()

    player(page, "player.audio?.src")
    page.get_by_role("button", name="Play").first.click()
    player(page, "player.audio.currentTime > 0.5")
    assert player(page, "player.audio.duration") == pytest.approx(4, abs=0.2)


def test_a_failure_says_why_and_retry_goes_on(ana: User, page: Page, tmp_path: Path, engine: EngineProcess) -> None:
    account = ana.auphonic_accounts.get()
    good = account.sealed_credential
    type(account).objects.filter(pk=account.pk).update(sealed_credential=account.seal("withdrawn"))
    show = ana.teams.get().shows.get()
    episode = make.make_episode(show)
    sign_in(page, ana)
    page.goto(episode.get_absolute_url())
    page.set_input_files("[data-upload] input[type=file]", speech_like(tmp_path / "raw.wav", 2))
    expect(page.get_by_text("again. Then retry.").first).to_be_visible(timeout=SLOWEST)

    type(account).objects.filter(pk=account.pk).update(sealed_credential=good, is_broken=False)
    page.get_by_role("button", name="Retry").click()
    expect(page.locator("audiodn-player")).to_be_visible(timeout=SLOWEST)


def test_cancel_asks_and_then_stops(ana: User, page: Page, tmp_path: Path, engine: EngineProcess) -> None:
    engine.faults({"path": r"^/api/production/.*/start\.json", "do": "503"})
    episode = make.make_episode(ana.teams.get().shows.get())
    sign_in(page, ana)
    page.goto(episode.get_absolute_url())
    page.set_input_files("[data-upload] input[type=file]", speech_like(tmp_path / "raw.wav", 2))
    page.locator("[data-open=dialog-cancel]").click(timeout=SLOWEST)
    page.get_by_role("button", name="Cancel the production").click()
    expect(page.get_by_role("heading", name="Canceled")).to_be_visible(timeout=SLOWEST)
