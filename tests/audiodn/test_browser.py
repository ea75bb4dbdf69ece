"""The player lives on and the uploader reports, in a real browser with the real elements of the engine."""

import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client
from playwright.sync_api import Browser, Page, Route, expect

from audiodn.models import Embed, Track
from teams.models import Role, Team
from tests import make
from tests.engine_process import EngineProcess

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True)]
HOUR = 3600
FRESH = "**/player/?fresh=1"


@pytest.fixture
def page(browser: Browser, live_server: Any, team: Team) -> Iterator[Page]:
    """A browser of an editor, with a clock that can be put forward. A broken policy or script fails the test."""
    cache.clear()
    client = Client()
    client.force_login(make.make_member(team, Role.EDITOR))
    context = browser.new_context(base_url=live_server.url)
    context.add_cookies([{"name": n, "value": m.value, "url": live_server.url} for n, m in client.cookies.items()])
    page = context.new_page()
    wrong: list[str] = []
    page.on("pageerror", lambda error: wrong.append(str(error)))
    page.on("console", lambda line: wrong.append(line.text) if "Content Security Policy" in line.text else None)
    page.clock.install()
    yield page
    context.close()
    assert wrong == []


@pytest.fixture
def listening(page: Page, ready: Track) -> Page:
    """The page of the track's collection, with its player loaded."""
    page.goto(ready.collection.get_absolute_url())
    session_of(page)
    return page


def until(page: Page, script: str, is_good: Callable[[Any], bool], seconds: float = 120) -> Any:
    """What the player says, once it is good. The script sees it as `player`."""
    deadline = time.monotonic() + seconds
    found: Any = None
    while time.monotonic() < deadline:
        found = page.evaluate(f"() => {{ const player = document.querySelector('audiodn-player'); return {script}; }}")
        if is_good(found):
            return found
        page.wait_for_timeout(50)
    raise AssertionError(f"{script} stayed {found!r}")


def session_of(page: Page, other_than: str = "") -> str:
    """The id of the session the player has loaded."""
    script = "player?.activeTrack && player.audio.src && player.getAttribute('play-session-id')"
    return str(until(page, script, lambda found: bool(found) and found != other_than))


def test_a_session_is_renewed_before_its_end_and_the_listener_stays_where_they_are(listening: Page) -> None:
    page, before = listening, session_of(listening)
    listening.evaluate("() => { document.querySelector('audiodn-player').parentElement.dataset.test = 'same'; }")
    page.evaluate(
        "() => { const player = document.querySelector('audiodn-player');"
        " player.audio.volume = 0.25; player.handleUISeek({ detail: 0.5 }); }"
    )
    until(page, "player.audio.currentTime", lambda at: abs(at - 5) < 0.2)
    page.wait_for_timeout(1100)
    page.clock.fast_forward((HOUR - 55) * 1000)

    session_of(page, other_than=before)
    assert until(page, "player.audio.currentTime", lambda at: abs(at - 5) < 0.2)
    assert until(page, "[player.audio.volume, player.audio.paused]", bool) == [0.25, True]
    assert page.evaluate("() => document.querySelector('[data-test=same]').firstElementChild.localName") == (
        "audiodn-player"
    )
    assert page.locator("audiodn-player").count() == 1


def test_playing_goes_on_after_a_renewal(listening: Page) -> None:
    page, before = listening, session_of(listening)
    page.locator("audiodn-player").get_by_role("button", name="Play").first.click()
    until(page, "player.audio.currentTime", lambda at: at > 0.5)
    page.clock.fast_forward((HOUR - 55) * 1000)
    session_of(page, other_than=before)
    until(page, "!player.audio.paused && player.audio.currentTime", lambda at: at and at > 0.5)


def test_a_session_that_ends_while_playing_is_replaced_and_playing_goes_on(listening: Page) -> None:
    page, before = listening, session_of(listening)
    page.locator("audiodn-player").get_by_role("button", name="Play").first.click()
    until(page, "player.audio.currentTime", lambda at: at > 1.2)
    page.wait_for_timeout(1100)
    page.evaluate(
        "() => { const player = document.querySelector('audiodn-player'); player.audio.pause();"
        " player.dispatchEvent(new CustomEvent('adn-session-expired', { bubbles: true, composed: true })); }"
    )
    session_of(page, other_than=before)
    until(page, "!player.audio.paused && player.audio.currentTime", lambda at: at and at > 1.2)


