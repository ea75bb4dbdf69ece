"""A production from start to end: statuses, results, credits, webhooks, errors, stopping."""

import hashlib
from pathlib import Path

import pytest
from mutagen.mp3 import MP3

from tests import sound
from tests.engine.auphonic.caller import Caller
from tests.engine.listener import Listener


def test_from_start_to_done(api: Caller, recording: Path, listener: Listener) -> None:
    hours = api.call("GET", "user.json")["credits"]
    uuid = api.ready(
        recording,
        output_basename="ep 1 – ümlaut",
        metadata={"title": "Grüße", "artist": "Wir", "summary": "Kurz."},
        chapters=[{"start": "00:00:00", "title": "Eins"}, {"start": "00:00:01", "title": "Zwei"}],
        output_files=[
            {"format": "mp3", "bitrate": "96"},
            {"format": "mp3-vbr"},
            {"format": "flac", "filename": "Archiv.flac"},
            {"format": "chaps"},
            {"format": "psc"},
            {"format": "pod2chaps"},
            {"format": "stats"},
            {"format": "stats", "ending": "txt"},
            {"format": "descr"},
            {"format": "cut-list"},
            {"format": "input", "suffix": "-raw"},
        ],
        algorithms={"loudnesstarget": -19},
        webhook=f"{listener.url}/hook?secret=1",
    )
    started = api.start(uuid)
    assert (started["status"], started["start_allowed"], started["change_allowed"]) == (1, False, False)
    done = api.end(uuid)
    assert (done["status_string"], done["error_message"], done["progress"]) == ("Done", "", 1.0)
    assert (done["start_allowed"], done["change_allowed"]) == (False, True)
    assert done["length"] == pytest.approx(2.0, abs=0.05)
    assert (done["channels"], done["samplerate"], done["format"]) == (1, 48000, "pcm_s16le")
    assert done["length_timestring"].startswith("00:00:0")
    assert done["statistics"]["levels"]["output"]["loudness"] == [pytest.approx(-19, abs=0.5), "LUFS"]
    assert done["used_credits"] == {"recurring": 0.0, "onetime": 0.05, "combined": 0.05}
    assert api.call("GET", "user.json")["credits"] == pytest.approx(hours - 0.05)
    assert [entry["filename"] for entry in done["output_files"]] == [
        "ep 1 – ümlaut.mp3",
        "ep 1 – ümlaut-2.mp3",
        "Archiv.flac",
        "ep 1 – ümlaut.chapters.txt",
        "ep 1 – ümlaut.psc",
        "ep 1 – ümlaut.chapters.json",
        "ep 1 – ümlaut.txt",
        "ep 1 – ümlaut-2.txt",
        "ep 1 – ümlaut.json",
        "ep 1 – ümlaut.AudacityRegions.txt",
        "ep 1 – ümlaut-raw.wav",
    ]
    contents = [api.session.get(entry["download_url"], timeout=10).content for entry in done["output_files"]]
    for entry, content in zip(done["output_files"], contents, strict=True):
        md5 = hashlib.md5(content).hexdigest()
        assert (entry["size"], entry["checksum"]) == (len(content), md5), entry["filename"]
    assert contents[3].decode() == "00:00:00.000 Eins\n00:00:01.000 Zwei\n"
    assert contents[10] == recording.read_bytes()
    assert listener.wait(1) == [
        {
            "path": "/hook?secret=1",
            "type": "application/x-www-form-urlencoded",
            "uuid": uuid,
            "status": "3",
            "status_string": "Done",
        }
    ]
    assert api.engine.data_dir.joinpath("files/auphonic/productions", uuid, "work").exists() is False


def test_without_output_files_an_mp3_is_made(api: Caller, recording: Path, tmp_path: Path) -> None:
    uuid = api.ready(recording)
    api.start(uuid)
    (made,) = api.end(uuid)["output_files"]
    assert (made["format"], made["bitrate"], made["filename"]) == ("mp3", 112, "Grüße aus Graz.mp3")
    file = tmp_path / "made.mp3"
    file.write_bytes(api.session.get(made["download_url"], timeout=10).content)
    assert sound.loudness(file) == pytest.approx(-16, abs=0.7)


