"""Chapters: every way people have them, the page, and both times."""

import json
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from productions import chapter_files, chapters, cues
from productions.auphonic import accounts
from productions.chapter_files import Mark
from productions.models import Episode
from productions.states import State
from script.chapters import chapters_of
from script.models import Edition, How
from tests import make
from tests.engine_process import EngineProcess
from tests.pages import cost, said, signed_in

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
    address = reverse("script:chapters", args=[episode.pk])
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


def change(client: Client, episode: Episode, what: str, **data: Any) -> Any:
    return client.post(reverse("script:chapters_change", args=[episode.pk]), {"what": what, **data}, follow=True)


def file_of(client: Client, episode: Episode, ending: str) -> str:
    return str(client.get(reverse("script:chapters_file", args=[episode.pk, ending])).content.decode())


def test_a_file_replaces_the_list_and_can_be_taken_along(client: Client, episode: Episode) -> None:
    file = SimpleUploadedFile("chapters.psc", PSC.encode())
    change(client, episode, "import", file=file, shift="-60")
    assert [mark.start for mark in chapters.marks_of(episode)] == [0.0, 700.5, 3663.0]
    response = change(client, episode, "import", text="1:00 One\nwhat?")
    assert said(response)[-1] == "1 chapters understood. Not understood: line 2: “what?” has no time."
    assert file_of(client, episode, "txt") == "00:01:00.000 One\n"
    response = change(client, episode, "import", text="nothing at all")
    assert (response.status_code, "No chapter was found in it" in response.content.decode()) == (422, True)
    chapters.replace(episode, list(WANTED))
    for ending in ("txt", "json", "psc", "labels"):
        found = chapter_files.read(file_of(client, episode, ending)).marks
        assert [(mark.start, mark.title) for mark in found] == [(mark.start, mark.title) for mark in WANTED]
        assert ending == "labels" or [mark.url for mark in found] == [mark.url for mark in WANTED]
    assert client.get(reverse("script:chapters_file", args=[episode.pk, "exe"])).status_code == 404


CUT = {"length": 4000.0, "is_shortened": True, "cuts": [{"start": 50.0, "stop": 65.0, "type": "silence"}], "pieces": []}


def test_suggestions_stand_beside_and_are_accepted_one_by_one(client: Client, episode: Episode) -> None:
    chapters.replace(episode, [Mark(60.0, "Mine"), Mark(90.0, "Added since")])
    episode.summary = "We talk about\n1:15 The same again\n10:00 From the words"
    episode.save(update_fields=["summary"])
    found = [{"start": 60.0, "start_output": 50.0, "title": "Mine", "url": ""},
             {"start": 120.0, "start_output": 105.0, "title": "Theirs", "url": ""}]  # fmt: skip
    recording = make.make_recording(episode, duration=4000.0)
    track = make.make_track(episode.show.team, status="ready", remote_id="heard", duration=3900.0)
    production = make.make_heard(episode, State.READY, recording=recording, chapters=found, timeline=CUT, track=track)
    both = chapters.both_times(chapters.marks_of(episode), production)
    assert [each.start_output for each in both] == [50.0, None]
    page = client.get(reverse("script:chapters", args=[episode.pk])).content.decode()
    assert "moved by cuts or an intro" in page
    assert "after the next production" in page
    assert 'data-map="0.000,50.000,0.000 65.000,4000.000,50.000"' in page
    shown = chapters_of(episode)
    assert [(each.mark.start, each.mark.title) for each in shown.suggestions] == [
        (120.0, "Theirs"), (615.0, "From the words")
    ]  # fmt: skip
    change(client, episode, "accept", suggestion="120.000")
    assert [mark.title for mark in chapters.marks_of(episode)] == ["Mine", "Added since", "Theirs"]
    change(client, episode, "accept", suggestion="")
    assert chapters.marks_of(episode)[-1] == Mark(615.0, "From the words")
    assert change(client, episode, "accept", suggestion="").status_code == 422
    # listeners see them at once, where they hear them, and files can say so too
    heard = [50.0, 75.0, 105.0, 600.0]
    assert [each["start"] for each in cues.chapters_of(track)] == heard
    address = reverse("script:chapters_file", args=[episode.pk, "txt"])
    assert client.get(f"{address}?heard").content.decode().startswith("00:00:50.000 Mine\n00:01:15.000 Added since")
    # the same recording again: what goes out is the time of the recording, and comes back the same
    again = make.make_heard(episode, State.READY, recording=recording, timeline=CUT)
    assert chapters.body(episode)[0] == {"start": "00:01:00.000", "title": "Mine"}
    assert [mark.start for mark in chapters_of(episode).heard] == heard
    assert chapters_of(episode).run == again