def test_an_embed_with_sessions_of_a_minute_renews_three_times_and_stays_in_place(
    page: Page, ready: Track, settings: Any
) -> None:
    settings.AUDIODN_PLAY_SECONDS = 60
    embed = Embed.objects.create(collection=ready.collection, track=ready, title="Blog")
    page.goto(embed.get_absolute_url())
    seen = [session_of(page)]
    page.evaluate("() => document.querySelector('audiodn-player').handleUISeek({ detail: 0.5 })")
    until(page, "player.audio.currentTime", lambda at: abs(at - 5) < 0.2)
    for _ in range(3):
        cache.clear()  # the calm in which nobody gets a second fresh session
        page.clock.fast_forward(46_000)
        seen.append(session_of(page, other_than=seen[-1]))
        until(page, "player.audio.currentTime", lambda at: abs(at - 5) < 0.2)
        page.clock.set_system_time(datetime.now(UTC))  # or the next session would seem to be over
    assert len(set(seen)) == 4
    expect(page.locator("player-session [data-problem]")).to_be_hidden()


def test_when_no_session_can_be_had_there_is_a_sentence_and_a_way_on(listening: Page) -> None:
    page, before = listening, session_of(listening)
    problem = page.locator("player-session [data-problem]")
    expect(problem).to_be_hidden()
    page.route(FRESH, lambda route: route.abort())
    page.clock.fast_forward((HOUR - 55) * 1000)
    page.wait_for_timeout(300)
    expect(problem).to_be_hidden()  # a minute is left, so it is tried again quietly
    page.clock.fast_forward(2 * 60 * 1000)
    expect(problem).to_be_visible()
    expect(problem).to_contain_text("The listening link ran out. A new one could not be had.")
    assert "entry: E22" in page.locator("player-session textarea").input_value()
    page.unroute(FRESH)
    page.clock.set_system_time(datetime.now(UTC))  # or the new session would seem to be over
    page.get_by_role("button", name="Try again").click()
    session_of(page, other_than=before)
    expect(problem).to_be_hidden()


def test_a_session_that_audiodn_does_not_know_is_replaced(page: Page, ready: Track) -> None:
    refused: list[str] = []

    def refuse_once(route: Route) -> None:
        if refused:
            route.continue_()
        else:
            refused.append(route.request.url)
            route.fulfill(status=401, json={"ok": False, "message": "expired"}, headers={"Cache-Control": "no-store"})

    page.route("**/v1/play_session/*", refuse_once)
    page.goto(ready.collection.get_absolute_url())
    fresh = session_of(page)
    assert refused
    assert not refused[0].endswith(fresh)


def test_trouble_that_a_new_session_does_not_cure_ends_in_a_sentence(page: Page, ready: Track) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url) if "fresh=1" in request.url else None)
    page.route("**/v1/play_session/*", lambda route: route.fulfill(status=500, json={"ok": False, "message": "broken"}))
    page.goto(ready.collection.get_absolute_url())
    expect(page.locator("player-session [data-problem]")).to_be_visible(timeout=20_000)
    page.wait_for_timeout(500)
    assert len(asked) <= 3  # no storm of sessions


