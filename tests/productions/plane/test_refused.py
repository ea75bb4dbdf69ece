"""Recordings that are refused with a sentence, before more is sent than need be; and what a name may be."""

from pathlib import Path

import pytest

from productions import uploads
from productions.models import Episode, Recording
from tests.productions.plane.conftest import Person
from tests.productions.plane.test_uploads import _no_parts_before, parts

__all__ = ["_no_parts_before"]  # a fixture


def test_what_is_no_recording_is_refused_with_a_sentence(editor: Person, episode: Episode, part_dir: Path) -> None:
    page = b"<!doctype html><title>Not a recording</title>" * 100
    path = editor.begin(episode, len(page), "talk.mp3").headers["Location"]
    refused = editor.append(path, 0, page)
    sentence = (
        "The file is not an audio or video file that can be read here. "
        "Upload a recording such as WAV, FLAC, MP3, M4A, Opus or MP4."
    )
    assert (refused.status_code, refused.text) == (422, sentence)
    assert refused.headers["Content-Type"] == "text/plain; charset=utf-8"
    assert (editor.ask("HEAD", path).status_code, editor.ask("GET", path).json()["error"]) == (422, sentence)
    assert (Recording.objects.count(), parts(part_dir), uploads.complete_pending()) == (0, [], 0)
    assert editor.ask("DELETE", path).status_code == 204


def test_an_empty_file_is_refused_at_once(editor: Person, episode: Episode) -> None:
    refused = editor.begin(episode, 0)
    assert refused.status_code == 422
    assert refused.text == "The file is empty. Export it again and upload the new file."


def test_a_file_over_the_limit_is_refused_at_once(editor: Person, episode: Episode) -> None:
    refused = editor.begin(episode, 8 * 1024**3 + 1)
    assert refused.status_code == 413
    assert refused.text.startswith("The file is larger than this studio takes (8.0\xa0GB).")


def test_a_disk_without_room_is_said_before_anything_is_sent(
    episode: Episode, settings: pytest.FixtureRequest, part_dir: Path
) -> None:
    settings.UPLOAD_MAX_BYTES = 10**18  # type: ignore[attr-defined]
    with pytest.raises(uploads.NoRoom, match="no room for this file"):
        uploads.begin(episode, None, "raw.wav", 10**17)
    assert parts(part_dir) == []


@pytest.mark.parametrize(
    ("method", "headers", "status"),
    [
        ("POST", {"Tus_Resumable": "0.2.2", "Upload_Length": "1"}, 412),
        ("POST", {}, 400),
        ("POST", {"Upload_Length": "-1"}, 400),
        ("POST", {"Upload_Length": "1", "Upload_Metadata": "filename %%%"}, 400),
        ("POST", {"Upload_Length": "1"}, 404),
        ("PUT", {}, 405),
        ("PATCH", {}, 405),
    ],
)
def test_malformed_beginnings(
    editor: Person, episode: Episode, method: str, headers: dict[str, str], status: int
) -> None:
    assert editor.ask(method, "/uploads/", **headers).status_code == status


def test_malformed_pieces(editor: Person, episode: Episode, wav: bytes) -> None:
    path = editor.begin(episode, len(wav)).headers["Location"]
    assert editor.append(path, 0, wav, Content_Type="audio/wav").status_code == 415
    assert editor.append(path, 0, wav, Upload_Offset="first").status_code == 400
    assert editor.ask("POST", path).status_code == 405
    assert editor.offset(path) == 0


def test_a_client_without_patch_names_the_method_in_a_header(editor: Person, episode: Episode, wav: bytes) -> None:
    path = editor.begin(episode, len(wav)).headers["Location"]
    told = {"Upload_Offset": "0", "Content_Type": "application/offset+octet-stream", "X_HTTP_Method_Override": "PATCH"}
    assert editor.ask("POST", path, wav, **told).status_code == 204


@pytest.mark.parametrize(
    ("sent", "kept"),
    [
        ("../../etc/passwd.wav", "passwd.wav"),
        ("C:\\Takes\\one.wav", "one.wav"),
        ("nul\0byte\r\nX-Evil: 1.wav", "nulbyteX-Evil: 1.wav"),
        ("harmless\u202evaw.exe", "harmlessvaw.exe"),
        ("x" * 300 + ".flac", "x" * 195 + ".flac"),
        ("Äther über Ñandú 🎙.wav", "Äther über Ñandú 🎙.wav"),
        ("..", "recording"),
        ("", "recording"),
    ],
)
def test_names_are_only_names(editor: Person, episode: Episode, wav: bytes, sent: str, kept: str) -> None:
    path = editor.begin(episode, len(wav), sent).headers["Location"]
    assert editor.append(path, 0, wav).status_code == 204
    recording = Recording.objects.get()
    assert recording.file_name == kept
    assert Path(recording.file.name).parent == Path("recordings")
    saved = editor.ask("GET", editor.ask("GET", path).json()["recording"]["url"])
    assert (saved.status_code, saved.content) == (200, wav)
