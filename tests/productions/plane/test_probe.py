"""What is sound and what is not, told by the bytes and not by the name."""

from pathlib import Path

import pytest

from productions.probe import NotAudio, Sound, probe
from tests import sound

UNREADABLE = "The file is not an audio or video file that can be read here."


@pytest.mark.parametrize(
    ("ending", "codec"),
    [
        ("wav", "pcm_s16le"), ("aiff", "pcm_s16be"), ("flac", "flac"), ("mp3", "mp3"), ("m4a", "aac"),
        ("ogg", "vorbis"), ("opus", "opus"), ("webm", "opus"), ("mka", "vorbis"), ("wv", "wavpack"), ("aac", "aac"),
    ],
)  # fmt: skip
def test_recordings(tmp_path: Path, ending: str, codec: str) -> None:
    found = probe(sound.tone(tmp_path / f"tone.{ending}", 2))
    assert (found.codec, found.channels, found.samplerate) == (codec, 1, 48000)
    assert found.duration == pytest.approx(2, abs=0.1)


def test_the_name_does_not_matter(tmp_path: Path) -> None:
    path = sound.tone(tmp_path / "tone.flac", 1).rename(tmp_path / "recording.mp3")
    assert probe(path) == Sound(1.0, "flac", 1, 48000)


def test_a_video_with_sound_is_a_recording(tmp_path: Path) -> None:
    path = tmp_path / "interview.mp4"
    sources = ["-f", "lavfi", "-i", "testsrc=size=64x64:rate=5:duration=1"]
    sources += ["-f", "lavfi", "-i", "sine=duration=1:sample_rate=44100"]
    sound.ffmpeg(*sources, "-ac", "2", str(path))
    found = probe(path)
    assert (found.codec, found.channels, found.samplerate) == ("aac", 2, 44100)


def test_a_video_without_sound_is_none(tmp_path: Path) -> None:
    sound.ffmpeg("-f", "lavfi", "-i", "testsrc=size=64x64:rate=5:duration=1", str(tmp_path / "silent.mp4"))
    with pytest.raises(NotAudio, match="has no sound in it"):
        probe(tmp_path / "silent.mp4")


def test_a_stream_that_does_not_say_its_length(tmp_path: Path) -> None:
    """As recorders and browsers write it: the header was never gone back to."""
    path = tmp_path / "live.wav"
    data = bytearray(sound.tone(tmp_path / "tone.wav", 2).read_bytes())
    at = data.index(b"data")
    data[4:8] = data[at + 4 : at + 8] = b"\xff\xff\xff\xff"
    path.write_bytes(data)
    assert probe(path).duration == pytest.approx(2, abs=0.1)


def test_a_whole_file_shorter_than_estimated_is_taken(tmp_path: Path) -> None:
    """An MP3 without a length whose bit rate grows: ffmpeg's estimate is far off, the sound is all there."""
    quiet, loud, path = tmp_path / "quiet.mp3", tmp_path / "loud.mp3", tmp_path / "both.mp3"
    for place, rate in ((quiet, "32k"), (loud, "320k")):
        sound.ffmpeg(
            "-f", "lavfi", "-i", "sine=duration=3:sample_rate=44100", "-b:a", rate, "-write_xing", "0", str(place)
        )
    path.write_bytes(quiet.read_bytes() + loud.read_bytes())
    assert probe(path).duration == pytest.approx(6, abs=0.3)


@pytest.mark.parametrize("ending", ["wav", "aiff", "mp3", "flac", "webm"])
def test_a_file_that_lost_its_end_is_refused(tmp_path: Path, ending: str) -> None:
    path = sound.tone(tmp_path / f"tone.{ending}", 6)
    data = path.read_bytes()
    path.write_bytes(data[: len(data) // 2])
    with pytest.raises(NotAudio, match="is cut off"):
        probe(path)


def test_an_empty_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / "empty.wav").touch()
    with pytest.raises(NotAudio, match=r"^The file is empty\."):
        probe(tmp_path / "empty.wav")


@pytest.mark.parametrize(
    "body",
    [
        "just words\n" * 50,
        "<!doctype html><title>Podcast</title><audio src=/etc/passwd></audio>",
        '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><image href="file:///etc/passwd"/></svg>',
        "#EXTM3U\n#EXT-X-TARGETDURATION:2\n#EXTINF:2,\nsecret.wav\n#EXT-X-ENDLIST\n",
        "ffconcat version 1.0\nfile secret.wav\n",
        "v=0\no=- 0 0 IN IP4 127.0.0.1\ns=x\nc=IN IP4 127.0.0.1\nt=0 0\nm=audio 5004 RTP/AVP 0\n",
        '<?xml version="1.0"?><MPD xmlns="urn:mpeg:dash:schema:mpd:2011"><Period/></MPD>',
        "\0" * 4096,
        "RIFF",
        "ID3" + "\0" * 100,
    ],
    ids=["text", "html", "svg", "playlist", "ffconcat", "sdp", "dash", "zeros", "half a header", "only a tag"],
)
@pytest.mark.parametrize("ending", ["wav", "mp3"])
def test_what_is_no_recording_is_refused(tmp_path: Path, body: str, ending: str) -> None:
    sound.tone(tmp_path / "secret.wav", 1)  # what playlists would like to have
    path = tmp_path / f"innocent.{ending}"
    path.write_text(body)
    with pytest.raises(NotAudio) as refused:
        probe(path)
    assert "/" not in str(refused.value)
    assert str(refused.value).startswith((UNREADABLE, "The sound in the file", "The file has no sound in it."))


def test_a_picture_is_refused(tmp_path: Path) -> None:
    sound.ffmpeg("-f", "lavfi", "-i", "testsrc=size=64x64:duration=1", "-frames:v", "1", str(tmp_path / "cover.png"))
    with pytest.raises(NotAudio):
        probe(tmp_path / "cover.png")
