"""JSON API: create, upload and start one after another."""

from tests.contract.example import Section, data
from tests.contract.world import World

SECTION = Section("JSON API: Complex Operations")


@SECTION.add(
    "Step 1: Create a new Production",
    """
curl -X POST -H "Content-Type: application/json" \\
    https://auphonic.com/api/productions.json \\
    -H "Authorization: bearer {api_key}" \\
    -d '{
            "preset": "ceigtvDv8jH6NaK52Z5eXH",
            "metadata": { "title": "My first Production" }
        }'
""",
)
def create(world: World, printed: str) -> str:
    made = data(printed)
    assert (made["status"], made["start_allowed"], made["change_allowed"]) == (9, False, True)
    assert (made["preset"], made["metadata"]["title"]) == (world.preset, "My first Production")
    assert (len(made["uuid"]), made["uuid"].isalnum()) == (22, True)
    world.uuid = made["uuid"]
    world.names["KKw7AxpLrDBQKLVnQCBtCh"] = made["uuid"]
    return "the answer has the documented frame and a uuid of 22 letters; it waits for a file"


@SECTION.add(
    "Step 2: Upload a local input file",
    """
curl -X POST https://auphonic.com/api/production/KKw7AxpLrDBQKLVnQCBtCh/upload.json \\
    -H "Authorization: bearer {api_key}" \\
    -F "input_file=@/home/user/your_audio_file.mp3"
""",
)
def upload(world: World, printed: str) -> str:
    now = data(printed)
    assert (now["uuid"], now["status"], now["start_allowed"]) == (world.uuid, 10, True)
    assert now["input_file"] == "your_audio_file.mp3"
    return "the file is there, and the production can be started"


@SECTION.add(
    "Step 3: Start the audio post production",
    """
curl -X POST https://auphonic.com/api/production/KKw7AxpLrDBQKLVnQCBtCh/start.json \\
    -H "Authorization: bearer {api_key}"
""",
)
def start(world: World, printed: str) -> str:
    now = data(printed)
    assert (now["status"], now["start_allowed"], now["change_allowed"]) == (1, False, False)
    done = world.api.end(world.uuid)
    assert (done["status"], done["status_string"]) == (3, "Done")
    assert done["output_files"][0]["size"] > 1000
    return f"started with an empty body, done with {done['output_files'][0]['size_string']} of MP3"


@SECTION.add(
    "Upload Files with HTTP",
    """
curl -X POST -H "Content-Type: application/json" \\
    https://auphonic.com/api/productions.json \\
    -H "Authorization: bearer {api_key}" \\
    -d '{
            "preset": "ceigtvDv8jH6NaK52Z5eXH",
            "input_file": "https://your_server.com/somefile.mp3",
            "metadata": { "title": "My first HTTP Production" },
            "action": "start"
        }'
""",
)
def from_address(world: World, printed: str) -> str:
    now = world.started(data(printed))
    assert now["input_file"] == f"{world.elsewhere}/somefile.mp3"
    return "created and started in one call, the file named by its address"


@SECTION.add(
    "Adding Chapters",
    """
curl -X POST -H "Content-Type: application/json" \\
    https://auphonic.com/api/productions.json \\
    -H "Authorization: bearer {api_key}" \\
    -d '{
            "preset": "ceigtvDv8jH6NaK52Z5eXH",
            "input_file": "http://your_server.com/somefile.mp3",
            "metadata": { "title": "My first Production with Chapters" },
            "chapters": [
                {"start": "00:00:00", "title": "Start Chapter", "url": "http://auphonic.com"},
                {"start": "00:02:18", "title": "Second Chapter"},
                {"start": "00:04:41", "title": "Chapter with Image", "image": "https://auphonic.com/static/images/logo.png"}
            ]
        }'
""",
)
def with_chapters(world: World, printed: str) -> str:
    made = data(printed)
    assert made["status"] == 10
    assert [(mark["start"], mark["start_sec"]) for mark in made["chapters"]] == [
        ("00:00:00.000", 0.0),
        ("00:02:18.000", 138.0),
        ("00:04:41.000", 281.0),
    ]
    assert made["chapters"][0]["url"] == "http://auphonic.com"
    image = world.api.session.get(made["chapters"][2]["image"], timeout=10)
    assert image.content == (world.folder / "logo.png").read_bytes()
    return "three chapters with times, link and an image that was fetched"