def test_around_the_player_are_keys_speed_transcript_and_the_place_where_one_stopped(
    page: Page, ready: Track, team: Team
) -> None:
    make.make_transcript(make.make_episode(make.make_show(team)), ready)
    page.goto(ready.get_absolute_url())
    session_of(page)
    speed = page.get_by_label("Speed")
    expect(speed).to_be_visible()
    page.locator("player-surroundings summary:visible").first.focus()
    for key in ("5", "ArrowRight", "Shift+ArrowLeft", "ArrowRight", "]", "m"):
        page.keyboard.press(key)
    assert until(page, "player.audio.currentTime", lambda at: abs(at - 5) < 0.2)  # 5, 10, 0, 5
    assert page.evaluate("() => { const { audio } = document.querySelector('audiodn-player');"
                         " return [audio.playbackRate, audio.muted]; }") == [1.25, True]  # fmt: skip
    expect(speed).to_have_value("1.25")
    speed.select_option("2")
    speed.press("ArrowRight")  # belongs to the choice of speed
    assert until(page, "player.audio.currentTime", lambda at: abs(at - 5) < 0.2)

    page.locator("summary", has_text="Transcript").click()
    page.get_by_role("link", name="And on time.").click()
    until(page, "!player.audio.paused && player.audio.currentTime", lambda at: at and 3.5 <= at < 6)
    expect(page.locator("[data-marks] [aria-current]")).to_have_text("And on time.")
    assert page.evaluate("() => [navigator.mediaSession.metadata.title, navigator.mediaSession.metadata.artist]") == [
        "Pilots",
        "Tidewater",
    ]
    page.get_by_role("link", name="0:06 Late").click()
    until(page, "player.audio.currentTime", lambda at: at >= 6.5)
    page.locator("summary", has_text="Keys").focus()
    page.keyboard.press("j")
    until(page, "player.audio.currentTime", lambda at: at < 6.5)
    before = session_of(page)
    page.clock.fast_forward((HOUR - 55) * 1000)
    session_of(page, other_than=before)
    until(page, "!player.audio.paused && player.audio.playbackRate", lambda rate: rate == 2)
    until(page, "player.audio.currentTime", lambda at: at > 2)
    page.locator("summary", has_text="Keys").focus()
    page.keyboard.press("k")
    stopped = until(page, "player.audio.paused && player.audio.currentTime", bool)

    page.clock.set_system_time(datetime.now(UTC))  # or the next session would seem to be over
    page.reload()
    session_of(page)
    expect(page.locator("[data-resumed]")).to_contain_text("Goes on where you stopped")
    assert until(page, "player.audio.currentTime", lambda at: abs(at - stopped) < 1)
    page.get_by_role("button", name="From the start").click()
    assert until(page, "player.audio.currentTime === 0", bool)
    page.goto(f"{ready.get_absolute_url()}?t=7")
    session_of(page)
    assert until(page, "player.audio.currentTime", lambda at: at and abs(at - 7) < 0.2)


@pytest.mark.parametrize(
    ("event", "sentence"),
    [
        ("session-error", "does not accept the play session"),
        ("adn-error", "reports a fault that a new play session does not cure: “it hisses”"),
        ("adn-session-expired", "The listening link ran out."),
    ],
)
def test_each_trouble_has_its_sentence_and_a_way_on(listening: Page, event: str, sentence: str) -> None:
    tell = (
        "(name) => document.querySelector('audiodn-player').dispatchEvent(new CustomEvent(name, "
        "{ bubbles: true, composed: true, detail: { message: 'it hisses' } }))"
    )
    before = session_of(listening)
    listening.evaluate(tell, event)
    fresh = session_of(listening, other_than=before)
    problem = listening.locator("player-session [data-problem]")
    expect(problem).to_be_hidden()
    listening.evaluate(tell, event)
    expect(problem).to_be_visible()
    expect(problem).to_contain_text(sentence)
    assert problem.inner_text().count(".") <= 4  # one sentence, not all three
    cache.clear()  # the calm in which nobody gets a second fresh session is over
    listening.get_by_role("button", name="Try again").click()
    session_of(listening, other_than=fresh)
    expect(problem).to_be_hidden()


def test_an_outage_at_the_first_look_is_a_sentence_too(engine: EngineProcess, page: Page, ready: Track) -> None:
    engine.faults({"path": "^/v1/play_session/", "do": "503"})
    page.goto(ready.collection.get_absolute_url())
    expect(page.locator("player-session [data-problem]")).to_contain_text("is not answering properly")
    engine.faults()
    page.get_by_role("button", name="Try again").click()
    session_of(page)


def test_a_dropped_file_becomes_a_track_of_the_collection(page: Page, ready: Track, mp3: Path) -> None:
    page.goto(ready.collection.get_absolute_url())
    expect(page.locator("#tracks li")).to_have_count(1)
    page.get_by_role("button", name="Upload or record").click()
    page.locator("audiodn-uploader input[type=file]").set_input_files(mp3)
    expect(page.locator("#tracks li")).to_have_count(2, timeout=20_000)
    track = Track.objects.exclude(pk=ready.pk).get()
    assert (track.title, track.collection) == ("episode.mp3", ready.collection)
