"""Common use cases: a batch, a whole workflow, watching a production; and looking at errors."""

from tests.contract.example import Section, data
from tests.contract.world import World

SECTION = Section("Common Use Cases")
PRACTICES = Section("Best Practices")


@SECTION.add(
    "Batch Processing Multiple Files",
    """
cd batch
#!/bin/bash
for file in *.mp3; do
    curl -X POST https://auphonic.com/api/simple/productions.json \\
        -H "Authorization: bearer {api_key}" \\
        -F "preset=ceigtvDv8jH6NaK52Z5eXH" \\
        -F "title=$file" \\
        -F "input_file=@$file" \\
        -F "action=start"
done
""",
)
def batch(world: World, printed: str) -> str:
    second, first = world.api.call("GET", "productions.json?limit=2")
    for production, name in ((first, "first part.mp3"), (second, "second.mp3")):
        assert world.started(production)["metadata"]["title"] == production["input_file"] == name
    return "two files, one with a blank in its name, are two started productions"


@SECTION.add(
    "Podcast Publishing Workflow",
    """
curl -X POST -H "Content-Type: application/json" \\
    https://auphonic.com/api/productions.json \\
    -H "Authorization: bearer {api_key}" \\
    -d '{
            "metadata": {
                "title": "Episode 42: The Answer",
                "artist": "My Podcast",
                "album": "Season 2",
                "track": 42,
                "genre": "Podcast",
                "summary": "In this episode we discuss the meaning of life.",
                "tags": ["philosophy", "life", "answers"]
            },
            "output_files": [
                {"format": "mp3", "bitrate": "128"},
                {"format": "aac", "bitrate": "64"}
            ],
            "outgoing_services": [
                {"uuid": "your_podcast_host_service_uuid"}
            ],
            "algorithms": {
                "leveler": true,
                "normloudness": true,
                "loudnesstarget": -16,
                "filtering": true
            },
            "input_file": "https://your-server.com/raw-episode-42.wav",
            "webhook": "https://your-cms.com/auphonic-webhook",
            "action": "start"
        }'
""",
)
def workflow(world: World, printed: str) -> str:
    before = len(world.listener.calls)
    uuid = data(printed)["uuid"]
    call = world.listener.wait(before + 1)[before]
    assert (call["path"], call["uuid"], call["status_string"]) == ("/auphonic-webhook", uuid, "Done")
    done = world.api.get(uuid)
    for made in done["output_files"]:
        assert (world.service_folder / made["filename"]).stat().st_size == made["size"]
    assert done["outgoing_services"][0]["transfer_success"] is True
    loudness = done["statistics"]["levels"]["output"]["loudness"][0]
    assert abs(loudness + 16) < 0.6, loudness
    return f"fetched, mastered to {loudness} LUFS, two files published at the service, webhook called"


@SECTION.add(
    "Error Handling and Status Monitoring",
    """
#!/bin/bash
UUID="your_production_uuid"

while true; do
    STATUS=$(curl -s "https://auphonic.com/api/production/$UUID/status.json" \\
        -H "Authorization: bearer {api_key}" | \\
        jq -r '.data.status_string')

    echo "Status: $STATUS"

    if [ "$STATUS" = "Done" ] || [ "$STATUS" = "Error" ]; then
        break
    fi

    sleep 30
done

echo "Production finished with status: $STATUS"
""",
    target="running",
)
def monitor(world: World, printed: str) -> str:
    lines = printed.splitlines()
    assert lines[-1] == "Production finished with status: Done"
    seen = list(dict.fromkeys(line.removeprefix("Status: ") for line in lines[:-1]))
    return f"the script ended by itself, having seen {', '.join(seen)}"


@PRACTICES.add(
    "Error Handling",
    """
response=$(curl -w "%{http_code}" -s -o response.json \\
    -X POST https://auphonic.com/api/productions.json \\
    -H "Authorization: bearer {api_key}" \\
    -d '{"invalid": "data"}')

if [ "$response" -eq 200 ]; then
    echo "Success"
else
    echo "Error: HTTP $response"
    cat response.json
fi
""",
)
def errors(world: World, printed: str) -> str:
    assert printed == "Success\n"  # keys that nobody knows are passed over
    refused = world.api.raw("POST", "productions.json", data='{"algorithms": {"loudnesstarget": 7}}')
    envelope = refused.json()
    assert (refused.status_code, envelope["status_code"]) == (400, 400)
    assert "loudnesstarget must be one of -13" in envelope["error_message"]
    assert list(envelope["form_errors"]) == ["algorithms.loudnesstarget"]
    return "unknown keys are passed over; a wrong value is a 400 that names the right ones"
