"""Every element in every state it can be in, by keyboard alone, without a complaint of axe in light or dark.

`TABLE` has a cell for each element and state: how it is brought about, or why there is none. One page an element.
"""

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from tests import sound
from tests.engine.audiodn.account import Account, Body
from tests.engine.audiodn.site import EVENTS, LISTEN, PLACE, complaints, seen

pytestmark = pytest.mark.e2e
ELEMENTS = ("player", "uploader", "recorder", "waveform")
STATES = ("normal", "expired", "renewed", "refused", "empty", "slow")
SLOW = {"do": "slow", "seconds": 1, "times": 1}
AUDIO = "() => { const { audio } = document.querySelector('audiodn-player');"
LEVELS = "document.querySelector('audiodn-waveform').levels = Array.from({length: 320}, (_, n) => n % 17)"
Cell = Callable[["Stage"], None]


class Stage:
    """One page with one element on it at a time, and the account behind it."""

    def __init__(self, page: Page, account: Account, track: Body, folder: Path) -> None:
        self.page, self.account, self.track, self.folder = page, account, track, folder
        self.shelf = account.collection()
        page.clock.install()

    def place(self, name: str, attributes: str = "") -> Locator:
        """A fresh element with the focus before it, and nothing heard yet."""
        self.page.clock.set_system_time(datetime.now(UTC))  # or a fresh session would seem to be over
        self.page.evaluate(LISTEN, EVENTS)
        self.page.evaluate(PLACE, f"<audiodn-{name} {attributes}></audiodn-{name}>")
        self.page.evaluate("document.activeElement.blur()")
        return self.page.locator(f"audiodn-{name}")

    def go_to(self, target: Locator) -> None:
        """By the tab key, as somebody without a mouse."""
        expect(target).to_be_enabled()
        for _ in range(12):
            self.page.keyboard.press("Tab")
            if target.evaluate("node => node.getRootNode().activeElement === node"):
                return
        raise AssertionError(f"the tab key does not lead to {target}")

    def press(self, target: Locator, key: str = "Enter") -> None:
        self.go_to(target)
        self.page.keyboard.press(key)

    def key(self, kind: str, **fields: str) -> str:
        body = {"title": "Page", "api_key_type_id": kind, "collection_id": self.shelf, **fields}
        return str(self.account.call("POST", "api_key", body)["api_key"])

    def session(self, **fields: object) -> str:
        body = {"collection_id": self.shelf, **fields}
        return str(self.account.call("POST", "upload_session", body)["upload_session_id"])

    def sound(self) -> Path:
        path = self.folder / "talk.wav"
        return path if path.exists() else sound.tone(path, seconds=1)

    def audio(self, script: str) -> object:
        return self.page.evaluate(
            f"(() => {{ const {{ audio }} = document.querySelector('audiodn-player'); return {script}; }})()"
        )

    def until(self, script: str) -> None:
        self.page.wait_for_function(
            f"() => {{ const {{ audio }} = document.querySelector('audiodn-player'); return {script}; }}"
        )


# ---------------------------------------------------------------- player
def player_normal(stage: Stage) -> None:
    play = stage.account.play(stage.track["id"])["play_session_id"]
    element = stage.place("player", f'play-session-id="{play}"')
    stage.press(element.get_by_role("button", name="Play"), "Space")
    stage.until("audio.currentTime > 0.1")


def player_expired(stage: Stage) -> None:
    play = stage.account.play(stage.track["id"], expires_in=60)["play_session_id"]
    element = stage.place("player", f'play-session-id="{play}"')
    expect(element.get_by_role("button", name="Play")).to_be_enabled()
    stage.page.clock.fast_forward(61_000)
    assert seen(stage.page, "adn-session-expired") == {"playSessionId": play}
    expect(element.get_by_role("status")).to_contain_text("This session has ended.")


def player_renewed(stage: Stage) -> None:
    """While it plays: the same element goes on within a second of where it was."""
    key = stage.key("player", collection_id=stage.track["collection_id"], track_id=stage.track["id"])
    attributes = f'api-key="{key}" scope="track" id="{stage.track["id"]}" session-ttl="60" data-test="same"'
    element = stage.place("player", attributes)
    expect(element.get_by_role("button", name="Play")).to_be_enabled()
    stage.audio("audio.defaultPlaybackRate = audio.playbackRate = 0.1")
    stage.press(element.get_by_role("button", name="Play"), "Space")
    stage.until("audio.currentTime > 0.05")
    before = stage.audio("audio.currentTime")
    stage.page.clock.fast_forward(31_000)
    seen(stage.page, "adn-session-refreshed")
    stage.until("audio.readyState > 2 && !audio.paused")
    after = stage.audio("audio.currentTime")
    assert isinstance(before, float)
    assert isinstance(after, float)
    assert abs(after - before) < 1
    expect(stage.page.locator("audiodn-player[data-test=same]")).to_have_count(1)


