"""What is made of the finished sound: parts by chapter, video, audiogram, waveforms. All are read back."""

import json
import struct
import zipfile
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from mutagen.id3 import ID3
from mutagen.mp4 import MP4
from PIL import Image

from engine.sound import chain
from engine.sound.codecs import CODECS
from engine.sound.probe import probe
from engine.sound.spec import Chapter, Derived, MasterSpec, Output, Tags, Treatment
from tests.engine.sound import signals
from tests.sound import ffmpeg

RATE = 25  # pictures a second
BURSTS = ((0.4, 1.4), (4.0, 5.0))  # seconds in which the picture is white and someone speaks


@pytest.fixture(scope="module")
def film(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Six seconds: the picture is white exactly while there is a voice; the pause is long enough to be cut."""
    folder = tmp_path_factory.mktemp("film")
    sound = signals.noise(6, -70)
    for start, stop in BURSTS:
        first = round(start * signals.RATE)
        said = signals.voice(stop - start, -22)
        sound[first : first + len(said)] += said
    wave = signals.write(folder / "sound.wav", sound)
    white = "+".join(f"between(t,{start},{stop - 0.001})" for start, stop in BURSTS)
    ffmpeg(
        "-f", "lavfi", "-i", f"color=black:s=160x90:r={RATE}:d=6", "-i", str(wave),
        "-vf", f"drawbox=c=white:t=fill:enable='{white}'", "-c:v", "libx264", "-pix_fmt", "yuv420p", "-bf", "2",
        "-c:a", "aac", "-b:a", "128k", str(folder / "film.mp4"),
    )  # fmt: skip
    return folder / "film.mp4"


def master(
    source: Path, folder: Path, *wanted: Output | Derived, tags: Tags | None = None, **treatment: Any
) -> dict[str, Any]:
    outputs = tuple(one for one in wanted if isinstance(one, Output))
    derived = tuple(one for one in wanted if isinstance(one, Derived))
    treated = Treatment(filtering=False, leveler=False, **treatment)
    spec = MasterSpec(str(source), str(folder), outputs, treated, tags or Tags(), workers=1, derived=derived)
    return chain.master(spec, lambda *_: None)


def whiteness(path: Path) -> list[tuple[float, float]]:
    """First and last second of each stretch of white picture, by the times of the frames."""
    shown = ffmpeg(
        "-i", str(path), "-an", "-vf", "signalstats,metadata=print:key=lavfi.signalstats.YAVG:file=-", "-f", "null", "-"
    ).stdout.decode()  # fmt: skip
    times = [float(line.rsplit(":", 1)[1]) for line in shown.splitlines() if "pts_time" in line]
    light = [float(line.rsplit("=", 1)[1]) > 128 for line in shown.splitlines() if "YAVG" in line]
    edges = [time for time, now, before in zip(times, light, [False, *light], strict=False) if now != before]
    return list(zip(edges[::2], edges[1::2], strict=True))


def loudness_edges(path: Path) -> list[tuple[float, float]]:
    """First and last second of each burst of sound, on a grid of 10 ms."""
    sound = signals.read(path)[0]
    hops = sound[: len(sound) // 480 * 480].reshape(-1, 480)
    loud = np.sqrt((hops**2).mean(axis=1)) > 0.01
    loud = np.convolve(loud, np.ones(15), "same") > 0  # syllables have gaps
    edges = np.flatnonzero(np.diff(np.concatenate([[False], loud, [False]]).astype(int))) / 100
    return list(zip((edges[::2] + 0.07).tolist(), (edges[1::2] - 0.07).tolist(), strict=True))


def test_a_video_keeps_its_picture_and_gets_the_new_sound(film: Path, tmp_path: Path) -> None:
    path = tmp_path / "out.mp4"
    tags = Tags(title="A film", chapters=(Chapter(0, "One"), Chapter(4, "Two")))
    result = master(film, tmp_path, Derived("video", str(path), "mp4"), tags=tags, loudness_target=-19)
    assert result["derived"][0]["size"] == path.stat().st_size
    seen = probe(str(path))
    assert (seen["has_video"], seen["codec"], seen["tags"]["title"]) == (True, "aac", "A film")
    assert [chapter["title"] for chapter in seen["chapters"]] == ["One", "Two"]
    assert signals.measure(path)[0] == pytest.approx(-19, abs=0.15)
    frames = [stream_hash(file) for file in (film, path)]
    assert frames[0] == frames[1]


def stream_hash(path: Path) -> str:
    """Of the picture as it is stored: a copy has the same."""
    return ffmpeg("-i", str(path), "-map", "0:v", "-c", "copy", "-f", "hash", "-").stdout.decode()


@pytest.mark.parametrize("ending", ["mp4", "mkv"])
def test_the_picture_follows_the_cuts(film: Path, tmp_path: Path, ending: str) -> None:
    path = tmp_path / f"out.{ending}"
    result = master(film, tmp_path, Derived("video", str(path), ending), silence_cutter=True)
    saved = 6 - result["length_output"]
    assert saved > 1.5
    white, loud = whiteness(path), loudness_edges(path)
    assert len(white) == len(loud) == 2
    assert np.array(white) == pytest.approx(np.array(loud), abs=0.08)
    heard = result["kept"][1]
    assert white[1][0] == pytest.approx(heard[2] + BURSTS[1][0] - heard[0], abs=1 / RATE + 0.01)
    assert probe(str(path))["duration"] == pytest.approx(result["length_output"], abs=0.1)


def test_a_video_of_sound_alone_is_a_sentence_and_nothing_fails(tmp_path: Path) -> None:
    source = signals.write(tmp_path / "talk.wav", signals.voice(1, -26))
    result = master(source, tmp_path, Output("wav", str(tmp_path / "a.wav")), Derived("video", str(tmp_path / "v")))
    assert result["derived"] == [None]
    assert "has no picture" in result["warnings"][0]
    assert Path(result["outputs"][0]["path"]).exists()


def test_an_audiogram_moves_over_the_cover(tmp_path: Path, cover: Path) -> None:
    talk = np.concatenate([signals.voice(1, -22), signals.silence(1)])
    source = signals.write(tmp_path / "talk.wav", talk)
    path = tmp_path / "a.mp4"
    master(source, tmp_path, Derived("audiogram", str(path)), tags=Tags(title="T", cover=str(cover)))
    seen = probe(str(path))
    assert (seen["codec"], seen["has_video"], seen["tags"]["title"]) == ("aac", True, "T")
    assert seen["duration"] == pytest.approx(2.0, abs=0.15)
    assert signals.measure(path)[0] == pytest.approx(-16, abs=0.2)
    raw = ffmpeg("-i", str(path), "-f", "rawvideo", "-pix_fmt", "rgb24", "-").stdout
    frames = np.frombuffer(raw, np.uint8).reshape(-1, 360, 640, 3).astype(int)
    assert len(frames) == pytest.approx(20, abs=1)
    red = frames[:, 60, 240]  # the left third of the cover is red
    assert (red[:, 0] > 150).all()
    assert (red[:, 1] < 90).all()
    band = frames[:, 240:330]
    still = frames[-2, 240:330]
    moved = np.abs(band - still).mean(axis=(1, 2, 3))
    assert moved[3:8].min() > 4 * max(0.5, moved[-5:-1].max())
    bar = (frames[:, 357, :, 0] > 150).sum(axis=1)
    assert (np.diff(bar[1:-1]) > 20).all()


def test_waveform_data_is_what_is_heard(tmp_path: Path) -> None:
    talk = np.concatenate([signals.voice(1, -22), signals.silence(0.5)])
    source = signals.write(tmp_path / "talk.wav", talk)
    paths = [tmp_path / name for name in ("w.dat", "w.json", "w.png")]
    result = master(
        source,
        tmp_path,
        Output("wav-24bit", str(tmp_path / "out.wav")),
        Derived("wavedat", str(paths[0]), "waveform.dat"),
        Derived("wavedat", str(paths[1]), "waveform.json"),
        Derived("waveform", str(paths[2])),
    )
    assert [made["format"] for made in result["derived"]] == ["wavedat", "wavedat", "waveform"]
    binary = paths[0].read_bytes()
    version, flags, rate, pixel, length, channels = struct.unpack("<iIiiIi", binary[:24])
    assert (version, flags, rate, pixel, channels) == (2, 1, 48000, 256, 1)
    pairs = np.frombuffer(binary[24:], np.int8).reshape(length, 2)
    heard = signals.read(tmp_path / "out.wav")[0]
    assert length == -(-len(heard) // 256)
    exact = np.array([[part.min(), part.max()] for part in np.split(heard, range(256, len(heard), 256))])
    assert np.abs(pairs / 127 - np.clip(exact, -1, 1)).max() < 0.006
    told = json.loads(paths[1].read_text())
    assert (told["length"], told["bits"], told["samples_per_pixel"]) == (length, 8, 256)
    assert told["data"] == pairs.reshape(-1).tolist()
    with Image.open(paths[2]) as image:
        drawn = (np.array(image)[..., 3] > 0).sum(axis=0)
    assert drawn[:1000].max() > 60
    assert drawn[1200:].max() <= 2


@pytest.mark.parametrize("name", ["mp3", "aac", "opus", "flac", "wav"])
def test_split_on_chapters_makes_a_whole_file_of_each(tmp_path: Path, cover: Path, name: str) -> None:
    """Three chapters; what comes before the first is a file of its own."""
    talk = np.concatenate([signals.voice(2, -20), signals.voice(2, -30), signals.voice(1, -24)])
    source = signals.write(tmp_path / "talk.wav", talk)
    chapters = (Chapter(0.8, "First: a/b", image=str(cover)), Chapter(2.0, "Second"), Chapter(4.0, "Last"))
    path = tmp_path / "out.zip"
    output = Output(name, str(path), split_on_chapters=True)
    result = master(source, tmp_path, output, tags=Tags(title="Show", artist="Me", chapters=chapters))
    assert result["outputs"][0]["size"] == path.stat().st_size
    extension = CODECS[name].extension
    with zipfile.ZipFile(path) as packed:
        assert packed.testzip() is None
        names = packed.namelist()
        packed.extractall(tmp_path / "parts")
    assert names == [f"{stem}.{extension}" for stem in ("01", "02 First_ a_b", "03 Second", "04 Last")]
    lengths = [signals.read(tmp_path / "parts" / one).shape[1] / signals.RATE for one in names]
    assert lengths == pytest.approx([0.8, 1.2, 2.0, 1.0], abs=0.03)
    seen = probe(str(tmp_path / "parts" / names[1]), str(tmp_path / "cover.jpg"))
    assert (seen["tags"]["title"], seen["tags"]["artist"], seen["tags"]["album"]) == ("First: a/b", "Me", "Show")
    assert seen["tags"]["track"].startswith("2")
    assert seen["cover"] is not None
    assert seen["chapters"] == []
    whole = np.concatenate([signals.read(tmp_path / "parts" / one)[0] for one in names])
    assert signals.level(whole[: 2 * 48000]) - signals.level(whole[2 * 48000 : 4 * 48000]) == pytest.approx(10, abs=1)


def test_parts_end_where_the_cuts_put_their_chapters(film: Path, tmp_path: Path) -> None:
    path = tmp_path / "out.zip"
    tags = Tags(title="Show", chapters=(Chapter(0, "One"), Chapter(3.9, "Two")))
    result = master(film, tmp_path, Output("flac", str(path), split_on_chapters=True), tags=tags, silence_cutter=True)
    with zipfile.ZipFile(path) as packed:
        packed.extractall(tmp_path)
    lengths = [signals.read(tmp_path / name).shape[1] for name in ("01 One.flac", "02 Two.flac")]
    assert sum(lengths) == pytest.approx(result["length_output"] * signals.RATE, abs=1)
    assert lengths[0] / signals.RATE == pytest.approx(result["chapters"][1]["start_output"], abs=0.002)


def test_mp4_parts_and_mp3_parts_carry_their_numbers(tmp_path: Path) -> None:
    source = signals.write(tmp_path / "talk.wav", signals.voice(2, -24))
    tags = Tags(title="Show", chapters=(Chapter(0, "One"), Chapter(1, "Two")))
    outputs = [Output(name, str(tmp_path / f"{name}.zip"), split_on_chapters=True) for name in ("aac", "mp3")]
    outputs[0] = Output("aac", outputs[0].path, split_on_chapters=True, ending="m4b")
    master(source, tmp_path, *outputs, tags=tags)
    for name in ("aac", "mp3"):
        with zipfile.ZipFile(tmp_path / f"{name}.zip") as packed:
            packed.extractall(tmp_path)
    assert MP4(tmp_path / "02 Two.m4b")["trkn"] == [(2, 2)]
    assert str(ID3(tmp_path / "02 Two.mp3")["TRCK"]) == "2/2"
