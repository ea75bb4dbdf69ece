"""The comparison: its line of time, its figures and places, its page, and what it costs."""

from pathlib import Path
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone

from compare import marks
from compare.axis import Axis
from compare.comparison import Comparison
from compare.marks import Mark
from compare.models import Waveform
from compare.sides import Side
from compare.timemap import Stretch
from productions.models import Production, Recording
from productions.states import State
from teams.models import User
from tests import make
from tests.compare import worlds
from tests.pages import cost, signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    return worlds.sounds(tmp_path_factory.mktemp("compare"))


def side(key: str, *stretches: tuple[float, float, float], length: float, is_placed: bool = True) -> Side:
    production = None if key == "source" else Production()
    return Side(key, key, Recording(), production, None, tuple(Stretch(*each) for each in stretches), length, is_placed)


def rows(axis: Axis, of: Side) -> list[tuple[float, float, float]]:
    return [(round(row.first, 3), round(row.last, 3), round(row.at, 3)) for row in axis.rows(of)]


def test_the_axis_makes_room_for_what_a_side_plays_of_its_own() -> None:
    source = side("source", (0, 100, 0), length=100)
    # ten seconds of intro, 20 to 30 cut, an insert of five at 50, an outro of eight
    first = side("processed", (0, 20, 10), (30, 50, 30), (50, 100, 55), length=113)
    # an intro of four, nothing cut, an outro of three
    second = side("previous", (0, 100, 4), length=107)
    axis = Axis.of([source, first, second])
    assert axis.gaps == ((0, 10), (50, 5), (100, 8))
    assert axis.length == 123
    assert rows(axis, source) == [(10, 60, 0), (65, 115, 50)]
    assert rows(axis, first) == [(0, 10, 0), (10, 30, 10), (40, 60, 30), (60, 65, 50), (65, 115, 55), (115, 123, 105)]
    assert rows(axis, second) == [(6, 10, 0), (10, 60, 4), (65, 115, 54), (115, 118, 104)]
    assert axis.span(20, 30) == (30, pytest.approx(40))


def test_a_side_of_another_recording_stands_by_itself() -> None:
    other = side("previous", (5, 60, 0), length=58, is_placed=False)
    axis = Axis.of([side("source", (0, 40, 0), length=40), other])
    assert (axis.length, rows(axis, other)) == (40, [(0, 58, 0)])


def compare(episode: Any, **wish: str) -> Comparison:
    found = Comparison.chosen(episode.show.team.members.get(), episode, wish)
    assert found
    return found


def test_the_louder_side_is_told_with_what_it_is_turned_down(files: tuple[Path, Path]) -> None:
    compared = compare(worlds.episode(*files))
    source, processed = compared.sides
    assert processed.loudness is not None
    assert source.loudness is not None
    assert processed.loudness - source.loudness == pytest.approx(7.0, abs=0.05)
    data = compared.data
    assert data["length"] == pytest.approx(40.0, abs=0.01)
    assert data["sides"][1]["rows"] == [[0.0, 10.0, 0.0], [15.0, 40.0, 10.0]]
    assert data["cuts"] == [[10.0, 15.0]]
    assert data["chapters"] == [0.0, 20.0, 30.0]


def test_figures_are_judged_in_words_and_what_is_missing_says_so(files: tuple[Path, Path]) -> None:
    figures = {each.key: each for each in compare(worlds.episode(*files)).figures}
    loudness = figures["loudness"]
    assert (loudness.cells, loudness.target, loudness.word) == (
        ["−23.0 LUFS", "−16.0 LUFS"],
        "−16.0 LUFS ±1",
        "on target",
    )
    peak = figures["peak"]
    assert (peak.processed, peak.target, peak.word) == ("−1.0 dBTP", "at most −1.0 dBTP", "below the ceiling")
    assert "(measured here)" in peak.source  # Auphonic does not report it of recordings
    assert (figures["noise"].source, figures["noise"].word, figures["noise"].is_good) == ("21.0 dB", "fair", False)
    assert figures["max_momentary"].cells == ["not reported", "not reported"]
    assert figures["removed"].processed == "5.0 s"
    assert figures["removed-silence"].processed == "5.0 s in 1 cut"
    assert figures["shares"].processed == "music 25%, speech 75%"
    assert figures["credits"].processed == "3 min"
    assert (figures["length"].source, figures["length"].processed) == ("40.0 s", "35.0 s")


