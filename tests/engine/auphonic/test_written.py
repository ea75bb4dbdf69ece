"""Text output files, read back by other readers than ours where there are any."""

import csv
import io
import json
import re
from fractions import Fraction
from itertools import pairwise
from xml.etree import ElementTree

import pytest
import yaml

from engine.auphonic.written import cutlists, descriptions, finalcut
from engine.auphonic.written.cutlists import Edit
from engine.auphonic.written.notation import written

CUTS = [
    {"type": "silence", "start": 1.5, "stop": 3.0, "start_output": 1.5},
    {"type": "filler", "start": 61.25, "stop": 62.0, "start_output": 59.75},
]
KEPT = [(0.0, 1.5), (3.0, 61.25), (62.0, 3700.0)]
EDIT = Edit('my "show".wav', "Grüße & more", CUTS, KEPT, 3700.0, channels=2, framerate=Fraction(25))

ODD = {
    "title": 'Grüße: "quoted" # \\ \n second line',
    "yes": True,
    "levels": {"loudness": [-16.0, "LUFS"], "nothing": None, "empty": [], "none": {}, "small": 4e-06},
    "rows": [{"start": 1.5, "label": "- speech"}, {"nested": [[1, 2], [3]]}],
    "00:00:01": "a key that is no word",
}


def test_yaml_says_what_was_meant() -> None:
    assert yaml.safe_load(written(ODD, "yaml", "root")) == ODD
    assert yaml.safe_load(written([], "yaml", "root")) == []


def test_xml_says_what_was_meant() -> None:
    root = ElementTree.fromstring(written(ODD, "xml", "statistics"))
    assert root.tag == "statistics"
    assert (root.findtext("title"), root.findtext("yes")) == (ODD["title"], "true")
    assert [item.text for item in root.findall("levels/loudness/item")] == ["-16.0", "LUFS"]
    assert root.findtext("rows/item/label") == "- speech"
    entry = root.find("entry")
    assert entry is not None
    assert (entry.get("key"), entry.text) == ("00:00:01", "a key that is no word")
    assert ElementTree.fromstring(written({"text": "bell \x07"}, "xml", "a")).findtext("text") == "bell "


def test_text_has_a_line_for_each_value() -> None:
    assert written({"a": {"b": [1.5, "dB"]}, "c": [{"d": 2}]}, "txt", "") == "a.b: 1.5 dB\nc.1.d: 2\n"


def test_audacity_labels_are_tab_separated() -> None:
    assert cutlists.audacity(EDIT) == "1.500000\t3.000000\tsilence\n61.250000\t62.000000\tfiller\n"


def test_audition_takes_tabs_and_minutes() -> None:
    rows = list(csv.DictReader(io.StringIO(cutlists.audition(EDIT)), delimiter="\t"))
    assert [(row["Name"], row["Start"], row["Duration"], row["Time Format"], row["Type"]) for row in rows] == [
        ("silence", "0:01.500", "0:01.500", "decimal", "Cue"),
        ("filler", "1:01.250", "0:00.750", "decimal", "Cue"),
    ]


def test_reaper_regions_are_a_table() -> None:
    rows = list(csv.DictReader(io.StringIO(cutlists.reaper(EDIT))))
    assert [tuple(row.values()) for row in rows] == [
        ("R1", "silence", "00:00:01.500", "00:00:03.000", "00:00:01.500"),
        ("R2", "filler", "00:01:01.250", "00:01:02.000", "00:00:00.750"),
    ]


def test_samplitude_places_what_is_kept_side_by_side() -> None:
    text = cutlists.samplitude(EDIT)
    assert text.startswith("Samplitude EDL File Format Version 1.5\n")
    assert "   1 \"my 'show'.wav\"\n" in text
    rows = [line.split() for line in text.splitlines() if re.match(r"\s+1\s+1\s", line)]
    places = [[int(word) for word in row[2:6]] for row in rows]  # of the edit, then of the recording
    assert places == [
        [0, 72_000, 0, 72_000],
        [72_000, 2_868_000, 144_000, 2_940_000],
        [2_868_000, 177_492_000, 2_976_000, 177_600_000],
    ]


