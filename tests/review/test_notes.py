"""Notes on moments: left, answered, changed, carried to where their words are in the next version."""

from datetime import timedelta
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone

from notices.models import Notice
from productions import sweep
from productions.models import Episode, Production
from productions.states import State
from review.mentions import mentioned
from review.models import Note
from teams.models import Role, Team, User
from tests import make
from tests.attacks.test_markup import PAYLOADS, Page
from tests.pages import cost, said, signed_in

pytestmark = pytest.mark.django_db
CUT = [{"start": 100.0, "stop": 130.2, "type": "silence"}, {"start": 400.0, "stop": 430.0, "type": "filler"}]


def told(cuts: list[dict[str, Any]] | None = None) -> dict[str, Any]:
    """What Auphonic says of a recording of 1000 s."""
    return {"length": 1000.0, "is_shortened": True, "cuts": cuts or [], "pieces": []}


@pytest.fixture
def ana(team: Team) -> User:
    return team.members.get()


@pytest.fixture
def episode(team: Team, ana: User) -> Episode:
    episode = make.make_episode(make.make_show(team), title="Winter", created_by=ana)
    make.make_recording(episode, duration=1000.0)
    return episode


@pytest.fixture
def first(episode: Episode) -> Production:
    return make.make_heard(episode, State.READY, timeline=told())


def form(**fields: Any) -> dict[str, Any]:
    return {"text": "A truck goes by.", "start": "12:31", "end": "", "kind": "must", **fields}


def page_of(episode: Episode) -> str:
    return reverse("review:page", args=[episode.pk])


def note_at(note: Note) -> str:
    return reverse("review:note", args=[note.pk])


def test_a_note_is_left_answered_resolved_and_reopened(episode: Episode, first: Production, ana: User) -> None:
    mia = make.make_member(episode.show.team, Role.REVIEWER, make.make_user("Mia Berg"))
    client = signed_in(mia)
    left = client.post(page_of(episode), form(end="12:40.5"))
    note = Note.objects.get()
    assert (note.start, note.end, note.kind, note.author, note.production) == (751.0, 760.5, "must", mia, first)
    assert left.url == f"{page_of(episode)}#note-{note.pk}"
    html = client.get(page_of(episode)).content.decode()
    assert "A truck goes by." in html
    assert "12:31–12:40" in html.replace("\n", "")
    assert signed_in(ana).post(note_at(note), {"do": "reply", "text": "I hear it."}).status_code == 302
    answer = note.replies.get()
    client.post(note_at(answer), {"do": "reply", "text": "Cut it?"})  # threads have one level
    assert [each.text for each in note.replies.all()] == ["I hear it.", "Cut it?"]
    client.post(note_at(note), {"do": "resolve"})
    note.refresh_from_db()
    assert (note.resolved_by, bool(note.resolved_at)) == (mia, True)
    assert "A truck goes by." not in client.get(page_of(episode)).content.decode()
    assert "A truck goes by." in client.get(page_of(episode) + "?show=resolved").content.decode()
    client.post(note_at(note), {"do": "reopen"})
    assert Note.objects.open().count() == 1


def test_times_that_make_no_sense_are_told_at_the_field(episode: Episode, first: Production, ana: User) -> None:
    client = signed_in(ana)
    for wrong, sentence in (
        ({"start": "1:75"}, "1:75 is no time. Minutes and seconds run from 00 to 59."),
        ({"end": "soon"}, "Write the time like 12:40 or 1:02:03.5."),
        ({"start": ""}, "Write the time like 12:40 or 1:02:03.5."),
        ({"start": "20:00"}, "This version is over at 00:16:40.000."),
        ({"end": "12:30"}, "The end lies before the start."),
        ({"text": " "}, "Write what you mean first."),
    ):
        answer = client.post(page_of(episode), form(**wrong))
        assert answer.status_code == 422, wrong
        html = answer.content.decode()
        assert sentence in html, wrong
        assert wrong.get("text") == " " or "A truck goes by." in html  # nothing typed is lost
    fragment = client.post(page_of(episode), form(start="soon"), headers={"HX-Request": "true"})
    assert (fragment.status_code, fragment["HX-Retarget"]) == (422, "#compose")
    assert not Note.objects.exists()


