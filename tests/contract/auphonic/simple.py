"""Simple API: one form that creates, uploads and starts."""

from tests.contract.example import Section, data
from tests.contract.world import World

SECTION = Section("Simple API")


@SECTION.add(
    "Start a Production and Upload a File",
    """
curl -X POST https://auphonic.com/api/simple/productions.json \\
    -H "Authorization: bearer {api_key}" \\
    -F "preset=ceigtvDv8jH6NaK52Z5eXH" \\
    -F "title=My First Production" \\
    -F "input_file=@/home/user/your_audio_or_video_file.mp3" \\
    -F "action=start"
""",
)
def upload_and_start(world: World, printed: str) -> str:
    now = world.started(data(printed))
    assert (now["preset"], now["metadata"]["title"]) == (world.preset, "My First Production")
    assert (now["input_file"], now["output_basename"]) == ("your_audio_or_video_file.mp3", "your_audio_or_video_file")
    assert world.api.ledger(now["uuid"])["uploads"] == 1
    return "made from the preset with title and file, and started"


@SECTION.add(
    "Upload Files with HTTP",
    """
curl -X POST https://auphonic.com/api/simple/productions.json \\
    -H "Authorization: bearer {api_key}" \\
    -F "preset=ceigtvDv8jH6NaK52Z5eXH" \\
    -F "title=My First HTTP Production" \\
    -F "input_file=https://your_server.com/somefile.mp3" \\
    -F "action=start"
""",
)
def from_address(world: World, printed: str) -> str:
    done = world.api.end(data(printed)["uuid"])
    assert (done["status"], done["input_file"]) == (3, f"{world.elsewhere}/somefile.mp3")
    assert done["output_files"][0]["filename"] == "somefile.mp3"
    return f"the file was fetched from another server, {done['length']:.1f} s were mastered"


@SECTION.add(
    "Upload Files with External Services",
    """
curl -X POST https://auphonic.com/api/simple/productions.json \\
    -H "Authorization: bearer {api_key}" \\
    -F "preset=ceigtvDv8jH6NaK52Z5eXH" \\
    -F "service=pmefeNCzkyT4TbRbDmoCDf" \\
    -F "input_file=my_dropbox_file.mp3" \\
    -F "title=My First Dropbox Production" \\
    -F "action=start"
""",
)
def from_service(world: World, printed: str) -> str:
    done = world.api.end(data(printed)["uuid"])
    assert (done["status"], done["service"]) == (3, world.service["uuid"])
    assert done["input_file"] == "my_dropbox_file.mp3"
    return "the file was fetched from the service and mastered"


@SECTION.add(
    "Detailed Audio Metadata",
    """
curl -X POST https://auphonic.com/api/simple/productions.json \\
    -H "Authorization: bearer {api_key}" \\
    -F "preset=ceigtvDv8jH6NaK52Z5eXH" \\
    -F "title=My First Production" \\
    -F "artist=The Artist" \\
    -F "album=Our Album" \\
    -F "track=1" \\
    -F "subtitle=Our subtitle" \\
    -F "append_chapters=true" \\
    -F "summary=Our very long summary." \\
    -F "genre=Podcast" \\
    -F "year=2012" \\
    -F "publisher=that's me" \\
    -F "url=https://auphonic.com" \\
    -F "license=Creative Commons Attribution 3.0 Austria" \\
    -F "license_url=http://creativecommons.org/licenses/by/3.0/at/" \\
    -F "tags=podcast, auphonic api, metadata" \\
    -F "image=@/home/user/your_image.jpg" \\
    -F "input_file=@/home/user/your_audio_or_video_file.mp3" \\
    -F "action=start"
""",
)
def detailed_metadata(world: World, printed: str) -> str:
    done = world.api.end(data(printed)["uuid"])
    metadata = done["metadata"]
    assert (metadata["track"], metadata["year"], metadata["publisher"]) == ("1", "2012", "that's me")
    assert (metadata["tags"], metadata["append_chapters"]) == (["podcast", "auphonic api", "metadata"], True)
    content = world.api.session.get(done["output_files"][0]["download_url"], timeout=10).content
    for text in ("The Artist", "Our Album", "that's me", "Creative Commons Attribution 3.0 Austria"):
        assert any(text.encode(coding) in content for coding in ("utf-8", "utf-16-le")), text
    assert world.api.session.get(done["image"], timeout=10).content[:3] == b"\xff\xd8\xff"
    return f"{len([value for value in metadata.values() if value])} fields kept, and in the tags of the MP3; cover kept"


@SECTION.add(
    "Adding Chapter Marks",
    """
curl -X POST https://auphonic.com/api/simple/productions.json \\
    -H "Authorization: bearer {api_key}" \\
    -F "preset=ceigtvDv8jH6NaK52Z5eXH" \\
    -F "title=Production with Chapters" \\
    -F "input_file=@/home/user/your_audio_or_video_file.mp3" \\
    -F "chapters=@/home/user/chapters.txt" \\
    -F "action=start"
""",
)
def chapter_marks(world: World, printed: str) -> str:
    now = world.started(data(printed))
    marks = [(mark["start"], mark["title"], mark["url"]) for mark in data(printed)["chapters"]]
    assert marks == [
        ("00:00:00.000", "Intro1", "http://url1.com"),
        ("00:00:10.000", "Baby prepares to rock", ""),
        ("00:00:30.000", "Baby rocks the house", ""),
        ("00:01:00.000", "One Minute", ""),
        ("00:01:30.000", "End", "http://url2.at/ha"),
    ], now["chapters"]
    return "five chapters with their links read from the text file"


@SECTION.add(
    "Audio Algorithms",
    """
curl -X POST https://auphonic.com/api/simple/productions.json \\
    -H "Authorization: bearer {api_key}" \\
    -F "preset=ceigtvDv8jH6NaK52Z5eXH" \\
    -F "title=Production with Detailed Algorithms" \\
    -F "input_file=@/home/user/your_audio_or_video_file.mp3" \\
    -F "filtering=true" \\
    -F "leveler=false" \\
    -F "normloudness=true" \\
    -F "loudnesstarget=-24" \\
    -F "maxpeak=-2" \\
    -F "denoise=false" \\
    -F "denoiseamount=100" \\
    -F "silence_cutter=true" \\
    -F "filler_cutter=true" \\
    -F "cough_cutter=true" \\
    -F "action=start"
""",
)
def algorithms(world: World, printed: str) -> str:
    done = world.api.end(data(printed)["uuid"])
    wanted = {
        **{"filtering": True, "leveler": False, "normloudness": True, "loudnesstarget": -24, "maxpeak": -2.0},
        **{"denoise": False, "denoiseamount": 100, "silence_cutter": True, "filler_cutter": True, "cough_cutter": True},
    }
    assert {key: done["algorithms"][key] for key in wanted} == wanted
    assert (done["status"], done["algorithms"]["cutter"]) == (3, True), done["error_message"]
    loudness = done["statistics"]["levels"]["output"]["loudness"][0]
    assert abs(loudness + 24) < 0.6, loudness
    return f"ten parameters kept; measured {loudness} LUFS for a target of -24"
