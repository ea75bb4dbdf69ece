"""Recordings in: the whole way, resuming, refusals."""

import base64
import hashlib
import socket
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
import requests
from django.utils import timezone

from productions import uploads
from productions.models import Episode, Production, Recording, Upload
from productions.plane.part import Part
from tests import make, sound
from tests.processes import StudioProcess
from tests.productions.plane.conftest import Person, until


def parts(part_dir: Path) -> list[Path]:
    return sorted(part_dir.glob("*.part"))


@pytest.fixture(autouse=True)
def _no_parts_before(part_dir: Path) -> None:
    for path in parts(part_dir):
        path.unlink()


def test_options_tell_what_the_server_can_do(web: StudioProcess) -> None:
    answer = Person().ask("OPTIONS", "/uploads/")
    assert answer.status_code == 204
    assert answer.headers["Tus-Version"] == "1.0.0"
    assert answer.headers["Tus-Extension"] == "creation,creation-with-upload,checksum,termination,expiration"
    assert answer.headers["Tus-Checksum-Algorithm"] == "sha1,sha256"
    assert answer.headers["Tus-Max-Size"] == str(8 * 1024**3)


def test_the_last_byte_makes_a_recording(editor: Person, episode: Episode, wav: bytes, part_dir: Path) -> None:
    made = editor.begin(episode, len(wav), "raw take.wav")
    path = made.headers["Location"]
    assert (made.status_code, editor.offset(path)) == (201, 0)
    first = editor.append(path, 0, wav[:1000])
    assert (first.status_code, first.headers["Upload-Offset"]) == (204, "1000")
    last = editor.append(path, 1000, wav[1000:])
    assert (last.status_code, last.headers["Upload-Offset"]) == (204, str(len(wav)))

    recording = Recording.objects.get()
    assert recording.file.read() == wav
    assert (recording.episode, recording.file_name, recording.size) == (episode, "raw take.wav", len(wav))
    assert recording.sha256 == hashlib.sha256(wav).hexdigest()
    assert (recording.codec, recording.channels, recording.samplerate) == ("pcm_s16le", 1, 48000)
    assert recording.duration == pytest.approx(1, abs=0.01)
    assert (parts(part_dir), editor.offset(path)) == ([], len(wav))
    assert editor.ask("GET", path).json() == {
        "id": path.split("/")[-1],
        "file_name": "raw take.wav",
        "size": len(wav),
        "offset": len(wav),
        "error": "",
        "recording": {
            "id": str(recording.pk),
            "file_name": "raw take.wav",
            "size": len(wav),
            "duration": recording.duration,
            "codec": "pcm_s16le",
            "channels": 1,
            "samplerate": 48000,
            "url": f"/files/recordings/{recording.pk}/raw%20take.wav",
        },
    }


def test_creation_can_carry_the_file(editor: Person, episode: Episode, wav: bytes) -> None:
    name = base64.b64encode(b"raw.wav").decode()
    told = f"filename {name},episode {base64.b64encode(str(episode.pk).encode()).decode()}"
    made = editor.ask(
        "POST", "/uploads/", wav,
        Upload_Length=str(len(wav)), Upload_Metadata=told, Content_Type="application/offset+octet-stream",
    )  # fmt: skip
    assert (made.status_code, made.headers["Upload-Offset"]) == (201, str(len(wav)))
    assert Recording.objects.get().file.read() == wav


def test_a_cut_connection_keeps_every_byte(editor: Person, episode: Episode, long_wav: bytes) -> None:
    path = editor.begin(episode, len(long_wav)).headers["Location"]
    half = 3_333_333
    editor.send_half(path, 0, long_wav[:half], len(long_wav)).close()
    until(lambda: editor.offset(path) == half)
    until(lambda: editor.append(path, half, long_wav[half:]).status_code == 204)
    assert Recording.objects.get().file.read() == long_wav


def test_an_upload_outlives_the_web_process(
    editor: Person, episode: Episode, long_wav: bytes, web: StudioProcess
) -> None:
    path = editor.begin(episode, len(long_wav)).headers["Location"]
    editor.append(path, 0, long_wav[:1_000_000])
    wire = editor.send_half(path, 1_000_000, long_wav[1_000_000:5_000_000], len(long_wav) - 1_000_000)
    until(lambda: editor.offset(path) > 2_000_000)
    web.kill()
    wire.close()
    web.start()
    web.wait_until_up()
    offset = editor.offset(path)
    assert 2_000_000 < offset <= 5_000_000
    assert editor.append(path, offset, long_wav[offset:]).status_code == 204
    recording = Recording.objects.get()
    assert recording.file.read() == long_wav
    assert recording.sha256 == hashlib.sha256(long_wav).hexdigest()


