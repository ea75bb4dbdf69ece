"""The elements in a real browser, on a page of another origin with a strict Content-Security-Policy."""

from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from tests import sound
from tests.engine.audiodn.account import Account, Body
from tests.engine.audiodn.site import MOVE, PLACE, seen

pytestmark = pytest.mark.e2e


def player(page: Page, attributes: str) -> Locator:
    page.evaluate(PLACE, f"<audiodn-player {attributes}></audiodn-player>")
    return page.locator("audiodn-player")


def uploader(page: Page, attributes: str) -> Locator:
    page.evaluate(PLACE, f"<audiodn-uploader {attributes}></audiodn-uploader>")
    return page.locator("audiodn-uploader")


def test_it_plays(page: Page, account: Account, track: Body) -> None:
    element = player(page, f'play-session-id="{account.play(track["id"])["play_session_id"]}"')
    expect(element.get_by_text("Harbour talk")).to_be_visible()
    expect(element.get_by_text("Every Friday")).to_be_visible()
    expect(element.locator("canvas")).to_be_visible()
    page.wait_for_function(
        "() => document.querySelector('audiodn-player').shadowRoot.querySelector('img').naturalWidth > 0"
    )
    element.get_by_role("button", name="Play").click()
    page.wait_for_function("() => document.querySelector('audiodn-player').audio.currentTime > 0.3")
    element.get_by_role("button", name="Pause").click()
    expect(element.get_by_role("button", name="Play")).to_be_visible()
    assert page.evaluate("document.querySelector('audiodn-player').audio.paused") is True


def test_it_is_played_by_keyboard(page: Page, account: Account, track: Body) -> None:
    element = player(page, f'play-session-id="{account.play(track["id"])["play_session_id"]}"')
    slider = element.get_by_role("slider", name="Position")
    expect(slider).to_be_enabled()
    slider.focus()
    page.keyboard.press("End")
    expect(slider).to_have_attribute("aria-valuetext", "0:02 of 0:02")
    page.keyboard.press("ArrowLeft")
    expect(slider).to_have_attribute("aria-valuetext", "0:00 of 0:02")
    page.keyboard.press("Shift+Tab")
    expect(element.get_by_role("button", name="Play")).to_be_focused()
    page.keyboard.press("Space")
    page.wait_for_function("() => document.querySelector('audiodn-player').audio.currentTime > 0.1")


def test_quality_and_download(page: Page, account: Account, track: Body) -> None:
    session = account.play(track["id"], is_downloadable=True)["play_session_id"]
    element = player(page, f'play-session-id="{session}" downloadable variants="lq,hq"')
    element.get_by_role("button", name="Quality and download").click()
    expect(element.get_by_role("radio", name="LQ")).to_be_checked()
    element.get_by_role("radio", name="HQ").check()
    assert "_hq.mp3" in page.evaluate("document.querySelector('audiodn-player').audio.src")
    with page.expect_download() as download:
        element.get_by_role("button", name="Download", exact=True).click()
    assert download.value.suggested_filename == "Harbour talk.mp3"
    element.get_by_role("radio", name="HQ").focus()
    page.keyboard.press("Escape")
    expect(element.get_by_role("button", name="Quality and download")).to_be_focused()


@pytest.mark.parametrize("height", [600, 190])
def test_the_menu_opens_where_there_is_room(page: Page, account: Account, track: Body, height: int) -> None:
    page.set_viewport_size({"width": 600, "height": height})
    session = account.play(track["id"], is_downloadable=True)["play_session_id"]
    for margin in (0, height - 120):  # at the top of the window, and at its end
        page.evaluate("px => { document.body.style.paddingTop = `${px}px`; }", margin)
        element = player(page, f'play-session-id="{session}" downloadable')
        element.get_by_role("button", name="Quality and download").click()
        element.get_by_role("button", name="Download", exact=True).click(trial=True)
        box = element.locator(".sheet").bounding_box()
        assert box
        assert box["y"] >= 0
        assert box["y"] + box["height"] <= page.evaluate("document.scrollingElement.scrollHeight")