def player_refused(stage: Stage) -> None:
    """Its key is for another collection."""
    attributes = f'api-key="{stage.key("player")}" scope="track" id="{stage.track["id"]}"'
    element = stage.place("player", attributes)
    assert seen(stage.page, "adn-error") == {"message": "This audio could not be loaded."}
    expect(element.get_by_role("status")).to_have_text("This audio could not be loaded.")


def player_empty(stage: Stage) -> None:
    track = stage.account.ready(stage.sound(), stage.shelf)
    play = stage.account.play(track["id"])["play_session_id"]
    stage.account.call("DELETE", f"track/{track['id']}")
    element = stage.place("player", f'play-session-id="{play}"')
    expect(element.get_by_role("status")).to_have_text("There is nothing to play here.")


def player_slow(stage: Stage) -> None:
    play = stage.account.play(stage.track["id"])["play_session_id"]
    stage.account.engine.faults({"path": "^/v1/play_session/", **SLOW})
    element = stage.place("player", f'play-session-id="{play}"')
    expect(element.get_by_role("button", name="Play")).to_be_disabled()
    stage.press(element.get_by_role("button", name="Play"), "Space")
    stage.until("audio.currentTime > 0.1")


# ---------------------------------------------------------------- uploader
def upload(stage: Stage, element: Locator, *paths: Path) -> None:
    stage.go_to(element.locator("input[type=file]"))  # from here on the choice is the browser's own window
    element.locator("input[type=file]").set_input_files(paths or [stage.sound()])


def uploader_normal(stage: Stage) -> None:
    element = stage.place("uploader", f'upload-session-id="{stage.session()}"')
    upload(stage, element)
    assert stage.account.track(seen(stage.page, "file-uploaded")["trackId"])["collection_id"] == stage.shelf


def uploader_expired(stage: Stage) -> None:
    session = stage.session(expires_in=60)
    element = stage.place("uploader", f'upload-session-id="{session}"')
    stage.page.wait_for_function("() => document.querySelector('audiodn-uploader').sessionData")
    stage.page.clock.fast_forward(61_000)
    assert seen(stage.page, "adn-session-expired") == {"uploadSessionId": session}
    expect(element.locator("input[type=file]")).to_be_disabled()


def uploader_renewed(stage: Stage) -> None:
    element = stage.place("uploader", f'api-key="{stage.key("uploader")}" collection-id="{stage.shelf}"')
    stage.page.wait_for_function("() => document.querySelector('audiodn-uploader').sessionData")
    first = stage.page.evaluate("document.querySelector('audiodn-uploader').sessionData.upload_session_id")
    stage.page.clock.fast_forward(3_571_000)
    assert seen(stage.page, "adn-session-refreshed")["uploadSessionId"] != first
    upload(stage, element)
    seen(stage.page, "file-uploaded")


def uploader_refused(stage: Stage) -> None:
    element = stage.place("uploader", f'api-key="{stage.key("player")}" collection-id="{stage.shelf}"')
    assert seen(stage.page, "session-error")["error"]
    expect(element.get_by_role("status")).not_to_be_empty()


def uploader_empty(stage: Stage) -> None:
    element = stage.place("uploader", f'upload-session-id="{stage.session()}"')
    (stage.folder / "empty.wav").touch()
    upload(stage, element, stage.folder / "empty.wav")
    expect(element.get_by_text("This file is empty.")).to_be_visible()


def uploader_slow(stage: Stage) -> None:
    stage.account.engine.faults({"path": "^/v1/upload_session/", **SLOW})
    element = stage.place("uploader", f'upload-session-id="{stage.session()}"')
    upload(stage, element)  # before the session is there
    expect(element.get_by_role("listitem")).to_contain_text("Uploaded")


# ---------------------------------------------------------------- recorder
def take(stage: Stage, element: Locator) -> None:
    stage.press(element.get_by_role("button", name="Record"))
    expect(element.get_by_role("button", name="Send")).to_be_visible()  # it stops by itself


def recorder(stage: Stage, attributes: str) -> Locator:
    return stage.place("recorder", f'{attributes} countdown="0" max-duration="0.4"')


def recorder_normal(stage: Stage) -> None:
    element = recorder(stage, f'upload-session-id="{stage.session()}"')
    take(stage, element)
    stage.press(element.get_by_role("button", name="Send"))
    assert stage.account.track(seen(stage.page, "file-uploaded")["trackId"])["collection_id"] == stage.shelf


