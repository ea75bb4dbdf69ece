"""The map of times: by hand, against the engine's own timeline, and against what can be heard in a result."""

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from compare.timemap import TimeMap, between
from engine.sound.cuts import Cut, merged
from engine.sound.joining.joined import Joined
from engine.sound.joining.layout import layout
from engine.sound.pcm import RATE, RawFile
from engine.sound.placing import Piece
from engine.sound.timeline import Timeline
from productions import pipeline
from productions.auphonic import accounts, timelines
from productions.models import Episode, Production, Recording
from productions.states import State
from tests import make
from tests.compare import sounds
from tests.engine_process import EngineProcess
from tests.productions.test_pipeline import work

CUTS = [{"start": 100.0, "stop": 130.2, "type": "silence"}, {"start": 400.0, "stop": 430.0, "type": "filler"}]
INTRO = {"type": "intro", "length": 10.5, "at": 0.0, "overlap": 2.0}


def made(cuts: list[dict[str, Any]] = CUTS, pieces: list[dict[str, Any]] | None = None, **more: Any) -> Production:
    """A production of a recording of 1000 s, nowhere kept."""
    told = {"length": 1000.0, "is_shortened": True, "cuts": cuts, "pieces": [INTRO] if pieces is None else pieces}
    recording = more.pop("recording", None) or Recording(duration=1000.0, sha256="a" * 64)
    return Production(recording=recording, timeline=more.pop("timeline", told), **more)


def pair(start: float, output: float | None) -> dict[str, Any]:
    return {"start": start, "start_output": output, "title": "A chapter"}


def test_a_moment_goes_over_and_comes_back() -> None:
    made_of = TimeMap.of(made())
    assert made_of.to_output(600.0) == pytest.approx(548.3)  # 8.5 s of intro, 60.2 s of cuts
    assert made_of.to_source(548.3) == pytest.approx(600.0)
    assert made_of.to_output(0.0) == pytest.approx(8.5)
    assert made_of.to_output(1000.0) == pytest.approx(948.3)
    assert made_of.to_output(99.999) == pytest.approx(108.499)
    assert made_of.to_output(130.2) == pytest.approx(108.5)
    assert made_of.to_source(108.5) == pytest.approx(130.2)
    assert [cut.type for cut in made_of.cuts] == ["silence", "filler"]
    assert made_of.seconds_cut == pytest.approx(60.2)
    assert made_of.is_exact


def test_what_was_cut_or_is_joined_is_nowhere() -> None:
    made_of = TimeMap.of(made(pieces=[INTRO, {"type": "outro", "length": 5.0, "at": 0.0, "overlap": 1.0}]))
    assert [made_of.to_output(at) for at in (100.0, 115.0, 130.1, 429.9, 1000.1, -1.0)] == [None] * 6
    assert [made_of.to_source(at) for at in (0.0, 8.4, 948.4, 951.0, -1.0)] == [None] * 5
    assert made_of.nearest_output(115.0) == pytest.approx(108.5)


def test_an_insert_stands_between_two_halves() -> None:
    made_of = TimeMap.of(made([], [{"type": "insert", "length": 30.0, "at": 500.0, "overlap": 0.5}]))
    assert (made_of.to_output(499.0), made_of.to_output(500.0)) == pytest.approx((499.0, 529.0))
    assert (made_of.to_source(510.0), made_of.to_source(529.0)) == (None, pytest.approx(500.0))


@pytest.mark.parametrize("mode", ["set_cuts_to_silence", "export_uncut_audio"])
def test_cuts_that_take_no_time_away_move_nothing(mode: str) -> None:
    told = timelines.read({"length": 1000, "cuts": CUTS, "algorithms": {"cut_mode": mode}})
    made_of = TimeMap.of(made(timeline=told))
    assert (made_of.to_output(600.0), made_of.cuts) == (600.0, ())


def test_cuts_are_read_in_every_form_there_may_be() -> None:
    rows = [
        [700, 710.5], {"start": "00:01:40.000", "end": "00:02:10.200", "type": "silence"}, "?", {"start": 5}, [3, 2],
        {"start": "00:06:40", "start_sec": 400.0, "stop_sec": 430.0}, {"start": 1, "stop": 2, "active": False},
    ]  # fmt: skip
    read = timelines.read({"cuts": rows, "multi_input_files": [{"type": "multitrack"}, {"type": "intro"}]})
    assert [(cut["start"], cut["stop"], cut["type"]) for cut in read["cuts"]] == [
        (100.0, 130.2, "silence"), (400.0, 430.0, "cut"), (700.0, 710.5, "cut"),
    ]  # fmt: skip
    assert read["pieces"] == [{"type": "intro", "length": 0.0, "at": 0.0, "overlap": 0.0}]
    assert timelines.read({"cuts": "none", "multi_input_files": None})["cuts"] == []


