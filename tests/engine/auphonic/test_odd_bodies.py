"""Whatever JSON comes, the answer is a sentence and never a broken server."""

import itertools
import json

import pytest

from tests.engine.auphonic.caller import Caller

ODD = [
    None,
    True,
    -1,
    1e999,
    "",
    "x" * 5000,
    "\x00",
    [],
    {},
    [[]],
    [None],
    {"a": []},
    [{"format": []}],
    [{"start": {}}],
]
KEYS = [
    "preset",
    "input_file",
    "output_basename",
    "image",
    "metadata",
    "chapters",
    "output_files",
    "outgoing_services",
    "algorithms",
    "speech_recognition",
    "cut_start",
    "cuts",
    "webhook",
    "reset_data",
    "review_before_publishing",
]


@pytest.mark.parametrize("key", KEYS)
def test_odd_values(api: Caller, key: str) -> None:
    uuid = api.create()["uuid"]
    for value in ODD:
        answer = api.raw("POST", f"production/{uuid}.json", data=json.dumps({key: value}))
        assert answer.status_code in (200, 400), (value, answer.text)
        assert (answer.status_code == 200) == (answer.json()["error_message"] == "")
    strict(api.raw("GET", f"production/{uuid}.json").text)


@pytest.mark.parametrize("part", ["metadata", "algorithms", "chapters", "output_files"])
def test_odd_values_inside(api: Caller, part: str) -> None:
    keys = {
        "metadata": ["title", "tags", "location", "append_chapters"],
        "algorithms": ["loudnesstarget", "denoise", "levelermode", "fadetime", "debreath", "compressor_m"],
        "chapters": ["start", "title", "url", "image"],
        "output_files": ["format", "bitrate", "ending", "suffix", "filename", "mono_mixdown"],
    }[part]
    uuid = api.create()["uuid"]
    for key, value in itertools.product(keys, ODD):
        inner: dict[str, object] = {"format": "mp3", key: value} if part == "output_files" else {key: value}
        body = [inner] if part in ("chapters", "output_files") else inner
        answer = api.raw("POST", f"production/{uuid}/{part}.json", data=json.dumps(body))
        assert answer.status_code in (200, 400), (body, answer.text)
    strict(api.raw("GET", f"production/{uuid}.json").text)


def strict(text: str) -> None:
    """Valid JSON: without NaN and Infinity."""

    def refuse(constant: str) -> None:
        raise AssertionError(constant)

    json.loads(text, parse_constant=refuse)