def test_a_preview_plays_its_window_only(page: Page, account: Account, track: Body) -> None:
    made = account.play(track["id"], variants=["preview"])
    window = made["first_track"]["variants"][0]["data"]
    element = player(page, f'play-session-id="{made["play_session_id"]}"')
    expect(element.get_by_role("slider", name="Position")).to_have_attribute("aria-valuetext", "0:00 of 0:02")
    page.evaluate("document.querySelector('audiodn-player').handleUISeek({detail: 1})")
    length = window["capture_end"] - window["capture_start"]
    assert page.evaluate("document.querySelector('audiodn-player').currentTime") == pytest.approx(length, abs=0.05)


def test_a_collection_has_a_list_and_one_player_plays_at_a_time(page: Page, account: Account, tmp_path: Path) -> None:
    shelf = account.collection()
    for name in ("one.wav", "two.wav"):
        account.ready(sound.tone(tmp_path / name, seconds=2), shelf)
    session = account.call("POST", "play_session/collection", {"collection_id": shelf})["play_session_id"]
    element = f'<audiodn-player play-session-id="{session}"></audiodn-player>'
    page.evaluate(PLACE, element * 2)
    first, second = page.locator("audiodn-player").all()
    first.get_by_role("button", name="two.wav").click()
    page.wait_for_function("() => document.querySelectorAll('audiodn-player')[0].audio.currentTime > 0")
    expect(first.get_by_role("button", name="two.wav")).to_have_attribute("aria-current", "true")
    second.get_by_role("button", name="Play").click()
    page.wait_for_function("() => document.querySelectorAll('audiodn-player')[1].audio.currentTime > 0")
    assert page.evaluate("document.querySelectorAll('audiodn-player')[0].audio.paused") is True


def test_the_end_of_a_session_stops_it(page: Page, account: Account, track: Body) -> None:
    page.clock.install()
    made = account.play(track["id"], expires_in=60)
    element = player(page, f'play-session-id="{made["play_session_id"]}"')
    expect(element.get_by_text("Harbour talk")).to_be_visible()
    page.clock.fast_forward(61_000)
    assert seen(page, "adn-session-expired") == {"playSessionId": made["play_session_id"]}
    expect(element.get_by_role("status")).to_contain_text("This session has ended.")


def test_a_key_renews_its_session_silently(page: Page, account: Account, track: Body) -> None:
    page.clock.install()
    body = {"title": "Page", "api_key_type_id": "player", "track_id": track["id"]}
    key = account.call("POST", "api_key", {**body, "collection_id": track["collection_id"]})["api_key"]
    element = player(page, f'api-key="{key}" scope="track" id="{track["id"]}" variants="hq" session-ttl="60"')
    expect(element.get_by_text("Harbour talk")).to_be_visible()
    first = page.evaluate("document.querySelector('audiodn-player').playSession.id")
    page.evaluate(
        "() => { const { audio } = document.querySelector('audiodn-player');"
        " audio.defaultPlaybackRate = audio.playbackRate = 0.1; audio.currentTime = 0.8; }"
    )
    element.get_by_role("button", name="Play").click()
    page.wait_for_function("() => document.querySelector('audiodn-player').audio.currentTime > 0.82")
    page.clock.fast_forward(31_000)
    assert seen(page, "adn-session-refreshed")["playSessionId"] != first
    page.wait_for_function("() => document.querySelector('audiodn-player').audio.readyState > 2")
    assert page.evaluate("document.querySelector('audiodn-player').currentTime") == pytest.approx(1.1, abs=0.3)
    assert page.evaluate("document.querySelector('audiodn-player').audio.paused") is False
    expect(element.get_by_role("status")).to_be_empty()


