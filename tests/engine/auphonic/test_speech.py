"""Speech recognition of productions: a given transcript, a draft, their files, and warnings where there is none."""

import json
from pathlib import Path
from xml.etree import ElementTree

import pytest

from tests import sound
from tests.engine.auphonic.caller import Caller
from tests.engine.speech import interview
from tests.engine_process import EngineProcess

FILES = [
    {"format": "mp3"},
    {"format": "transcript"},
    {"format": "transcript", "ending": "txt"},
    {"format": "subtitle"},
    {"format": "subtitle", "ending": "srt"},
    {"format": "speech"},
    {"format": "speech", "ending": "xml"},
]


@pytest.fixture(scope="module")
def clip(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Three turns with a pause of 3.9 s after the first: seconds 6.3 to 25.4 of the interview."""
    path = tmp_path_factory.mktemp("clip") / "clip.flac"
    sound.ffmpeg("-ss", "6.3", "-t", "19.1", "-i", str(interview.PATH), str(path))
    return path


TEXT = "\n".join(f"{speaker}: {text}" for speaker, start, _, text in interview.TURNS if 6 < start < 25)


def fetch(api: Caller, entry: dict[str, str]) -> str:
    return api.session.get(entry["download_url"], timeout=20).content.decode()


def test_a_given_transcript_is_aligned_and_follows_the_cuts(api: Caller, clip: Path) -> None:
    wish = {"language": "en", "shownotes": True, "transcript": TEXT}
    cutter = {"silence_cutter": True, "leveler": False, "filtering": False}
    uuid = api.ready(clip, speech_recognition=wish, output_files=FILES, algorithms=cutter)
    api.start(uuid)
    done = api.end(uuid)
    assert (done["status_string"], done["speech_recognition"]["transcript"]) == ("Done", TEXT)
    assert [entry["filename"] for entry in done["output_files"]] == [
        f"clip.{ending}" for ending in ("mp3", "html", "txt", "vtt", "srt", "json", "xml")
    ]
    page, text, vtt, srt, data, xml = (fetch(api, entry) for entry in done["output_files"][1:])
    told = json.loads(data)
    assert (told["language"], told["recogniser"], told["is_draft"]) == ("en", "transcript", False)
    first = {phrase["speaker"]: phrase for phrase in reversed(told["phrases"])}
    cut = next(cut for cut in done["cuts"] if cut["type"] == "silence")
    saved = cut["stop"] - cut["start"]
    assert saved > 1.5
    assert first["Ben"]["start"] == pytest.approx(6.687 - 6.3, abs=0.15)
    assert first["Anna"]["start"] == pytest.approx(15.993 - 6.3 - saved, abs=0.15)
    assert "<v Anna>How long did it take you to open it" in vtt
    assert "Anna: How long did it take you" in srt
    assert text.startswith("Ben: Thank you for having me.")
    assert 'src="./clip.mp3"' in page
    assert ElementTree.fromstring(xml).findtext("phrases/item/speaker") == "Ben"
    notes = done["shownotes"]
    assert notes["tags"] == done["metadata"]["tags"] != [""]
    assert done["metadata"]["summary"] == notes["summary"] != ""
    assert [mark["title"] for mark in done["chapters"]] == [mark["title"] for mark in notes["chapters"]]
    again = api.call("POST", f"production/{uuid}.json", json={"algorithms": {"silence_cutter": False}})
    assert again["status_string"] == "Production Outdated"


def test_each_track_is_a_speaker(api: Caller, tmp_path: Path) -> None:
    """Two microphones, the second begins two seconds late; each follows the lines under its own name."""
    for name, first in (("Anna", "39.4"), ("Ben", "59.9")):
        sound.ffmpeg("-ss", first, "-t", "3.9", "-i", str(interview.PATH), str(tmp_path / f"{name}.flac"))
    tracks = [{"type": "multitrack", "id": "Anna"}, {"type": "multitrack", "id": "Ben", "offset": 2.0}]
    text = "Anna: Let us hear how it sounds now that it runs again.\nBen: I am looking forward to it. Good bye, and"
    uuid = api.create(
        is_multitrack=True,
        multi_input_files=tracks,
        speech_recognition={"transcript": text},
        output_files=[{"format": "speech"}],
        algorithms={"leveler": False},
    )["uuid"]
    for name in ("Anna", "Ben"):
        api.upload(uuid, tmp_path / f"{name}.flac", name)
    api.start(uuid)
    done = api.end(uuid)
    assert done["status_string"] == "Done", done["error_message"]
    phrases = json.loads(fetch(api, done["output_files"][0]))["phrases"]
    first = {phrase["speaker"]: phrase["start"] for phrase in reversed(phrases)}
    assert first["Anna"] == pytest.approx(39.872 - 39.4, abs=0.15)
    assert first["Ben"] == pytest.approx(2.0 + 60.218 - 59.9, abs=0.15)


def test_a_draft_says_that_it_is_one(api: Caller, tmp_path: Path) -> None:
    short = tmp_path / "short.flac"
    sound.ffmpeg("-ss", "53.9", "-t", "4.7", "-i", str(interview.PATH), str(short))
    services = api.call("GET", "services.json")
    (recogniser,) = [service for service in services if service["type"] == "pocketsphinx"]
    assert (recogniser["incoming"], recogniser["outgoing"]) == (False, False)
    wish = {"uuid": recogniser["uuid"], "language": "auto", "keywords": ["radio"]}
    uuid = api.ready(short, speech_recognition=wish, output_files=[{"format": "subtitle"}, {"format": "speech"}])
    api.start(uuid)
    done = api.end(uuid)
    assert "listens for no keywords" in done["warning_message"]
    assert done["speech_recognition"] == {**wish, "type": "pocketsphinx", "shownotes": False}
    vtt, data = (fetch(api, entry) for entry in done["output_files"])
    assert "NOTE Draft of a small recogniser" in vtt
    assert "radio signal" in vtt.replace("\n", " ")
    told = json.loads(data)
    assert told["is_draft"] is True
    words = [word for phrase in told["phrases"] for word in phrase["words"]]
    assert all(0 <= word["confidence"] <= 1 for word in words)
    assert min(word["confidence"] for word in words) < 0.9
    week = next(word for word in words if word["text"] == "week")
    assert 0.2 < week["start"] < week["end"] < 1.2


def test_what_cannot_be_recognised_is_a_warning(api: Caller, recording: Path) -> None:
    wanted = [{"format": "wav"}, {"format": "transcript"}]
    uuid = api.ready(recording, speech_recognition={"language": "de"}, output_files=wanted)
    api.start(uuid)
    done = api.end(uuid)
    assert done["status_string"] == "Done"
    assert "knows the language 'de'" in done["warning_message"]
    assert "make whisper" in done["warning_message"]
    assert [bool(entry["download_url"]) for entry in done["output_files"]] == [True, False]
    api.call("DELETE", f"production/{uuid}/speech_recognition.json")
    api.start(uuid)
    assert "need speech recognition; switch it on" in api.end(uuid)["warning_message"]


def test_without_any_recogniser_the_warning_names_what_to_install(tmp_path: Path, recording: Path) -> None:
    """As on a machine without the extra: the package cannot be found."""
    blocked = tmp_path / "blocked"
    blocked.mkdir()
    (blocked / "sitecustomize.py").write_text(
        "import importlib.util as util\nfind = util.find_spec\n"
        "util.find_spec = lambda name, *rest: None if name == 'pocketsphinx' else find(name, *rest)\n"
    )
    with EngineProcess(tmp_path / "engine", {"PYTHONPATH": str(blocked)}) as engine:
        api = Caller(engine)
        for wish in ({"language": "en"}, {"transcript": "Hello."}):
            uuid = api.ready(recording, speech_recognition=wish, output_files=[{"format": "subtitle"}])
            api.start(uuid)
            done = api.end(uuid)
            assert done["status_string"] == "Done"
            assert "make speech" in done["warning_message"]
        assert [one for one in api.call("GET", "services.json") if one.get("speech_recognition")] == []


@pytest.mark.parametrize(
    "wish",
    ["whisper", 7, ["en"], {"language": 5}, {"keywords": [1]}, {"keywords": 3}, {"uuid": "nobody"},
     {"uuid": {}, "language": []}, {"transcript": ["a"]}, {"transcript": "x" * 400_001}, {"shownotes": "perhaps"}],
)  # fmt: skip
def test_absurd_wishes_are_refused(api: Caller, wish: object) -> None:
    answer = api.raw("POST", "productions.json", json={"speech_recognition": wish}).json()
    assert (answer["status_code"], answer["data"]) == (400, None)
    assert answer["form_errors"]
