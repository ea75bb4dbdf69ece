"""Hostile files: whatever they are called, only sound is taken, and no file names another one."""

import struct
from collections.abc import Iterator
from pathlib import Path

import pytest

from productions.probe import NotAudio, probe
from productions.uploads import clean_name
from tests import sound

NAMES = ("recording.wav", "recording.mp3", "recording.m4a", "recording.flac")


def texts(neighbour: str) -> dict[str, str]:
    """Files that make careless readers open another one, run something, or ask the network."""
    return {
        "m3u8": f"#EXTM3U\n#EXT-X-TARGETDURATION:10\n#EXTINF:10,\n{neighbour}\n#EXT-X-ENDLIST\n",
        "m3u8 by file:": f"#EXTM3U\n#EXTINF:10,\nfile:///etc/passwd\n{neighbour}\n",
        "m3u8 by network": "#EXTM3U\n#EXT-X-TARGETDURATION:1\n#EXTINF:1,\nhttp://127.0.0.1:1/x.ts\n#EXT-X-ENDLIST\n",
        "ffconcat": f"ffconcat version 1.0\nfile {neighbour}\n",
        "ffconcat, absolute": f"ffconcat version 1.0\nfile '{Path(neighbour).absolute()}'\n",
        "pls": f"[playlist]\nFile1={neighbour}\nLength1=10\nNumberOfEntries=1\nVersion=2\n",
        "sdp": "v=0\no=- 0 0 IN IP4 127.0.0.1\ns=x\nc=IN IP4 127.0.0.1\nt=0 0\nm=audio 5004 RTP/AVP 0\n",
        "mpd": f"<MPD><Period><AdaptationSet><BaseURL>{neighbour}</BaseURL></AdaptationSet></Period></MPD>",
        "xspf": f"<playlist><trackList><track><location>{neighbour}</location></track></trackList></playlist>",
        "svg": f"<svg xmlns='http://www.w3.org/2000/svg'><image href='{neighbour}'/></svg>",
        "entities": "<?xml version='1.0'?><!DOCTYPE a [<!ENTITY x SYSTEM 'file:///etc/passwd'>]><a>&x;</a>",
        "html": "<!doctype html><script>alert(1)</script><audio src=x.wav>",
        "php": "<?php system($_GET['c']); ?>",
        "shell": "#!/bin/sh\ncat /etc/passwd\n",
        "imf": "<?xml version='1.0'?><CompositionPlaylist/>",
    }


def binaries(tone: bytes, flac: bytes) -> dict[str, bytes]:
    """Truncated, lying, mixed and empty ones."""
    return {
        "empty": b"",
        "one byte": b"R",
        "a header alone": tone[:44],
        "zeros": bytes(4096),
        "a zip": b"PK\x03\x04" + bytes(200),
        "an executable": b"\x7fELF\x02\x01\x01" + bytes(500),
        "a picture": b"\x89PNG\r\n\x1a\n" + bytes(200),
        "a gif that is a script": b"GIF89a/*" + bytes(20) + b"*/=1;alert(1)",
        "a pdf": b"%PDF-1.7\n" + bytes(300),
        "RIFF that is no WAVE": b"RIFF" + struct.pack("<I", 100) + b"AVI " + bytes(100),
        "WAVE without sound": b"RIFF" + struct.pack("<I", 36) + b"WAVEfmt " + tone[16:36] + b"data" + bytes(4),
        "flac, cut in its header": flac[:30],
        "mp4 of empty boxes": b"\x00\x00\x00\x18ftypM4A \x00\x00\x00\x00M4A mp42" + b"\x00\x00\x00\x08moov",
        "ogg with a broken page": b"OggS\x00\x02" + bytes(60),
        "id3 and nothing": b"ID3\x04\x00\x00\x00\x00\x0f\x76" + bytes(100),
    }


def cases(folder: Path) -> Iterator[tuple[str, bytes]]:
    sound.tone(folder / "neighbour.wav", 1)
    tone = (folder / "neighbour.wav").read_bytes()
    flac = sound.tone(folder / "tone.flac", 1).read_bytes()
    for what, text in texts("neighbour.wav").items():
        yield what, text.encode()
    yield from binaries(tone, flac).items()


def test_hostile_files_are_refused_by_any_name(tmp_path: Path) -> None:
    count = 0
    for what, data in cases(tmp_path):
        # the kinds a reader could be led by the name to take are tried under four, the others under two
        for name in NAMES[:2] if data[:1] > b"\x7f" or b"\0" in data else NAMES:
            path = tmp_path / name
            path.write_bytes(data)
            with pytest.raises(NotAudio) as refusal:
                pytest.fail(f"{what} as {name} was taken for {probe(path)}")
            assert "neighbour" not in str(refusal.value)
            path.unlink()
            count += 1
    assert count >= 60, count


def test_a_bomb_and_a_liar_end_soon(tmp_path: Path) -> None:
    """Five minutes of eight channels in little space are only looked at; a length that is not there is found out."""
    bomb = tmp_path / "bomb.flac"
    sound.ffmpeg("-f", "lavfi", "-i", "anullsrc=r=96000:cl=7.1:d=300", "-compression_level", "0", str(bomb))
    assert bomb.stat().st_size < 1_000_000
    found = probe(bomb)
    assert (round(found.duration), found.channels) == (300, 8)
    tone = bytearray(sound.tone(tmp_path / "tone.wav", 1).read_bytes())
    at = tone.index(b"data")
    tone[at + 4 : at + 8] = struct.pack("<I", 1_000_000_000)
    (liar := tmp_path / "liar.wav").write_bytes(tone)
    assert probe(liar).duration < 2


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("../../etc/passwd", "passwd"), ("..\\..\\boot.ini", "boot.ini"), ("a\0b.wav", "ab.wav"), ("/", "recording"),
        ("..", "recording"), ("x" * 300 + ".wav", "x" * 196 + ".wav"), ("\u202evaw.exe", "vaw.exe"),
        ("a\nContent-Type: text/html", "html"), ("\ud800.wav", "wav"), ("   ", "recording"),
        ("C:\\x\\y.wav", "y.wav"), ("<script>.wav", "<script>.wav"),
    ],
)  # fmt: skip
def test_names_are_only_names(name: str, kept: str) -> None:
    assert clean_name(name) == kept
