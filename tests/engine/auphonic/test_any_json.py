"""Whatever JSON comes, to whatever address: an answer in the envelope, a refusal where it makes no sense, never a 5xx.

Hypothesis makes the bodies: foreign JSON of every type, and bodies of known keys with foreign values at some depth. The
cases are the same in each run; `HYPOTHESIS_PROFILE=search` looks for new ones. Nothing here starts a production.
"""

import http.client
import itertools
import json
import os
from collections.abc import Callable
from typing import Any
from urllib.parse import quote, urlencode

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.engine_process import EngineProcess

IS_SEARCH = os.environ.get("HYPOTHESIS_PROFILE") == "search"
QUIET = [HealthCheck.function_scoped_fixture, HealthCheck.too_slow, HealthCheck.data_too_large]
MOST_KEYS = 4  # of one object: few at a time are quick, and show which one it was
FRESH_EVERY = 25  # cases on one production: lists are appended to, and long ones are slow
EACH = 5  # cases in one of Hypothesis' examples: what it does around each of these costs as much as a few calls


def cases(number: int) -> Callable[..., Any]:
    """So many cases, EACH at a time."""
    examples = number // EACH
    more = {"max_examples": examples * 20} if IS_SEARCH else {"max_examples": examples, "derandomize": True}
    return settings(deadline=None, database=None, suppress_health_check=QUIET, **more)  # type: ignore[arg-type]


ODD = [None, True, False, 0, -1, 2**70, -(2**70), 1e308, -0.5, "", " ", "\x00", "\r\n", "x" * 3000, "true", "1", "-1"]
ODD += [
    "NaN",
    "1e999",
    "\ud800",
    "💥\u202e",
    "../../etc/passwd",
    "{title}",
    "{a" * 50,
    "00:00:01",
    "99:99:99",
    [],
    {},
    [[]],
    [{}],
]
scalars = st.sampled_from(ODD) | st.integers() | st.floats(allow_nan=True) | st.text(max_size=20)
junk = st.recursive(
    scalars, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3)
)


def of(*keys: str, **known: Any) -> Any:
    """Objects that have a few of these keys: with a foreign value, or with one that is `known` to fit."""
    fields = {key: junk for key in keys} | {key: junk | fits for key, fits in known.items()}
    some = st.lists(st.sampled_from(list(fields)), min_size=1, max_size=MOST_KEYS, unique=True)
    return some.flatmap(lambda chosen: st.fixed_dictionaries({key: fields[key] for key in chosen}))


def several(cases: Any) -> Any:
    """EACH of them."""
    return st.lists(cases, min_size=EACH, max_size=EACH)


def lists(entry: Any) -> Any:
    return junk | st.lists(entry, max_size=3)


