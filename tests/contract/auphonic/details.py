"""Details: metadata, output files, algorithms, intro, speech recognition, all at once."""

from typing import Any

from tests.contract.example import Section, data
from tests.contract.world import World

SECTION = Section("API Details and Advanced Features")


@SECTION.add(  # the apostrophe is written as a shell wants it between single quotes
    "Create a Production with Detailed Audio Metadata",
    """
curl -X POST -H "Content-Type: application/json" \\
    https://auphonic.com/api/productions.json \\
    -H "Authorization: bearer {api_key}" \\
    -d '{
            "metadata": {
                "title": "Production Title",
                "artist": "The Artist",
                "album": "Our Album",
                "track": 1,
                "subtitle": "Our subtitle",
                "append_chapters": true,
                "summary": "Our very long summary.",
                "genre": "Podcast",
                "year": 2012,
                "publisher": "that'"'"'s me",
                "url": "https://auphonic.com",
                "license": "Creative Commons Attribution 3.0 Austria",
                "license_url": "http://creativecommons.org/licenses/by/3.0/at/",
                "tags": ["podcast", "auphonic api", "metadata"],
                "location": {
                    "latitude": "47.070",
                    "longitude": "15.439"
                }
            }
        }'
""",
)
def metadata(world: World, printed: str) -> str:
    kept = world.api.get(data(printed)["uuid"])["metadata"]
    assert (kept["track"], kept["year"], kept["append_chapters"]) == ("1", "2012", True)
    assert (kept["publisher"], kept["url"]) == ("that's me", "https://auphonic.com")
    assert kept["tags"] == ["podcast", "auphonic api", "metadata"]
    assert kept["location"] == {"latitude": "47.070", "longitude": "15.439"}
    return "fifteen fields kept, numbers as text, the place as sent"


@SECTION.add(
    "Output Files",
    """
curl -H "Content-Type: application/json" -X POST \\
    https://auphonic.com/api/production/{uuid}.json \\
    -H "Authorization: bearer {api_key}" \\
    -d '{
            "output_files": [
                {"format":"mp3", "bitrate":"96"},
                {"format":"aac", "bitrate":"64"},
                {"format":"flac"}
            ]
        }'
""",
    target="new",
)
def output_files(world: World, printed: str) -> str:
    entries = [(entry["format"], entry["bitrate"], entry["ending"]) for entry in data(printed)["output_files"]]
    assert entries == [("mp3", 112, "mp3"), ("mp3", 96, "mp3"), ("aac", 64, "m4a"), ("flac", 0, "flac")]
    return "three files added to the one of the preset"


@SECTION.add(
    "Available output formats",
    "mp3 mp3-vbr vorbis opus aac flac alac wav wav-24bit video audiogram",
    kind="list",
)
def formats(world: World, names: str) -> str:
    made = world.api.create(output_files=[{"format": name} for name in names.split()])
    assert [entry["format"] for entry in made["output_files"]] == names.split()
    known: dict[str, Any] = world.api.call("GET", "info/output_files.json")
    assert set(names.split()) <= set(known)
    return f"all {len(names.split())} are taken, and told of in info.json"


@SECTION.add(
    "Setting Filenames",
    """{"format":"mp3", "bitrate":"48", "filename":"MyFilename.mp3", "mono_mixdown":true}""",
    kind="body",
)
def file_names(world: World, entry: str) -> str:
    world.target("ready")
    path = f"production/{world.uuid}/output_files.json"
    world.api.call("DELETE", path)
    world.api.call("POST", path, data=f"[{entry}]")
    world.api.start(world.uuid)
    (made,) = world.api.end(world.uuid)["output_files"]
    assert (made["filename"], made["bitrate"], made["mono_mixdown"]) == ("MyFilename.mp3", 48, True)
    content = world.api.session.get(made["download_url"], timeout=10).content
    assert len(content) == made["size"]
    return f"{made['filename']} was made, {made['size_string']} at 48 kbit/s in one channel"


@SECTION.add(
    "Audio Algorithms",
    """
curl -H "Content-Type: application/json" -X POST \\
    https://auphonic.com/api/production/{uuid}.json \\
    -H "Authorization: bearer {api_key}" \\
    -d '{
            "algorithms": {
                "leveler": true, "normloudness": true, "loudnesstarget": -23,
                "filtering": true, "denoise": false, "denoiseamount": 0
            }
        }'
""",
    target="new",
)
def algorithms(world: World, printed: str) -> str:
    kept = data(printed)["algorithms"]
    assert (kept["leveler"], kept["normloudness"], kept["loudnesstarget"]) == (True, True, -23)
    assert (kept["filtering"], kept["denoise"], kept["denoiseamount"]) == (True, False, 0)
    return "six parameters changed, the others as the preset has them"


@SECTION.add(
    "Adding Intro and Outro",
    """
curl -X POST -H "Content-Type: application/json" \\
    https://auphonic.com/api/production/{uuid}.json \\
    -H "Authorization: bearer {api_key}" \\
    -d '{
            "multi_input_files": [
                {
                    "service": "pmefeNCzkyT4TbRbDmoCDf",
                    "input_file": "my_dropbox_file.mp3",
                    "type": "intro"
                }
            ]
        }'
""",
    target="ready",
)
def intro(world: World, printed: str) -> str:
    (entry,) = data(printed)["multi_input_files"]
    assert (entry["type"], entry["input_file"]) == ("intro", "my_dropbox_file.mp3")
    assert entry["service"] == world.service["uuid"]
    assert data(printed)["start_allowed"] is True
    return "the intro stands in the production, from the service"


@SECTION.add(
    "Adding Speech Recognition",
    """
curl -X POST -H "Content-Type: application/json" \\
    https://auphonic.com/api/production/{uuid}.json \\
    -H "Authorization: bearer {api_key}" \\
    -d '{
            "speech_recognition": {
                "language": "en",
                "keywords": ["keyword1", "keyword2"],
                "shownotes": true
            }
        }'
""",
    target="new",
)
def speech(world: World, printed: str) -> str:
    kept = data(printed)["speech_recognition"]
    assert (kept["language"], kept["keywords"], kept["shownotes"]) == ("en", ["keyword1", "keyword2"], True)
    return "language, keywords and shownotes kept"


@SECTION.add(
    "Set all Details in one Request",
    """
curl -X POST -H "Content-Type: application/json" \\
    https://auphonic.com/api/productions.json \\
    -H "Authorization: bearer {api_key}" \\
    -d '{
            "metadata": {
                "title": "Production Title",
                "artist": "The Artist",
                "album": "Our Album",
                "track": 1,
                "summary": "Our very long summary.",
                "genre": "Podcast",
                "year": 2012,
                "tags": ["podcast", "auphonic api", "metadata"]
            },
            "output_files": [
                {"format": "mp3", "bitrate": "96"},
                {"format": "flac"}
            ],
            "algorithms": {
                "filtering": true, "leveler": true,
                "normloudness": true, "denoise": true,
                "loudnesstarget": -23, "denoiseamount": 12
            },
            "input_file": "http://your_server.com/somefile.mp3",
            "action": "start"
        }'
""",
)
def all_at_once(world: World, printed: str) -> str:
    done = world.api.end(data(printed)["uuid"])
    assert (done["status"], done["metadata"]["title"]) == (3, "Production Title")
    assert [entry["filename"] for entry in done["output_files"]] == ["somefile.mp3", "somefile.flac"]
    loudness = done["statistics"]["levels"]["output"]["loudness"][0]
    assert abs(loudness + 23) < 0.6, loudness
    return f"created, fetched, mastered into two files at {loudness} LUFS"
