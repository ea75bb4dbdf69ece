"""Chapters: every way people have them, the page, and both times."""

import json

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from productions import chapter_files, chapters
from productions.chapter_files import Mark
from productions.models import Episode
from productions.states import State
from tests import make
from tests.pages import said, signed_in

WANTED = (Mark(0.0, "Hello"), Mark(760.5, "The clock", "https://example.org/clock"), Mark(3723.0, "Bye – and thanks"))
PSC = """<?xml version="1.0" encoding="utf-8"?><rss><channel><item>
<psc:chapters xmlns:psc="http://podlove.org/simple-chapters" version="1.2"><psc:chapter start="0" title="Hello"/>
<psc:chapter start="00:12:40.500" title="The clock" href="https://example.org/clock"/>
<psc:chapter start="1:02:03" title="Bye – and thanks"/></psc:chapters></item></channel></rss>"""
PODCASTING = json.dumps(
    {"version": "1.2.0", "chapters": [
        {"startTime": 3723, "title": "Bye – and thanks"},
        {"startTime": 0, "title": "Hello"},
        {"startTime": 760.5, "title": "The clock", "url": "https://example.org/clock"},
        {"startTime": 900, "title": "Only a picture", "toc": False},
    ]}
)  # fmt: skip


@pytest.mark.parametrize(
    "text",
    [
        "\ufeff00:00 Hello\r\n12:40,5 - The clock <https://example.org/clock>\r\n\r\n1:02:03 Bye – and thanks",
        "00:00:00.000 Hello\n00:12:40.500 The clock <https://example.org/clock>\n01:02:03.000 Bye – and thanks\n",
        "0.000000\t0.000000\tHello\n\\\t100\t200\n760.5\t760.5\tThe clock <https://example.org/clock>\n3723\t3800\t"
        "Bye – and thanks",
        "(00:00) Hello\n(12:40.5) The clock <https://example.org/clock>\n(1:02:03) Bye – and thanks",
        PSC,
        PODCASTING,
        json.dumps(
            [{"start": chapter_files.clock(each.start), "title": each.title, "href": each.url} for each in WANTED]
        ),
        chapter_files.write(list(WANTED)),
    ],
    ids=["text", "mp4chaps", "audacity", "brackets", "psc", "podcasting 2.0", "psc json", "ours"],
)
def test_chapters_are_read_whatever_they_come_in(text: str) -> None:
    found = chapter_files.read(text)
    assert (found.marks, found.unclear) == (WANTED, ())
    assert [(mark.title, mark.url) for mark in found.marks] == [(mark.title, mark.url) for mark in WANTED]


@pytest.mark.parametrize(
    ("text", "starts", "unclear"),
    [
        ("ca. halb\n1:00 One", [60.0], "line 1: “ca. halb” has no time"),
        ("1:00 One\n1:00 Again\n0:30", [30.0, 60.0], None),
        ('{"chapters": [{"title": "x"}, 7, {"startTime": -1}, {"startTime": true}]}', [], "chapter 1 has no time"),
        ("{not json", [], "looks like JSON"),
        ('<!DOCTYPE x [<!ENTITY a "b">]><x>&a;</x>', [], "DOCTYPE"),
        ("<x", [], "looks like XML"),
        ("", [], None),
        ("[[]]", [], "chapter 1 has no time"),
    ],
)
def test_what_is_unclear_is_said(text: str, starts: list[float], unclear: str | None) -> None:
    found = chapter_files.read(text)
    assert [mark.start for mark in found.marks] == starts
    assert unclear in found.unclear[0] if unclear else not found.unclear


@pytest.fixture
def episode(db: None) -> Episode:
    return make.make_episode(make.make_show(make.make_team(make.make_user())))


@pytest.fixture
def client(episode: Episode) -> Client:
    return signed_in(episode.show.team.members.get())


def rows(*marks: tuple[str, str], **more: str) -> dict[str, str]:
    found = {"chapters-TOTAL_FORMS": str(len(marks)), "chapters-INITIAL_FORMS": "0"}
    for place, (start, title) in enumerate(marks):
        found |= {f"chapters-{place}-start": start, f"chapters-{place}-title": title}
    return found | more


def test_rows_are_kept_in_order_of_time(client: Client, episode: Episode) -> None:
    address = reverse("productions:episode_chapters", args=[episode.pk])
    client.post(
        address,
        rows(("12:40", "Two"), ("0:00", "One"), ("", ""), ("1:00:00.25", "Gone"), **{"chapters-3-DELETE": "on"}),
    )
    assert chapters.marks_of(episode) == [Mark(0.0, "One"), Mark(760.0, "Two")]
    assert chapters.body(episode)[1] == {"start": "00:12:40.000", "title": "Two"}
    page = client.get(address).content.decode()
    assert 'value="00:12:40.000"' in page
    for wrong, sentence in ((("half past", "x"), "Write the time like 12:40"), (("1:00", ""), "Name it.")):
        response = client.post(address, rows(wrong))
        assert (response.status_code, sentence in response.content.decode()) == (422, True)
    response = client.post(address, rows(("1:00", "a"), ("60", "b")))
    assert "Another chapter begins at this time already." in response.content.decode()
    assert len(chapters.marks_of(episode)) == 2


def test_a_file_replaces_the_list_and_can_be_taken_along(client: Client, episode: Episode) -> None:
    address = reverse("productions:chapters_import", args=[episode.pk])
    file = SimpleUploadedFile("chapters.psc", PSC.encode())
    client.post(address, {"file": file, "shift": "-60"})
    assert [mark.start for mark in chapters.marks_of(episode)] == [0.0, 700.5, 3663.0]
    response = client.post(address, {"text": "1:00 One\nwhat?"}, follow=True)
    assert said(response)[-1] == "1 chapters understood. Not understood: line 2: “what?” has no time."
    assert client.get(reverse("productions:chapters_file", args=[episode.pk])).content == b"00:01:00.000 One\n"
    response = client.post(address, {"text": "nothing at all"})
    assert (response.status_code, "No chapter was found in it" in response.content.decode()) == (422, True)


def test_both_times_are_shown_and_suggestions_adopted(client: Client, episode: Episode) -> None:
    chapters.replace(episode, [Mark(60.0, "Mine"), Mark(90.0, "Added since")])
    found = [{"start": 60.0, "start_output": 45.5, "title": "Mine", "url": ""},
             {"start": 120.0, "start_output": 100.0, "title": "Theirs", "url": ""}]  # fmt: skip
    production = make.make_production(episode, State.READY, chapters=found)
    both = chapters.both_times(chapters.marks_of(episode), production)
    assert [each.start_output for each in both] == [45.5, None]
    page = client.get(reverse("productions:episode_chapters", args=[episode.pk])).content.decode()
    assert "moved by cuts or an intro" in page
    assert "after the next production" in page
    client.post(reverse("productions:chapters_adopt", args=[episode.pk]))
    assert [mark.title for mark in chapters.marks_of(episode)] == ["Mine", "Theirs"]
