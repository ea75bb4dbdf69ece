"""Many segments change at once."""

from script import changes
from script.changes import Anchors
from script.segments import Segment

ONE = Segment(1.0, 2.0, "Voice 1", "The harbor, the Harbor.", ((1.0, 0.9), (1.2, 0.2), (1.4, 0.9), (1.6, 0.9)))
TWO = Segment(10.0, 12.0, "Voice 2", "Harborside")
SAID = [ONE, TWO]


def times(segments: list[Segment]) -> list[tuple[float, float]]:
    return [(each.start, each.end) for each in segments]


def test_all_or_what_comes_later_is_moved() -> None:
    moved = changes.shift(SAID, 2.5)
    assert times(moved) == [(3.5, 4.5), (12.5, 14.5)]
    assert moved[0].words[1] == (3.7, 0.2)
    assert times(changes.shift(SAID, -0.5, since=10.0)) == [(1.0, 2.0), (9.5, 11.5)]
    assert times(changes.shift(SAID, -5)) == [(0.0, 0.0), (5.0, 7.0)]


def test_two_anchors_stretch_what_drifted() -> None:
    # four seconds an hour, as from a wrong frame rate
    anchors = Anchors(0.0, 0.0, 3600.0, 3604.0)
    assert times(changes.stretch([Segment(1800.0, 1801.0, "", "half")], anchors)) == [(1802.0, 1803.001)]
    assert Anchors(10.0, 5.0, 20.0, 4.0).rate < 0


def test_what_is_not_heard_any_more_goes() -> None:
    def cut(seconds: float) -> float | None:  # the first 1.5 seconds are gone
        return None if seconds < 1.5 else seconds - 1.5

    carried = changes.carry([*SAID, Segment(0.0, 1.0, "", "gone")], cut)
    assert times(carried) == [(0.0, 0.5), (8.5, 10.5)]
    assert [start for start, _ in carried[0].words] == [None, None, None, 0.10000000000000009]


def test_speakers_are_named_and_words_replaced_with_a_count() -> None:
    named, count = changes.rename(SAID, "Voice 1", "Ana")
    assert ([each.speaker for each in named], count) == (["Ana", "Voice 2"], 1)
    found, count = changes.substitute(SAID, changes.pattern("harbor", False, True), r"\1 harbour")
    assert ([each.text for each in found], count) == ([r"The \1 harbour, the \1 harbour.", "Harborside"], 2)
    found, count = changes.substitute(SAID, changes.pattern("Harbor", True, False), "Haven")
    assert ([each.text for each in found], count) == (["The harbor, the Haven.", "Havenside"], 2)
    assert found[0].doubts == 1
    assert changes.substitute(SAID, changes.pattern("(", False, False), "x") == (SAID, 0)
