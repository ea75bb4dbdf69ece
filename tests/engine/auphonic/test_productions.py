"""Productions before any sound is made: create, list, change, refuse, delete."""

from pathlib import Path
from uuid import uuid4

import pytest

from tests.engine.auphonic.caller import Caller


def test_create_with_everything(api: Caller) -> None:
    made = api.create(
        output_basename="ep42-1a2b3c4d",
        metadata={"title": "Zweiundvierzig", "track": 42, "tags": ["podcast", "api"]},
        chapters=[
            {"start": "00:02:18.250", "title": "Second", "url": "https://example.org/"},
            {"start": "00:00:00", "title": "First"},
        ],
        output_files=[
            {"format": "mp3", "bitrate": "96"},
            {"format": "aac", "bitrate": 64, "ending": "m4b"},
            {"format": "flac", "suffix": "-archive"},
        ],
        algorithms={"loudnesstarget": -23},
        webhook="https://studio.example/hook",
        what_is_this="nobody knows",
    )
    assert len(made["uuid"]) == 22
    assert made == api.get(made["uuid"])
    assert (made["status"], made["status_string"]) == (9, "Incomplete")
    assert (made["start_allowed"], made["change_allowed"]) == (False, True)
    assert (made["metadata"]["title"], made["metadata"]["track"]) == ("Zweiundvierzig", "42")
    assert made["metadata"]["tags"] == ["podcast", "api"]
    assert made["webhook"] == "https://studio.example/hook"
    assert [(mark["start"], mark["start_sec"], mark["title"], mark["url"]) for mark in made["chapters"]] == [
        ("00:00:00.000", 0.0, "First", ""),
        ("00:02:18.250", 138.25, "Second", "https://example.org/"),
    ]
    assert made["output_files"] == [
        output_file("mp3", 96, "mp3"),
        output_file("aac", 64, "m4b"),
        output_file("flac", 0, "flac", suffix="-archive"),
    ]


def output_file(format: str, bitrate: int, ending: str, suffix: str = "") -> dict[str, object]:
    """An output file that is not made yet."""
    return {
        "format": format,
        "bitrate": bitrate,
        "mono_mixdown": False,
        "split_on_chapters": False,
        "suffix": suffix,
        "ending": ending,
        "filename": "",
        "size": 0,
        "size_string": "",
        "checksum": "",
        "download_url": None,
        "outgoing_services": [],
    }


def test_create_with_nothing(api: Caller) -> None:
    made = api.create()
    assert made["metadata"]["tags"] == [""]
    assert (made["algorithms"]["leveler"], made["algorithms"]["maxpeak"]) == (True, 99.0)
    assert (made["length"], made["statistics"], made["used_credits"], made["webhook"]) == (0.0, None, None, None)


@pytest.mark.parametrize(
    ("body", "sentence"),
    [
        ({"algorithms": {"loudnesstarget": -17}}, "algorithms.loudnesstarget must be one of -13, -14"),
        ({"algorithms": {"filtermethod": "voice_autoeq"}}, "one of hipfilter, autoeq, bwe, studiovoice"),
        ({"algorithms": {"denoise": "perhaps"}}, "algorithms.denoise must be true or false"),
        ({"algorithms": {"fadetime": 6000}}, "a number from 0 to 5000"),
        ({"algorithms": []}, "algorithms must be an object"),
        ({"output_files": [{"format": "mp4"}]}, "format 'mp4' is not made here; there are mp3"),
        ({"output_files": [{"format": "mp3", "bitrate": 97}]}, "mp3 is made with a bitrate of 32, 40"),
        ({"output_files": [{"format": "aac", "ending": "mp3"}]}, "aac files end with m4a or mp4 or m4b"),
        ({"output_files": {"format": "mp3"}}, "output_files must be a list"),
        ({"chapters": [{"start": "soon", "title": "x"}]}, "A chapter starts at HH:MM:SS"),
        ({"metadata": "title"}, "metadata must be an object"),
        ({"webhook": "ftp://x"}, "webhook must be an http or https address"),
        ({"preset": "no such preset"}, "There is no preset 'no such preset'"),
        ({"is_multitrack": "perhaps"}, "is_multitrack must be true or false"),
        ({"multi_input_files": [{"type": "jingle"}]}, "type must be one of multitrack, intro, outro, insert"),
        ({"multi_input_files": [{"type": "multitrack"}]}, "A track needs an id"),
        ({"outgoing_services": [{"uuid": "nowhere"}]}, "There is no service 'nowhere'"),
        ({"input_file": "a.wav", "service": "nowhere"}, "There is no service 'nowhere' that files can be fetched"),
        ({"image": "not an image"}, "The cover is neither base64 nor an address"),
        ({"cut_start": -1}, "cut_start must be a number of seconds"),
        ({"input_file": "episode.mp3"}, "input_file must be an http or https address"),
    ],
)
def test_bad_values_are_refused_with_the_legal_ones(api: Caller, body: dict[str, object], sentence: str) -> None:
    assert sentence in api.refusal("POST", "productions.json", json=body)


