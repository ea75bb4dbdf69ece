"""Queries: status, details, lists, services, results."""

from tests.contract.example import Section, data
from tests.contract.world import World

SECTION = Section("Query Data")


@SECTION.add(
    "Query Production Status",
    """
curl https://auphonic.com/api/production/{uuid}/status.json \\
    -H "Authorization: bearer {api_key}"
""",
    target="ready",
)
def status(world: World, printed: str) -> str:
    assert data(printed) == {"status": 10, "status_string": "Production Not Started Yet"}
    return "number and words, and nothing else"


@SECTION.add(
    "Get Production Details",
    """
curl https://auphonic.com/api/production/{uuid}.json \\
    -H "Authorization: bearer {api_key}"
""",
)
def details(world: World, printed: str) -> str:
    found = data(printed)
    assert (found["uuid"], found["status"]) == (world.uuid, 10)
    for key in ("metadata", "algorithms", "chapters", "output_files", "multi_input_files", "speech_recognition"):
        assert key in found
    return f"{len(found)} keys of this production"


@SECTION.add(
    "List All Productions",
    """
curl https://auphonic.com/api/productions.json \\
    -H "Authorization: bearer {api_key}"
""",
)
def everything(world: World, printed: str) -> str:
    rows = data(printed)
    times = [row["creation_time"] for row in rows]
    assert (rows[0]["uuid"], times) == (world.uuid, sorted(times, reverse=True))
    return f"{len(rows)} productions, newest first"


@SECTION.add("List parameters", "limit offset uuids_only minimal_data", kind="list")
def parameters(world: World, names: str) -> str:
    uuids = world.api.call("GET", "productions.json?uuids_only=1")
    assert uuids[0] == world.uuid
    assert world.api.call("GET", "productions.json?uuids_only=1&limit=2&offset=1") == uuids[1:3]
    (row,) = world.api.call("GET", "productions.json?minimal_data=1&limit=1")
    assert row["uuid"] == world.uuid
    assert "algorithms" not in row
    assert len(names.split()) == 4
    return "pages, uuids alone, and short rows"


@SECTION.add(
    "Query External Services",
    """
curl https://auphonic.com/api/services.json \\
    -H "Authorization: bearer {api_key}"
""",
)
def services(world: World, printed: str) -> str:
    found = data(printed)
    for service in found:
        assert {"uuid", "type", "display_name", "incoming", "outgoing"} <= set(service)
    assert world.service in found
    return f"{len(found)} services, among them “{world.service['display_name']}”, which gives and takes files"


@SECTION.add(
    "Download Result Files",
    """
curl https://auphonic.com/api/download/audio-result/{uuid}/your_audio_file.mp3 \\
    -H "Authorization: bearer {api_key}" -L -o result.mp3
""",  # `-o`, since the document's line prints the sound into the terminal
    target="done",
)
def download(world: World, printed: str) -> str:
    (made,) = world.api.get(world.uuid)["output_files"]
    assert (world.folder / "result.mp3").stat().st_size == made["size"]
    return f"{made['size']} bytes by way of another origin, the key left behind at the redirect"