def test_what_is_no_sound_ends_with_a_sentence_and_costs_nothing(
    api: Caller, tmp_path: Path, listener: Listener
) -> None:
    hours = api.call("GET", "user.json")["credits"]
    file = tmp_path / "letter.wav"
    file.write_text("Dear listeners, " * 1000)
    uuid = api.ready(file, webhook=listener.url)
    api.start(uuid)
    failed = api.end(uuid)
    assert (failed["status"], failed["status_string"], failed["error_status"]) == (2, "Error", 2)
    assert "not sound" in failed["error_message"]
    assert "Traceback" not in failed["error_message"]
    assert (failed["used_credits"], failed["output_files"][0]["download_url"]) == (None, None)
    assert api.call("GET", "user.json")["credits"] == hours
    assert api.ledger(uuid)["charges"] == 0
    assert listener.wait(1)[0]["status_string"] == "Error"


def test_another_recording_after_an_error(api: Caller, recording: Path, tmp_path: Path) -> None:
    file = tmp_path / "empty.wav"
    file.write_bytes(b"RIFF")
    uuid = api.ready(file)
    api.start(uuid)
    assert api.end(uuid)["start_allowed"] is True
    assert api.upload(uuid, recording)["error_message"] == ""
    api.start(uuid)
    assert api.end(uuid)["status_string"] == "Done"


def test_a_second_start_is_refused_and_never_charged(api: Caller, recording: Path) -> None:
    uuid = api.ready(recording)
    api.start(uuid)
    assert "started already" in api.refusal("POST", f"production/{uuid}/start.json")
    assert "in work" in api.refusal("POST", f"production/{uuid}.json", json={"metadata": {"title": "x"}})
    assert "in work" in api.refusal("POST", f"production/{uuid}/upload.json", files={"input_file": b"x"})
    api.end(uuid)
    assert "done already" in api.refusal("POST", f"production/{uuid}/start.json")
    entry = api.ledger(uuid)
    assert (entry["starts_accepted"], entry["starts_refused"], entry["charges"]) == (1, 2, 1)


def test_the_same_recording_again_is_free(api: Caller, recording: Path) -> None:
    uuid = api.ready(recording, output_files=[{"format": "wav"}])
    api.start(uuid)
    first = api.end(uuid)
    changed = api.call("POST", f"production/{uuid}.json", json={"algorithms": {"loudnesstarget": -23}})
    assert (changed["status_string"], changed["start_allowed"]) == ("Production Outdated", True)
    assert changed["output_files"][0]["download_url"] == first["output_files"][0]["download_url"]
    api.start(uuid)
    second = api.end(uuid)
    assert second["used_credits"]["combined"] == 0
    assert second["statistics"]["levels"]["output"]["loudness"][0] == pytest.approx(-23, abs=0.5)
    entry = api.ledger(uuid)
    assert (entry["starts_accepted"], entry["charges"], entry["charged"]) == (2, 1, 0.05)
    folder = api.engine.data_dir / "files" / "auphonic" / "productions" / uuid
    assert [path.name for path in folder.glob("results-*")] == ["results-2"]


def test_stop_ends_the_work_and_can_be_started_again(api: Caller, tmp_path: Path) -> None:
    long = sound.speech_like(tmp_path / "long.flac", 60)
    uuid = api.ready(long)
    api.start(uuid)
    stopped = api.call("POST", f"production/{uuid}/stop.json")
    assert (stopped["status_string"], stopped["start_allowed"]) == ("Production Not Started Yet", True)
    assert api.ledger(uuid)["charges"] == 0
    assert not api.engine.data_dir.joinpath("files/auphonic/productions", uuid, "work").exists()
    api.engine.wait_idle(5)
    assert api.engine.children() == []


def test_delete_ends_the_work(api: Caller, tmp_path: Path) -> None:
    long = sound.speech_like(tmp_path / "long.flac", 60)
    uuid = api.ready(long)
    api.start(uuid)
    api.call("DELETE", f"production/{uuid}.json")
    api.engine.wait_idle(5)
    assert api.engine.children() == []
    assert not api.engine.data_dir.joinpath("files/auphonic/productions", uuid).exists()


def test_what_is_not_offered_is_a_warning(api: Caller, recording: Path) -> None:
    uuid = api.ready(
        recording,
        algorithms={"levelermode": "fancy", "denoise": True, "denoisemethod": "speech_isolation"},
        speech_recognition={"language": "xx"},
        output_files=[{"format": "mp3", "split_on_chapters": True}, {"format": "image"}, {"format": "video"}],
    )
    api.start(uuid)
    done = api.end(uuid)
    assert (done["status"], done["warning_status"]) == (3, 1)
    assert "speech_isolation: this engine has no neural model" in done["warning_message"]
    assert "leveler mode 'fancy' is not known" in done["warning_message"]
    assert "no transcript was made" in done["warning_message"]
    assert "split on chapters, but there are none" in done["warning_message"]
    assert "there is no cover" in done["warning_message"]
    assert "the recording has no picture" in done["warning_message"]
    assert [bool(entry["download_url"]) for entry in done["output_files"]] == [True, False, False]