@pytest.mark.parametrize("by", ["head", "empty patch", "sweep"])
def test_a_whole_part_without_its_recording_is_completed(editor: Person, episode: Episode, wav: bytes, by: str) -> None:
    path = editor.begin(episode, len(wav)).headers["Location"]
    with Part(Upload.objects.get().pk) as part:  # as it looks when the process died with the last byte written
        part.write(wav)
    if by == "head":
        assert editor.offset(path) == len(wav)
    elif by == "empty patch":
        assert editor.append(path, len(wav), b"").status_code == 204
    else:
        assert uploads.complete_pending() == 1
    assert Recording.objects.get().file.read() == wav
    assert (uploads.complete_pending(), Recording.objects.count()) == (0, 1)


def test_only_the_next_byte_is_taken(editor: Person, episode: Episode, wav: bytes) -> None:
    path = editor.begin(episode, len(wav)).headers["Location"]
    editor.append(path, 0, wav[:100])
    refused = editor.append(path, 0, wav[:100])
    assert (refused.status_code, refused.headers["Upload-Offset"]) == (409, "100")
    assert editor.append(path, 200, wav[200:]).status_code == 409
    assert editor.append(path, 100, wav).status_code == 413  # more than announced
    assert editor.offset(path) == 100


def test_more_than_announced_in_chunks_is_cut_at_the_end(editor: Person, episode: Episode, wav: bytes) -> None:
    path = editor.begin(episode, 1000).headers["Location"]
    answer = editor.append(path, 0, iter([wav[:900], wav[900:]]))  # type: ignore[arg-type]
    assert answer.status_code == 413
    assert "1000 bytes announced" in answer.text


@pytest.mark.parametrize("algorithm", ["sha1", "sha256"])
def test_a_damaged_piece_is_thrown_away(editor: Person, episode: Episode, wav: bytes, algorithm: str) -> None:
    def checksum(data: bytes) -> str:
        return f"{algorithm} {base64.b64encode(hashlib.new(algorithm, data).digest()).decode()}"

    path = editor.begin(episode, len(wav)).headers["Location"]
    assert editor.append(path, 0, wav[:1000], Upload_Checksum=checksum(wav[:1000])).status_code == 204
    damaged = editor.append(path, 1000, wav[:1000], Upload_Checksum=checksum(wav[1000:2000]))
    assert (damaged.status_code, editor.offset(path)) == (460, 1000)
    assert editor.append(path, 1000, wav[1000:], Upload_Checksum=checksum(wav[1000:])).status_code == 204
    assert Recording.objects.get().sha256 == hashlib.sha256(wav).hexdigest()


@pytest.mark.parametrize("told", ["md5 AAAA", "sha1 no-base64!"])
def test_an_unreadable_checksum_is_refused(editor: Person, episode: Episode, wav: bytes, told: str) -> None:
    path = editor.begin(episode, len(wav)).headers["Location"]
    assert editor.append(path, 0, wav, Upload_Checksum=told).status_code == 400
    assert editor.offset(path) == 0


def test_half_a_piece_with_a_checksum_is_thrown_away(editor: Person, episode: Episode, wav: bytes) -> None:
    path = editor.begin(episode, len(wav)).headers["Location"]
    editor.append(path, 0, wav[:10])
    wire = socket.create_connection(("127.0.0.1", int(requests.utils.urlparse(uploads.settings.SITE_URL).port)))
    told = editor.headers(
        Upload_Offset="10", Content_Type="application/offset+octet-stream", Content_Length="5000", Host="127.0.0.1",
        Upload_Checksum="sha1 " + base64.b64encode(hashlib.sha1(wav[10:5010]).digest()).decode(),
    )  # fmt: skip
    head = "".join(f"{name}: {value}\r\n" for name, value in told.items())
    wire.sendall(f"PATCH {path} HTTP/1.1\r\n{head}\r\n".encode() + wav[10:2000])
    wire.close()
    until(lambda: editor.append(path, 10, b"").status_code == 204)
    assert editor.offset(path) == 10


