"""Tracks, intros, outros and inserts: named, given their files, changed, renamed and removed one by one."""

import io
import zipfile
from pathlib import Path
from urllib.parse import quote

import pytest

from tests import sound
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
    assert [entry["input_filetype"] for entry in ready["multi_input_files"]] == ["pcm_s16le"] * 2
    assert ready["multi_input_files"][1]["input_length"] == pytest.approx(2, abs=0.05)
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
    assert "nothing begins before the production" in api.refusal(
        "POST", path, json=[{"id": "music track", "offset": -1}]
    )
    assert "offset must be seconds" in api.refusal("POST", path, json=[{"type": "intro", "offset": "soon"}])
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


def content(api: Caller, production: dict[str, object], number: int) -> bytes:
    """One of the finished files."""
    files: list[dict[str, str]] = production["output_files"]  # type: ignore[assignment]
    return api.session.get(files[number]["download_url"], timeout=10).content


def test_tracks_become_a_mix(api: Caller, recording: Path, tmp_path: Path) -> None:
    """Two tracks with own settings and an intro: a mix, individual tracks, facts of each, one charge."""
    music = sound.tone(tmp_path / "bed.flac", 4, 330, 0.05)
    jingle = sound.tone(tmp_path / "jingle.mp3", 2, 700)
    entries = [
        {"type": "multitrack", "id": "speech track", "algorithms": {"denoise": True, "pan": "L25"}},
        {"type": "multitrack", "id": "music track", "algorithms": {"filtering": False, "backforeground": 2}},
        {"type": "intro", "id": "jingle", "offset": 0.5},
    ]
    made = api.create(
        is_multitrack=True,
        multi_input_files=entries,
        algorithms={"loudnesstarget": -23, "leveler": True, "gate": True, "crossgate": "false"},
        chapters=[{"start": "00:00:01", "title": "One"}],
        output_files=[
            {"format": "wav"},
            {"format": "tracks", "ending": "wav.zip"},
            {"format": "tracks"},
            {"format": "input"},
            {"format": "stats", "ending": "json"},
            {"format": "descr"},
            {"format": "waveform"},
        ],
    )
    assert (made["algorithms"]["gate"], made["algorithms"]["crossgate"]) == (True, False)
    uuid, path = made["uuid"], f"production/{made['uuid']}/upload.json"
    with recording.open("rb") as first, music.open("rb") as second:
        api.call("POST", path, files={"speech track": ("a.wav", first), "music track": ("b.flac", second)})
    assert api.get(uuid)["status"] == 9
    assert api.upload(uuid, jingle, "jingle")["status"] == 10
    api.start(uuid)
    done = api.end(uuid)
    assert (done["status_string"], done["error_message"], done["warning_message"]) == ("Done", "", "")
    assert (done["is_multitrack"], done["channels"], done["samplerate"]) == (True, 2, 48000)
    assert done["length"] == pytest.approx(4, abs=0.05)
    speech, bed, intro = done["multi_input_files"]
    assert (bed["input_filetype"], bed["input_samplerate"], bed["input_channels"]) == ("flac", 48000, 1)
    assert (speech["input_file"], speech["input_length"]) == ("a.wav", pytest.approx(2, abs=0.05))
    assert (speech["algorithms"]["pan"], bed["algorithms"]["backforeground"]) == ("L25", "background")
    assert intro["input_length"] == pytest.approx(2, abs=0.1)
    assert done["chapters"][0]["start_output_sec"] == pytest.approx(1 + intro["input_length"] - 0.5, abs=0.05)
    roles = [(track["id"], track["role"]) for track in done["statistics"]["tracks"]]
    assert roles == [("speech track", "foreground"), ("music track", "background")]
    assert 0.2 < done["statistics"]["tracks"][0]["activity"] < 0.6
    assert done["statistics"]["pieces"][0]["overlap_sec"] == 0.5
    assert done["used_credits"]["combined"] == 0.05
    assert [entry["filename"] for entry in done["output_files"][:4]] == ["a.wav", "a.wav.zip", "a.flac.zip", "a.zip"]
    mix = tmp_path / "mix.wav"
    mix.write_bytes(content(api, done, 0))
    assert sound.loudness(mix) == pytest.approx(-23, abs=0.3)
    names = [zipfile.ZipFile(io.BytesIO(content(api, done, number))).namelist() for number in (1, 2, 3)]
    assert names[0] == ["speech track.wav", "music track.wav"]
    assert names[1:] == [["speech track.flac", "music track.flac"], ["speech track.wav", "music track.flac"]]
    unheard = {"gate": False, "levelerstrength": 50, "compressor_music": "hard"}
    api.call("POST", f"production/{uuid}.json", json={"algorithms": unheard})
    assert api.start(uuid)["status"] == 1
    again = api.end(uuid)
    assert "levelerstrength_speech of the whole production does nothing to separate" in again["warning_message"]
    assert "tracks of music are not compressed" in again["warning_message"]
    assert again["used_credits"]["combined"] == 0
    assert again["statistics"]["tracks"][0]["gate_open"] == 1


