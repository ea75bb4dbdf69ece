"""Downloads: taken up again, never the credential elsewhere, never a file that is not whole."""

import hashlib
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import quote, unquote

import pytest

from podcaststudio import http
from productions.auphonic import download, oauth
from productions.auphonic.answers import Output
from productions.auphonic.client import Client
from tests.engine_process import EngineProcess
from tests.productions.auphonic.wire import Answer, Asked, Wire

SOUND = bytes(range(256)) * 4096  # one MiB
Serve = Callable[[Asked], Answer]


def output(wire: Wire, name: str = "episode.mp3", **facts: object) -> Output:
    known = {"size": len(SOUND), "checksum": hashlib.md5(SOUND).hexdigest(), **facts}
    url = f"{wire.url}/api/download/audio-result/abc/{name}"
    return Output(format="mp3", bitrate=96, file_name=name, download_url=url, ending="mp3", **known)  # type: ignore[arg-type]


def client_of(wire: Wire) -> Client:
    return Client(oauth.signing("a-key"), f"{wire.url}/api", "Auphonic")


def whole(asked: Asked) -> Answer:
    """The file, or the part of it that is asked for."""
    begin = int(asked.headers["range"].removeprefix("bytes=").rstrip("-")) if "range" in asked.headers else 0
    part = {"Content-Range": f"bytes {begin}-{len(SOUND) - 1}/{len(SOUND)}"} if begin else {}
    return (206 if begin else 200), part, SOUND[begin:]


