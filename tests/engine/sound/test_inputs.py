"""Whatever people send: short, silent, mono, surround, any rate, video; and what is no sound at all."""

import json
from pathlib import Path

import pytest

from engine.sound.errors import SoundError
from tests.engine.sound import signals
from tests.engine.sound.conftest import Master
from tests.sound import ffmpeg


@pytest.mark.parametrize("seconds", [0.02, 0.3, 0.5])
def test_very_short_recordings(tmp_path: Path, master: Master, seconds: float) -> None:
    path = signals.write(tmp_path / "short.wav", signals.voice(seconds, -30))
    result = master(path, "mp3", "flac", "opus", denoise=True, silence_cutter=True)
    assert result["length"] == pytest.approx(seconds, abs=0.001)
    assert signals.read(result["files"]["flac"]).shape[1] == round(seconds * signals.RATE)


@pytest.mark.parametrize("channels", [1, 2])
def test_silence_stays_silence_and_is_said(tmp_path: Path, master: Master, channels: int) -> None:
    path = signals.write(tmp_path / "silent.wav", *[signals.silence(1.5)] * channels)
    result = master(path, "mp3", "wav", "aac", denoise=True, silence_cutter=True)
    assert result["warnings"] == ["The recording is silent; the output files are silent, too."]
    assert signals.level(signals.read(result["files"]["wav"])) < -80
    assert "Infinity" not in json.dumps(result, default=str)


@pytest.mark.parametrize("rate", [8000, 11025, 44100, 96000, 192000])
def test_any_sample_rate(tmp_path: Path, master: Master, rate: int) -> None:
    talk = signals.write(tmp_path / "talk.wav", signals.voice(1.5, -26))
    path = tmp_path / "other rate.flac"
    ffmpeg("-i", str(talk), "-ar", str(rate), str(path))
    result = master(path)
    assert signals.measure(result["files"]["wav-24bit"])[0] == pytest.approx(-16, abs=0.05)
    assert (result["samplerate"], result["length"]) == (rate, pytest.approx(1.5, abs=0.002))


@pytest.mark.parametrize("layout", ["mono", "stereo", "5.1", "7.1"])
def test_any_number_of_channels(tmp_path: Path, master: Master, layout: str) -> None:
    talk = signals.write(tmp_path / "talk.wav", signals.voice(1.5, -26))
    path = tmp_path / "channels.flac"
    ffmpeg("-i", str(talk), "-af", f"pan={layout}|{'|'.join(f'c{n}=c0' for n in range(CHANNELS[layout]))}", str(path))
    result = master(path)
    assert result["channels"] == CHANNELS[layout]
    assert result["outputs"][0]["channels"] == min(2, CHANNELS[layout])
    assert signals.measure(result["files"]["wav-24bit"])[0] == pytest.approx(-16, abs=0.05)


CHANNELS = {"mono": 1, "stereo": 2, "5.1": 6, "7.1": 8}


def test_the_level_of_mono_and_stereo_is_read_right(tmp_path: Path, master: Master) -> None:
    """ffmpeg's own mixing would read one channel 3 dB too low, or two mixed to one 3 dB too high."""
    talk = signals.voice(2, -26)
    for number, channels in enumerate([(talk,), (talk, talk), (talk, talk * 0.5)]):
        path = signals.write(tmp_path / f"raw {number}.wav", *channels)
        told = master(path)["statistics"]["levels"]["input"]["loudness"][0]
        assert told == pytest.approx(signals.measure(path)[0], abs=0.02)


def test_two_equal_channels_are_worked_as_one_and_written_as_two(tmp_path: Path, master: Master) -> None:
    talk = signals.voice(2, -26)
    result = master(signals.write(tmp_path / "dual.wav", talk, talk), "flac", "mp3:128")
    assert result["statistics"]["format"]["dual_mono"] is True
    left, right = signals.read(result["files"]["flac"], 2)
    assert abs(left - right).max() < 1e-4  # the dither differs
    assert signals.measure(result["files"]["flac"])[0] == pytest.approx(-16, abs=0.05)
    assert signals.measure(result["files"]["mp3:128"])[0] == pytest.approx(-16, abs=0.10)