def test_an_intro_before_a_single_recording(api: Caller, recording: Path, tmp_path: Path) -> None:
    jingle = sound.tone(tmp_path / "jingle.wav", 1)
    uuid = api.ready(
        recording,
        multi_input_files=[{"type": "intro"}, {"type": "insert", "id": "ad", "offset": 1.5}],
        output_files=[{"format": "mp3"}, {"format": "tracks"}],
        chapters=[{"start": "00:00:00", "title": "A"}, {"start": "00:00:01.800", "title": "B"}],
    )
    assert "no file yet for intro, ad" in api.refusal("POST", f"production/{uuid}/start.json")
    api.upload(uuid, jingle, "intro")
    api.upload(uuid, jingle, "ad")
    api.start(uuid)
    done = api.end(uuid)
    assert done["status_string"] == "Done"
    assert [mark["start_output_sec"] for mark in done["chapters"]] == [1.0, pytest.approx(3.8)]
    assert "Individual tracks are made of multitrack productions only" in done["warning_message"]
    assert "gate" not in done["algorithms"]


def test_a_track_that_is_no_sound_is_named(api: Caller, recording: Path) -> None:
    uuid = api.create(is_multitrack=True, multi_input_files=TWO)["uuid"]
    letter = {"music track": ("letter.wav", b"Dear listeners, " * 100)}
    api.call("POST", f"production/{uuid}/upload.json", files=letter)
    api.upload(uuid, recording, "speech track")
    api.start(uuid)
    failed = api.end(uuid)
    assert failed["error_message"].startswith("The track “music track”: This file is not sound")
    assert api.ledger(uuid)["charges"] == 0


def test_pan_and_numbered_roles(api: Caller) -> None:
    def create(**own: object) -> dict[str, object]:
        made = api.create(is_multitrack=True, multi_input_files=[{**TWO[0], "algorithms": own}])
        return made["multi_input_files"][0]["algorithms"]

    assert create(pan=0.0, backforeground="3")["backforeground"] == "ducking"
    assert create(pan="R05", gain="-3")["gain"] == -3
    bad = [{**TWO[0], "algorithms": {"pan": "R33"}}]
    assert "algorithms.pan must be one of L100" in api.refusal(
        "POST", "productions.json", json={"is_multitrack": True, "multi_input_files": bad}
    )


def test_words_of_others_in_a_microphone_are_left_out() -> None:
    from engine.auphonic.transcripts import own_words  # reads the data folder on import

    words = [["Hello", 1.0, 1.4, 0.9, "Anna"], ["Hello", 1.02, 1.42, 0.4, "Ben"], ["Hi", 3.0, 3.2, 0.8, "Ben"]]
    words += [["a", 3.1, 3.2, 0.1, "Bed"], ["Far", 9.0, 9.2, 0.8, "Crowd"]]
    speakers = [{"id": "Anna", "turns": [[0.9, 2.0]]}, {"id": "Ben", "turns": [[2.9, 3.3]]}, {"id": "Crowd"}]
    tracks = [{"class": "speech", **speaker} for speaker in speakers] + [{"id": "Bed", "class": "music"}]
    kept = own_words({"words": words}, tracks)["words"]
    assert [row[0::4] for row in kept] == [["Hello", "Anna"], ["Hi", "Ben"], ["Far", "Crowd"]]
    assert own_words({"words": words}, [])["words"] == words
