"""The comparison in a real browser: what really comes out of its sound graph, its keys, and what three hours cost."""

import struct
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings
from django.core.files.storage import default_storage
from django.test import Client
from django.urls import reverse
from playwright.sync_api import Browser, Page, expect

from compare import peaks
from compare.models import Waveform
from productions.models import Episode
from productions.states import State
from teams.models import Role, User
from tests import axe, make
from tests.compare import worlds
from tests.processes import StudioProcess

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True)]
HOURS = 3 * 3600
# keeps everything that leaves the graph
LISTEN = """() => {
  const { context, output } = document.querySelector("compare-player");
  const tap = context.createScriptProcessor(4096, 2, 2);
  window.heard = [];
  tap.onaudioprocess = ({ inputBuffer }) => window.heard.push(inputBuffer.getChannelData(0).slice());
  output.connect(tap).connect(context.destination);
  return context.sampleRate;
}"""
# the longest silence (ms) in what was kept since, and how loud the rest was (dB)
JUDGE = """(rate) => {
  let silence = 0, longest = 0, power = 0, count = 0;
  for (const block of window.heard.splice(0)) for (const sample of block) {
    silence = Math.abs(sample) < 1e-4 ? silence + 1 : 0;
    longest = Math.max(longest, silence);
    if (silence > 20) continue;
    power += sample * sample;
    count += 1;
  }
  return { silence: longest / rate * 1000, level: 10 * Math.log10(power / count) };
}"""
SWITCHES = 6  # each way: a busy machine stutters now and then, but not every time


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    return worlds.sounds(tmp_path_factory.mktemp("compare"))


@pytest.fixture
def page(browser: Browser, web: StudioProcess) -> Iterator[Page]:
    """A browser of somebody who comes in with `enter`. A broken script or policy fails the test."""
    context = browser.new_context(base_url=settings.SITE_URL)
    page = context.new_page()
    wrong: list[str] = []
    page.on("pageerror", lambda error: wrong.append(str(error)))
    page.on("console", lambda line: wrong.append(line.text) if "Content Security Policy" in line.text else None)
    yield page
    context.close()
    assert wrong == []


def enter(page: Page, episode: Episode) -> None:
    """The page of the comparison, drawn."""
    client = Client()
    client.force_login(episode.show.team.members.get())
    cookie = {"name": settings.SESSION_COOKIE_NAME, "value": client.session.session_key or ""}
    page.context.add_cookies([{**cookie, "url": settings.SITE_URL}])
    page.goto(reverse("compare:episode_compare", args=[episode.pk]))
    expect(page.locator("compare-picture")).to_have_attribute("data-state", "ready")


def second(page: Page, side: str) -> float:
    return float(page.evaluate(f"() => document.querySelector('audio[data-side={side}]').currentTime"))


def judged(page: Page, rate: float, milliseconds: int) -> dict[str, float]:
    """What leaves the graph in that time."""
    page.evaluate(JUDGE, rate)
    page.wait_for_timeout(milliseconds)
    found: dict[str, float] = page.evaluate(JUDGE, rate)
    return found


def test_a_switch_has_no_gap_and_both_are_equally_loud(page: Page, files: tuple[Path, Path]) -> None:
    enter(page, worlds.episode(*files))
    expect(page.locator("[data-gain]")).to_have_text("Processed is 7.0 dB louder; played 7.0 dB quieter.")
    page.get_by_role("button", name="Forward 15 seconds").click()
    page.get_by_role("button", name="Play", exact=True).click()
    rate = page.evaluate(LISTEN)
    page.wait_for_timeout(1200)  # both play by now
    silences: dict[str, list[float]] = {"Source": [], "Processed": []}
    levels = {}
    for _ in range(SWITCHES):
        for side, silence in silences.items():
            page.evaluate(JUDGE, rate)
            page.get_by_role("radio", name=side).click(force=True)
            expect(page.locator("[data-say]")).to_have_text(f"Hearing {side}")
            page.wait_for_timeout(200)
            silence.append(page.evaluate(JUDGE, rate)["silence"])
            levels[side] = judged(page, rate, 600)["level"]
        if all(min(silence) < 30 for silence in silences.values()):
            break
    assert max(min(silence) for silence in silences.values()) < 30, silences
    assert abs(levels["Source"] - levels["Processed"]) < 0.2, levels
    # the same passage, five seconds earlier in the result: it follows the cut
    assert second(page, "source") - second(page, "processed") == pytest.approx(5.0, abs=0.15)

    page.get_by_label("Match loudness").click(force=True)
    expect(page.locator("[data-gain]")).to_have_text("Processed is 7.0 dB louder; played as it is, 0 dB.")
    page.wait_for_timeout(200)
    assert judged(page, rate, 600)["level"] - levels["Source"] == pytest.approx(7.0, abs=0.2)