def test_ones_own_is_changed_and_deleted_and_comes_back(episode: Episode, first: Production, ana: User) -> None:
    mia = make.make_member(episode.show.team, Role.PRODUCER, make.make_user("Mia"))
    note, client = make.make_note(first, ana, text="Mine"), signed_in(ana)
    for do in ("edit", "delete"):
        refused = signed_in(mia).post(note_at(note), {"do": do, **form(text="Hers")}, follow=True)
        assert "Only who wrote a note can" in said(refused)[-1]
    form_page = client.get(note_at(note) + "?write=edit").content.decode()
    assert "Mine" in form_page
    assert "00:00:01.000" in form_page
    assert signed_in(mia).get(note_at(note) + "?write=edit").status_code == 404
    wrong = client.post(note_at(note), {"do": "edit", **form(text="Kept as typed", start="later")})
    assert (wrong.status_code, "Kept as typed" in wrong.content.decode()) == (422, True)
    client.post(note_at(note), {"do": "edit", **form(text="Changed", start="1:00", kind="question")})
    note.refresh_from_db()
    assert (note.text, note.start, note.kind, bool(note.edited_at)) == ("Changed", 60.0, "question", True)
    client.post(note_at(note), {"do": "delete"})
    assert "Changed" not in signed_in(mia).get(page_of(episode)).content.decode()
    assert "Bring it back" in client.get(page_of(episode)).content.decode()
    assert client.get(note_at(note)).status_code == 404
    client.post(note_at(note), {"do": "undo"})
    assert "Changed" in signed_in(mia).get(page_of(episode)).content.decode()
    Note.objects.update(deleted_at=timezone.now() - timedelta(hours=1))
    sweep.keep_house()
    late = client.post(note_at(note), {"do": "undo"}, follow=True)
    assert "It is too late to bring this note back" in said(late)[-1]
    Note.objects.update(deleted_at=timezone.now() - timedelta(days=2))
    sweep.keep_house()
    assert not Note.objects.exists()


def test_notes_are_carried_to_the_words_they_are_about(episode: Episode, ana: User) -> None:
    """Chapter input 600.0 is output 548.3 there; a second run with other cuts; nothing is rewritten."""
    recording = episode.recordings.get()
    first = make.make_heard(episode, State.READY, recording=recording, timeline=told([]))
    kept = make.make_note(first, ana, 600.0, text="Kept", end=610.0)
    gone = make.make_note(first, ana, 110.0, text="Gone")
    half = make.make_note(first, ana, 120.0, text="Half", end=140.0)
    cuts = [{"start": 100.0, "stop": 130.2, "type": "silence"}, {"start": 400.0, "stop": 421.5, "type": "filler"}]
    for _ in range(2):
        make.make_heard(episode, State.READY, recording=recording, timeline=told(cuts))
    client = signed_in(ana)
    html = client.get(page_of(episode)).content.decode()
    assert f'id="note-{kept.pk}"' in html
    assert 'data-start="548.300"' in html
    assert "left on v1 at 10:00 → 9:08 here" in html
    assert "left on v1 at 1:50, passage was cut" in html
    assert 'data-start="109.800"' in html  # of a range whose beginning was cut, the end is left
    assert "A newer version exists." in client.get(page_of(episode) + "?version=1").content.decode()
    assert "left on v" not in client.get(page_of(episode) + "?version=1").content.decode()
    kept.refresh_from_db()
    assert (kept.start, kept.end, kept.production) == (600.0, 610.0, first)
    assert {gone.pk, half.pk, kept.pk} == set(Note.objects.values_list("pk", flat=True))
    other = make.make_recording(episode, duration=900.0, sha256="b" * 64)
    make.make_heard(episode, State.READY, recording=other, timeline=told())
    assert html.count("passage was cut") == 1
    assert client.get(page_of(episode)).content.decode().count("passage was cut") == 3


