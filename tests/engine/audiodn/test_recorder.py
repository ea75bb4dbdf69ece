"""The recorder, the waveform, and all elements together, in a real browser with a microphone that beeps."""

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.engine.audiodn.account import Account, Body
from tests.engine.audiodn.site import MOVE, PLACE, complaints, seen

pytestmark = pytest.mark.e2e
NAME = re.compile(r"voice-\d{4}-\d\d-\d\dT\d\d-\d\d-\d\d\.webm")


def recorder(page: Page, attributes: str) -> Locator:
    page.evaluate(PLACE, f"<audiodn-recorder {attributes}></audiodn-recorder>")
    return page.locator("audiodn-recorder")


def session(account: Account, **fields: object) -> tuple[str, str]:
    shelf = account.collection(player_color="#2c7683")
    body = {"collection_id": shelf, **fields}
    return shelf, account.call("POST", "upload_session", body)["upload_session_id"]


def test_a_take_by_keyboard_alone(speaking: Page, account: Account) -> None:
    page = speaking
    shelf, upload = session(account)
    element = recorder(page, f'upload-session-id="{upload}" countdown="0.5"')
    page.keyboard.press("Tab")
    expect(element.get_by_role("button", name="Record")).to_be_focused()
    page.keyboard.press("Enter")
    expect(element.get_by_role("button", name="Stop")).to_be_focused()  # the focus follows what can be done
    expect(element.get_by_role("timer")).to_have_text("0:01")
    element.get_by_role("button", name="Pause").focus()
    page.keyboard.press("Enter")
    expect(element.get_by_role("status")).to_have_text("Paused")
    expect(element.get_by_role("combobox", name="Microphone")).to_be_visible()  # there are three
    element.get_by_role("button", name="Go on").focus()
    page.keyboard.press("Enter")
    element.get_by_role("button", name="Stop").focus()
    page.keyboard.press("Enter")
    expect(element.get_by_role("status")).to_have_text("Recorded. Listen, then send or discard it.")
    page.wait_for_function(
        "() => document.querySelector('audiodn-recorder').shadowRoot.querySelector('audio').readyState > 0"
    )
    element.get_by_role("button", name="Send").focus()
    page.keyboard.press("Enter")
    done = seen(page, "file-uploaded")
    assert NAME.fullmatch(done["fileName"])
    assert page.evaluate("seen.map(([name]) => name).filter(name => name !== 'upload-progress')") == [
        *("recording-started", "recording-stopped", "file-uploaded"),
    ]
    expect(element.get_by_role("status")).to_have_text("The recording was sent.")
    track = account.finished(done["trackId"])
    assert (track["track_status_id"], track["collection_id"]) == ("ready", shelf)
    assert track["duration"] > 0.9


def test_with_a_key_the_first_take_makes_the_session_and_the_second_uses_it(speaking: Page, account: Account) -> None:
    page = speaking
    shelf = account.collection()
    body = {"title": "Page", "api_key_type_id": "uploader", "collection_id": shelf}
    key = account.call("POST", "api_key", body)["api_key"]
    element = recorder(
        page, f'api-key="{key}" collection-id="{shelf}" countdown="0" max-duration="0.6" variant="inline"'
    )
    sessions = []
    for _ in range(2):
        element.get_by_role("button", name="Record").click()
        element.get_by_role("button", name="Send").click()  # it has stopped by itself
        expect(element.get_by_role("status")).to_have_text("The recording was sent.")
        sessions.append(page.evaluate("document.querySelector('audiodn-recorder').sessionData.upload_session_id"))
    assert sessions[0] == sessions[1]
    listed = account.call("GET", f"collection/{shelf}/track")["tracks"]
    assert [track["player_color"] for track in listed] == ["#fe008a"] * 2


def test_a_take_is_kept_until_it_is_sent_or_discarded(speaking: Page, account: Account) -> None:
    page = speaking
    _, upload = session(account)
    element = recorder(page, f'upload-session-id="{upload}" countdown="0" max-duration="0.4"')
    element.get_by_role("button", name="Record").click()
    account.engine.faults({"path": "^/upload/", "method": "PUT", "do": "503", "times": 1})
    element.get_by_role("button", name="Send").click()
    expect(element.get_by_role("alert")).to_contain_text("Upload failed.")
    account.engine.faults({"path": "^/v1/upload/", "do": "slow", "seconds": 1, "times": 1})
    element.get_by_role("button", name="Send").click()
    assert seen(page, "file-uploaded")["trackId"]
    element.get_by_role("button", name="Record").click()
    element.get_by_role("button", name="Discard").click()
    assert seen(page, "recording-discarded") == {}
    expect(element.get_by_role("status")).to_have_text("Ready to record")