def test_a_slow_network_and_a_broken_one(page: Page, account: Account, track: Body) -> None:
    session = account.play(track["id"])["play_session_id"]
    account.engine.faults(
        {"path": "^/v1/play_session/", "do": "slow", "seconds": 1, "times": 1},
        {"path": "^/media/", "do": "cut", "times": 1},
    )
    element = player(page, f'play-session-id="{session}"')
    expect(element.get_by_role("button", name="Play")).to_be_disabled()
    expect(element.get_by_text("Harbour talk")).to_be_visible()
    element.get_by_role("button", name="Play").click()
    page.wait_for_function("() => document.querySelector('audiodn-player').audio.currentTime > 0.3")


def test_a_session_that_has_become_empty(page: Page, account: Account) -> None:
    letter = account.ready(sound.tone(Path(account.engine.data_dir) / "a.wav", seconds=1), account.collection())
    session = account.play(letter["id"])["play_session_id"]
    account.call("DELETE", f"track/{letter['id']}")
    element = player(page, f'play-session-id="{session}"')
    expect(element.get_by_role("status")).to_have_text("There is nothing to play here.")


def test_a_session_that_is_not_there(page: Page) -> None:
    element = player(page, 'play-session-id="none"')
    assert seen(page, "adn-error") == {"message": "This audio could not be loaded."}
    expect(element.get_by_role("status")).to_have_text("This audio could not be loaded.")


def test_it_speaks_the_pages_language(page: Page, account: Account, track: Body) -> None:
    session = account.play(track["id"])["play_session_id"]
    element = player(page, f'play-session-id="{session}" locale="de"')
    expect(element.get_by_role("button", name="Abspielen")).to_be_enabled()


def test_it_uploads(page: Page, account: Account, tmp_path: Path) -> None:
    shelf = account.collection()
    session = account.call("POST", "upload_session", {"collection_id": shelf})["upload_session_id"]
    element = uploader(page, f'upload-session-id="{session}"')
    element.locator("input[type=file]").set_input_files(sound.tone(tmp_path / "talk.wav", seconds=2))
    done = seen(page, "file-uploaded")
    expect(element.get_by_role("listitem")).to_contain_text("Uploaded")
    track = account.finished(done["trackId"])
    assert (track["file_name"], track["track_status_id"], track["collection_id"]) == ("talk.wav", "ready", shelf)
    assert track["duration"] == pytest.approx(2, abs=0.05)


def test_with_a_key_it_makes_its_own_session(page: Page, account: Account, tmp_path: Path) -> None:
    shelf = account.collection()
    body = {"title": "Page", "api_key_type_id": "uploader", "collection_id": shelf}
    key = account.call("POST", "api_key", body)["api_key"]
    element = uploader(page, f'api-key="{key}" collection-id="{shelf}" limit="1"')
    element.locator("input[type=file]").set_input_files(sound.tone(tmp_path / "talk.wav", seconds=1))
    assert account.track(seen(page, "file-uploaded")["trackId"])["collection_id"] == shelf


def test_a_file_is_chosen_on_a_slow_network_and_the_session_is_renewed(
    page: Page, account: Account, tmp_path: Path
) -> None:
    page.clock.install()
    shelf = account.collection()
    body = {"title": "Page", "api_key_type_id": "uploader", "collection_id": shelf}
    key = account.call("POST", "api_key", body)["api_key"]
    account.engine.faults({"path": "^/v1/upload_session$", "do": "slow", "seconds": 1, "times": 1})
    element = uploader(page, f'api-key="{key}" collection-id="{shelf}"')
    choose = element.locator("input[type=file]")
    choose.set_input_files(sound.tone(tmp_path / "early.wav", seconds=1))
    expect(element.get_by_role("listitem").first).to_contain_text("Uploaded")
    first = page.evaluate("document.querySelector('audiodn-uploader').sessionData.upload_session_id")
    page.clock.fast_forward(3_571_000)
    assert seen(page, "adn-session-refreshed")["uploadSessionId"] != first
    choose.set_input_files(sound.tone(tmp_path / "late.wav", seconds=1))
    expect(element.get_by_role("listitem").nth(1)).to_contain_text("Uploaded")
    listed = account.call("GET", f"collection/{shelf}/track")["tracks"]
    assert [track["file_name"] for track in listed] == ["early.wav", "late.wav"]