def test_the_address_of_a_note_leads_to_its_place(episode: Episode, first: Production, ana: User) -> None:
    note = make.make_note(first, ana)
    make.make_heard(episode, State.READY, timeline=told())
    make.make_note(first, ana, None, kind="", parent=note, text="A reply")
    client = signed_in(ana)
    assert client.get(note_at(note)).url == f"{page_of(episode)}?version=1#note-{note.pk}"
    assert client.get(note_at(note.replies.get())).url.endswith(f"#note-{note.pk}")
    assert client.get(page_of(episode) + "?version=7").status_code == 404


def test_who_is_named_or_given_a_note_is_told(episode: Episode, first: Production, ana: User) -> None:
    team = episode.show.team
    mia = make.make_member(team, Role.EDITOR, make.make_user("Mia Berg"))
    tom = make.make_member(team, Role.PRODUCER, make.make_user("Tom"))
    client = signed_in(mia)
    client.post(page_of(episode), form(text="@Tom listen, and @mia too", assigned_to=ana.pk))
    kinds = {(notice.user, notice.kind) for notice in Notice.objects.all()}
    assert kinds == {(tom, "review.mentioned"), (ana, "review.mentioned")}
    assert Notice.objects.filter(user=tom).get().title == "Mia Berg at 12:31 of “Winter”"
    Notice.objects.all().delete()
    client.post(page_of(episode), form(text="Nobody in particular"))
    assert {(notice.user, notice.kind) for notice in Notice.objects.all()} == {(ana, "review.noted")}
    note = Note.objects.get(text="Nobody in particular")
    client.post(note_at(note), {"do": "edit", **form(text="@tom now")})
    assert Notice.objects.filter(user=tom, kind="review.mentioned").count() == 1
    twin = make.make_user("Mia Stern")
    assert mentioned("@Mia, @mia berg", [mia, twin]) == [mia]
    assert mentioned("tom@example.org @Tomas", [tom]) == []


def test_the_page_says_nothing_new_until_something_is(episode: Episode, first: Production, ana: User) -> None:
    client = signed_in(ana)
    live = {"HX-Request": "true"}

    def mark() -> str:
        html = client.get(page_of(episode), headers=live).content.decode()
        assert "<html" not in html
        return html.split("&amp;v=")[1][:16]

    seen = mark()
    again = f"{page_of(episode)}?version=1&v={seen}"
    assert client.get(again, headers=live).status_code == 204
    note = make.make_note(first, ana)
    assert client.get(again, headers=live).status_code == 200
    seen = mark()
    client.post(note_at(note), {"do": "resolve"}, headers=live)
    assert mark() != seen


def test_thirty_notes_cost_what_one_costs(episode: Episode, first: Production, ana: User) -> None:
    second = make.make_heard(episode, State.HELD, timeline=told(CUT), approval="one")

    def fill() -> None:
        person = make.make_member(episode.show.team, Role.REVIEWER)
        note = make.make_note(first, person, 500.0, assigned_to=person)
        make.make_note(first, person, None, parent=note, kind="")
        make.make_note(second, person, 10.0)
        second.review_requests.create(reviewer=person, asked_by=ana)

    fill()
    client = signed_in(ana)
    one = cost(client, page_of(episode))
    for _ in range(29):
        fill()
    assert cost(client, page_of(episode)) == one
    assert one <= 32


def test_what_people_write_stays_text(episode: Episode, first: Production, ana: User) -> None:
    client = signed_in(ana)
    for payload in PAYLOADS:
        client.post(page_of(episode), form(text=payload))
        thread = Note.objects.threads().first()
        make.make_note(first, ana, None, kind="", parent=thread, text=payload, author_name=payload)
        first.decisions.create(author_name=payload, verdict="changes", sentence=payload)
    link, path = make.make_review_link(episode, name="x", may_decide=True)
    for shown in (client.get(page_of(episode)), client.get(path)):
        page = Page()
        page.feed(shown.content.decode())
        assert page.found == []
        assert shown.content.decode().count("xss()") > 60