def test_one_writes_at_a_time(editor: Person, episode: Episode, long_wav: bytes) -> None:
    path = editor.begin(episode, len(long_wav)).headers["Location"]
    wire = editor.send_half(path, 0, long_wav[:2_000_000], len(long_wav))
    until(lambda: editor.offset(path) > 0)
    refused = editor.append(path, 2_000_000, long_wav[2_000_000:])
    assert refused.status_code == 423
    assert editor.ask("DELETE", path).status_code == 423
    wire.sendall(long_wav[2_000_000:])
    assert wire.recv(100).startswith(b"HTTP/1.1 204")
    wire.close()
    assert Recording.objects.get().file.read() == long_wav


def test_termination_forgets_everything(editor: Person, episode: Episode, wav: bytes, part_dir: Path) -> None:
    path = editor.begin(episode, len(wav)).headers["Location"]
    editor.append(path, 0, wav[:1000])
    assert editor.ask("DELETE", path).status_code == 204
    assert editor.ask("HEAD", path).status_code == 404
    assert (Upload.objects.count(), parts(part_dir)) == (0, [])


def test_uploads_expire(editor: Person, episode: Episode, wav: bytes, part_dir: Path) -> None:
    old = editor.begin(episode, len(wav)).headers["Location"]
    kept = editor.begin(episode, len(wav)).headers["Location"]
    assert editor.ask("HEAD", old).headers["Upload-Expires"].endswith("GMT")
    Upload.objects.filter(pk=old.split("/")[-1]).update(expires_at=timezone.now() - timedelta(seconds=1))
    assert editor.ask("HEAD", old).status_code == 410
    assert editor.append(old, 0, wav).status_code == 410
    assert uploads.expire() == 1
    assert [path.stem for path in parts(part_dir)] == [kept.split("/")[-1]]
    assert editor.ask("HEAD", old).status_code == 404


def test_add_recording_takes_a_local_file_and_leaves_it(episode: Episode, tmp_path: Path, part_dir: Path) -> None:
    path = sound.tone(tmp_path / "take.flac", 1)
    user = episode.show.team.members.get()
    recording = uploads.add_recording(episode, path, "take.flac", user)
    assert recording.file.read() == path.read_bytes()
    assert (recording.uploaded_by, recording.codec, parts(part_dir)) == (user, "flac", [])
    assert not Path(recording.file.path).samefile(path)


def test_an_episode_deleted_meanwhile_takes_the_upload_with_it(
    editor: Person, episode: Episode, wav: bytes, part_dir: Path
) -> None:
    path = editor.begin(episode, len(wav)).headers["Location"]
    upload = Upload.objects.get()
    with Part(upload.pk) as part:
        part.write(wav)
    episode.delete()
    assert editor.append(path, len(wav), b"").status_code == 404
    with pytest.raises(uploads.Gone):
        uploads.finish(upload)
    assert parts(part_dir) == []


class TestStartingAtOnce:
    @pytest.fixture
    def producer(self, episode: Episode, sign_in: Callable[..., Person]) -> Person:
        return sign_in(episode.show.team.members.get())

    def send(self, person: Person, episode: Episode, wav: bytes) -> str:
        path = person.begin(episode, len(wav), start="1").headers["Location"]
        assert person.append(path, 0, wav).status_code == 204
        return path

    def test_a_production_starts_with_the_recording(self, producer: Person, episode: Episode, wav: bytes) -> None:
        make.make_account(episode.show.team.members.get(), episode.show.team)
        self.send(producer, episode, wav)
        production = Production.objects.get()
        assert (production.recording, production.started_by) == (
            Recording.objects.get(),
            episode.show.team.members.get(),
        )
        assert Upload.objects.get().is_start_wanted is False

    def test_a_refused_start_keeps_the_recording_and_says_why(
        self, producer: Person, episode: Episode, wav: bytes
    ) -> None:
        path = self.send(producer, episode, wav)
        told = producer.ask("GET", path).json()
        assert told["recording"]["id"] == str(Recording.objects.get().pk)
        assert told["error"].startswith("No Auphonic account is connected to this team.")
        assert Production.objects.count() == 0

    def test_a_start_lost_to_a_kill_is_made_up_for_once(self, producer: Person, episode: Episode, wav: bytes) -> None:
        make.make_account(episode.show.team.members.get(), episode.show.team)
        producer.begin(episode, len(wav), start="1")
        upload = Upload.objects.get()
        with Part(upload.pk) as part:  # as it looks when the process died between recording and production
            part.write(wav)
            uploads._record(upload, part)
        assert uploads.complete_pending() == 1
        assert (Production.objects.count(), uploads.complete_pending()) == (1, 0)
