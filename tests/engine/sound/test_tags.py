"""Tags, chapters and cover, read back from every container by ffmpeg (through our probe) and by mutagen."""

from pathlib import Path
from typing import Any

import pytest
from mutagen.id3 import ID3
from mutagen.wave import WAVE
from PIL import Image

from engine.sound.probe import probe
from tests.engine.sound import signals
from tests.engine.sound.conftest import Master

EVERY = ("mp3:128", "mp3-vbr:96", "aac:96", "opus:64", "vorbis:96", "flac", "alac", "wav", "wav-24bit")
TITLES = ["Intro", "Höhe", "End"]


@pytest.mark.parametrize("name", EVERY)
def test_tags_chapters_and_cover_are_in_every_format(everything: dict[str, Any], name: str, tmp_path: Path) -> None:
    seen = probe(str(everything["files"][name]), str(tmp_path / "cover.jpg"))
    tags = seen["tags"]
    assert tags["title"] == "Ünïcode; a=b # \\ title"
    assert (tags["artist"], tags["album"], tags["genre"]) == ("The Artist", "The Show", "Podcast")
    assert tags["track"] == "42"
    assert tags["date"].startswith("2024")
    assert [chapter["title"] for chapter in seen["chapters"]] == TITLES
    # ffmpeg counts an MP3's chapters from the start of its encoder delay; test_chapters_of_mp3 reads them exactly.
    near = 0.03 if name.startswith("mp3") else 0.002
    assert [chapter["start"] for chapter in seen["chapters"]] == pytest.approx([0.0, 2.5, 5.0], abs=near)
    assert seen["cover"] is not None
    with Image.open(seen["cover"]) as image:
        assert image.size == (600, 400)


def test_chapters_of_mp3_have_addresses_and_images(everything: dict[str, Any]) -> None:
    frames = ID3(everything["files"]["mp3:128"])
    chapters = sorted(frames.getall("CHAP"), key=lambda chapter: chapter.start_time)
    assert [chapter.start_time for chapter in chapters] == [0, 2500, 5000]
    assert chapters[0].sub_frames.getall("WXXX")[0].url == "https://example.com/a"
    assert chapters[1].sub_frames.getall("APIC")[0].data.startswith(b"\xff\xd8")
    assert frames.getall("CTOC")[0].child_element_ids == [chapter.element_id for chapter in chapters]


def test_wav_carries_its_info_list_as_well(everything: dict[str, Any]) -> None:
    path = everything["files"]["wav"]
    assert b"INAM" in path.read_bytes()
    assert str(WAVE(path).tags["TPE1"]) == "The Artist"


def test_tagging_does_not_touch_the_sound(everything: dict[str, Any]) -> None:
    for name in ("flac", "alac", "wav-24bit", "opus:64", "mp3:128"):
        expected = round(everything["length_output"] * signals.RATE)
        assert signals.read(everything["files"][name]).shape[1] == pytest.approx(expected, abs=2)


def test_files_without_tags_have_none(tmp_path: Path, master: Master) -> None:
    path = signals.write(tmp_path / "talk.wav", signals.voice(1, -26))
    for file in master(path, "mp3", "opus", "flac", "aac")["files"].values():
        seen = probe(str(file))
        assert seen["chapters"] == []
        assert "title" not in seen["tags"]


def test_a_broken_cover_is_left_out_and_said(tmp_path: Path, master: Master) -> None:
    from engine.sound.spec import Tags

    (tmp_path / "cover.jpg").write_bytes(b"\xff\xd8 not really")
    path = signals.write(tmp_path / "talk.wav", signals.voice(1, -26))
    result = master(path, "mp3", tags=Tags(title="a", cover=str(tmp_path / "cover.jpg")))
    assert [sentence for sentence in result["warnings"] if "cover" in sentence.lower()]
    assert probe(str(result["files"]["mp3"]))["tags"]["title"] == "a"
