"""All the other verbs of the client, against the real engine: lists, presets, parts, tracks, services, forms."""

import io
from pathlib import Path

import pytest
from PIL import Image

from podcaststudio import http
from productions.auphonic import keys
from productions.auphonic.client import Client
from productions.auphonic.statuses import Meaning, kind
from tests.engine_process import EngineProcess
from tests.productions.auphonic.wire import Wire

TRACKS = {
    "is_multitrack": True,
    "multi_input_files": [{"type": "multitrack", "id": "Anna/1"}, {"type": "multitrack", "id": "Musik ü"}],
}


def cover() -> io.BytesIO:
    file = io.BytesIO()
    Image.new("RGB", (32, 32), "teal").save(file, "PNG")
    file.seek(0)
    return file


def test_lists_in_short_and_to_the_end(client: Client) -> None:
    made = client.create({"metadata": {"title": "Newest"}, **TRACKS})
    rows = client.production_rows(most=3)
    assert (rows[0].uuid, rows[0].title, rows[0].status, rows[0].is_multitrack) == (made.uuid, "Newest", 9, True)
    assert rows[0].created_at
    assert len(rows) <= 3
    uuids = client.production_uuids()
    assert uuids[0] == made.uuid
    assert len(client.production_rows()) == len(client.productions()) == len(uuids)


def test_a_list_goes_on_as_long_as_its_pages_are_full(wire: Wire) -> None:
    def answer(asked: object) -> tuple[int, dict[str, str], bytes]:
        rows = 100 if "offset=0&" in f"{asked.path}&" else 7  # type: ignore[attr-defined]
        names = ",".join(f'"{number}"' for number in range(rows))
        return 200, {"Content-Type": "application/json"}, f'{{"status_code": 200, "data": [{names}]}}'.encode()

    wire.answer = answer
    found = Client(http.session(), wire.url, "The wire").production_uuids()
    assert len(found) == 107
    assert [asked.path.partition("?")[2] for asked in wire.asked] == [
        "limit=100&offset=0&uuids_only=1",
        "limit=100&offset=100&uuids_only=1",
    ]


def test_presets_in_full(client: Client) -> None:
    made = client.create_preset({"preset_name": "Talk", "algorithms": {"leveler": False}, **TRACKS})
    assert made.uuid in client.preset_uuids()
    assert (made.uuid, "Talk", True) in [(row.uuid, row.name, row.is_multitrack) for row in client.preset_rows()]
    assert client.preset_rows("auphonic_presets") == []
    changed = client.change_preset(made.uuid, {"preset_name": "Talks", "output_files": [{"format": "flac"}]})
    assert (changed.name, changed.body["algorithms"]["leveler"]) == ("Talks", False)
    file = cover()
    assert client.upload_preset_cover(made.uuid, "cover.png", file, len(file.getvalue())).body["image"]
    reset = client.update_preset(made.uuid, {"algorithms": {"denoise": True}})
    assert (reset.body["algorithms"]["leveler"], reset.body["output_files"]) == (True, [])
    assert client.preset(made.uuid) == reset
    client.delete_preset(made.uuid)
    client.delete_preset(made.uuid)
    with pytest.raises(http.Rejected):
        client.preset(made.uuid)


def test_change_appends_and_reset_begins_anew(client: Client, two_seconds: Path) -> None:
    uuid = client.create({"output_files": [{"format": "mp3"}]}).uuid
    changed = client.change(uuid, {"output_files": [{"format": "flac"}]})
    assert [output.format for output in changed.output_files] == ["mp3", "flac"]
    with two_seconds.open("rb") as file:
        client.upload(uuid, "Tea.wav", file, two_seconds.stat().st_size)
    reset = client.reset(uuid, {"output_files": [{"format": "opus"}]})
    assert [output.format for output in reset.output_files] == ["opus"]
    assert (reset.input_file, reset.start_allowed) == ("Tea.wav", True)


def test_parts_are_shown_added_replaced_and_cleared(client: Client) -> None:
    uuid = client.create({"chapters": [{"start": "00:00:01", "title": "One"}]}).uuid
    client.add_to_part("production", uuid, "chapters", [{"start": "00:00:02", "title": "Two"}])
    assert [mark["title"] for mark in client.part("production", uuid, "chapters")] == ["One", "Two"]
    client.replace_part("production", uuid, "chapters", [{"start": "00:00:03", "title": "Three"}])
    assert [mark["title"] for mark in client.part("production", uuid, "chapters")] == ["Three"]
    client.clear_part("production", uuid, "chapters")
    assert client.part("production", uuid, "chapters") == []


def test_tracks_by_name(client: Client, two_seconds: Path) -> None:
    uuid = client.create(TRACKS).uuid
    with two_seconds.open("rb") as file:
        waiting = client.upload(uuid, "anna.wav", file, two_seconds.stat().st_size, part="Anna/1")
        assert not waiting.start_allowed
        file.seek(0)
        client.upload(uuid, "bett.wav", file, two_seconds.stat().st_size, part="Musik ü")
    assert kind(client.production(uuid).status) is Meaning.STARTABLE
    client.change_track("production", uuid, "Musik ü", {"id": "Bett", "algorithms": {"backforeground": "ducking"}})
    anna, bed = client.part("production", uuid, "multi_input_files")
    assert (anna["input_file"], bed["id"], bed["input_file"]) == ("anna.wav", "Bett", "bett.wav")
    assert bed["algorithms"]["backforeground"] == "ducking"
    client.remove_track("production", uuid, "Anna/1")
    assert [entry["id"] for entry in client.part("production", uuid, "multi_input_files")] == ["Bett"]


