"""Recordings and output files out: whole, in parts, conditionally, and only to the team."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from productions import files, storage
from productions.models import Episode, OutputFile, Recording
from teams.models import Role, Team
from tests import make
from tests.productions.plane.conftest import Person


@pytest.fixture
def recording(episode: Episode, wav: bytes, tmp_path: Path) -> Recording:
    path = tmp_path / "raw.wav"
    path.write_bytes(wav)
    return make.make_recording(episode, path, file_name="raw take.wav")


def output(recording: Recording, file_name: str) -> OutputFile:
    return OutputFile.objects.create(
        production=make.make_production(recording.episode),
        file=recording.file.name,
        file_name=file_name,
        format="mp3",
        size=recording.size,
    )


def test_the_whole_file(editor: Person, recording: Recording, wav: bytes) -> None:
    answer = editor.ask("GET", files.address(recording))
    assert (answer.status_code, answer.content) == (200, wav)
    assert answer.headers["Content-Type"] == "audio/wav"
    assert answer.headers["Content-Length"] == str(len(wav))
    assert answer.headers["Content-Disposition"] == 'inline; filename="raw take.wav"'
    assert answer.headers["Accept-Ranges"] == "bytes"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Cache-Control"] == "private"


def test_head_tells_the_same_without_the_bytes(editor: Person, recording: Recording, wav: bytes) -> None:
    whole, head = (editor.ask(method, files.address(recording)) for method in ("GET", "HEAD"))
    assert (head.status_code, head.content) == (200, b"")
    for answer in (head, whole):
        del answer.headers["Date"]
    assert head.headers == whole.headers


@pytest.mark.parametrize(
    ("asked", "first", "last"),
    [("0-0", 0, 0), ("100-199", 100, 199), ("1000-", 1000, None), ("-10", -10, None), ("0-999999999", 0, None)],
)
def test_a_part(editor: Person, recording: Recording, wav: bytes, asked: str, first: int, last: int | None) -> None:
    first, last = first % len(wav), len(wav) - 1 if last is None else last
    for method in ("GET", "HEAD"):
        answer = editor.ask(method, files.address(recording), Range=f"bytes={asked}")
        assert answer.status_code == 206
        assert answer.headers["Content-Range"] == f"bytes {first}-{last}/{len(wav)}"
        assert answer.headers["Content-Length"] == str(last - first + 1)
        assert answer.content == (wav[first : last + 1] if method == "GET" else b"")


@pytest.mark.parametrize("asked", ["bytes=999999999-", "bytes=-0"])
def test_a_part_that_is_not_there(editor: Person, recording: Recording, wav: bytes, asked: str) -> None:
    answer = editor.ask("GET", files.address(recording), Range=asked)
    assert (answer.status_code, answer.headers["Content-Range"]) == (416, f"bytes */{len(wav)}")


@pytest.mark.parametrize("asked", ["bytes=0-1,5-6", "bytes=9-3", "bytes=-", "seconds=1-2", "bytes=a-b"])
def test_other_ranges_get_the_whole_file(editor: Person, recording: Recording, wav: bytes, asked: str) -> None:
    answer = editor.ask("GET", files.address(recording), Range=asked)
    assert (answer.status_code, answer.content) == (200, wav)


def test_a_part_of_an_older_file_gets_the_whole_new_one(editor: Person, recording: Recording, wav: bytes) -> None:
    place = files.address(recording)
    head = editor.ask("HEAD", place).headers
    for known in (head["ETag"], head["Last-Modified"]):
        answer = editor.ask("GET", place, Range="bytes=0-9", If_Range=known)
        assert (answer.status_code, answer.content) == (206, wav[:10])
    answer = editor.ask("GET", place, Range="bytes=0-9", If_Range='"another"')
    assert (answer.status_code, answer.content) == (200, wav)


def test_what_is_known_already_is_not_sent_again(editor: Person, recording: Recording) -> None:
    etag = editor.ask("HEAD", files.address(recording)).headers["ETag"]
    answer = editor.ask("GET", files.address(recording), If_None_Match=etag)
    assert (answer.status_code, answer.content, answer.headers["ETag"]) == (304, b"", etag)


@pytest.mark.parametrize(
    ("file_name", "content_type", "is_saved"),
    [
        ("a.mp3", "audio/mpeg", False),
        ("a.M4A", "audio/mp4", False),
        ("a.opus", "audio/ogg", False),
        ("chapters.txt", "text/plain; charset=utf-8", False),
        ("transcript.html", "application/octet-stream", True),
        ("cover.svg", "application/octet-stream", True),
        ("no ending", "application/octet-stream", True),
    ],
)
def test_types_by_ending(
    editor: Person, recording: Recording, file_name: str, content_type: str, is_saved: bool
) -> None:
    place = files.address(output(recording, file_name))
    answer = editor.ask("GET", place)
    assert (answer.status_code, answer.headers["Content-Type"]) == (200, content_type)
    assert answer.headers["Content-Disposition"].startswith("attachment" if is_saved else "inline")
    assert editor.ask("GET", place + "?download").headers["Content-Disposition"].startswith("attachment")


@pytest.mark.parametrize("name", ["Äther 🎙.wav", 'a"b;c.wav', "a/b?c#d%.wav", "x" * 251 + ".wav"])
def test_names_of_all_kinds(editor: Person, recording: Recording, wav: bytes, name: str) -> None:
    Recording.objects.update(file_name=name)
    recording.refresh_from_db()
    answer = editor.ask("GET", files.address(recording) + "?download")
    assert (answer.status_code, answer.content) == (200, wav)
    assert re.match(r"attachment; filename(\*=utf-8''|=)", answer.headers["Content-Disposition"])


@pytest.mark.parametrize("role", list(Role))
def test_every_member_may_listen(team: Team, recording: Recording, sign_in: Callable[..., Person], role: Role) -> None:
    person = sign_in(make.make_member(team, role))
    for row in (recording, output(recording, "a.mp3")):
        assert person.ask("HEAD", files.address(row)).status_code == 200


def test_all_others_find_nothing(recording: Recording, sign_in: Callable[..., Person]) -> None:
    stranger = sign_in(make.make_member(make.make_team(), Role.OWNER))
    places = [files.address(row) for row in (recording, output(recording, "a.mp3"))]
    for person in (stranger, Person()):
        for place in places:
            answer = person.ask("GET", place)
            assert answer.status_code == 404
            assert answer.text == "There is nothing at this address, or you do not have access to it."


def test_a_file_that_was_lost_is_said(editor: Person, recording: Recording) -> None:
    storage.remove(recording.file.name)
    answer = editor.ask("GET", files.address(recording))
    assert (answer.status_code, answer.text) == (404, "The file is not in the studio's storage any more.")


def test_files_are_only_read(editor: Person, recording: Recording) -> None:
    assert editor.ask("DELETE", files.address(recording)).status_code == 405
    assert editor.ask("GET", f"/files/secrets/{recording.pk}/a").status_code == 404
    assert editor.ask("GET", "/files/recordings/../../secret.key").status_code == 404
