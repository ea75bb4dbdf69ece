"""Twenty files go into a collection while two people look at it; and what a page does when the elements do not come."""

import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from playwright.sync_api import Browser, BrowserContext, Page, expect

from audiodn import connections, delivery
from audiodn.models import Connection, Embed, Track
from productions.models import Episode
from teams.models import AuditEntry, Role, Team
from tests import axe, make, sound
from tests.audiodn.test_errands import work
from tests.engine_process import EngineProcess
from tests.pages import signed_in

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True)]
MANY = 20


@pytest.fixture
def open_browser(browser: Browser, live_server: Any, team: Team) -> Iterator[Any]:
    """Opens browsers of members with a role. Whatever a console calls an error fails the test."""
    cache.clear()
    contexts: list[BrowserContext] = []
    wrong: list[str] = []

    def opened(role: Role | None) -> Page:
        context = browser.new_context(base_url=live_server.url)
        contexts.append(context)
        if role:
            cookies = signed_in(make.make_member(team, role)).cookies.items()
            context.add_cookies([{"name": n, "value": m.value, "url": live_server.url} for n, m in cookies])
        page = context.new_page()
        page.on("pageerror", lambda error: wrong.append(str(error)))
        page.on("console", lambda line: wrong.append(line.text) if line.type == "error" else None)
        return page

    opened.wrong = wrong  # type: ignore[attr-defined]
    yield opened
    for context in contexts:
        context.close()
    assert wrong == []


def refresh_what_is_due() -> None:
    """A worker's part."""
    for track in Track.objects.due():
        delivery.refresh(track)


def test_twenty_files_while_two_people_look(open_browser: Any, own: Track, team: Team, tmp_path: Path) -> None:
    one, other = pages = open_browser(Role.EDITOR), open_browser(Role.REVIEWER)
    for page in pages:
        page.goto(own.collection.get_absolute_url())
        page.evaluate("() => { document.querySelector('h1').dataset.test = 'same'; }")
    sent = sound.tone(tmp_path / "take.mp3", seconds=0.4)
    paths = [tmp_path / f"take {number:02}.mp3" for number in range(1, MANY + 1)]
    for path in paths:
        path.write_bytes(sent.read_bytes())
    one.get_by_role("button", name="Upload or record").click()
    one.locator("audiodn-uploader input[type=file]").set_input_files(paths)
    seen: set[str] = set()
    deadline = time.monotonic() + 120
    while any(page.locator("#tracks li .gl[data-s=good]").count() <= MANY for page in pages):
        assert time.monotonic() < deadline, Track.objects.values_list("title", "status", "due_at")
        refresh_what_is_due()
        seen.update(other.locator("#tracks .c-st").all_inner_texts())
        one.wait_for_timeout(300)
    assert "Making versions" in seen  # on the way, told to who only looks
    for page in pages:
        expect(page.locator("#tracks li")).to_have_count(MANY + 1)
        expect(page.locator("h1[data-test=same]")).to_have_count(1)  # never loaded anew
    rows = Track.objects.filter(collection=own.collection).exclude(pk=own.pk)
    assert sorted(rows.values_list("title", flat=True)) == sorted(path.name for path in paths)
    there = connections.client_for(team)[1].tracks(own.collection.remote_id)
    kept = Track.objects.filter(collection=own.collection).values_list("remote_id", flat=True)
    assert sorted(track.id for track in there) == sorted(kept)  # each of them once, and no orphan