def test_webhooks_are_a_list_beside_the_envelope(client: Client) -> None:
    uuid = client.create({}).uuid
    assert client.webhooks("production", uuid) == []
    client.add_webhook("production", uuid, "https://a.example/")
    assert client.add_webhook("production", uuid, "https://b.example/") == ["https://a.example/", "https://b.example/"]
    assert client.remove_webhook("production", uuid, "https://a.example/") == ["https://b.example/"]
    with pytest.raises(http.Rejected, match="webhook must be"):
        client.add_webhook("production", uuid, "mailto:a@b.example")


def test_services_and_what_they_hold(client: Client, engine: EngineProcess, two_seconds: Path) -> None:
    service = next(each for each in client.services() if each.type == "folder")
    assert (service.type, service.is_incoming, service.is_outgoing) == ("folder", True, True)
    folder = Path(service.facts["path"])
    folder.mkdir(exist_ok=True)
    (folder / "take 1.wav").write_bytes(two_seconds.read_bytes())
    assert client.service_files(service.uuid) == ["take 1.wav"]
    body = {"service": service.uuid, "input_file": "take 1.wav", "outgoing_services": [{"uuid": service.uuid}]}
    made = client.create({**body, "review_before_publishing": True, "algorithms": {"leveler": False}})
    client.start(made.uuid)
    engine.wait_idle()
    assert not (folder / "take 1.mp3").exists()
    client.publish(made.uuid)
    engine.wait_idle()
    assert kind(client.production(made.uuid).status) is Meaning.DONE
    assert (folder / "take 1.mp3").stat().st_size > 1000
    with pytest.raises(http.Rejected, match="Only a registered application"):
        client.connect_service("Studio", "https://studio.example/hook", "x")


def test_the_simple_api_takes_fields_and_files(client: Client, two_seconds: Path) -> None:
    content = two_seconds.read_bytes()
    marks = b"00:00:00 Eins\n00:00:01 Zwei <https://example.org>\n"
    made = client.simple(
        {"title": "Grüße", "leveler": "false", "tags": "a, b", "action": "save"},
        http.FilePart("input_file", "Tee.wav", "audio/wav", http.FileBody(io.BytesIO(content), len(content))),
        http.FilePart("chapters", "marks.txt", "text/plain", http.FileBody(io.BytesIO(marks), len(marks))),
    )
    assert (made.input_file, made.start_allowed) == ("Tee.wav", True)
    assert client.part("production", made.uuid, "metadata")["title"] == "Grüße"
    assert [mark["url"] for mark in client.part("production", made.uuid, "chapters")] == ["", "https://example.org"]
    assert client.part("production", made.uuid, "algorithms")["leveler"] is False
    file = cover()
    client.upload_cover(made.uuid, "cover.png", file, len(file.getvalue()))


def test_a_part_of_info(client: Client) -> None:
    assert client.info_part("production_status")["3"] == "Done"


def test_other_ways_in(engine: EngineProcess) -> None:
    reading = Client(keys.in_query(engine.api_key), f"{engine.url}/api", "The engine")
    name = reading.user().name
    assert isinstance(reading.production_uuids(), list)
    with pytest.raises(http.Unauthorized) as refused:
        reading.create({})
    assert engine.api_key not in str(refused.value)
    by_name = Client(keys.by_password(name, engine.api_key), f"{engine.url}/api", "The engine")
    assert by_name.create({}).uuid
    wrong = Client(keys.by_password(name, "wrong"), f"{engine.url}/api", "The engine")
    with pytest.raises(http.Unauthorized, match="User authentication failed"):
        wrong.user()


def test_reading_is_tried_twice_and_writing_never(client: Client, engine: EngineProcess) -> None:
    engine.faults({"path": "user.json$", "do": "done_but_lost", "times": 1})
    assert client.user().name
    before = client.production_uuids()
    engine.faults({"path": "productions.json$", "method": "POST", "do": "done_but_lost", "times": 1})
    with pytest.raises(http.Unreachable):
        client.create({})
    assert len(client.production_uuids()) == len(before) + 1
    engine.faults({"path": "user.json$", "do": "429", "retry_after": 9, "times": 1})
    with pytest.raises(http.Unreachable) as busy:
        client.user()
    assert (busy.value.status, busy.value.retry_after) == (429, 9)
    assert client.user().name


def test_an_error_keeps_where_it_was_and_what_was_said(client: Client, engine: EngineProcess) -> None:
    with pytest.raises(http.Rejected) as refused:
        client.change_track("production", client.create(TRACKS).uuid, "Nobody", {})
    problem = refused.value
    assert (problem.method, problem.status) == ("POST", 404)
    assert problem.address.endswith("/multi_input_files/Nobody.json")
    assert "There is no track 'Nobody'" in problem.sentence