def test_davinci_counts_pictures() -> None:
    events = re.findall(r"^(\d{3})  AX +AA +C +(.+)$", cutlists.davinci(EDIT), flags=re.MULTILINE)
    assert events == [
        ("001", "00:00:00:00 00:00:01:13 00:00:00:00 00:00:01:13"),
        ("002", "00:00:03:00 00:01:01:06 00:00:01:13 00:00:59:19"),
        ("003", "00:01:02:00 01:01:40:00 00:00:59:19 01:01:37:19"),
    ]
    assert "  B     C " in cutlists.davinci(Edit("a.mp4", "t", CUTS, KEPT, 70.0, has_video=True))


def test_final_cut_legacy_has_a_clip_for_each_channel_and_picture() -> None:
    edit = Edit("film.mp4", "Film", CUTS, KEPT, 3700.0, framerate=Fraction(30000, 1001), has_video=True)
    root = ElementTree.fromstring(finalcut.legacy(edit))
    assert [len(root.findall(f"sequence/media/{kind}/track")) for kind in ("video", "audio")] == [1, 2]
    assert (root.findtext("sequence/rate/timebase"), root.findtext("sequence/rate/ntsc")) == ("30", "TRUE")
    clips = root.findall("sequence/media/video/track/clipitem")
    assert [[int(clip.findtext(name, "")) for name in ("in", "out", "start", "end")] for clip in clips] == [
        [0, 45, 0, 45],
        [90, 1836, 45, 1791],
        [1858, 110889, 1791, 110822],
    ]
    assert len(root.findall(".//pathurl")) == 1


def test_final_cut_x_has_a_spine_without_gaps() -> None:
    root = ElementTree.fromstring(finalcut.modern(EDIT))
    clips = [clip.attrib for clip in root.iter("asset-clip")]
    times = [[Fraction(clip[name].rstrip("s")) for name in ("offset", "start", "duration")] for clip in clips]
    assert times[0] == [0, 0, Fraction(38, 25)]
    for (offset, _, length), (following, _, _) in pairwise(times):
        assert offset + length == following
    assert abs(float(times[1][1]) - 3.0) < 0.02
    assert root.find("resources/asset").get("hasVideo") is None  # type: ignore[union-attr]


def test_every_cut_list_of_the_format_table_can_be_written() -> None:
    from engine.auphonic.outputs import FORMATS

    assert set(descriptions.CUT_LISTS) == set(FORMATS["cut-list"].endings)
    nothing = Edit("a.wav", "t", [], [(0.0, 2.0)], 2.0)
    assert all(write(nothing) is not None for write in descriptions.CUT_LISTS.values())


MARKS = [
    {"start_sec": 0.0, "start_output_sec": 1.25, "title": "Eins & <zwei>", "url": "https://example.com/?a=1&b=2"},
    {"start_sec": 3600.5, "start_output_sec": 3599.0, "title": "Drei", "url": ""},
]


@pytest.mark.parametrize("ending", ["psc", "xml"])
def test_podlove_chapters_as_xml(ending: str) -> None:
    root = ElementTree.fromstring(descriptions.text("psc", ending, {}, {"chapters": MARKS}))
    assert root.tag == "{http://podlove.org/simple-chapters}chapters"
    assert [dict(mark.attrib) for mark in root] == [
        {"start": "00:00:01.250", "title": "Eins & <zwei>", "href": "https://example.com/?a=1&b=2"},
        {"start": "00:59:59.000", "title": "Drei"},
    ]


def test_the_other_forms_of_chapters() -> None:
    used = {"chapters": MARKS}
    rows = json.loads(descriptions.text("psc", "psc.json", {}, used))
    assert rows[0] == {"start": "00:00:01.250", "title": "Eins & <zwei>", "href": "https://example.com/?a=1&b=2"}
    told = json.loads(descriptions.text("pod2chaps", "chapters.json", {}, used))
    assert (told["version"], told["chapters"][1]) == ("1.2.0", {"startTime": 3599.0, "title": "Drei"})
    assert descriptions.text("chaps", "chapters.txt", {}, used).splitlines() == [
        "00:00:01.250 Eins & <zwei> <https://example.com/?a=1&b=2>",
        "00:59:59.000 Drei",
    ]
