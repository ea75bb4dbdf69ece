"""Recordings and covers in: upload.json and the simple API."""

import base64
import hashlib
import io
import socket
from collections.abc import Iterator
from pathlib import Path

import pytest
import requests
from PIL import Image

from tests.engine.auphonic.caller import Caller


@pytest.fixture
def cover() -> bytes:
    """A small PNG."""
    file = io.BytesIO()
    Image.new("RGB", (400, 400), "teal").save(file, "PNG")
    return file.getvalue()


def digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def test_upload_makes_it_ready(api: Caller, recording: Path) -> None:
    uuid = api.create()["uuid"]
    uploaded = api.upload(uuid, recording)
    assert (uploaded["status"], uploaded["status_string"]) == (10, "Production Not Started Yet")
    assert (uploaded["input_file"], uploaded["output_basename"]) == ("Grüße aus Graz.wav", "Grüße aus Graz")
    assert (uploaded["start_allowed"], uploaded["length"], uploaded["channels"]) == (True, 0.0, None)
    assert api.ledger(uuid)["input_sha256"] == digest(recording)


def test_the_given_basename_stays(api: Caller, recording: Path) -> None:
    uuid = api.ready(recording, output_basename="ep1-intent")
    assert api.get(uuid)["output_basename"] == "ep1-intent"


def test_a_second_upload_replaces_the_first(api: Caller, recording: Path, tmp_path: Path) -> None:
    uuid = api.ready(recording)
    other = tmp_path / "other.wav"
    other.write_bytes(recording.read_bytes()[:-1000])
    assert api.upload(uuid, other)["input_file"] == "other.wav"
    entry = api.ledger(uuid)
    assert (entry["uploads"], entry["input_sha256"]) == (2, digest(other))
    folder = api.engine.data_dir / "files" / "auphonic" / "productions" / uuid
    assert [hashlib.sha256(path.read_bytes()).hexdigest() for path in folder.glob("input-*")] == [digest(other)]


def test_any_order_of_parts_and_chunked_transfer(api: Caller, recording: Path) -> None:
    """Parts without a length, an unknown one first, and no Content-Length around them."""
    boundary = b"a-boundary"
    uuid = api.create()["uuid"]

    def body() -> Iterator[bytes]:
        yield b'--%b\r\nContent-Disposition: form-data; name="note"\r\n\r\nhello\r\n' % boundary
        yield b'--%b\r\nContent-Disposition: form-data; name="input_file"; filename="x.wav"\r\n\r\n' % boundary
        yield recording.read_bytes()
        yield b"\r\n--%b--\r\n" % boundary

    headers = {"Content-Type": "multipart/form-data; boundary=a-boundary"}
    api.call("POST", f"production/{uuid}/upload.json", data=body(), headers=headers)
    assert api.ledger(uuid)["input_sha256"] == digest(recording)


def test_an_upload_that_breaks_off_changes_nothing(api: Caller, recording: Path) -> None:
    uuid = api.ready(recording)
    before = api.get(uuid)
    head = (
        f"POST /api/production/{uuid}/upload.json HTTP/1.1\r\nHost: 127.0.0.1\r\n"
        f"Authorization: Bearer {api.engine.api_key}\r\nContent-Length: 100000\r\n"
        "Content-Type: multipart/form-data; boundary=b\r\n\r\n"
        '--b\r\nContent-Disposition: form-data; name="input_file"; filename="cut.wav"\r\n\r\n'
    )
    with socket.create_connection(("127.0.0.1", api.engine.port)) as connection:
        connection.sendall(head.encode() + b"\0" * 20000)
    assert api.get(uuid) == before
    assert api.ledger(uuid)["uploads"] == 1


def test_bad_uploads_are_refused(api: Caller, recording: Path) -> None:
    uuid = api.create()["uuid"]
    path = f"production/{uuid}/upload.json"
    assert "must be multipart/form-data" in api.refusal("POST", path, json={"input_file": "x"})
    assert "there are input_file, image" in api.refusal("POST", path, files={"wrong": b"x"})
    assert "as part input_file" in api.refusal("POST", path, files={"title": (None, "no file")})
    missing = "production/jD8xUnknownUnknownUnkn/upload.json"
    assert api.refusal("POST", missing, 404, files={"input_file": b"x"}) == "Not Found"
    stranger = requests.post(f"{api.engine.url}/api/{path}", files={"input_file": b"x"}, timeout=10)
    assert stranger.status_code == 401
    assert api.get(uuid)["status"] == 9
    assert not list((api.engine.data_dir / "files" / "incoming").iterdir())


