"""Results out: credentials, the redirect to the storage, ranges, and direct mode."""

from pathlib import Path
from urllib.parse import quote, urlsplit

import pytest
import requests

from tests.engine.auphonic.caller import Caller
from tests.engine_process import EngineProcess

Made = tuple[str, bytes]


@pytest.fixture(scope="module")
def made(running_engine: EngineProcess, recording: Path) -> Made:
    """Address and content of a result with blanks and umlauts in its name."""
    api = Caller(running_engine)
    running_engine.faults()
    uuid = api.ready(recording, output_files=[{"format": "wav"}])
    api.start(uuid)
    address = api.end(uuid)["output_files"][0]["download_url"]
    return address, api.session.get(address, timeout=10).content


def bearer(engine: EngineProcess) -> dict[str, str]:
    return {"Authorization": f"Bearer {engine.api_key}"}


def test_addresses_hold_the_name_as_it_is(made: Made) -> None:
    assert made[0].endswith("/Grüße aus Graz.wav")
    assert made[1][:4] == b"RIFF"


def test_strangers_get_nothing(engine: EngineProcess, made: Made) -> None:
    assert requests.get(made[0], timeout=10).status_code == 403
    assert requests.get(made[0] + "?bearer_token=nonsense", timeout=10).status_code == 403
    assert requests.get(f"{made[0]}?bearer_token={engine.api_key}", timeout=10).content == made[1]


def test_redirect_to_another_origin_that_refuses_credentials(engine: EngineProcess, made: Made) -> None:
    answer = requests.get(made[0], headers=bearer(engine), allow_redirects=False, timeout=10)
    target = answer.headers["Location"]
    assert (answer.status_code, urlsplit(target).netloc) == (302, f"localhost:{engine.port}")
    plain = requests.get(target, timeout=10)
    assert (plain.status_code, plain.content) == (200, made[1])
    assert plain.headers["Content-Disposition"] == f"attachment; filename*=utf-8''{quote('Grüße aus Graz.wav')}"
    forwarded = requests.get(target, headers=bearer(engine), timeout=10)
    assert forwarded.status_code == 400


@pytest.mark.parametrize(("change", "to"), [("signature=", "signature=x"), ("expires=", "expires=9")])
def test_changed_addresses_are_closed(engine: EngineProcess, made: Made, change: str, to: str) -> None:
    answer = requests.get(made[0], headers=bearer(engine), allow_redirects=False, timeout=10)
    target = answer.headers["Location"]
    assert requests.get(target.replace(change, to), timeout=10).status_code == 403
    other = target.replace(quote("Grüße aus Graz.wav"), "other.wav")
    assert requests.get(other, timeout=10).status_code == 403


def test_addresses_end(tmp_path: Path, recording: Path) -> None:
    with EngineProcess(tmp_path / "engine", env={"ENGINE_LINK_SECONDS": "0"}) as engine:
        api = Caller(engine)
        uuid = api.ready(recording, output_files=[{"format": "wav"}])
        api.start(uuid)
        address = api.end(uuid)["output_files"][0]["download_url"]
        assert api.session.get(address, timeout=10).status_code == 403


@pytest.mark.parametrize(
    ("wanted", "first", "last"),
    [("bytes=0-9", 0, 9), ("bytes=100-", 100, None), ("bytes=-7", -7, None), ("bytes=5-99999999", 5, None)],
)
def test_ranges(api: Caller, made: Made, wanted: str, first: int, last: int | None) -> None:
    size = len(made[1])
    expected = made[1][first:] if last is None else made[1][first : last + 1]
    answer = api.session.get(made[0], headers={"Range": wanted}, timeout=10)
    start = size - 7 if first < 0 else first
    assert answer.status_code == 206
    assert answer.content == expected
    assert answer.headers["Content-Range"] == f"bytes {start}-{start + len(expected) - 1}/{size}"


def test_ranges_outside_and_several(api: Caller, made: Made) -> None:
    outside = api.session.get(made[0], headers={"Range": "bytes=99999999-"}, timeout=10)
    assert (outside.status_code, outside.headers["Content-Range"]) == (416, f"bytes */{len(made[1])}")
    several = api.session.get(made[0], headers={"Range": "bytes=0-1,5-6"}, timeout=10)
    assert (several.status_code, several.content) == (200, made[1])


def test_head_and_etag(api: Caller, made: Made) -> None:
    head = api.session.head(made[0], allow_redirects=True, timeout=10)
    assert (head.status_code, head.headers["Content-Length"], head.content) == (200, str(len(made[1])), b"")
    etag = head.headers["ETag"]
    unchanged = api.session.get(made[0], headers={"If-None-Match": etag}, timeout=10)
    assert (unchanged.status_code, unchanged.content) == (304, b"")
    stale = api.session.get(made[0], headers={"Range": "bytes=0-9", "If-Range": '"old"'}, timeout=10)
    assert (stale.status_code, stale.content) == (200, made[1])
    fresh = api.session.get(made[0], headers={"Range": "bytes=0-9", "If-Range": etag}, timeout=10)
    assert (fresh.status_code, fresh.content) == (206, made[1][:10])


def test_unknown_files(api: Caller, made: Made) -> None:
    assert "There is no file" in api.refusal("GET", made[0].split("/api/")[1].replace("Graz", "Wien"), 404)
    assert api.raw("GET", "download/audio-result/x/..%2f..%2fsecret.key").status_code == 404


def test_direct_mode(tmp_path: Path, recording: Path) -> None:
    with EngineProcess(tmp_path / "engine", env={"ENGINE_DOWNLOADS": "direct"}) as engine:
        api = Caller(engine)
        uuid = api.ready(recording, output_files=[{"format": "wav"}])
        api.start(uuid)
        address = api.end(uuid)["output_files"][0]["download_url"]
        answer = api.session.get(address, headers={"Range": "bytes=0-3"}, timeout=10)
        assert (answer.status_code, answer.history, answer.content) == (206, [], b"RIFF")
