"""Finished files: into the storage, out of it, away."""

from pathlib import Path

import pytest
from django.core.files.storage import default_storage

from productions import storage
from productions.models import Recording


@pytest.fixture
def made(tmp_path: Path) -> Path:
    path = tmp_path / "made.wav"
    path.write_bytes(b"new")
    return path


def test_keep_moves_and_replaces(made: Path) -> None:
    assert storage.keep(made, "outputs/a/x.wav") == "outputs/a/x.wav"
    made.write_bytes(b"newer")
    assert storage.keep(made, "outputs/a/x.wav") == "outputs/a/x.wav"
    assert not made.exists()
    assert default_storage.listdir("outputs/a") == ([], ["x.wav"])
    with default_storage.open("outputs/a/x.wav") as file:
        assert file.read() == b"newer"


def test_put_leaves_the_file_and_may_be_repeated(made: Path) -> None:
    for _ in range(2):
        assert storage.put(made, "outputs/b/x.wav") == "outputs/b/x.wav"
    assert made.read_bytes() == b"new"
    assert default_storage.listdir("outputs/b") == ([], ["x.wav"])


def test_from_another_disk(made: Path) -> None:
    foreign = Path("/dev/shm") / f"studio-{made.parent.name}.wav"
    foreign.write_bytes(b"far")
    assert storage.put(foreign, "outputs/c/x.wav") == "outputs/c/x.wav"
    assert storage.keep(foreign, "outputs/c/y.wav") == "outputs/c/y.wav"
    assert not foreign.exists()
    for name in ("x.wav", "y.wav"):
        with default_storage.open(f"outputs/c/{name}") as file:
            assert file.read() == b"far"
    assert default_storage.listdir("outputs/c") == ([], ["x.wav", "y.wav"])


def test_a_missing_file_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        storage.keep(tmp_path / "nothing.wav", "outputs/d/x.wav")
    assert not default_storage.exists("outputs/d/x.wav")


def test_open_local_gives_the_file_itself(made: Path) -> None:
    recording = Recording(file=storage.keep(made, "recordings/e.wav"))
    with storage.open_local(recording.file) as path:
        assert path == Path(recording.file.path)


def test_remove_may_be_repeated(made: Path) -> None:
    storage.keep(made, "outputs/f/x.wav")
    storage.remove("outputs/f/x.wav")
    storage.remove("outputs/f/x.wav")
    assert not default_storage.exists("outputs/f/x.wav")
