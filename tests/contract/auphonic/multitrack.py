"""Multitrack productions: tracks by name, their files, their settings, and the tracks themselves as results."""

from tests.contract.example import Section, data
from tests.contract.world import World

SECTION = Section("Multitrack Productions")


@SECTION.add(
    "Create Multitrack Production",
    """
curl -X POST -H "Content-Type: application/json" \\
    https://auphonic.com/api/productions.json \\
    -H "Authorization: bearer {api_key}" \\
    -d '{
            "multi_input_files": [
                {"type": "multitrack", "id": "speech track"},
                {"type": "multitrack", "id": "music track"}
            ],
            "metadata": { "title": "My first Multitrack Production" },
            "output_files": [{"format": "mp3"}],
            "is_multitrack": true
        }'
""",
)
def create(world: World, printed: str) -> str:
    made = data(printed)
    assert [(entry["type"], entry["id"]) for entry in made["multi_input_files"]] == [
        ("multitrack", "speech track"),
        ("multitrack", "music track"),
    ]
    assert (made["is_multitrack"], made["status"]) == (True, 9)
    return "two named tracks that wait for their files"


@SECTION.add(
    "Upload Audio Files for Tracks",
    """
curl -X POST https://auphonic.com/api/production/{uuid}/upload.json \\
    -H "Authorization: bearer {api_key}" \\
    -F "speech track=@/home/user/file-for-track1.wav" \\
    -F "music track=@/home/user/file-for-track2.wav"
""",
    target="tracks",
)
def upload(world: World, printed: str) -> str:
    now = data(printed)
    assert [entry["input_file"] for entry in now["multi_input_files"]] == ["file-for-track1.wav", "file-for-track2.wav"]
    assert (now["status"], world.api.ledger(world.uuid)["uploads"]) == (10, 2)
    return "both files at their tracks, blanks in the names and all; it can be started"


@SECTION.add(
    "Multitrack Audio Algorithm Settings",
    """
curl -X POST -H "Content-Type: application/json" \\
    https://auphonic.com/api/productions.json \\
    -H "Authorization: bearer {api_key}" \\
    -d '{
            "multi_input_files": [
                {
                    "type": "multitrack", "id": "speech track",
                    "algorithms": {"denoise": true}
                },
                {
                    "type": "multitrack", "id": "music track",
                    "algorithms": {"filtering": false, "backforeground": "background"}
                }
            ],
            "algorithms": {
                "loudnesstarget": -23,
                "leveler": true,
                "gate": true,
                "crossgate": true
            },
            "is_multitrack": true
        }'
""",
)
def settings(world: World, printed: str) -> str:
    made = data(printed)
    speech, music = (entry["algorithms"] for entry in made["multi_input_files"])
    assert (speech["denoise"], speech["filtering"], speech["backforeground"]) == (True, True, "auto")
    assert (music["denoise"], music["filtering"], music["backforeground"]) == (False, False, "background")
    master = made["algorithms"]
    assert (master["loudnesstarget"], master["leveler"], master["gate"], master["crossgate"]) == (-23, True, True, True)
    return "each track has its own settings, the mix has gate and crossgate"


@SECTION.add(
    "Export Individual Tracks",
    """
curl -X POST -H "Content-Type: application/json" \\
    https://auphonic.com/api/productions.json \\
    -H "Authorization: bearer {api_key}" \\
    -d '{
            "output_files": [
                {"format": "tracks", "ending": "wav.zip"},
                {"format": "tracks", "ending": "flac.zip"}
            ],
            "is_multitrack": true
        }'
""",
)
def export(world: World, printed: str) -> str:
    made = data(printed)
    entries = [(entry["format"], entry["ending"]) for entry in made["output_files"]]
    assert entries == [("tracks", "wav.zip"), ("tracks", "flac.zip")]
    return "the processed tracks are asked for, in both kinds of archive"
