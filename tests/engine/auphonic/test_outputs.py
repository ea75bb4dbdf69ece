"""Every kind of output file of one production of a film, fetched and read back."""

import io
import json
import zipfile
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
import requests
import yaml
from PIL import Image

from engine.sound.probe import probe
from tests import sound
from tests.engine.auphonic.caller import Caller
from tests.engine_process import EngineProcess

CUT_LISTS = (
    *("AudacityRegions.txt", "AuditionRegions.csv", "ReaperRegions.csv", "SamplitudeReaper.edl"),
    *("DaVinciResolve.edl", "FinalCutProLegacy.xml", "FinalCutProX.xml"),
)
WANTED: list[dict[str, Any]] = [
    {"format": "aac", "ending": "m4b", "bitrate": "64"},
    {"format": "vorbis", "ending": "oga"},
    {"format": "alac", "ending": "mp4", "suffix": "-archive"},
    {"format": "opus", "bitrate": 24, "mono_mixdown": True},
    {"format": "mp3", "split_on_chapters": True, "suffix": "-chapters"},
    {"format": "video"},
    {"format": "audiogram", "suffix": "-audiogram"},
    {"format": "wavedat"},
    {"format": "wavedat", "ending": "waveform.json"},
    {"format": "waveform"},
    {"format": "image", "suffix": "-cover"},
    {"format": "input", "suffix": "-raw"},
    {"format": "psc", "ending": "psc.json"},
    *({"format": "cut-list", "ending": ending} for ending in CUT_LISTS),
    *({"format": "stats", "ending": ending} for ending in ("txt", "json", "yaml")),
    *({"format": "descr", "ending": ending, "suffix": "-about"} for ending in ("json", "xml", "yaml")),
]