def test_what_was_cut_is_skipped_and_said(page: Page, files: tuple[Path, Path]) -> None:
    enter(page, worlds.episode(*files))
    seek = page.get_by_role("slider", name="Position")
    seek.focus()
    for key in ("x", "ArrowRight", "ArrowRight"):
        page.keyboard.press(key)
    expect(page.get_by_role("radio", name="Source")).to_be_checked()
    expect(seek).to_have_attribute("aria-valuetext", "0:10 in Source")
    page.keyboard.press("x")  # this passage was cut
    expect(page.locator("[data-say]")).to_have_text(
        "Hearing Processed, from where it goes on: it does not have that passage."
    )
    expect(seek).to_have_attribute("aria-valuetext", "0:10 in Processed")
    expect(page.locator("[data-now]")).to_have_text("0:15")
    page.get_by_label("Follow cuts").click(force=True)
    expect(page.locator("[data-now]")).to_have_text("0:10")


def test_every_key_does_its_deed_only_with_the_focus_inside(page: Page, files: tuple[Path, Path]) -> None:
    enter(page, worlds.episode(*files, runs=2))
    now, side = page.locator("[data-now]"), page.locator("compare-player")
    page.locator("h1").click()
    page.keyboard.press("5")
    expect(now).to_have_text("0:00")
    page.get_by_role("slider", name="Position").focus()
    for key, place in (
        ("5", "0:20"), ("l", "0:30"), ("j", "0:20"), ("Shift+ArrowRight", "0:35"), ("ArrowLeft", "0:30"),
        ("Home", "0:00"), ("End", "0:40"), ("0", "0:00"),
    ):  # fmt: skip
        page.keyboard.press(key)
        expect(now).to_have_text(place)
    for key, heard in (("x", "source"), ("x", "processed"), ("v", "previous"), ("v", "processed")):
        page.keyboard.press(key)
        expect(side).to_have_attribute("data-side", heard)
    page.keyboard.press("]")
    expect(page.get_by_label("Speed")).to_have_value("1.25")
    page.keyboard.press("b")
    expect(page.get_by_label("Match loudness")).not_to_be_checked()
    page.keyboard.press("+")
    expect(page.locator("[data-zoom]")).to_have_text("1.6×")
    page.keyboard.press("ArrowDown")
    expect(page.get_by_label("Volume")).to_have_value("0.9")
    page.keyboard.press("Space")
    expect(page.get_by_role("button", name="Pause")).to_be_visible()
    page.keyboard.press("k")
    expect(page.get_by_role("button", name="Play", exact=True)).to_be_visible()

    User.objects.update(has_letter_keys=False)
    page.reload()
    page.get_by_role("slider", name="Position").focus()
    page.keyboard.press("5")
    page.keyboard.press("ArrowRight")  # no letter, so it goes on working
    expect(now).to_have_text("0:05")


def test_notes_of_others_come_by_themselves_and_the_place_is_remembered(page: Page, files: tuple[Path, Path]) -> None:
    episode = worlds.episode(*files)
    enter(page, episode)
    expect(page.locator("#marks")).to_be_hidden()
    mia = make.make_member(episode.show.team, Role.REVIEWER, make.make_user("Mia Stern"))
    with page.expect_response(lambda answer: "/compare/" in answer.url):
        make.make_note(episode.productions.get(), mia, 12.0, text="The breath here.")
    expect(page.get_by_role("button", name="Mia Stern: The breath here.")).to_be_visible()
    expect(page.locator("[data-dots] button")).to_have_text("MS")
    page.get_by_role("button", name="Mia Stern: The breath here.").click()
    here = page.locator("[data-now]").inner_text()
    assert here != "0:00"
    page.goto(episode.get_absolute_url())
    page.go_back()
    expect(page.locator("[data-now]")).to_have_text(here)