def test_channels_that_differ_late_are_still_two(tmp_path: Path, master: Master) -> None:
    talk = signals.voice(12, -26)
    other = talk.copy()
    other[-4800:] *= 0.5
    result = master(signals.write(tmp_path / "late.wav", talk, other), filtering=False, leveler=False)
    assert result["statistics"]["format"]["dual_mono"] is False
    left, right = signals.read(result["files"]["wav-24bit"], 2)
    assert signals.level(left[-4000:]) - signals.level(right[-4000:]) == pytest.approx(6, abs=0.1)


def test_dual_mono_counts_a_single_channel_twice(tmp_path: Path, master: Master) -> None:
    result = master(signals.write(tmp_path / "mono.wav", signals.voice(2, -26)), dual_mono=True)
    assert signals.measure(result["files"]["wav-24bit"])[0] == pytest.approx(-19.01, abs=0.05)


def test_the_sound_of_a_video(tmp_path: Path, master: Master) -> None:
    talk, video = signals.write(tmp_path / "talk.wav", signals.voice(2, -26)), tmp_path / "talk.mp4"
    picture = ["-f", "lavfi", "-i", "testsrc=size=64x64:rate=5:duration=2"]
    ffmpeg(*picture, "-i", str(talk), "-c:v", "libx264", "-pix_fmt", "yuv420p", "-c:a", "aac", str(video))
    result = master(video)
    assert result["has_video"] is True
    assert signals.measure(result["files"]["wav-24bit"])[0] == pytest.approx(-16, abs=0.05)


def test_a_recording_of_a_browser_without_a_length(tmp_path: Path, master: Master) -> None:
    talk, path = signals.write(tmp_path / "talk.wav", signals.voice(2, -26)), tmp_path / "talk.webm"
    streamed = ffmpeg("-i", str(talk), "-c:a", "libopus", "-live", "1", "-f", "webm", "-").stdout
    path.write_bytes(streamed)
    assert master(path)["length"] == pytest.approx(2, abs=0.03)


def test_start_and_end_may_be_left_out(tmp_path: Path) -> None:
    from engine.sound import chain
    from engine.sound.spec import MasterSpec, Output

    path = signals.write(tmp_path / "talk.wav", signals.voice(4, -26))
    output = Output("wav", str(tmp_path / "out.wav"))
    result = chain.master(
        MasterSpec(str(path), str(tmp_path), (output,), start=1.0, stop=0.5, workers=1), lambda stage, share: None
    )
    assert result["length_output"] == pytest.approx(2.5, abs=0.001)
    assert [cut["type"] for cut in result["cuts"]] == ["manual", "manual"]


@pytest.mark.parametrize(
    ("name", "content", "word"),
    [
        ("empty.wav", b"", "empty"),
        ("text.mp3", b"This is not sound at all.\n" * 50, "not sound"),
        ("cut.wav", b"RIFF\x00\x00\x00\x00WAVEfmt ", "sound"),
        ("script.wav", b"ffconcat version 1.0\nfile 'talk.wav'\n", "not sound"),
        ("list.m3u8", b"#EXTM3U\n#EXTINF:10,\nhttp://127.0.0.1:9/a.ts\n", "not sound"),
    ],
)
def test_what_is_no_sound_gets_a_sentence(tmp_path: Path, master: Master, name: str, content: bytes, word: str) -> None:
    signals.write(tmp_path / "talk.wav", signals.voice(0.5, -26))  # what the script would bring in
    path = tmp_path / name
    path.write_bytes(content)
    with pytest.raises(SoundError, match=word) as told:
        master(path)
    assert "Traceback" not in str(told.value)
    assert str(tmp_path) not in str(told.value)


def test_a_picture_is_no_recording(cover: Path, master: Master) -> None:
    with pytest.raises(SoundError, match=r"sound"):
        master(cover)


def test_an_unknown_format_names_the_known_ones(tmp_path: Path) -> None:
    from engine.sound import chain
    from engine.sound.spec import MasterSpec, Output

    path = signals.write(tmp_path / "talk.wav", signals.voice(0.5, -26))
    wanted = MasterSpec(str(path), str(tmp_path), (Output("realaudio", str(tmp_path / "x.ra")),))
    with pytest.raises(SoundError, match=r"realaudio.*mp3"):
        chain.master(wanted, lambda stage, share: None)