@pytest.fixture(scope="module")
def film(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Five seconds with own title, own chapters and a pause that is cut."""
    folder = tmp_path_factory.mktemp("film")
    talk, quiet = sound.speech_like(folder / "talk.wav", 1.6), folder / "quiet.wav"
    sound.ffmpeg("-f", "lavfi", "-i", "anoisesrc=a=0.0005:r=48000:d=1.9", str(quiet))
    (folder / "about.txt").write_text(
        ";FFMETADATA1\ntitle=Own title\n"
        "[CHAPTER]\nTIMEBASE=1/1000\nSTART=0\nEND=3500\ntitle=First\n"
        "[CHAPTER]\nTIMEBASE=1/1000\nSTART=3500\nEND=5100\ntitle=Second\n"
    )
    joined = "[0:a][1:a][0:a]concat=n=3:v=0:a=1[a]"
    sound.ffmpeg(
        "-i", str(talk), "-i", str(quiet), "-f", "lavfi", "-i", "testsrc=s=160x90:r=30000/1001:d=5.1",
        "-i", str(folder / "about.txt"), "-filter_complex", joined, "-map", "2:v", "-map", "[a]",
        "-map_metadata", "3", "-map_chapters", "3", "-c:v", "libx264", "-pix_fmt", "yuv420p", "-c:a", "aac",
        str(folder / "my film.mp4"),
    )  # fmt: skip
    return folder / "my film.mp4"


@pytest.fixture(scope="module")
def made(running_engine: EngineProcess, film: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """The finished production, with "files": {filename: path}."""
    api, folder = Caller(running_engine), tmp_path_factory.mktemp("fetched")
    cover = folder / "cover.png"
    Image.new("RGB", (300, 300), "#c03020").save(cover)
    uuid = api.ready(film, output_files=WANTED, algorithms={"silence_cutter": True, "leveler": False})
    api.upload(uuid, cover, "image")
    api.start(uuid)
    done = api.end(uuid)
    done["files"] = {}
    for entry in done["output_files"]:
        assert entry["download_url"], entry
        answer = api.session.get(entry["download_url"], timeout=30)
        assert (answer.status_code, len(answer.content)) == (200, entry["size"])
        path = folder / f"{len(done['files'])}-{entry['filename']}"
        path.write_bytes(answer.content)
        done["files"][entry["filename"]] = path
    return done


def test_names_follow_basename_suffix_and_ending(made: dict[str, Any]) -> None:
    assert made["status_string"] == "Done"
    assert [entry["filename"] for entry in made["output_files"]] == [
        "my film.m4b",
        "my film.oga",
        "my film-archive.mp4",
        "my film.opus",
        "my film-chapters.mp3.zip",
        "my film.mp4",
        "my film-audiogram.mp4",
        "my film.waveform.dat",
        "my film.waveform.json",
        "my film.waveform.png",
        "my film-cover.png",
        "my film-raw.mp4",
        "my film.psc.json",
        *(f"my film.{ending}" for ending in CUT_LISTS),
        *(f"my film.{ending}" for ending in ("txt", "json", "yaml")),
        *(f"my film-about.{ending}" for ending in ("json", "xml", "yaml")),
    ]


@pytest.mark.parametrize(
    ("name", "codec", "channels"),
    [("my film.m4b", "aac", 1), ("my film.oga", "vorbis", 1), ("my film-archive.mp4", "alac", 1),
     ("my film.opus", "opus", 1), ("my film.mp4", "aac", 1), ("my film-audiogram.mp4", "aac", 1)],
)  # fmt: skip
def test_sound_and_video_are_whole(made: dict[str, Any], name: str, codec: str, channels: int) -> None:
    seen = probe(str(made["files"][name]))
    assert (seen["codec"], seen["channels"]) == (codec, channels)
    length = json.loads(made["files"]["my film-about.json"].read_text())["length_output"]
    assert seen["duration"] == pytest.approx(length, abs=0.15)
    assert length < made["length"] - 1
    assert seen["tags"]["title"] == "Own title"
    assert [mark["title"] for mark in seen["chapters"]] == ["First", "Second"]
    assert seen["has_video"] == (name in ("my film.mp4", "my film-audiogram.mp4"))


def test_chapters_become_files_and_keep_their_time(made: dict[str, Any]) -> None:
    assert [mark["title"] for mark in made["chapters"]] == ["First", "Second"]
    second = made["chapters"][1]
    assert second["start_sec"] - second["start_output_sec"] == pytest.approx(1.5, abs=0.3)
    rows = json.loads(made["files"]["my film.psc.json"].read_text())
    assert [row["start"] for row in rows] == [mark["start_output"] for mark in made["chapters"]]
    with zipfile.ZipFile(made["files"]["my film-chapters.mp3.zip"]) as packed:
        assert packed.namelist() == ["01 First.mp3", "02 Second.mp3"]


def test_copies_are_what_was_sent(made: dict[str, Any], film: Path) -> None:
    assert made["files"]["my film-raw.mp4"].read_bytes() == film.read_bytes()
    with Image.open(made["files"]["my film-cover.png"]) as image:
        assert image.size == (300, 300)


def test_cut_lists_tell_the_cut(made: dict[str, Any]) -> None:
    (cut,) = made["cuts"]
    start, stop, kind = made["files"]["my film.AudacityRegions.txt"].read_text().split()
    assert (float(start), float(stop), kind) == (cut["start"], cut["stop"], "silence")
    legacy = ElementTree.fromstring(made["files"]["my film.FinalCutProLegacy.xml"].read_bytes())
    assert legacy.findtext("sequence/rate/ntsc") == "TRUE"
    clip = legacy.findall("sequence/media/video/track/clipitem")[1]
    assert int(clip.findtext("in", "")) == pytest.approx(cut["stop"] * 30000 / 1001, abs=1)


def test_statistics_and_description_in_every_notation(made: dict[str, Any]) -> None:
    files = made["files"]
    told = json.loads(files["my film.json"].read_text())
    assert told == made["statistics"] == yaml.safe_load(files["my film.yaml"].read_text())
    loudness = told["levels"]["output"]["loudness"]
    assert f"levels.output.loudness: {loudness[0]} LUFS\n" in files["my film.txt"].read_text()
    about = json.loads(files["my film-about.json"].read_text())
    assert (about["metadata"]["title"], about["uuid"]) == ("Own title", made["uuid"])
    names = [file["filename"] for file in about["output_files"] if file]
    assert "my film.mp4" in names
    assert yaml.safe_load(files["my film-about.yaml"].read_text())["statistics"] == told
    root = ElementTree.fromstring(files["my film-about.xml"].read_bytes())
    assert root.findtext("metadata/title") == "Own title"


def test_the_waveform_image_is_always_there(made: dict[str, Any], running_engine: EngineProcess) -> None:
    address = f"{made['waveform_image']}?bearer_token={running_engine.api_key}"
    answer = requests.get(address, timeout=10)
    assert answer.status_code == 200
    with Image.open(io.BytesIO(answer.content)) as image:
        assert image.size == (1600, 240)
        assert image.getextrema()[3] == (0, 255)


def test_info_lists_what_can_be_made(running_engine: EngineProcess) -> None:
    listed = Caller(running_engine).call("GET", "info/output_files.json")
    assert listed["stats"]["endings"] == ["txt", "json", "yaml"]
    assert tuple(listed["cut-list"]["endings"]) == CUT_LISTS
    assert (listed["video"]["type"], listed["audiogram"]["type"]) == ("video", "video")