booleans = st.booleans() | st.sampled_from(["true", "false", "on", 0, 1])
numbers = st.integers(-40, 200) | st.sampled_from(["-16", "0.5", 1.5, "auto"])
ALGORITHMS = of(
    *[
        "filtermethod",
        "denoisemethod",
        "levelermode",
        "compressor",
        "msclassifier",
        "loudnessmethod",
        "cut_mode",
        "pan",
    ],
    *["debreath", "segments", "backforeground", "export_uncut_audio", "hipfilter", "compressor_m", "unknown"],
    **{key: booleans for key in ("filtering", "denoise", "leveler", "gate", "crossgate", "cutter", "silence_cutter")},
    **{key: numbers for key in ("loudnesstarget", "maxpeak", "denoiseamount", "fadetime", "levelerstrength", "gain")},
)
METADATA = of(
    *["title", "track", "year", "summary", "append_chapters", "unknown"],
    tags=st.lists(scalars, max_size=3),
    location=of("latitude", "longitude"),
)
CHAPTER = of("title", "url", "image", start=st.sampled_from(["00:00:01", "00:01:00.500", 3, "1:2"]))
FORMATS = ["mp3", "aac", "opus", "flac", "wav", "chaps", "stats", "cut-list", "video", "tracks", "subtitle", "image"]
OUTPUT = of(
    *["ending", "suffix", "filename", "mono_mixdown", "split_on_chapters", "outgoing_services"],
    format=st.sampled_from(FORMATS),
    bitrate=st.sampled_from(["96", 64, 128.0, "0", ""]),
)
TRACK = of(
    *["input_file", "service", "offset"],
    type=st.sampled_from(["multitrack", "intro", "outro", "insert"]),
    id=st.sampled_from(["Anna", "music track", "a/b"]),
    algorithms=ALGORITHMS,
)
SPEECH = of(
    "uuid", language=st.sampled_from(["en", "auto"]), keywords=st.lists(scalars, max_size=2), shownotes=booleans
)
CUT = of("start", "end", "stop", "type", "is_active")
PARTS = {
    "metadata": METADATA,
    "algorithms": ALGORITHMS,
    "chapters": lists(CHAPTER),
    "output_files": lists(OUTPUT),
    "outgoing_services": lists(of("uuid")),
    "multi_input_files": lists(TRACK),
    "speech_recognition": SPEECH,
}
FLAGS = {key: booleans for key in ("reset_data", "reset_cover_image", "is_multitrack", "review_before_publishing")}
BODY = of(
    *["preset", "preset_cover_image", "input_file", "service", "image", "output_basename", "webhook", "unknown"],
    preset_name=st.text(max_size=10),
    cut_start=numbers,
    cut_end=numbers,
    cuts=st.lists(CUT, max_size=2),
    action=st.just("save"),
    **PARTS,
    **FLAGS,
)
BODIES = BODY | junk


class Line:
    """One connection that is kept, with the owner's key."""

    def __init__(self, engine: EngineProcess) -> None:
        self.connection = http.client.HTTPConnection("127.0.0.1", engine.port, timeout=30)
        self.headers = {"Authorization": f"Bearer {engine.api_key}", "Content-Type": "application/json"}
        self.counter = itertools.count()
        self.uuids: dict[str, str] = {}

    def send(self, method: str, path: str, body: Any = None, **headers: str) -> tuple[int, Any]:
        """Status and parsed answer, which must be JSON without NaN and Infinity."""
        content = body if isinstance(body, bytes) else json.dumps(body).encode() if body is not None else b""
        self.connection.request(method, f"/api/{path}", content, {**self.headers, **headers})
        answer = self.connection.getresponse()
        return answer.status, json.loads(answer.read(), parse_constant=self.refuse)

    @staticmethod
    def refuse(constant: str) -> None:
        raise AssertionError(f"{constant} is no JSON")

    def check(self, method: str, path: str, body: Any = None, **headers: str) -> Any:
        """Send it; the answer must be framed, and a refusal must carry a sentence."""
        status, answer = self.send(method, path, body, **headers)
        assert status in (200, 400, 403, 404), (status, answer)
        if path.endswith("webhook.json") and status == 200:
            return answer["webhook"]
        assert set(answer) >= {"status_code", "error_code", "error_message", "form_errors", "data"}
        assert answer["status_code"] == status
        assert bool(answer["error_message"]) == (status != 200)
        return answer["data"]

    def fresh(self, kind: str = "production") -> str:
        """The uuid of a production or preset that has not seen many cases."""
        if kind not in self.uuids or next(self.counter) % FRESH_EVERY == 0:
            made = {"production": ("productions.json", {}), "preset": ("presets.json", {"preset_name": "Any"})}[kind]
            self.uuids[kind] = self.send("POST", *made)[1]["data"]["uuid"]
        return self.uuids[kind]


@pytest.fixture(scope="module")
def line(running_engine: EngineProcess) -> Line:
    return Line(running_engine)


def has_start(body: Any) -> bool:
    """Nothing shall be started here, not even by chance."""
    return isinstance(body, dict) and body.get("action") == "start"


def tame(body: Any) -> Any:
    """Without what would have the engine fetch from an address."""
    is_address = isinstance(body, dict) and str(body.get("image")).startswith("http")
    return {**body, "image": None} if is_address else body


@given(bodies=several(BODIES))
@cases(440)
def test_create(line: Line, bodies: list[Any]) -> None:
    for body in bodies:
        if not has_start(body):
            line.check("POST", "productions.json", tame(body))