def test_bad_bodies_are_refused(api: Caller) -> None:
    assert "not valid JSON" in api.refusal("POST", "productions.json", data="{")
    assert "must be a JSON object" in api.refusal("POST", "productions.json", json=[])
    assert "answers to GET and POST only" in api.refusal("PUT", "productions.json", 405, json={})


def test_both_spellings_of_the_leveler(api: Caller) -> None:
    old = {"levelerstrength": "70", "levelerstrength_m": -1, "compressor": "soft", "compressor_m": "Same"}
    echoed = api.create(algorithms=old)["algorithms"]
    new = {
        "levelerstrength_speech": 70,
        "levelerstrength_music": -1,
        "compressor_speech": "soft",
        "compressor_music": "same",
    }
    assert {key: echoed[key] for key in new} == new
    assert not set(old) & set(echoed)
    assert api.create(algorithms=new)["algorithms"] == echoed


def test_values_may_be_text(api: Caller) -> None:
    sent = {"loudnesstarget": "-19", "maxpeak": "auto", "denoise": "true", "hipfilter": 0, "silence_cutter": "on"}
    echoed = api.create(algorithms=sent)["algorithms"]
    assert (echoed["loudnesstarget"], echoed["maxpeak"], echoed["denoise"]) == (-19, 99.0, True)
    assert (echoed["filtering"], echoed["cutter"], echoed["silence_cutter"]) == (False, True, True)


def test_update_merges_objects_and_appends_lists(api: Caller) -> None:
    made = api.create(metadata={"title": "A", "artist": "B"}, output_files=[{"format": "mp3"}])
    changed = api.call(
        "POST",
        f"production/{made['uuid']}.json",
        json={"metadata": {"title": "C"}, "output_files": [{"format": "flac"}]},
    )
    assert (changed["metadata"]["title"], changed["metadata"]["artist"]) == ("C", "B")
    assert [entry["format"] for entry in changed["output_files"]] == ["mp3", "flac"]


def test_reset_keeps_only_the_input(api: Caller, recording: Path) -> None:
    uuid = api.ready(recording, metadata={"artist": "B"}, output_files=[{"format": "mp3"}])
    changed = api.call(
        "POST", f"production/{uuid}.json", json={"reset_data": True, "output_files": [{"format": "flac"}]}
    )
    assert changed["metadata"]["artist"] == ""
    assert [entry["format"] for entry in changed["output_files"]] == ["flac"]
    assert (changed["input_file"], changed["status"]) == (recording.name, 10)


def test_parts_one_by_one(api: Caller) -> None:
    uuid = api.create(output_files=[{"format": "mp3"}])["uuid"]
    path = f"production/{uuid}/output_files.json"
    api.call("DELETE", path)
    api.call("POST", path, json=[{"format": "opus"}])
    assert [entry["format"] for entry in api.call("GET", path)] == ["opus"]
    api.call("POST", f"production/{uuid}/metadata.json", json={"title": "T"})
    api.call("POST", f"production/{uuid}/chapters.json", json=[{"start": "00:00:01", "title": "One"}])
    found = api.get(uuid)
    assert (found["metadata"]["title"], found["chapters"][0]["title"]) == ("T", "One")
    assert "must be a list" in api.refusal("POST", path, json={"format": "mp3"})


def test_webhook_addresses_have_their_own_answer(api: Caller) -> None:
    path = f"production/{api.create(webhook='http://a.example/')['uuid']}/webhook.json"
    added = api.raw("POST", path, json={"webhook": "http://b.example/"}).json()
    assert added == {
        "status_code": 200,
        "error_message": "",
        "webhook": ["http://a.example/", "http://b.example/"],
    }
    assert api.raw("DELETE", path).json()["webhook"] is None


def test_lists_are_newest_first_and_in_pages(api: Caller) -> None:
    uuids = [api.create(output_basename=f"list-{number}")["uuid"] for number in range(3)]
    newest = api.call("GET", "productions.json?limit=3")
    assert [production["uuid"] for production in newest] == uuids[::-1]
    assert newest[0] == api.get(uuids[2])
    assert api.call("GET", "productions.json?limit=1&offset=1&uuids_only=1") == [uuids[1]]
    short = api.call("GET", "productions.json?limit=1&minimal_data=1")[0]
    assert (short["uuid"], short["status"], short["output_basename"]) == (uuids[2], 9, "list-2")
    assert "algorithms" not in short
    assert "limit must be a whole number" in api.refusal("GET", "productions.json?limit=all")