@pytest.mark.parametrize(
    ("loudness", "peak", "words"),
    [
        (-17.2, -0.5, ["1.2 LU too quiet", "0.5 dB over the ceiling"]),
        (-15.0, -1.0, ["on target", "below the ceiling"]),
        (-13.9, -1.0, ["2.1 LU too loud", "below the ceiling"]),
        (None, None, ["unknown", "unknown"]),
    ],
)
def test_the_verdict_keeps_a_podcast_within_one_loudness_unit(
    files: tuple[Path, Path], loudness: float | None, peak: float | None, words: list[str]
) -> None:
    episode = worlds.episode(*files)
    levels = {"loudness": [loudness, "LUFS"], "peak": [peak, "dBTP"]} if loudness else {}
    episode.productions.update(statistics={"levels": {"output": levels}})
    if loudness is None:
        Waveform.objects.update(loudness=None, true_peak=None)
    figures = compare(episode).figures
    assert [figure.word for figure in figures[:2]] == words
    assert [figure.is_good for figure in figures[:2]] == [
        None if word == "unknown" else word in ("on target", "below the ceiling") for word in words
    ]


def test_places_worth_hearing_are_found_on_the_axis(files: tuple[Path, Path]) -> None:
    episode = worlds.episode(*files)
    source, result = Waveform.objects.order_by("output_id")[0], Waveform.objects.exclude(output=None).get()
    if source.recording_id is None:
        source = Waveform.objects.exclude(recording=None).get()
    quiet = [-300] * 130
    quiet[70:] = [-600] * 60  # the first minute is the noisier one
    lower = [-230] * 130
    lower[90:96] = [-350] * 6
    Waveform.objects.filter(pk=source.pk).update(curve={"shortterm": lower, "quiet": quiet})
    Waveform.objects.filter(pk=result.pk).update(curve={"shortterm": [-160] * 130, "quiet": [-400] * 130})
    Recording.objects.update(duration=130.0)
    cuts = [{"start": 100.0, "stop": 102.0, "type": "silence"}, {"start": 110.0, "stop": 116.1, "type": "filler"}]
    told = {"length": 130.0, "is_shortened": True, "cuts": cuts, "pieces": []}
    Production.objects.update(timeline=told, chapters=[])
    Waveform.objects.filter(pk=result.pk).update(duration=121.9)
    found = {place.name: (place.at, place.detail) for place in compare(episode).places}
    assert found["Loudest correction"] == (88.0, "19.0 dB louder")
    assert found["Noisiest minute"] == (0.0, "background 7 dB below the voice")
    assert found["Longest cut"] == (108.0, "6.1 s, filler")


def test_marks_of_others_find_their_place(files: tuple[Path, Path]) -> None:
    episode = worlds.episode(*files)
    [production] = episode.productions.all()
    asked: list[User] = []

    def of_episode(user: User, productions: Any) -> list[Mark]:
        asked.append(user)
        return [Mark(production.pk, 20.0, "Too fast", "/somewhere/", "AD"), Mark(production.pk, 99.0, "Beyond")]

    marks.SOURCES.append(of_episode)
    try:
        assert compare(episode).marks == [{"at": 25.0, "label": "Too fast", "url": "/somewhere/", "initials": "AD"}]
        page = signed_in(asked[0]).get(reverse("compare:episode_compare", args=[episode.pk])).content.decode()
    finally:
        marks.SOURCES.remove(of_episode)
    assert 'href="/somewhere/"' in page
    assert "<b>0:25</b> Too fast" in page


def test_open_notes_of_a_review_stand_on_the_line(files: tuple[Path, Path]) -> None:
    episode = worlds.episode(*files)
    [production] = episode.productions.all()
    for text, fields in (
        ("Too fast", {}),
        ("Mended", {"resolved_at": timezone.now()}),
        ("Gone", {"deleted_at": timezone.now()}),
    ):
        production.notes.create(start=20.0, kind="must", text=text, author_name="Ana Duarte", **fields)
    [mark] = compare(episode).marks
    assert (mark["at"], mark["label"], mark["initials"]) == (25.0, "Ana Duarte: Too fast", "AD")
    assert mark["url"] == production.notes.get(text="Too fast").get_absolute_url()


