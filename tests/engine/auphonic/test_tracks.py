"""Tracks, intros, outros and inserts: named, given their files, changed, renamed and removed one by one."""

from pathlib import Path
from urllib.parse import quote

from tests.engine.auphonic.caller import Caller

TWO = [{"type": "multitrack", "id": "speech track"}, {"type": "multitrack", "id": "music track"}]


def ids(production: dict[str, object]) -> list[str]:
    entries: list[dict[str, str]] = production["multi_input_files"]  # type: ignore[assignment]
    return [entry["id"] for entry in entries]


def test_files_go_to_the_tracks_they_name(api: Caller, recording: Path) -> None:
    made = api.create(is_multitrack=True, multi_input_files=TWO)
    assert (made["status"], made["start_allowed"], ids(made)) == (9, False, ["speech track", "music track"])
    path = f"production/{made['uuid']}/upload.json"
    with recording.open("rb") as first:
        halfway = api.call("POST", path, files={"speech track": ("voice.wav", first)})
    assert halfway["status"] == 9
    assert "no file yet for music track" in api.refusal("POST", f"production/{made['uuid']}/start.json")
    with recording.open("rb") as first, recording.open("rb") as second:
        both = {"speech track": ("other voice.wav", first), "music track": ("bed.wav", second)}
        ready = api.call("POST", path, files=both)
    assert ready["status"] == 10
    assert [entry["input_file"] for entry in ready["multi_input_files"]] == ["other voice.wav", "bed.wav"]
    kept = api.engine.data_dir / "files" / "auphonic" / "productions" / made["uuid"]
    assert len(list(kept.iterdir())) == 2  # the first voice was replaced
    assert "there are speech track, music track, image" in api.refusal("POST", path, files={"input_file": b"x"})


def test_one_track_by_its_id(api: Caller) -> None:
    entries = [*TWO, {"type": "intro", "offset": 1.5, "input_file": "http://localhost:1/intro.mp3"}]
    uuid = api.create(is_multitrack=True, multi_input_files=entries)["uuid"]
    address = f"production/{uuid}/multi_input_files/{quote('speech track')}.json"
    sent = {"id": "Anna/1", "algorithms": {"denoise": True, "backforeground": "foreground", "pan": "L25"}}
    anna, _, intro = api.call("POST", address, json=sent)["multi_input_files"]
    assert (anna["id"], anna["type"]) == ("Anna/1", "multitrack")
    shown = {key: anna["algorithms"][key] for key in ("denoise", "backforeground", "pan", "backgroundgain")}
    assert shown == {"denoise": True, "backforeground": "foreground", "pan": "L25", "backgroundgain": -18}
    assert (intro["id"], intro["offset"], intro["input_file"]) == ("", 1.5, "http://localhost:1/intro.mp3")
    assert "There is no track 'speech track'" in api.refusal("POST", address, 404, json={})
    taken = f"production/{uuid}/multi_input_files/{quote('Anna/1', safe='')}.json"
    assert "There is a track 'music track' already" in api.refusal("POST", taken, json={"id": "music track"})
    assert ids(api.call("DELETE", taken)) == ["music track", ""]


def test_a_known_id_is_changed_and_a_new_one_added(api: Caller) -> None:
    uuid = api.create(is_multitrack=True, multi_input_files=TWO)["uuid"]
    more = [{"id": "music track", "algorithms": {"backforeground": "background"}}, {"type": "multitrack", "id": "Ben"}]
    after = api.call("POST", f"production/{uuid}/multi_input_files.json", json=more)
    assert ids(after) == ["speech track", "music track", "Ben"]
    assert after["multi_input_files"][1]["algorithms"]["backforeground"] == "background"
    assert api.call("DELETE", f"production/{uuid}/multi_input_files.json")["multi_input_files"] == []


def test_values_of_tracks_are_checked(api: Caller) -> None:
    uuid = api.create(is_multitrack=True, multi_input_files=TWO)["uuid"]
    path = f"production/{uuid}/multi_input_files.json"
    wrong = [{"id": "music track", "algorithms": {"backforeground": "loud"}}]
    assert "auto, foreground, background, ducking, unchanged" in api.refusal("POST", path, json=wrong)
    assert "offset must be seconds" in api.refusal("POST", path, json=[{"type": "intro", "offset": -1}])
    assert "must be a text" in api.refusal("POST", path, json=[{"type": "multitrack", "id": ["x"]}])


def test_a_preset_brings_its_tracks(api: Caller) -> None:
    body = {"preset_name": "Round table", "is_multitrack": True, "multi_input_files": TWO}
    preset = api.call("POST", "presets.json", json=body)
    address = f"preset/{preset['uuid']}/multi_input_files/{quote('music track')}.json"
    api.call("POST", address, json={"algorithms": {"backforeground": "ducking"}})
    guest = {"type": "multitrack", "id": "guest"}
    made = api.create(preset=preset["uuid"], multi_input_files=[guest])
    assert (made["is_multitrack"], ids(made)) == (True, ["speech track", "music track", "guest"])
    assert made["multi_input_files"][1]["algorithms"]["backforeground"] == "ducking"
