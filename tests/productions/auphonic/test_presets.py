"""Team presets: the first one, imports, and the body a production is made from."""

from datetime import UTC, datetime
from typing import Any

import pytest
import requests

from productions import lanes, presets
from productions.auphonic import imports
from productions.auphonic.client import Client
from productions.differences import difference
from productions.models import AuphonicAccount, Preset, Production
from productions.preflight import preflight
from teams.models import Team
from tests import make
from tests.engine_process import EngineProcess

WEBHOOK = "http://127.0.0.1:8000/hooks/auphonic/x/"


@pytest.fixture
def account(team: Team, engine: EngineProcess) -> AuphonicAccount:
    return make.make_account(team.memberships.get().user, team, key=engine.api_key)


def production(team: Team, settings: dict[str, Any], **episode: Any) -> Production:
    show = make.make_show(team, title="Small Machines")
    return make.make_production(make.make_episode(show, **episode), preset_settings=settings)


def make_remote(engine: EngineProcess, **body: Any) -> str:
    """A preset in the account, as its owner makes one there; returns its uuid."""
    headers = {"Authorization": f"Bearer {engine.api_key}"}
    answer = requests.post(f"{engine.url}/api/presets.json", json=body, headers=headers, timeout=10)
    return str(answer.json()["data"]["uuid"])


def test_the_default_is_made_once(team: Team) -> None:
    preset = presets.default_preset(team)
    assert presets.default_preset(team) == preset
    assert preset.settings["algorithms"]["loudnesstarget"] == -16
    assert [output["format"] for output in preset.settings["output_files"]] == ["mp3", "aac", "flac"]
    preset.settings["algorithms"]["loudnesstarget"] = -23
    assert presets.default_preset(make.make_team()).settings["algorithms"]["loudnesstarget"] == -16


def test_the_engine_takes_the_default(team: Team, client: Client) -> None:
    made = client.create(presets.production_body(production(team, presets.default_preset(team).settings), WEBHOOK))
    assert [(output.format, output.bitrate) for output in made.output_files] == [("mp3", 96), ("aac", 64), ("flac", 0)]


def test_body(team: Team) -> None:
    settings = {
        "algorithms": {"leveler": False},
        "output_files": [{"format": "flac"}],
        "metadata": {"publisher": "Harbour", "title": "not this"},
        "speech_recognition": {"language": "en"},
    }
    mine = production(
        team,
        settings,
        title="A clock that ticks – again!",
        number=7,
        summary="One screw.",
        planned_at=datetime(2024, 5, 1, tzinfo=UTC),
    )
    assert presets.production_body(mine, WEBHOOK) == {
        "algorithms": {"leveler": False},
        "output_files": [{"format": "flac"}],
        "metadata": {
            "publisher": "Harbour",
            "title": "A clock that ticks – again!",
            "artist": "Harbour Audio",
            "album": "Small Machines",
            "track": "7",
            "summary": "One screw.",
            "year": "2024",
        },
        "speech_recognition": {"language": "en"},
        "output_basename": f"a-clock-that-ticks-again-{mine.intent}",
        "webhook": WEBHOOK,
    }
    assert settings["metadata"]["title"] == "not this"


def test_what_the_episode_does_not_have_is_left_out(team: Team) -> None:
    metadata = presets.production_body(production(team, {}, title="Tea"), WEBHOOK)["metadata"]
    assert sorted(metadata) == ["album", "artist", "genre", "title", "year"]


@pytest.mark.parametrize(
    ("title", "begin"),
    [("日本語", "episode"), ("!", "episode"), ("x" * 200, "x" * 60), ("../../etc/passwd", "etcpasswd")],
)
def test_basename(team: Team, title: str, begin: str) -> None:
    mine = production(team, {}, title=title)
    assert presets.basename(mine) == f"{begin}-{mine.intent}"


@pytest.mark.parametrize(
    ("formats", "added"),
    [([], ["mp3"]), (["aac", "opus"], ["mp3"]), (["flac"], []), (["aac", "mp3-vbr"], []), (["wav-24bit"], [])],
)
def test_something_to_deliver_is_always_made(team: Team, formats: list[str], added: list[str]) -> None:
    settings = {"algorithms": {}, "output_files": [{"format": each} for each in formats]}
    body = presets.production_body(production(team, settings), WEBHOOK)
    assert [each["format"] for each in body["output_files"]] == formats + added


