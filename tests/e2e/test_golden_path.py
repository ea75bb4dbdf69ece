"""What a newcomer does, in a real browser with every process running: sign in, drop a recording, hear it mastered."""

import base64
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse
from playwright.sync_api import Browser, Page, expect

from notices.models import Notice
from productions.models import Episode, Production, Show
from teams.models import Role, Team, User
from tests import make
from tests.engine_process import EngineProcess
from tests.processes import StudioProcess
from tests.sound import speech_like, tone

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True)]
SLOWEST = 240_000  # milliseconds until a short recording is ready, on a busy machine


@pytest.fixture(scope="module")
def worker(django_db_setup: None, tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    with StudioProcess("worker", tmp_path_factory.mktemp("worker") / "worker.log"):
        yield


@pytest.fixture
def team(web: StudioProcess, worker: None, transactional_db: Any) -> Team:
    return make.make_team(make.make_user("Ana Duarte"))


@pytest.fixture
def ana(team: Team, engine: EngineProcess) -> User:
    """The owner of a team that works with the engine; web server and worker run."""
    owner = team.members.get()
    make.make_show(team, title="Small Machines", account=make.make_account(owner, team), preset=make.make_preset(team))
    return owner


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


# ---------------------------------------------------------------- counted
class Person:
    """Somebody at a page, whose actions are counted: what is dropped, pressed, opened from a letter or come back to."""

    def __init__(self, browser: Browser, user: User, **options: Any) -> None:
        self.context = browser.new_context(base_url=settings.SITE_URL, **options)
        self.context.grant_permissions(["clipboard-read", "clipboard-write"])
        client = Client()
        client.force_login(user)
        cookie = {"name": settings.SESSION_COOKIE_NAME, "value": client.session.session_key or ""}
        self.context.add_cookies([{**cookie, "url": settings.SITE_URL}])
        self.user, self.actions, self.wrong = user, list[str](), list[str]()
        self.page = self.come_in()

    def come_in(self) -> Page:
        self.page = self.context.new_page()
        self.page.on("pageerror", lambda error: self.wrong.append(str(error)))
        return self.page

    def drop(self, *paths: Path) -> None:
        self.actions.append("drop")
        dropped(self.page, *paths)

    def press(self, name: str, role: Any = "button") -> None:
        self.actions.append(name)
        self.page.get_by_role(role, name=name, exact=True).first.click()

    def leave(self) -> None:
        """The tab is closed."""
        self.page.close()

    def follow(self, title: str) -> None:
        """What a notice says, in a letter or under the bell; it comes by itself."""
        deadline = time.monotonic() + SLOWEST / 1000
        while not (notice := Notice.objects.filter(user=self.user, title=title).first()):
            assert time.monotonic() < deadline, (title, list(Production.objects.values_list("state", "error")))
            time.sleep(0.3)
        self.actions.append(title)
        self.come_in().goto(reverse("notices:notice", args=[notice.pk]))

    def copied(self) -> str:
        expect(self.page.locator("[data-announce]")).to_have_text("Copied")
        return str(self.page.evaluate("navigator.clipboard.readText()"))


@pytest.fixture
def somebody(browser: Browser) -> Iterator[Callable[..., Person]]:
    people: list[Person] = []

    def come(user: User, **options: Any) -> Person:
        people.append(Person(browser, user, **options))
        people[-1].page.goto("/")
        return people[-1]

    yield come
    for each in people:
        each.context.close()
    assert [each.wrong for each in people] == [[] for _ in people]


def dropped(page: Page, *paths: Path) -> None:
    """As a hand does it: the files are let go over the middle of the page."""
    files = [[base64.b64encode(path.read_bytes()).decode(), path.name] for path in paths]
    page.evaluate(
        """(files) => {
          const box = new DataTransfer();
          for (const [body, name] of files) {
            const bytes = Uint8Array.from(atob(body), (each) => each.charCodeAt(0));
            box.items.add(new File([bytes], name, { type: "audio/wav" }));
          }
          for (const kind of ["dragenter", "dragover", "drop"]) {
            const event = new DragEvent(kind, { bubbles: true, cancelable: true, dataTransfer: box });
            document.querySelector("main").dispatchEvent(event);
          }
        }""",
        files,
    )


def test_from_a_file_to_the_code_of_its_player(ana: User, somebody: Callable[..., Person], tmp_path: Path) -> None:
    """The tab is closed as soon as the recording is here."""
    person = somebody(ana)
    person.drop(speech_like(tmp_path / "042_fog at night.wav", 3))
    sheet = person.page.get_by_role("dialog", name="New episode")
    expect(sheet.get_by_label("Title")).to_have_value("fog at night")
    expect(sheet.locator("[data-file-facts]")).to_contain_text("00:03")
    person.press("Upload and process")
    person.page.wait_for_url("**/episodes/*/")
    person.leave()
    person.follow("fog at night is ready to hear")
    expect(person.page.locator("audiodn-player")).to_be_visible()
    person.press("Play")
    person.press("Copy embed")
    assert "<iframe" in person.copied()
    assert len(person.actions) == 5
    assert Episode.objects.get().number == 1


def test_a_team_with_a_review(ana: User, team: Team, somebody: Callable[..., Person], tmp_path: Path) -> None:
    """The reviewer has a telephone."""
    Show.objects.update(approval="one")
    mia = make.make_member(team, Role.REVIEWER, make.make_user("Mia Okafor"))
    person = somebody(ana)
    person.drop(speech_like(tmp_path / "fog.wav", 3))
    person.press("Upload and process")
    person.page.wait_for_url("**/episodes/*/")
    person.leave()
    person.follow("fog waits for approval")
    person.page.locator("audio").first.evaluate("audio => audio.play()")
    person.actions.append("listen")
    person.press("Ask for review", "link")
    person.press("Ask")  # the one who reviews is ticked

    other = somebody(mia, viewport={"width": 360, "height": 640}, has_touch=True)
    other.follow("Ana Duarte asks you to review “fog”")
    other.press("Play")
    other.press("Approve")
    expect(other.page.locator("#rv-bar")).to_contain_text("Mia Okafor approved it, and it has gone out.")

    person.follow("fog is ready to hear")
    person.press("Copy embed")
    assert "<iframe" in person.copied()
    assert (len(person.actions), len(other.actions)) == (8, 3)


def test_separate_tracks(ana: User, somebody: Callable[..., Person], tmp_path: Path) -> None:
    person = somebody(ana)
    person.drop(speech_like(tmp_path / "Ana.wav", 3), tone(tmp_path / "Ben.wav", 3))
    expect(person.page.get_by_label("separate tracks of one episode")).to_be_checked()
    person.press("Upload and process")
    person.page.wait_for_url("**/tracks/?process=1")
    names = person.page.locator(".lanes input[name$=-name]")
    expect(names.nth(2)).to_have_value("")
    assert {names.nth(place).input_value() for place in range(2)} == {"Ana", "Ben"}
    person.press("Save and process")
    person.page.wait_for_url("**/episodes/*/")  # a tab that is closed on its way to a page may never be gone
    person.leave()
    person.follow("Ana is ready to hear")
    person.press("Play")
    person.press("Copy embed")
    assert "<iframe" in person.copied()
    assert len(person.actions) == 6
    assert sorted(Production.objects.get().lanes.values_list("name", flat=True)) == ["Ana", "Ben"]


def test_many_episodes_at_once(ana: User, somebody: Callable[..., Person], tmp_path: Path) -> None:
    person = somebody(ana)
    person.drop(tone(tmp_path / "01_fog.wav", 2), tone(tmp_path / "02_tide.wav", 2))
    person.press("separate episodes, named after their files and numbered on", "radio")
    expect(person.page.get_by_label("Title", exact=True)).to_be_hidden()
    person.press("Upload and process")
    person.page.wait_for_url("**/shows/*/")
    person.leave()
    for title in ("fog", "tide"):
        person.follow(f"{title} is ready to hear")
        person.press("Copy embed")
        assert "<iframe" in person.copied()
    assert len(person.actions) == 7
    assert list(Episode.objects.order_by("number").values_list("title", "number")) == [("fog", 1), ("tide", 2)]


def test_a_failure_says_why_and_retry_goes_on(ana: User, page: Page, tmp_path: Path, engine: EngineProcess) -> None:
    account = ana.auphonic_accounts.get()
    good = account.sealed_credential
    type(account).objects.filter(pk=account.pk).update(sealed_credential=account.seal("withdrawn"))
    show = ana.teams.get().shows.get()
    episode = make.make_episode(show)
    sign_in(page, ana)
    page.goto(episode.get_absolute_url())
    page.set_input_files("[data-upload] input[type=file]", speech_like(tmp_path / "raw.wav", 2))
    expect(page.get_by_text("then it goes on by itself").first).to_be_visible(timeout=SLOWEST)

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