def test_tags_of_the_recording_fill_the_gaps(api: Caller, recording: Path, tmp_path: Path) -> None:
    tagged = tmp_path / "tagged.flac"
    sound.ffmpeg("-i", str(recording), "-metadata", "title=Own", "-metadata", "artist=Voice", str(tagged))
    uuid = api.ready(tagged, metadata={"title": "Given"})
    api.start(uuid)
    done = api.end(uuid)
    assert (done["metadata"]["title"], done["metadata"]["artist"]) == ("Given", "Voice")


def test_variables_are_filled_in(api: Caller, recording: Path) -> None:
    uuid = api.ready(
        recording,
        output_basename="{track} {title} {nonsense}",
        metadata={"title": "From {input_basename}", "track": "7"},
        output_files=[{"format": "wav", "suffix": "-{track}"}],
    )
    api.start(uuid)
    done = api.end(uuid)
    assert done["metadata"]["title"] == "From Grüße aus Graz"
    assert done["output_files"][0]["filename"] == "7 From Grüße aus Graz {nonsense}-7.wav"
    assert done["warning_message"] == "The variable {nonsense} could not be filled in and was left as it is."


def test_an_input_at_an_address(api: Caller, recording: Path) -> None:
    """The engine fetches it itself; here from the results of another production."""
    source = api.ready(recording, output_files=[{"format": "flac"}])
    api.start(source)
    address = api.end(source)["output_files"][0]["download_url"]
    address = f"{address}?bearer_token={api.engine.api_key}"
    made = api.create(input_file=address, action="start")
    done = api.end(made["uuid"])
    assert (done["status_string"], done["format"]) == ("Done", "flac")
    lost = api.create(input_file=f"{api.engine.url}/nothing-here.mp3", action="start")
    assert "could not be fetched: the server answered 404" in api.end(lost["uuid"])["error_message"]


def test_cuts_move_chapters_once_over_all_runs(api: Caller, tmp_path: Path) -> None:
    recording = sound.speech_like(tmp_path / "talk.wav", 6)
    uuid = api.ready(
        recording,
        cuts=[
            [1.0, 2.0],
            {"start": "00:00:03", "end": 3.5, "type": "filler"},
            {"start": 4, "stop": 5, "active": False},
        ],
        cut_start=0.25,
        chapters=[
            {"start": "00:00:00", "title": "a"},
            {"start": "00:00:02.500", "title": "b"},
            {"start": 4, "title": "c"},
        ],
        output_files=[{"format": "mp3"}, {"format": "chaps"}],
    )
    for bitrate in ("64", "96"):
        api.start(uuid)
        done = api.end(uuid)
        assert [mark["start_sec"] for mark in done["chapters"]] == [0.0, 2.5, 4.0]
        heard = [mark["start_output_sec"] for mark in done["chapters"]]
        assert heard == pytest.approx([0.0, 1.25, 2.25], abs=0.02)
        assert [(cut["type"], cut["start"], cut["stop"], cut["start_output"]) for cut in done["cuts"]] == [
            ("manual", 0.0, 0.25, 0.0),
            ("manual", 1.0, 2.0, 0.75),
            ("filler", 3.0, 3.5, 1.75),
        ]
        file = tmp_path / "made.mp3"
        file.write_bytes(api.session.get(done["output_files"][0]["download_url"], timeout=10).content)
        inside = sorted(frame.start_time / 1000 for frame in MP3(file).tags.getall("CHAP"))
        assert inside == pytest.approx(heard, abs=0.02)
        api.call("DELETE", f"production/{uuid}/output_files.json")
        files = [{"format": "mp3", "bitrate": bitrate}, {"format": "chaps"}]
        api.call("POST", f"production/{uuid}.json", json={"output_files": files, "chapters": []})


def test_cuts_that_are_none_are_refused(api: Caller) -> None:
    assert "end after its start" in api.refusal("POST", "productions.json", json={"cuts": [[3, 2]]})
    assert "needs stop" in api.refusal("POST", "productions.json", json={"cuts": [{"start": 3}]})
    assert "cuts must be a list" in api.refusal("POST", "productions.json", json={"cuts": "all"})