def cut(asked: Asked) -> Answer:
    """The connection ends after half of what was promised."""
    status, headers, body = whole(asked)
    return status, {**headers, "Content-Length": str(len(body))}, body[: len(body) // 2]


def nothing(have: int, size: int) -> None:
    """For downloads nobody counts."""


def test_a_file_arrives_whole(wire: Wire, target: Path) -> None:
    counted: list[tuple[int, int]] = []
    wire.answer = whole
    download.fetch(client_of(wire), output(wire), target, lambda have, size: counted.append((have, size)))
    assert target.read_bytes() == SOUND
    assert counted[-1] == (len(SOUND), len(SOUND))
    assert wire.asked[0].headers["authorization"] == "Bearer a-key"
    assert [path.name for path in target.parent.iterdir()] == [target.name]


def test_the_credential_does_not_follow_to_another_origin(wire: Wire, target: Path) -> None:
    def answer(asked: Asked) -> Answer:
        if asked.path.startswith("/store/"):
            return whole(asked)
        return 302, {"Location": f"{wire.elsewhere}/store/x?signature=abc"}, b""

    wire.answer = answer
    download.fetch(client_of(wire), output(wire), target, nothing)
    assert target.read_bytes() == SOUND
    assert ["authorization" in asked.headers for asked in wire.asked] == [True, False]


def test_the_credential_follows_within_the_server(wire: Wire, target: Path) -> None:
    wire.answer = lambda asked: whole(asked) if "/moved/" in asked.path else (302, {"Location": "/moved/x"}, b"")
    download.fetch(client_of(wire), output(wire), target, nothing)
    assert ["authorization" in asked.headers for asked in wire.asked] == [True, True]


def test_a_cut_download_goes_on_where_it_stopped(wire: Wire, target: Path) -> None:
    wire.answer = cut
    with pytest.raises(http.Unreachable, match="Auphonic broke off the connection"):
        download.fetch(client_of(wire), output(wire), target, nothing)
    assert not target.exists()
    wire.answer = whole
    download.fetch(client_of(wire), output(wire), target, nothing)
    assert target.read_bytes() == SOUND
    assert wire.asked[1].headers["range"] == f"bytes={len(SOUND) // 2}-"


def test_a_server_that_ignores_ranges(wire: Wire, target: Path) -> None:
    target.with_name("episode.mp3.part").write_bytes(SOUND[:1000])
    wire.answer = lambda asked: (200, {}, SOUND)
    download.fetch(client_of(wire), output(wire), target, nothing)
    assert target.read_bytes() == SOUND


def test_a_finished_part_is_only_verified(wire: Wire, target: Path) -> None:
    target.with_name("episode.mp3.part").write_bytes(SOUND)
    download.fetch(client_of(wire), output(wire), target, nothing)
    assert target.read_bytes() == SOUND
    assert wire.asked == []


@pytest.mark.parametrize("left", [b"\0" * 1000, SOUND + b"\0"])
def test_a_part_that_does_not_fit_is_thrown_away(wire: Wire, target: Path, left: bytes) -> None:
    target.with_name("episode.mp3.part").write_bytes(left)
    wire.answer = whole
    with pytest.raises(http.Unreachable, match="will be fetched again"):
        download.fetch(client_of(wire), output(wire), target, nothing)
    assert list(target.parent.iterdir()) == []
    download.fetch(client_of(wire), output(wire), target, nothing)
    assert target.read_bytes() == SOUND


def test_damage_is_noticed(wire: Wire, target: Path) -> None:
    wire.answer = lambda asked: (200, {}, SOUND[:-1] + b"?")
    with pytest.raises(http.Unreachable, match=r"episode\.mp3 damaged"):
        download.fetch(client_of(wire), output(wire), target, nothing)
    assert list(target.parent.iterdir()) == []


def test_another_part_than_asked_for(wire: Wire, target: Path) -> None:
    target.with_name("episode.mp3.part").write_bytes(SOUND[:1000])
    wire.answer = lambda asked: (206, {"Content-Range": f"bytes 2000-{len(SOUND)}/{len(SOUND)}"}, SOUND[2000:])
    with pytest.raises(http.Unreachable, match="another part"):
        download.fetch(client_of(wire), output(wire), target, nothing)


def test_without_size_and_checksum(wire: Wire, target: Path) -> None:
    target.with_name("episode.mp3.part").write_bytes(b"x" * (len(SOUND) + 5))
    wire.answer = whole
    download.fetch(client_of(wire), output(wire, size=0, checksum=""), target, nothing)
    assert target.read_bytes() == SOUND
    wire.answer = cut
    with pytest.raises(http.Unreachable):
        download.fetch(client_of(wire), output(wire, size=0, checksum=""), target.with_name("b.mp3"), nothing)


def test_circles_end(wire: Wire, target: Path) -> None:
    wire.answer = lambda asked: (302, {"Location": f"{wire.url}/again"}, b"")
    with pytest.raises(http.Unreachable, match="in circles"):
        download.fetch(client_of(wire), output(wire), target, nothing)
    assert len(wire.asked) == download.HOPS


def test_an_expired_store_address_is_no_matter_of_the_account(wire: Wire, target: Path) -> None:
    wire.answer = lambda asked: (
        (403, {}, b"") if "store" in asked.path else (302, {"Location": f"{wire.elsewhere}/store"}, b"")
    )
    with pytest.raises(http.Unreachable, match="expired"):
        download.fetch(client_of(wire), output(wire), target, nothing)


@pytest.mark.parametrize("name", ["two words.mp3", "Gespräch #3.mp3", "100 %.mp3", "a%20b.mp3", "what?.mp3"])
@pytest.mark.parametrize("is_encoded", [False, True])
def test_names_with_special_letters(wire: Wire, target: Path, name: str, is_encoded: bool) -> None:
    wire.answer = whole
    plain = output(wire, name)
    url = plain.download_url.removesuffix(name) + quote(name)
    given = Output(**{**vars(plain), "download_url": url}) if is_encoded else plain
    download.fetch(client_of(wire), given, target, nothing)
    assert unquote(wire.asked[0].path.rpartition("/")[2]) == name


def test_whoever_counts_may_break_it_off(wire: Wire, target: Path) -> None:
    def stop(have: int, size: int) -> None:
        raise InterruptedError

    wire.answer = whole
    with pytest.raises(InterruptedError):
        download.fetch(client_of(wire), output(wire), target, stop)
    assert target.with_name("episode.mp3.part").stat().st_size > 0


def test_a_drip_ends(wire: Wire) -> None:
    """Every packet comes in time, the whole does not."""

    wire.answer = lambda asked: (200, {"Content-Length": "40"}, drops())
    answer = http.send(http.session(), "GET", f"{wire.url}/slow", company="Auphonic", stream=True)
    with pytest.raises(http.Unreachable, match="did not send everything in time"):
        list(http.pieces(answer, "Auphonic", seconds=0.1))


def test_a_crawl_ends(wire: Wire) -> None:
    """Far below the least speed for longer than we are patient, though there would be time left."""
    wire.answer = lambda asked: (200, {"Content-Length": "40"}, drops())
    answer = http.send(http.session(), "GET", f"{wire.url}/slow", company="Auphonic", stream=True)
    with pytest.raises(http.Unreachable, match="sends too slowly"):
        list(http.pieces(answer, "Auphonic", seconds=3600, patience=0.1))


def drops() -> Iterator[bytes]:
    for _ in range(40):
        yield b"."
        time.sleep(0.01)


@pytest.mark.parametrize(
    ("address", "is_theirs"),
    [
        ("https://auphonic.com/api/download/x", True),
        ("https://us1.auphonic.com/x", True),
        ("https://auphonic.com.evil.example/x", False),
        ("https://evilauphonic.com/x", False),
        ("http://auphonic.com/x", False),
        ("https://auphonic.com:8443/x", False),
        ("https://user@evil.example/auphonic.com", False),
    ],
)
def test_where_the_credential_may_go(address: str, is_theirs: bool) -> None:
    assert Client(oauth.signing("a-key"), "https://auphonic.com/api", "Auphonic").is_theirs(address) is is_theirs


def test_from_the_engine(client: Client, engine: EngineProcess, two_seconds: Path, tmp_path: Path) -> None:
    """Its store is another origin, and refuses whoever brings the credential along."""
    files = [{"format": "mp3", "bitrate": "64", "suffix": " für alle"}, {"format": "flac"}]
    uuid = client.create({"output_basename": "Über uns", "output_files": files}).uuid
    with two_seconds.open("rb") as file:
        client.upload(uuid, two_seconds.name, file, two_seconds.stat().st_size)
    client.start(uuid)
    engine.wait_idle()
    engine.faults({"path": "^/storage/", "do": "cut", "times": 1})
    outputs = client.production(uuid).output_files
    with pytest.raises(http.Unreachable):
        download.fetch(client, outputs[0], tmp_path / "0", nothing)
    for number, each in enumerate(outputs):
        download.fetch(client, each, tmp_path / str(number), nothing)
    assert [each.file_name for each in outputs] == ["Über uns für alle.mp3", "Über uns.flac"]
    assert [(tmp_path / str(n)).stat().st_size for n in (0, 1)] == [each.size for each in outputs]
    assert sorted(path.name for path in tmp_path.iterdir()) == ["0", "1"]