def test_a_track_gets_a_version_a_hint_and_an_episode_another_track(
    open_browser: Any, own: Track, team: Team, engine: EngineProcess
) -> None:
    other = make.make_track(team, collection=own.collection, title="The other one", status="ready", remote_id="other")
    episode = make.make_episode(make.make_show(team, collection=own.collection))
    Episode.objects.filter(pk=episode.pk).update(track=own)
    page: Page = open_browser(Role.PRODUCER)
    page.goto(own.get_absolute_url())
    page.get_by_text("Add a version").click()
    page.get_by_label("Name").fill("mp3-96")
    page.get_by_label("Bitrate, kbit/s").fill("96")
    page.get_by_role("button", name="Have it made").click()
    expect(page.get_by_text("AudioDN is asked to make it.")).to_be_visible()
    assert [errand for errand in work() if errand.kind == "track_variant"] == []
    engine.wait_idle()
    Track.objects.filter(pk=own.pk).wake()
    refresh_what_is_due()
    work()
    expect(page.get_by_role("cell", name="mp3-96")).to_be_visible()  # the page looks by itself
    hook = reverse("audiodn:hook", args=[Connection.objects.get().webhook_secret])
    failed = [{"is_success": False, "status_text": "out of memory", "variant": {"index": "lq"}}]
    event = {"event": "track.status_changed", "status": "incomplete", "track_id": own.remote_id, "files": failed}
    assert Client().post(hook, event, content_type="application/json").status_code == 204
    page.reload()
    said = page.locator("section", has=page.get_by_role("heading", name="What the webhook said"))
    expect(said).to_contain_text("track.status_changed, incomplete")
    expect(said).to_contain_text("lq: out of memory")

    page.get_by_role("link", name="Replace audio").click()
    expect(page.get_by_label(own.title)).to_be_checked()
    page.get_by_label(other.title).check()
    page.get_by_role("button", name="Let listeners hear it").click()
    expect(page.get_by_text("Listeners hear “The other one” now.")).to_be_visible()
    assert Episode.objects.get(pk=episode.pk).track == other
    assert AuditEntry.objects.filter(action="episode.published", target_id=str(episode.pk)).count() == 1


def test_who_may_not_hear_all_hears_the_clip_and_its_end(open_browser: Any, ready: Track) -> None:
    embed = Embed.objects.create(collection=ready.collection, track=ready, title="Blog", is_preview=True)
    page: Page = open_browser(None)
    files: list[str] = []
    page.on("request", lambda request: files.append(request.url) if "/media/" in request.url else None)
    page.goto(embed.get_absolute_url())
    expect(page.get_by_text("This is a preview.")).to_be_visible()
    page.locator("audiodn-player").get_by_role("button", name="Play").first.click()
    page.wait_for_function("() => document.querySelector('audiodn-player').audio.currentTime > 0.2")
    sounds = [address for address in files if ".mp3" in address]
    assert sounds
    assert all("_preview" in address for address in sounds), sounds


def test_elements_of_another_origin_under_our_policy(open_browser: Any, ready: Track, live_server: Any) -> None:
    """As they come from AudioDN's servers: scripts, sessions, covers, files; and nothing is complained of."""
    embed = Embed.objects.create(collection=ready.collection, track=ready, title="Blog")
    page: Page = open_browser(Role.EDITOR)
    scripts: list[str] = []
    page.on("response", lambda answer: scripts.append(answer.url) if "/components/" in answer.url else None)
    page.goto(ready.collection.get_absolute_url())
    page.get_by_role("button", name="Upload or record").click()
    page.get_by_text("Record a voice note").click()
    for element, part in (("player", "[role=slider], input"), ("uploader", "input"), ("recorder", "button")):
        expect(page.locator(f"audiodn-{element}").locator(part).first).to_be_attached()
    assert scripts
    assert not [address for address in scripts if address.startswith(live_server.url)]
    page.goto(embed.get_absolute_url())
    page.locator("audiodn-player").get_by_role("button", name="Play").first.click()
    page.wait_for_function("() => document.querySelector('audiodn-player').audio.currentTime > 0.2")


def test_without_audiodns_script_the_browsers_own_player_plays(open_browser: Any, ready: Track) -> None:
    embed = Embed.objects.create(collection=ready.collection, track=ready, title="Blog")
    page: Page = open_browser(None)
    page.route("**/components/player.js", lambda route: route.abort())
    page.goto(embed.get_absolute_url())
    audio = page.locator("audio")
    expect(audio).to_be_visible()
    expect(page.get_by_text("This is your browser’s own.")).to_be_visible()
    expect(page.locator("[data-problem]")).to_be_hidden()
    audio.evaluate("audio => { audio.muted = true; return audio.play(); }")
    page.wait_for_function("() => document.querySelector('audio').currentTime > 0.2")
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
        assert axe.complaints(page) == []
    page.route("**/v1/play_session/*", lambda route: route.abort())
    page.reload()
    expect(page.locator("[data-problem]")).to_be_visible()
    expect(audio).to_be_hidden()
    assert {"ERR_FAILED" in line for line in open_browser.wrong} == {True}  # what we cut off, and nothing else
    open_browser.wrong.clear()