def test_the_page_works_without_a_script(files: tuple[Path, Path]) -> None:
    episode = worlds.episode(*files)
    client = signed_in(episode.show.team.members.get())
    page = client.get(reverse("compare:episode_compare", args=[episode.pk])).content.decode()
    assert page.count("<audio data-side=") == page.count(' controls preload="metadata"') == 2
    for said in ("Programme loudness", "on target", "not reported", "talk.flac", "MD5 999", "?download"):
        assert said in page
    answer = client.get(reverse("compare:figures_csv", args=[episode.pk]))
    assert answer["Content-Disposition"] == 'attachment; filename="the-harbour-that-froze-twice.csv"'
    lines = answer.content.decode().splitlines()
    assert lines[:2] == ["Measure,Source,Processed,Target,Verdict",
                         "Programme loudness,−23.0 LUFS,−16.0 LUFS,−16.0 LUFS ±1,on target"]  # fmt: skip


def test_two_runs_and_a_source_can_be_chosen(files: tuple[Path, Path]) -> None:
    episode = worlds.episode(*files, runs=3)
    newest, middle, oldest = episode.productions.all()
    compared = compare(episode)
    assert (compared.production, compared.previous) == (newest, middle)
    assert [side.number for side in compared.sides] == [0, 3, 2]
    chosen = compare(episode, run=str(oldest.pk), previous=str(newest.pk))
    assert (chosen.production, chosen.previous) == (oldest, newest)
    assert compare(episode, previous="none").previous is None
    assert compare(episode, run="forged", previous=str(newest.pk)).previous is None  # with itself there is nothing
    other = make.make_recording(episode, file_name="guest.wav")
    for place, recording in enumerate((newest.recording, other)):
        newest.lanes.create(recording=recording, position=place, name=f"Lane {place}")
    assert compare(episode, source=str(other.pk)).recording == other


def test_what_cannot_be_held_together_says_so(files: tuple[Path, Path]) -> None:
    episode = worlds.episode(*files, runs=2)
    client = signed_in(episode.show.team.members.get())
    address = reverse("compare:episode_compare", args=[episode.pk])
    sentences = ("It is not known what was cut", "Previous was made from another recording")
    page = client.get(address).content.decode()
    assert [sentence in page for sentence in sentences] == [False, False]
    newest, older = episode.productions.all()
    Production.objects.filter(pk=newest.pk).update(timeline={})
    Production.objects.filter(pk=older.pk).update(recording=make.make_recording(episode, files[0], sha256="1" * 64))
    page = client.get(address).content.decode()
    assert [sentence in page for sentence in sentences] == [True, True]
    assert compare(episode).data["sides"][2]["rows"] == [[0.0, pytest.approx(35.0, abs=0.02), 0.0]]


def test_an_episode_leads_there_once_there_is_something(files: tuple[Path, Path]) -> None:
    episode = worlds.episode(*files)
    client = signed_in(episode.show.team.members.get())
    link = f'href="{reverse("compare:episode_compare", args=[episode.pk])}'
    [production] = episode.productions.all()
    assert link in client.get(episode.get_absolute_url()).content.decode()
    run = client.get(reverse("productions:production_detail", args=[production.pk])).content.decode()
    assert f"{link}?run={production.pk}" in run
    nothing = make.make_episode(episode.show)
    assert "/compare/" not in client.get(nothing.get_absolute_url()).content.decode()


def test_what_was_never_drawn_is_drawn_now_and_nothing_is_hidden_meanwhile(files: tuple[Path, Path]) -> None:
    episode = worlds.episode(*files)
    Waveform.objects.all().delete()
    client = signed_in(episode.show.team.members.get())
    address = reverse("compare:episode_compare", args=[episode.pk])
    assert "It is being drawn" in client.get(address).content.decode()
    assert Waveform.objects.due().count() == 2
    client.get(address)
    assert Waveform.objects.count() == 2


def test_without_a_result_it_says_what_comes_first() -> None:
    episode = make.make_episode(make.make_show(make.make_team()))
    make.make_production(episode, State.FAILED, failed_in="creating")
    client = signed_in(episode.show.team.members.get())
    address = reverse("compare:episode_compare", args=[episode.pk])
    assert "Nothing to compare yet" in client.get(address).content.decode()
    assert client.get(reverse("compare:figures_csv", args=[episode.pk]))["Location"] == address


def test_thirty_productions_cost_no_more_queries_than_two(files: tuple[Path, Path]) -> None:
    episode = worlds.episode(*files, runs=2)
    client = signed_in(episode.show.team.members.get())
    address = reverse("compare:episode_compare", args=[episode.pk])
    few = cost(client, address)
    for _ in range(28):
        production = make.make_production(episode, State.READY, recording=episode.recordings.get())
        worlds.output(production, files[1])
        production.created_at = production.created_at.replace(year=2020)
        production.save(update_fields=["created_at"])
    assert cost(client, address) == few
    assert few < 25