def recorder_expired(stage: Stage) -> None:
    session = stage.session(expires_in=60)
    element = recorder(stage, f'upload-session-id="{session}"')
    stage.page.wait_for_function("() => document.querySelector('audiodn-recorder').sessionData")
    stage.page.clock.fast_forward(61_000)
    assert seen(stage.page, "adn-session-expired") == {"uploadSessionId": session}
    expect(element.get_by_role("button", name="Record")).to_be_disabled()


def recorder_renewed(stage: Stage) -> None:
    """With a key the session of the first take ends; the next take gets another one."""
    element = recorder(stage, f'api-key="{stage.key("uploader")}" collection-id="{stage.shelf}"')
    sessions = []
    for _ in range(2):
        take(stage, element)
        stage.press(element.get_by_role("button", name="Send"))
        expect(element.get_by_role("status")).to_have_text("The recording was sent.")
        sessions.append(stage.page.evaluate("document.querySelector('audiodn-recorder').sessionData.upload_session_id"))
        stage.page.clock.fast_forward(3_601_000)
    assert sessions[0] != sessions[1]
    expect(element.get_by_role("button", name="Record")).to_be_enabled()


def recorder_refused(stage: Stage) -> None:
    element = recorder(stage, f'api-key="{stage.key("player")}" collection-id="{stage.shelf}"')
    take(stage, element)
    stage.press(element.get_by_role("button", name="Send"))
    expect(element.get_by_role("alert")).not_to_be_empty()
    expect(element.get_by_role("button", name="Send")).to_be_enabled()  # the take is not lost


def recorder_empty(stage: Stage) -> None:
    element = recorder(stage, f'upload-session-id="{stage.session()}"')
    take(stage, element)
    stage.press(element.get_by_role("button", name="Discard"))
    expect(element.get_by_role("status")).to_have_text("Ready to record")


def recorder_slow(stage: Stage) -> None:
    element = recorder(stage, f'upload-session-id="{stage.session()}"')
    take(stage, element)
    stage.account.engine.faults({"path": "^/v1/upload/", **SLOW})
    stage.press(element.get_by_role("button", name="Send"))
    expect(element.get_by_role("status")).to_have_text("The recording was sent.")


# ---------------------------------------------------------------- waveform
def waveform_normal(stage: Stage) -> None:
    element = stage.place("waveform", 'duration="60"')
    stage.page.evaluate(
        "document.querySelector('audiodn-waveform').levels = Array.from({length: 320}, (_, n) => n % 17)"
    )
    stage.press(element.get_by_role("slider", name="Position"), "ArrowRight")
    assert seen(stage.page, "adni-seek")["percent"] == pytest.approx(1 / 12)


def waveform_empty(stage: Stage) -> None:
    element = stage.place("waveform", 'duration="60"')
    stage.press(element.get_by_role("slider", name="Position"), "End")
    assert seen(stage.page, "adni-seek")["percent"] == 1


NO_CALLS = "it calls nobody and has no session"
TABLE: dict[str, dict[str, Cell | str]] = {
    "player": {
        "normal": player_normal, "expired": player_expired, "renewed": player_renewed,
        "refused": player_refused, "empty": player_empty, "slow": player_slow,
    },
    "uploader": {
        "normal": uploader_normal, "expired": uploader_expired, "renewed": uploader_renewed,
        "refused": uploader_refused, "empty": uploader_empty, "slow": uploader_slow,
    },
    "recorder": {
        "normal": recorder_normal, "expired": recorder_expired, "renewed": recorder_renewed,
        "refused": recorder_refused, "empty": recorder_empty, "slow": recorder_slow,
    },
    "waveform": {
        "normal": waveform_normal, "expired": NO_CALLS, "renewed": NO_CALLS,
        "refused": NO_CALLS, "empty": waveform_empty, "slow": NO_CALLS,
    },
}  # fmt: skip


@pytest.mark.parametrize("element", ELEMENTS)
def test_each_state(speaking: Page, account: Account, track: Body, tmp_path: Path, element: str) -> None:
    assert tuple(TABLE[element]) == STATES
    stage = Stage(speaking, account, track, tmp_path)
    for state, cell in TABLE[element].items():
        if isinstance(cell, str):
            continue
        try:
            cell(stage)
            assert (complaints(stage.page, "light"), complaints(stage.page, "dark")) == ([], [])
        except Exception as failed:
            failed.add_note(f"{element}: {state}")
            raise
        account.engine.faults()
