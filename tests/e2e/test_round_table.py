"""A conversation of two people with a music bed, made in a real browser: every step of it, from preset to player."""

import re
import zipfile
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from productions.models import Production
from teams.models import User
from tests import sound
from tests.e2e.test_golden_path import SLOWEST, ana, page, player, sign_in, team, worker
from tests.engine.speech import interview
from tests.engine_process import EngineProcess

__all__ = ["ana", "page", "team", "worker"]  # its fixtures
pytestmark = [pytest.mark.e2e, pytest.mark.once, pytest.mark.django_db(transaction=True)]
LENGTH = 5.2  # seconds of the conversation
LINK = "https://example.org/bye"
SENT = {f"Process: {word}" for word in ("Preparing the production", "Sending the recording", "Starting")}
# the first of them where Auphonic is done before it is asked how far it is
WORK = ("Mastering", "Processing audio", "Recognising speech", "Making the output files")
MASTERED = {f"Process: {word}" for word in WORK}
DELIVERED = {f"Deliver: {word}" for word in ("Delivering", "Received by AudioDN", "Making the versions for listeners")}
# Every stage that the rail points at while somebody looks, with its word
WATCH = """() => {
  window.seen = new Set();
  const note = () => {
    const now = document.querySelector(".rail [data-now]");
    if (now) window.seen.add(`${now.querySelector("b").textContent}: ${now.querySelector("p").textContent}`);
  };
  new MutationObserver(note).observe(document.querySelector("main"), { subtree: true, childList: true });
  note();
}"""


@pytest.fixture(scope="module")
def takes(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """Ana speaks, then Ben does; both microphones run from the start, and so does the music."""
    folder = tmp_path_factory.mktemp("takes")
    paths = [folder / name for name in ("Anna.flac", "Ben.flac", "music bed.flac")]
    # seconds of the interview: "Next week we will measure it against a radio signal", and "Thank you for having me"
    for path, first, last, before in zip(paths, (53.9, 6.5), (57.3, 8.3), (0, 3400), strict=False):
        said = f"atrim={first}:{last},asetpts=PTS-STARTPTS,adelay={before}:all=1,apad=whole_dur={LENGTH}"
        sound.ffmpeg("-i", str(interview.PATH), "-af", said, str(path))
    sound.tone(paths[2], LENGTH, level=0.02)
    return paths


def test_two_people_and_a_music_bed(ana: User, page: Page, takes: list[Path], engine: EngineProcess) -> None:
    sign_in(page, ana)
    make_preset(page)
    page.get_by_role("link", name="Shows").first.click()
    page.get_by_role("link", name="Small Machines").first.click()
    page.get_by_role("link", name="New episode").first.click()
    page.get_by_label("Title", exact=True).fill("The radio signal")
    page.get_by_role("button", name="Go on to the recording").click()
    episode = page.url
    lay_tracks(page, takes)
    page.goto(episode)
    mark_chapters(page)
    page.goto(episode)

    engine.faults(
        {"path": r"^/api/production/.*/start\.json", "do": "slow", "seconds": 3, "times": 1},
        {"path": r"^/v1/upload_session$", "do": "slow", "seconds": 3, "times": 1},
    )
    page.get_by_label("Preset").select_option(label="Round table")
    page.get_by_role("button", name="Process audio").click()
    page.evaluate(WATCH)
    expect(page.locator("audiodn-player")).to_be_visible(timeout=SLOWEST)
    seen = set(page.evaluate("[...window.seen]"))
    for stage in (SENT, MASTERED, DELIVERED):
        assert seen & stage, seen

    expect(page.get_by_text("As the preset asks")).to_be_visible()
    figures = page.get_by_role("region", name="Sound")
    expect(figures).to_contain_text(re.compile(r"on target−\d\d\.\dto−16\.0 LUFS"))
    expect(page.locator(".chaps li")).to_have_text([re.compile("0:00\\s*Next week"), re.compile("0:03\\s*Good bye")])
    expect(page.get_by_role("link", name="Link of the chapter Good bye")).to_have_attribute("href", LINK)
    page.locator("#panel-ready summary", has_text="Transcript").click()
    expect(page.locator(".said p").first).to_contain_text(re.compile("Anna.*radio signal"))
    expect(page.locator(".said b")).to_have_text(["Anna", "Ben"])
    with page.expect_download() as download:
        page.get_by_role("link", name=re.compile(r"Download .*flac\.zip")).click()
    with zipfile.ZipFile(download.value.path()) as tracks:
        assert sorted(Path(name).stem for name in tracks.namelist()) == ["Anna", "Ben", "music bed"]
    page.get_by_role("button", name="Play").first.click()
    player(page, "player.audio?.currentTime > 0.5")
    assert player(page, "player.audio.duration") == pytest.approx(LENGTH, abs=0.2)
    page.get_by_role("link", name="All numbers").click()
    expect(page.get_by_role("row", name="Signal to noise")).to_be_visible()
    assert Production.objects.get().warning == ""


def make_preset(page: Page) -> None:
    """Leveled and gated, with a transcript, and with the individual tracks among its files."""
    page.goto("/presets/new/")
    page.get_by_label("Name", exact=True).fill("Round table")
    page.get_by_role("switch", name="Speech recognition").check()
    page.get_by_label("Language").select_option("en")
    for kind in ("tracks", "transcript", "subtitle"):
        page.get_by_role("button", name="Add a file").click()
        page.get_by_label("Format", exact=True).last.select_option(kind)
    page.get_by_role("button", name="Make the preset").click()
    expect(page.get_by_role("heading", level=1, name="Round table")).to_be_visible()


def lay_tracks(page: Page, takes: list[Path]) -> None:
    """From the second recording on there is a track for each."""
    page.get_by_role("link", name="none, a single file").click()
    for take in takes:
        page.set_input_files("[data-upload] input[type=file]", take)
        came = page.get_by_text("One recording is on no track") if take == takes[0] else track(page, take.stem)
        expect(came).to_be_visible()
    role = track(page, "music bed").get_by_label("Role")
    expect(role).to_have_value("background")
    role.select_option("ducking")
    page.get_by_role("button", name="Save tracks").click()
    expect(page.get_by_text("The next production mixes these tracks.")).to_be_visible()


def track(page: Page, name: str) -> Locator:
    return page.locator("[data-lane]", has=page.locator(f"input[value='{name}']"))


def mark_chapters(page: Page) -> None:
    page.get_by_role("link", name="none yet").click()
    page.get_by_label("Paste them here").fill(f"00:00:00 Next week\n00:00:03 Good bye <{LINK}>")
    page.get_by_role("button", name="Import").click()
    expect(page.get_by_role("heading", name="Where listeners find them")).to_be_visible()