@given(bodies=several(BODIES))
@cases(440)
def test_update(line: Line, bodies: list[Any]) -> None:
    for body in bodies:
        uuid = line.fresh()
        if not has_start(body):
            line.check("POST", f"production/{uuid}.json", tame(body))
    assert line.check("GET", f"production/{uuid}.json")["uuid"] == uuid


@pytest.mark.parametrize("name", PARTS)
@given(data=st.data())
@cases(60)
def test_parts(line: Line, name: str, data: st.DataObject) -> None:
    kind, is_cleared = data.draw(st.sampled_from(["production", "preset"])), data.draw(st.booleans())
    for value in data.draw(several(PARTS[name] | junk)):
        path = f"{kind}/{line.fresh(kind)}/{name}.json"
        line.check("POST", path, value)
        if is_cleared:
            line.check("DELETE", path, value)
    line.check("GET", path)


@given(bodies=several(BODIES))
@cases(200)
def test_presets(line: Line, bodies: list[Any]) -> None:
    for body in bodies:
        made = line.check("POST", "presets.json", tame(body))
        if made:
            line.check("POST", f"preset/{made['uuid']}.json", tame(body))
            assert line.check("DELETE", f"preset/{made['uuid']}.json") == {"type": "success"}


@given(
    tracks=several(st.tuples(st.sampled_from(["Anna", "music track", "a/b"]) | st.text(min_size=1), TRACK | junk)),
)
@cases(160)
def test_single_tracks(line: Line, tracks: list[tuple[str, Any]]) -> None:
    for track, body in tracks:
        uuid = line.fresh()
        line.send("POST", f"production/{uuid}/multi_input_files.json", [{"type": "multitrack", "id": track}])
        address = f"production/{uuid}/multi_input_files/{quote(track, safe='')}.json"
        line.check("POST", address, body)
        line.check("DELETE", address)


@given(bodies=several(of("webhook", "display_name", "webhook_url", "custom_data") | junk))
@cases(120)
def test_webhooks_and_services(line: Line, bodies: list[Any]) -> None:
    for body in bodies:
        for method in ("POST", "DELETE"):
            line.check(method, f"production/{line.fresh()}/webhook.json", body)
        line.check("POST", "service/connect.json", body)


@given(
    bodies=several(
        st.binary(max_size=60)
        | st.sampled_from([b"{", b"\xff\xfe", b'{"a": NaN}', b"[1e999]", b"\xef\xbb\xbf{}", b"[" * 99999, b"9" * 9999])
    )
)
@cases(120)
def test_what_is_no_json(line: Line, bodies: list[bytes]) -> None:
    for body in bodies:
        for path in ("productions.json", "presets.json", f"production/{line.fresh()}/chapters.json"):
            line.check("POST", path, body)
        line.check("POST", "simple/productions.json", body, **{"Content-Type": "multipart/form-data; boundary=b"})


QUERY = of("limit", "offset", "uuids_only", "minimal_data", "preset_type", "title", "status")


@given(asked=several(st.tuples(QUERY, st.text())))
@cases(100)
def test_queries_and_ids(line: Line, asked: list[tuple[dict[str, Any], str]]) -> None:
    for query, uuid in asked:
        words = urlencode({key: str(value) for key, value in query.items()}, errors="replace")
        for name in ("productions", "presets"):
            line.check("GET", f"{name}.json?{words}")
        for path in ("production/{}.json", "preset/{}/metadata.json", "service/{}/ls.json", "info/{}.json"):
            line.check("GET", path.format(quote(uuid, safe="") or "x"))


FIELDS = st.sampled_from(["title", "preset", "leveler", "chapters", "tags", "image", "webhook"])


@given(forms=several(st.dictionaries(FIELDS, st.text(max_size=30))))
@cases(120)
def test_forms(line: Line, forms: list[dict[str, str]]) -> None:
    for fields in forms:
        parts = "".join(
            f'--b\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{fields[name]}\r\n' for name in fields
        )
        body = f"{parts}--b--\r\n".encode(errors="replace")
        line.check("POST", "simple/productions.json", body, **{"Content-Type": "multipart/form-data; boundary=b"})