def test_chapters_stand_in_where_no_cuts_are_told_or_they_say_otherwise() -> None:
    chapters = [pair(0.0, 8.5), pair(600.0, 548.3), pair(900.0, 848.3)]
    assert TimeMap.of(made(chapters=chapters)).is_exact
    for told in ({}, {"length": 1000.0, "is_shortened": True, "cuts": [], "pieces": []}):
        made_of = TimeMap.of(made(timeline=told, chapters=chapters))
        assert not made_of.is_exact
        assert [made_of.to_output(at) for at in (0.0, 600.0, 700.0, 950.0)] == pytest.approx([8.5, 548.3, 648.3, 898.3])
        assert (made_of.to_output(599.0), made_of.to_source(548.3)) == (None, pytest.approx(600.0))
    unknown = TimeMap.of(made(timeline={}, chapters=[pair(3.0, None)]))
    assert (unknown.to_output(600.0), unknown.is_exact) == (600.0, False)


def test_a_moment_of_one_production_is_found_in_the_next() -> None:
    one = Recording(duration=1000.0, sha256="a" * 64)
    first, second = made(recording=one), made([{"start": 0.0, "stop": 20.0, "type": "cut"}], [], recording=one)
    carry = between(first, second)
    assert carry is not None
    assert carry(548.3) == pytest.approx(580.0)
    assert (carry(3.0), carry(20.0)) == (None, None)  # the intro; what the second one cut
    back = between(second, first)
    assert back is not None
    assert back(580.0) == pytest.approx(548.3)
    assert between(first, made(recording=Recording(duration=1000.0, sha256="b" * 64))) is None
    assert between(first, made(recording=Recording(duration=1000.0, sha256="a" * 64))) is not None


spans = st.tuples(st.integers(0, 120), st.integers(1, 30)).map(lambda span: (span[0] / 4, (span[0] + span[1]) / 4))
joined = st.tuples(
    st.sampled_from(["intro", "insert", "outro"]), st.integers(1, 20), st.integers(0, 30), st.integers(0, 9)
)


@settings(max_examples=150, deadline=None)
@given(cuts=st.lists(spans, max_size=5), pieces=st.lists(joined, max_size=4))
def test_it_is_the_timeline_the_engine_makes(
    tmp_path_factory: pytest.TempPathFactory, cuts: list[tuple[float, float]], pieces: list[tuple[str, int, int, int]]
) -> None:
    silence = tmp_path_factory.getbasetemp() / "silence.raw"
    with silence.open("wb") as file:
        file.truncate(30 * RATE * 4)  # half a minute, one channel
    taken = merged([Cut("manual", round(start * RATE), round(stop * RATE)) for start, stop in cuts], 30 * RATE)
    whole = [Piece(kind, "", at=at, overlap=overlap / 2) for kind, _, at, overlap in pieces]  # type: ignore[arg-type]
    lengths = [length * RATE // 2 for _, length, _, _ in pieces]
    recording = Timeline(RawFile(silence, 1), taken)
    positions = [round(recording.output_time(piece.at) * RATE) for piece in whole]
    theirs = Joined(recording, layout(whole, lengths, positions, len(recording)), []).kept_seconds()

    told = [{"start": cut.start / RATE, "stop": cut.stop / RATE, "type": cut.type} for cut in taken]
    beside = [
        {"type": piece.type, "length": length / RATE, "at": piece.at, "overlap": piece.overlap}
        for piece, length in zip(whole, lengths, strict=True)
    ]
    timeline = {"length": 30.0, "is_shortened": True, "cuts": told, "pieces": beside}
    ours = TimeMap.of(made(timeline=timeline)).stretches
    assert [(each.first, each.last, each.heard) for each in ours] == [pytest.approx(row, abs=1e-4) for row in theirs]


@pytest.mark.django_db(transaction=True)
def test_it_is_what_can_be_heard(engine: EngineProcess, tmp_path: Path) -> None:
    """Through the API: bursts of a recording are found in the result within 20 ms of where the map puts them."""
    person = make.make_user()
    account = make.make_account(person)
    episode: Episode = make.make_episode(make.make_show(make.make_team(person), approval="one"))
    places = [1.0, 3.0, 5.0, 7.0]
    recording = make.make_recording(episode, sounds.bursts(tmp_path / "talk.wav", 8, places), duration=8.0)
    client = accounts.client_for(account)
    off = dict.fromkeys(("leveler", "filtering", "normloudness", "denoise"), False)
    pieces = [{"type": "intro", "id": "jingle", "offset": 0.25}]
    cuts = [{"start": 1.5, "end": 2.73}, {"start": 4.9, "end": 5.3}]
    body = {"algorithms": off, "cuts": cuts, "multi_input_files": pieces, "output_files": [{"format": "flac"}]}
    uuid = client.create(body).uuid
    intro = sounds.bursts(tmp_path / "intro.wav", 1.5, [0.2])
    for part, path in (("input_file", tmp_path / "talk.wav"), ("jingle", intro)):
        with path.open("rb") as file:
            client.upload(uuid, path.name, file, path.stat().st_size, part=part)
    client.start(uuid)
    engine.wait_idle()
    production = pipeline.adopt(episode, recording, account, uuid, actor=person)
    assert production is not None
    production = work(production, until=State.DELIVERING)

    made_of = TimeMap.of(production)
    assert made_of.is_exact
    expected = [made_of.to_output(at) for at in places]
    assert expected == [pytest.approx(2.25), pytest.approx(3.02), None, pytest.approx(6.62)]
    [output] = production.output_files.all()
    heard = sounds.onsets(Path(output.file.path))
    assert heard == pytest.approx([0.2, *(at for at in expected if at is not None)], abs=0.02)