def test_what_stands_in_the_way_is_said(page: Page, account: Account) -> None:
    _, upload = session(account)
    element = recorder(page, f'upload-session-id="{upload}" locale="en"')
    element.get_by_role("button", name="Record").click()
    expect(element.get_by_role("alert")).to_contain_text("Allow it for this page in the browser")
    element = recorder(page, 'upload-session-id="none"')
    assert seen(page, "session-error") == {"error": "There is no upload session with the id none."}
    expect(element.get_by_role("button", name="Record")).to_be_disabled()


def test_the_end_of_its_session(page: Page, account: Account) -> None:
    page.clock.install()
    _, upload = session(account, expires_in=60)
    element = recorder(page, f'upload-session-id="{upload}"')
    page.wait_for_function("() => document.querySelector('audiodn-recorder').sessionData")
    page.evaluate(MOVE, "audiodn-recorder")
    page.clock.fast_forward(61_000)
    assert seen(page, "adn-session-expired") == {"uploadSessionId": upload}
    expect(element.get_by_role("button", name="Record")).to_be_disabled()
    expect(element.get_by_role("alert")).to_contain_text("This upload session has ended.")


def test_a_waveform_is_a_slider(page: Page) -> None:
    page.evaluate(PLACE, '<audiodn-waveform duration="60" max="0.5" variant="reflection"></audiodn-waveform>')
    drawn = "() => document.querySelector('audiodn-waveform').shadowRoot.querySelector('canvas').toDataURL()"
    empty = page.evaluate(drawn)
    page.evaluate("document.querySelector('audiodn-waveform').levels = Array.from({length: 320}, (_, n) => n % 17)")
    light = page.evaluate(drawn)
    assert light != empty
    slider = page.locator("audiodn-waveform").get_by_role("slider", name="Position")
    slider.focus()
    page.keyboard.press("ArrowRight")
    expect(slider).to_have_attribute("aria-valuetext", "0:05 of 1:00")
    page.keyboard.press("End")  # no further than may be played
    expect(slider).to_have_attribute("aria-valuetext", "0:30 of 1:00")
    assert page.evaluate("seen.map(([name, { percent }]) => [name, percent])") == [
        ["adni-seek", pytest.approx(1 / 12)],
        ["adni-seek", 0.5],
    ]
    page.evaluate("document.querySelector('audiodn-waveform').progress = 0")
    page.emulate_media(color_scheme="dark")
    page.wait_for_function(f"before => ({drawn})() !== before", arg=light)


def test_all_elements_are_accessible(speaking: Page, account: Account, track: Body) -> None:
    page = speaking
    shelf, upload = session(account)
    play = account.play(track["id"], is_downloadable=True)["play_session_id"]
    whole = account.call("POST", "play_session/collection", {"collection_id": track["collection_id"]})[
        "play_session_id"
    ]
    page.evaluate(
        PLACE,
        f'<audiodn-player play-session-id="{play}" downloadable></audiodn-player>'
        f'<audiodn-player play-session-id="{whole}" size="small"></audiodn-player>'
        f'<audiodn-player play-session-id="none" variant="inline"></audiodn-player>'
        f'<audiodn-uploader upload-session-id="{upload}"></audiodn-uploader>'
        f'<audiodn-recorder upload-session-id="{upload}" countdown="0" max-duration="0.4"></audiodn-recorder>'
        '<audiodn-waveform duration="60"></audiodn-waveform>',
    )
    page.evaluate("document.querySelector('audiodn-waveform').levels = [1, 2, 3]")
    page.locator("audiodn-player").first.get_by_role("button", name="Quality and download").click()
    page.locator("audiodn-uploader input[type=file]").set_input_files(
        [{"name": "notes.txt", "mimeType": "text/plain", "buffer": b"no audio"}]
    )
    page.locator("audiodn-recorder").get_by_role("button", name="Record").click()
    expect(page.locator("audiodn-recorder").get_by_role("button", name="Send")).to_be_visible()
    assert (complaints(page, "light"), complaints(page, "dark")) == ([], [])


def test_where_a_player_is_heard(speaking: Page, account: Account, track: Body) -> None:
    page = speaking
    play = account.play(track["id"])["play_session_id"]
    page.evaluate(PLACE, f'<audiodn-player play-session-id="{play}"></audiodn-player>')
    element = page.locator("audiodn-player")
    element.get_by_role("button", name="Quality and download").click()
    choice = element.get_by_role("combobox", name="Output")
    wanted = choice.locator("option").nth(1)
    choice.select_option(value=wanted.get_attribute("value"))
    page.wait_for_function("() => sessionStorage.getItem('audioOutputDeviceId')")
    sink = page.evaluate("document.querySelector('audiodn-player').audio.sinkId")
    assert sink == page.evaluate("sessionStorage.getItem('audioOutputDeviceId')") == wanted.get_attribute("value")