def test_import(team: Team, account: AuphonicAccount, client: Client, engine: EngineProcess) -> None:
    uuid = make_remote(
        engine,
        preset_name="Interview",
        algorithms={"leveler": True, "loudnesstarget": -19},
        output_files=[{"format": "opus", "bitrate": "48", "suffix": "-web"}],
        metadata={"publisher": "Harbour", "title": "Never this", "track": "3"},
        webhook="https://example.org/theirs",
        output_basename="theirs",
    )
    assert (uuid, "Interview") in [(each.uuid, each.name) for each in client.presets()]
    preset = presets.import_preset(account, uuid, team)
    assert (preset.team, preset.name) == (team, "Interview")
    assert preset.settings["algorithms"]["loudnesstarget"] == -19
    (output,) = preset.settings["output_files"]
    assert (output["format"], str(output["bitrate"]), output["suffix"]) == ("opus", "48", "-web")
    assert preset.settings["metadata"] == {"publisher": "Harbour"}
    assert sorted(preset.settings) == ["algorithms", "metadata", "output_files"]
    made = client.create(presets.production_body(production(team, preset.settings), WEBHOOK))
    assert [each.format for each in made.output_files] == ["opus", "mp3"]


def test_import_again(team: Team, account: AuphonicAccount, engine: EngineProcess) -> None:
    """Unchanged it is the same preset; one that was changed here is never overwritten."""
    uuid = make_remote(engine, preset_name="Twice", output_files=[{"format": "mp3"}])
    first = presets.import_preset(account, uuid, team)
    assert presets.import_preset(account, uuid, team) == first
    first.settings["algorithms"]["loudnesstarget"] = -23
    first.save()
    second = presets.import_preset(account, uuid, team)
    assert second.name == "Twice (2)"
    assert Preset.objects.get(pk=first.pk).settings["algorithms"]["loudnesstarget"] == -23


def test_a_multitrack_preset_brings_a_pattern_for_tracks(
    team: Team, account: AuphonicAccount, client: Client, engine: EngineProcess
) -> None:
    tracks = [
        {"type": "multitrack", "id": "Ana", "algorithms": {"denoise": True}},
        {"type": "multitrack", "id": "Bed", "algorithms": {"backforeground": "ducking", "backgroundgain": -22}},
    ]
    uuid = make_remote(engine, preset_name="Round table", is_multitrack=True, multi_input_files=tracks)
    preset = presets.import_preset(account, uuid, team)
    assert preset.settings["is_multitrack"] is True
    words = {change.label: change.after for change in difference({}, preset.settings)}
    assert words["Tracks"] == "Ana (Noise and reverb), Bed (Behind, quieter under speech, −22 dB)"
    again = client.create_preset({"preset_name": "Sent back", **preset.settings})
    assert difference(imports.settings_of(again.body), preset.settings) == []

    show = make.make_show(team, preset=preset)
    episode = make.make_episode(show)
    for name in ("ana.wav", "bed.flac", "Ben.wav"):
        make.make_recording(episode, file_name=name)
    ana, bed, ben = lanes.propose(episode)
    assert (ana.settings["denoise"], ana.settings["backforeground"], ben.settings) == (
        True,
        "auto",
        {"backforeground": "auto"},
    )
    assert (bed.settings["backforeground"], bed.settings["backgroundgain"]) == ("ducking", -22)
    single = make.make_production(episode, preset_settings=preset.settings)
    body = presets.production_body(single, WEBHOOK)
    assert not {"is_multitrack", "multi_input_files"} & set(body)
    (warning,) = preflight(60, preset.settings, account, chapters=0, tracks=0).warnings
    assert warning == "The preset is one for separate tracks, and there is a single file."


def test_settings_of_a_strange_preset() -> None:
    assert imports.settings_of({"algorithms": None, "metadata": {"tags": [""]}, "output_files": None}) == {}