def test_all_of_them_move_and_every_edition_comes_back(client: Client, episode: Episode) -> None:
    chapters.replace(episode, [Mark(0.0, "One"), Mark(5.0, "Two"), Mark(100.0, "Three")])
    page = client.get(reverse("script:chapters", args=[episode.pk])).content.decode()
    assert "“Two” follows within ten seconds." in page
    assert said(change(client, episode, "shift", seconds="-10"))[-1] == "Moved by -10 s."
    assert chapters.marks_of(episode) == [Mark(0.0, "One"), Mark(90.0, "Three")]
    change(client, episode, "stretch", first="0", first_is="2", last="90", last_is="182")
    assert [mark.start for mark in chapters.marks_of(episode)] == [2.0, 182.0]
    change(client, episode, "restore", number="1")
    assert [mark.title for mark in chapters.marks_of(episode)] == ["One", "Two", "Three"]
    hows = Edition.objects.filter(episode=episode).values_list("number", "how", "detail")
    assert list(hows) == [(4, How.RESTORED, "1"), (3, How.STRETCHED, "× 2.00000"), (2, How.SHIFTED, "-10 s"),
                          (1, How.FOUND, "")]  # fmt: skip
    for what, data in (("shift", {"seconds": "x"}), ("restore", {"number": "99"}), ("explode", {}),
                       ("stretch", {"first": "1", "first_is": "1", "last": "1", "last_is": "1"}),
                       ("shift", {"seconds": "1", "seen": "chapters:0123456789"})):  # fmt: skip
        assert change(client, episode, what, **data).status_code == 422
    assert Edition.objects.count() == 4


def test_a_picture_stays_with_its_chapter_and_goes_to_auphonic(
    client: Client, episode: Episode, engine: EngineProcess
) -> None:
    address = reverse("script:chapter_picture", args=[episode.pk])
    chapters.replace(episode, [Mark(0.0, "One"), Mark(30.0, "Two"), Mark(60.0, "Three")])
    pictured = episode.chapters.get(title="Two").pk
    for small, picture, told in (
        (None, make.picture(1600), "Saved. The files get it with the next production."),
        (None, make.picture(100), "The picture is 100 × 100 pixels. Covers need 300 at least."),
        (-1, make.picture(), "The chapters have changed meanwhile. Choose again."),
    ):
        assert said(client.post(address, {"chapter": small or pictured, "picture": picture}))[-1] == told
    image = episode.chapters.get(title="Two").image
    assert (image.width, image.height) == (1400, 1400)
    chapters.replace(episode, [Mark(0.0, "One"), Mark(20.0, "Two"), Mark(60.0, "Three and more")])
    assert episode.chapters.get(title="Two").image == image
    chapters.replace(episode, [Mark(20.0, "The second")])
    assert episode.chapters.get().image == image
    account = make.make_account(episode.show.team.members.first(), episode.show.team)
    auphonic = accounts.client_for(account)
    (mark,) = auphonic.part("production", auphonic.create({"chapters": chapters.body(episode)}).uuid, "chapters")
    assert (mark["title"], mark["image"].startswith(engine.url)) == ("The second", True)
    page = client.get(reverse("script:chapters", args=[episode.pk])).content.decode()
    assert page.count('class="cover cover-s"') == 1
    client.post(address, {"chapter": episode.chapters.get().pk})
    assert episode.chapters.get().image is None
    assert "image" not in chapters.body(episode)[0]
    # what was there before the picture went is an edition, and comes back with it
    hows = Edition.objects.filter(episode=episode).values_list("number", "how", "detail")
    assert list(hows) == [(3, How.PICTURED, "The second"), (2, How.PICTURED, "Two"), (1, How.FOUND, "")]
    change(client, episode, "restore", number="2")
    assert [each.image for each in episode.chapters.all()] == [None, image, None]
    change(client, episode, "restore", number="1")
    assert [each.image for each in episode.chapters.all()] == [None, None, None]


def test_thirty_chapters_cost_what_one_costs(client: Client, episode: Episode) -> None:
    address = reverse("script:chapters", args=[episode.pk])
    chapters.replace(episode, [Mark(0.0, "One")])
    make.make_heard(episode, State.READY)
    once = cost(client, address)
    chapters.replace(episode, [Mark(60.0 * number, f"Chapter {number}") for number in range(30)])
    assert cost(client, address) == once
