"""A track for delivery: levels, renditions, previews and the cover inside it."""

from pathlib import Path
from typing import Any

import numpy as np
import pytest

from engine.sound import track
from engine.sound.cover import analyse
from engine.sound.errors import SoundError
from engine.sound.peaks import Peaks
from engine.sound.probe import probe
from engine.sound.spec import CoverSpec, Preview, Rendition, TrackSpec
from tests.engine.sound import signals


@pytest.fixture(scope="module")
def rendered(everything: dict[str, Any], tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    folder = tmp_path_factory.mktemp("track")
    renditions = (
        Rendition("hq", "aac", str(folder / "hq.m4a"), 160),
        Rendition("lq", "opus", str(folder / "lq.opus"), 48, is_stereo=False),
        Rendition("mp3", "mp3", str(folder / "mp3.mp3"), 128, is_strip_tags=False, is_strip_cover=False),
        Rendition("preview", "ogg", str(folder / "preview.ogg"), 96, preview=Preview(seconds=2.0)),
    )
    source = everything["files"]["mp3:128"]
    spec = TrackSpec(str(source), str(folder), renditions, cover_path=str(folder / "cover"))
    return track.render(spec, lambda stage, share: None)


def test_levels_are_the_peaks_of_the_whole_track(everything: dict[str, Any], rendered: dict[str, Any]) -> None:
    sound = np.abs(signals.read(everything["files"]["mp3:128"], 2)).max(axis=0)
    exact = [float(part.max()) for part in np.array_split(sound, 320)]
    told = rendered["levels"]
    assert len(told["levels"]) == told["num_samples"] == 320
    assert max(told["levels"]) == pytest.approx(max(exact), abs=0.001)
    assert told["max"] == max(told["levels"])
    assert told["avg"] == pytest.approx(np.mean(told["levels"]), abs=0.001)
    assert np.median(np.abs(np.array(told["levels"]) - exact)) < 0.01


def test_levels_of_less_than_320_samples() -> None:
    peaks = Peaks()
    peaks.feed(np.full((1, 5), 0.5, np.float32))
    assert peaks.levels(320) == [0.5] * 320


def test_renditions_are_whole_and_of_their_kind(rendered: dict[str, Any]) -> None:
    kinds = {"hq": ("aac", 2), "lq": ("opus", 1), "mp3": ("mp3", 2)}
    for told in rendered["renditions"]:
        if told["index"] in kinds:
            seen = probe(told["path"])
            assert (seen["codec"], seen["channels"]) == kinds[told["index"]]
            assert seen["duration"] == pytest.approx(rendered["duration"], abs=0.06)
            assert (told["capture_start"], told["capture_end"]) == (None, None)
            assert told["size"] == Path(told["path"]).stat().st_size


def test_a_rendition_in_mono_keeps_its_level(rendered: dict[str, Any]) -> None:
    paths = {told["index"]: Path(told["path"]) for told in rendered["renditions"]}
    stereo = signals.read(paths["hq"], 2).mean(axis=0)
    assert signals.level(signals.read(paths["lq"])[0]) == pytest.approx(signals.level(stereo), abs=0.5)


def test_tags_and_cover_stay_only_where_wanted(rendered: dict[str, Any], tmp_path: Path) -> None:
    paths = {told["index"]: told["path"] for told in rendered["renditions"]}
    assert "title" not in probe(paths["hq"])["tags"]
    kept = probe(paths["mp3"], str(tmp_path / "cover.jpg"))
    assert kept["tags"]["artist"] == "The Artist"
    assert kept["cover"] is not None
    assert Path(rendered["cover"]).read_bytes().startswith(b"\xff\xd8")


def test_the_preview_plays_its_window(rendered: dict[str, Any]) -> None:
    told = next(told for told in rendered["renditions"] if told["index"] == "preview")
    assert told["capture_start"] == pytest.approx(rendered["duration"] * 0.25, abs=0.001)
    assert told["capture_end"] - told["capture_start"] == pytest.approx(2.0, abs=0.001)
    clip = signals.read(Path(told["path"]), 2).mean(axis=0)
    assert len(clip) == pytest.approx(2.0 * signals.RATE, abs=50)
    assert signals.level(clip[:500]) < signals.level(clip[24_000:72_000]) - 10


@pytest.mark.parametrize(
    ("preview", "duration", "window"),
    [
        (Preview(), 600.0, (150.0, 210.0)),
        (Preview(), 60.0, (15.0, 45.0)),
        (Preview(start_percent=100), 600.0, (540.0, 600.0)),
        (Preview(type="percent"), 1000.0, (250.0, 340.0)),
        (Preview(type="percent", percent=10, start_percent=0), 100.0, (0.0, 10.0)),
        (Preview(seconds=30, min_percent=10), 1000.0, (250.0, 350.0)),
    ],
)
def test_preview_windows(preview: Preview, duration: float, window: tuple[float, float]) -> None:
    assert preview.window(duration) == pytest.approx(window)


def test_an_unknown_codec_gets_a_sentence(everything: dict[str, Any], tmp_path: Path) -> None:
    wanted = Rendition("x", "wma", str(tmp_path / "x.wma"))  # type: ignore[arg-type]
    with pytest.raises(SoundError, match="wma"):
        track.render(TrackSpec(str(everything["files"]["wav"]), str(tmp_path), (wanted,)), lambda *_: None)


def test_the_palette_and_copies_of_a_cover(cover: Path, tmp_path: Path) -> None:
    seen = analyse(CoverSpec(str(cover), str(tmp_path)))
    assert (seen["width"], seen["height"]) == (600, 400)
    assert len(seen["palette"]) == 8
    assert seen["palette"][0] == "#203040"
    assert [int(seen["vivid"][place : place + 2], 16) for place in (1, 3, 5)] == pytest.approx([224, 32, 32], abs=8)
    assert {size: file["width"] for size, file in seen["files"].items()} == {
        "80": 80,
        "200": 200,
        "400": 400,
        "800": 800,
    }


@pytest.mark.parametrize("content", [b"", b"<svg onload='alert(1)'/>", b"\x89PNG\r\n\x1a\n broken"])
def test_what_is_no_image_gets_a_sentence(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "image").write_bytes(content)
    with pytest.raises(SoundError, match="image"):
        analyse(CoverSpec(str(tmp_path / "image"), str(tmp_path)))