def test_status_alone(api: Caller) -> None:
    uuid = api.create()["uuid"]
    assert api.call("GET", f"production/{uuid}/status.json") == {"status": 9, "status_string": "Incomplete"}


def test_unknown_productions_are_not_found(api: Caller) -> None:
    for method, path in [("GET", ".json"), ("DELETE", ".json"), ("POST", "/start.json"), ("POST", "/stop.json")]:
        assert api.refusal(method, f"production/jD8xUnknownUnknownUnkn{path}", 404) == "Not Found"


def test_delete(api: Caller, recording: Path) -> None:
    uuid = api.ready(recording)
    assert api.call("DELETE", f"production/{uuid}.json") == {"type": "success"}
    assert api.refusal("GET", f"production/{uuid}.json", 404) == "Not Found"
    assert api.ledger(uuid)["is_deleted"] is True


def test_start_without_input_is_refused(api: Caller) -> None:
    uuid = api.create()["uuid"]
    sentence = api.refusal("POST", f"production/{uuid}/start.json")
    assert sentence == "The production has no input file yet; send one with upload.json."
    entry = api.ledger(uuid)
    assert (entry["starts_accepted"], entry["starts_refused"]) == (0, 1)


def test_outputs_without_sound_can_be_started_too(api: Caller, recording: Path) -> None:
    uuid = api.ready(recording, output_files=[{"format": "chaps"}])
    assert api.get(uuid)["start_allowed"] is True


def test_create_and_start_without_input_creates_nothing(api: Caller) -> None:
    newest = api.call("GET", "productions.json?uuids_only=1&limit=1")
    assert "no input file yet" in api.refusal("POST", "productions.json", json={"action": "start"})
    assert "nothing to start" in api.refusal("POST", "simple/productions.json", files={"action": (None, "start")})
    assert api.call("GET", "productions.json?uuids_only=1&limit=1") == newest


def test_status_page(api: Caller) -> None:
    made = api.create(metadata={"title": "<b>Bold</b>"}, output_files=[{"format": "mp3"}])
    page = api.session.get(made["status_page"], timeout=10).text
    assert "&lt;b&gt;Bold&lt;/b&gt;" in page
    assert "Incomplete" in page
    assert api.session.get(made["status_page"] + "x", timeout=10).status_code == 404


def test_stopping_what_does_not_run_changes_nothing(api: Caller) -> None:
    made = api.create()
    assert api.call("POST", f"production/{made['uuid']}/stop.json") == made


def test_presets_fill_what_is_not_sent(api: Caller) -> None:
    name = f"House sound {uuid4()}"
    preset = api.call(
        "POST",
        "presets.json",
        json={
            "preset_name": name,
            "metadata": {"artist": "The Hosts", "album": "Show"},
            "algorithms": {"loudnesstarget": -19, "denoise": True},
            "output_files": [{"format": "mp3"}, {"format": "opus"}],
            "webhook": "http://hook.example/",
        },
    )
    for reference in (preset["uuid"], name):
        made = api.create(
            preset=reference,
            metadata={"title": "Mine", "album": "Other"},
            algorithms={"denoise": False},
            output_files=[{"format": "flac"}],
        )
        assert made["preset"] == preset["uuid"]
        assert (made["metadata"]["artist"], made["metadata"]["album"]) == ("The Hosts", "Other")
        assert (made["algorithms"]["loudnesstarget"], made["algorithms"]["denoise"]) == (-19, False)
        assert [entry["format"] for entry in made["output_files"]] == ["flac"]
        assert made["webhook"] == "http://hook.example/"
    assert [entry["format"] for entry in api.create(preset=name)["output_files"]] == ["mp3", "opus"]


def test_presets_live_like_productions(api: Caller) -> None:
    made = api.call("POST", "presets.json", json={"preset_name": "First", "output_files": [{"format": "mp3"}]})
    path = f"preset/{made['uuid']}.json"
    changed = api.call("POST", path, json={"preset_name": "Second", "metadata": {"genre": "Talk"}})
    assert (changed["preset_name"], changed["metadata"]["genre"]) == ("Second", "Talk")
    assert api.call("GET", "presets.json?limit=1") == [changed]
    assert api.call("GET", "presets.json?limit=1&minimal_data=1") == [
        {
            "uuid": made["uuid"],
            "preset_name": "Second",
            "creation_time": made["creation_time"],
            "is_multitrack": False,
            "metadata": {"title": ""},
        }
    ]
    api.call("DELETE", f"preset/{made['uuid']}/output_files.json")
    assert api.call("GET", path)["output_files"] == []
    assert api.call("DELETE", path) == {"type": "success"}
    assert api.refusal("GET", path, 404) == "Not Found"
    assert "needs a preset_name" in api.refusal("POST", "presets.json", json={})
