"""Updates: metadata, delete, stop, reset."""

from tests.contract.example import Section, data
from tests.contract.world import World

SECTION = Section("Update and Delete Resources")


@SECTION.add(
    "Update Production Metadata",
    """
curl -X POST -H "Content-Type: application/json" \\
    https://auphonic.com/api/production/{uuid}.json \\
    -H "Authorization: bearer {api_key}" \\
    -d '{"metadata": {"title": "New Title", "track": 2}}'
""",
    target="done",
)
def update(world: World, printed: str) -> str:
    now = data(printed)
    assert (now["metadata"]["title"], now["metadata"]["track"]) == ("New Title", "2")
    assert (now["status"], now["start_allowed"]) == (11, True)
    return "two fields changed; the results are outdated and can be made again"


@SECTION.add(
    "Delete a Production",
    """
curl -X DELETE https://auphonic.com/api/production/{uuid}.json \\
    -H "Authorization: bearer {api_key}"
""",
    target="ready",
)
def delete(world: World, printed: str) -> str:
    assert data(printed) == {"type": "success"}
    assert world.api.refusal("GET", f"production/{world.uuid}.json", 404) == "Not Found"
    assert not (world.engine.data_dir / "files" / "auphonic" / "productions" / world.uuid).exists()
    return "the production and its files are gone"


@SECTION.add(
    "Stop a Production",
    """
curl -X POST https://auphonic.com/api/production/{uuid}/stop.json \\
    -H "Authorization: bearer {api_key}"
""",
    target="running",
)
def stop(world: World, printed: str) -> str:
    assert (data(printed)["status"], data(printed)["start_allowed"]) == (10, True)
    world.engine.wait_idle()
    assert world.api.ledger(world.uuid)["charged"] == 0
    return "the work ended, nothing was charged, and it can be started again"


@SECTION.add(
    "Reset Production Data",
    """
curl -X POST -H "Content-Type: application/json" \\
    https://auphonic.com/api/production/{uuid}.json \\
    -H "Authorization: bearer {api_key}" \\
    -d '{
            "reset_data": true,
            "metadata": {"title": "New Title"},
            "output_files": [{"format":"mp3"}]
        }'
""",
    target="ready",
)
def reset(world: World, printed: str) -> str:
    now = data(printed)
    assert (now["metadata"]["title"], len(now["output_files"])) == ("New Title", 1)
    assert now["algorithms"]["leveler"] is True  # the preset had switched it off
    assert (now["input_file"], now["status"]) == ("your_audio_file.mp3", 10)
    return "everything at its beginning but the input file"