def test_it_shows_the_servers_refusal_and_tries_again(page: Page, account: Account, tmp_path: Path) -> None:
    session = account.call("POST", "upload_session", {"collection_id": account.collection()})["upload_session_id"]
    element = uploader(page, f'upload-session-id="{session}"')
    (tmp_path / "empty.wav").touch()
    (tmp_path / "notes.txt").write_text("no audio")
    element.locator("input[type=file]").set_input_files([tmp_path / "empty.wav", tmp_path / "notes.txt"])
    expect(element.get_by_text("This file is empty.")).to_be_visible()
    expect(element.get_by_text("These are no audio files: notes.txt")).to_be_visible()
    account.engine.faults({"path": "^/upload/", "method": "PUT", "do": "503", "times": 1})
    element.locator("input[type=file]").set_input_files(sound.tone(tmp_path / "talk.wav", seconds=1))
    element.get_by_role("button", name="Try again: talk.wav").click()
    assert account.track(seen(page, "file-uploaded")["trackId"])["file_name"] == "talk.wav"


def test_the_end_of_an_upload_session(page: Page, account: Account) -> None:
    page.clock.install()
    body = {"collection_id": account.collection(), "expires_in": 60}
    session = account.call("POST", "upload_session", body)["upload_session_id"]
    element = uploader(page, f'upload-session-id="{session}"')
    page.wait_for_function("() => document.querySelector('audiodn-uploader').sessionData")
    page.evaluate(MOVE, "audiodn-uploader")
    page.clock.fast_forward(61_000)
    assert seen(page, "adn-session-expired") == {"uploadSessionId": session}
    expect(element.locator("input[type=file]")).to_be_disabled()


def test_an_upload_session_that_is_not_there(page: Page) -> None:
    uploader(page, 'upload-session-id="none"')
    assert seen(page, "session-error") == {"error": "There is no upload session with the id none."}


THEMED = [  # property, value, part, what it becomes in the part's style
    ("--adn-bg", "rgb(1, 2, 3)", ".frame", "backgroundColor"),
    ("--adn-radius", "7px", ".frame", "borderTopLeftRadius"),
    ("--adn-coverart-width", "64px", ".cover", "width"),
    ("--adn-coverart-filter", "grayscale(1)", ".cover", "filter"),
    ("--adn-playbutton-size", "60px", ".play", "height"),
    ("--adn-playbutton-bg", "rgb(4, 5, 6)", ".play", "backgroundColor"),
    ("--adn-playbutton-width-icon", "30px", ".play svg", "width"),
    ("--adn-tracktitle-color-fg", "rgb(7, 8, 9)", ".title", "color"),
    ("--adn-tracktitle-font-size-subtitle", "19px", ".subtitle", "fontSize"),
    ("--adn-progress-bg", "rgb(10, 11, 12)", ".seek", "backgroundColor"),
    ("--adn-playtime-color-font", "rgb(13, 14, 15)", ".time", "color"),
    ("--adn-volumecontrol-padding", "3px", ".volume", "paddingTop"),
    ("--adn-settingsmenu-radius", "2px", ".sheet", "borderTopLeftRadius"),
    ("--adn-tracklist-gap", "5px", ".list", "rowGap"),
]


def test_a_page_can_dress_it(page: Page, account: Account, track: Body) -> None:
    whole = account.call("POST", "play_session/collection", {"collection_id": track["collection_id"]})
    element = player(page, f'play-session-id="{whole["play_session_id"]}" downloadable')
    expect(element.get_by_text("Harbour talk").first).to_be_visible()
    found = page.evaluate(
        """themed => { const host = document.querySelector("audiodn-player");
          for (const [name, value] of themed) host.style.setProperty(name, value);
          return themed.map(([, , part, name]) => getComputedStyle(host.shadowRoot.querySelector(part))[name]); }""",
        THEMED,
    )
    assert found == [value for _, value, *_ in THEMED]