def test_it_is_clean_in_both_themes_and_narrow(page: Page, files: tuple[Path, Path]) -> None:
    enter(page, worlds.episode(*files, runs=2))
    for scheme, width in (("light", 1440), ("dark", 390), ("light", 320)):
        page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
        page.set_viewport_size({"width": width, "height": 900})
        assert page.evaluate("document.scrollingElement.scrollWidth - innerWidth") <= 0, width
        assert axe.complaints(page) == [], (scheme, width)
    episode = Episode.objects.get()
    page.goto(episode.get_absolute_url())  # which leads here
    assert page.evaluate("document.scrollingElement.scrollWidth - innerWidth") <= 0
    expect(page.get_by_role("link", name="Compare")).to_be_visible()
    nothing = make.make_episode(episode.show)
    page.goto(reverse("compare:episode_compare", args=[nothing.pk]))
    assert axe.complaints(page) == []


def three_hours(folder: Path) -> Episode:
    """A production of three hours with 400 cuts and 30 chapters; its files are silence that takes no room."""
    path = folder / "long.wav"
    size = HOURS * 8000 * 2
    with path.open("wb") as file:
        form = struct.pack("<4sIHHIIHH", b"fmt ", 16, 1, 1, 8000, 16000, 2, 16)
        file.write(b"RIFF" + struct.pack("<I", 36 + size) + b"WAVE" + form + b"data" + struct.pack("<I", size))
        file.truncate(44 + size)
    episode = make.make_episode(make.make_show(make.make_team()))
    recording = make.make_recording(episode, duration=float(HOURS), file_name="long.wav")
    cuts = [{"start": at * 27.0, "stop": at * 27.0 + 2.5, "type": "silence"} for at in range(1, 400)]
    chapters = [{"start": at * 360.0, "title": f"Chapter {at}", "url": ""} for at in range(30)]
    production = make.make_production(
        episode, State.READY, recording=recording, chapters=chapters, statistics=worlds.STATISTICS,
        timeline={"length": HOURS, "is_shortened": True, "cuts": cuts, "pieces": []},
    )  # fmt: skip
    output = production.output_files.create(file="outputs/long.wav", file_name="long.wav", format="wav", size=44 + size)
    finest = peaks.Level(peaks.RATE)
    finest.points.frombytes(bytes((200, 60, 230, 30)) * (HOURS * peaks.RATE // 2))
    for row in (recording.waveform, Waveform.objects.create(episode=episode, output=output)):
        name = default_storage.path(f"waveforms/{row.pk}.bin")
        Path(name).parent.mkdir(parents=True, exist_ok=True)
        with Path(name).open("wb") as file:
            peaks.write(file, finest, [(-16.0, -16.5)] * (HOURS * 2), {"duration": float(HOURS)})
        curve = {"shortterm": [-165] * HOURS, "quiet": [-400] * HOURS}
        facts = {"file": f"waveforms/{row.pk}.bin", "loudness": -16.0, "duration": float(HOURS), "curve": curve}
        Waveform.objects.filter(pk=row.pk).update(due_at=None, channels=1, **facts)
    for name in (recording.file.name, "outputs/long.wav"):
        target = Path(default_storage.path(name))
        target.parent.mkdir(parents=True, exist_ok=True)
        target.unlink(missing_ok=True)
        target.hardlink_to(path)
    return episode


def test_three_hours_open_at_once(page: Page, tmp_path: Path) -> None:
    episode = three_hours(tmp_path)
    tools = page.context.new_cdp_session(page)
    tools.send("Performance.enable")
    enter(page, episode)
    metrics = {each["name"]: each["value"] for each in tools.send("Performance.getMetrics")["metrics"]}
    picture = "document.querySelector('compare-picture')"
    loaded, drawn = page.evaluate(f"[{picture}.loaded, {picture}.drawn]")
    assert loaded == 2 * 128 * 1024
    assert drawn < 60_000
    assert metrics["ScriptDuration"] < 1.5, metrics  # seconds; 0.05 where nothing else runs
    page.get_by_role("slider", name="Position").focus()
    for _ in range(14):
        page.keyboard.press("+")
    expect(page.locator("[data-zoom]")).to_have_text("720.6×")
    page.wait_for_function(f"() => {picture}.loaded > 2 * 128 * 1024 + 2_000_000")  # the finest level, when asked for
    page.wait_for_function(f"() => {picture}.drawn < 60_000")