def test_cover(api: Caller, cover: bytes) -> None:
    uuid = api.create()["uuid"]
    made = api.call("POST", f"production/{uuid}/upload.json", files={"image": ("cover.png", cover)})
    assert api.session.get(made["image"], timeout=10).content == cover
    small = Image.open(io.BytesIO(api.session.get(made["thumbnail"], timeout=10).content))
    assert (small.format, small.size) == ("JPEG", (300, 300))
    sentence = api.refusal("POST", f"production/{uuid}/upload.json", files={"image": ("x.png", b"not a picture")})
    assert sentence == "The cover is no image that can be read; send a PNG or JPEG."
    cleared = api.call("POST", f"production/{uuid}.json", json={"reset_cover_image": True})
    assert cleared["image"] is None


def test_images_in_json(api: Caller, cover: bytes) -> None:
    """As base64, and at an address; for the cover and for a chapter."""
    text = base64.b64encode(cover).decode()
    made = api.create(image=f"data:image/png;base64,{text}")
    assert api.session.get(made["image"], timeout=10).content == cover
    address = f"{made['image']}?bearer_token={api.engine.api_key}"
    other = api.create(image=address, chapters=[{"start": "00:00:00", "title": "One", "image": text}])
    assert api.session.get(other["image"], timeout=10).content == cover
    assert api.session.get(other["chapters"][0]["image"], timeout=10).content == cover
    sentence = api.refusal("POST", "productions.json", json={"image": f"{api.engine.url}/no.png"})
    assert sentence.endswith("could not be fetched: the server answered 404.")


def test_cover_of_a_preset_goes_to_its_productions(api: Caller, cover: bytes) -> None:
    preset = api.call("POST", "presets.json", json={"preset_name": "With cover"})
    api.call("POST", f"preset/{preset['uuid']}/upload.json", files={"image": ("cover.png", cover)})
    made = api.create(preset=preset["uuid"])
    assert api.session.get(made["image"], timeout=10).content == cover
    other = api.create()["uuid"]
    changed = api.call("POST", f"production/{other}.json", json={"preset_cover_image": preset["uuid"]})
    assert api.session.get(changed["image"], timeout=10).content == cover


def test_simple_api_saves(api: Caller, recording: Path, cover: bytes) -> None:
    preset = api.call("POST", "presets.json", json={"preset_name": "Simple", "output_files": [{"format": "opus"}]})
    fields = {
        "preset": preset["uuid"],
        "title": "My first production\r\n",
        "track": "1",
        "tags": "podcast, auphonic api",
        "append_chapters": "true",
        "loudnesstarget": "-24",
        "leveler": "false",
        "silence_cutter": "true",
    }
    marks = "00:00:00.000 Intro <http://url1.example>\r\n\ufeff00:00:01.500 Rest\n"
    with recording.open("rb") as file:
        made = api.call(
            "POST",
            "simple/productions.json",
            data=fields,
            files={"input_file": (recording.name, file), "chapters": ("c.txt", marks), "image": ("c.png", cover)},
        )
    assert (made["status"], made["input_file"]) == (10, recording.name)
    assert (made["metadata"]["title"], made["metadata"]["tags"]) == ("My first production", ["podcast", "auphonic api"])
    algorithms = made["algorithms"]
    assert (algorithms["loudnesstarget"], algorithms["leveler"], algorithms["cutter"]) == (-24, False, True)
    assert [(mark["start"], mark["title"], mark["url"]) for mark in made["chapters"]] == [
        ("00:00:00.000", "Intro", "http://url1.example"),
        ("00:00:01.500", "Rest", ""),
    ]
    assert [entry["format"] for entry in made["output_files"]] == ["opus"]
    assert made["image"]
