"""Review links: what they let in, and everything they keep out."""

import re
import uuid
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from django.core import mail
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from notices.models import Notice
from productions.models import Episode, Production
from productions.states import State
from review import links
from review.models import Decision, Guest, Link, Note
from teams.models import AuditEntry, Role, Team, User
from tests import make
from tests.pages import cost, said, signed_in

pytestmark = pytest.mark.django_db
WHO = {"name": "Ingrid Vold", "email": "ingrid@example.org"}
NOTE = {"text": "Lovely.", "start": "0:01", "end": "", "kind": "suggestion"}


@pytest.fixture(autouse=True)
def fresh_limits() -> Iterator[None]:
    cache.clear()
    yield
    cache.clear()


@pytest.fixture
def ana(team: Team) -> User:
    return team.members.get()


@pytest.fixture
def episode(team: Team) -> Episode:
    return make.make_episode(make.make_show(team, title="Tidewater", approval="one"), title="Winter")


@pytest.fixture
def run(episode: Episode, two_seconds: Path) -> Production:
    return make.make_heard(episode, State.HELD, two_seconds, approval="one")


def body(client: Client, path: str) -> str:
    return str(client.get(path).content.decode())


def test_a_producer_makes_a_link_that_is_known_once_and_sent(episode: Episode, run: Production, ana: User) -> None:
    client, address = signed_in(ana), reverse("review:link_list", args=[episode.pk])
    form = {"name": "Ingrid", "email": "ingrid@example.org", "days": "14", "may_note": "on", "password": "tide"}
    html = client.post(address, form).content.decode()
    (path,) = set(re.findall(r"/r/[\w-]{43}/", html))
    link = Link.objects.get()
    token = path.split("/")[2]
    assert token not in str(list(Link.objects.values()))
    assert token not in body(client, address)
    assert timedelta(days=13.9) < link.expires_at - timezone.now() < timedelta(days=14.1)
    assert path in mail.outbox[-1].body
    assert "tide" not in mail.outbox[-1].body + link.password
    assert client.post(address, {**form, "name": ""}).status_code == 422
    assert "not opened yet" in body(client, address)
    Client().get(path)
    assert "last opened" in body(client, address)
    assert signed_in(make.make_member(episode.show.team, Role.EDITOR)).get(address).status_code == 403
    assert said(client.post(reverse("review:link_revoke", args=[link.pk])))[-1].endswith("opens nothing any more.")
    assert [e.action for e in AuditEntry.objects.filter(action__startswith="link.")] == ["link.withdrawn", "link.made"]


def test_a_guest_says_who_they_are_once_then_talks_and_decides(episode: Episode, run: Production, ana: User) -> None:
    run.started_by = ana
    run.save()
    mine = make.make_note(run, ana, text="From the team", assigned_to=ana)
    User.objects.filter(pk=ana.pk).update(name="")
    run.review_requests.create(reviewer=ana)
    _link, path = make.make_review_link(episode, may_decide=True)
    guest = Client()
    first = guest.get(path)
    assert "From the team" in first.content.decode()
    assert "are seen by Harbour Audio" in first.content.decode()
    assert ana.email not in first.content.decode()
    assert (first["Referrer-Policy"], first["X-Robots-Tag"]) == ("same-origin", "noindex, nofollow")
    assert 'class="side"' not in first.content.decode()
    assert guest.post(path, NOTE).status_code == 302  # not before they said who they are
    assert not Note.objects.filter(guest__isnull=False).exists()
    assert guest.post(f"{path}who/", {"name": "", "email": "x"}).status_code == 422
    guest.post(f"{path}who/", WHO)
    assert guest.cookies["review"]["path"] == path
    assert guest.cookies["review"]["httponly"]
    guest.post(f"{path}?version=1", NOTE)
    note = Note.objects.get(guest__email="ingrid@example.org")
    assert (note.author_name, note.production) == ("Ingrid Vold", run)
    assert "ingrid@example.org" not in body(guest, path)
    assert Notice.objects.get(user=ana, kind="review.noted").title == "Ingrid Vold at 0:01 of “Winter”"
    guest.post(f"{path}notes/{mine.pk}/", {"do": "reply", "text": "Thank you"})
    assert mine.replies.get().guest == note.guest
    for do in ("edit", "delete", "resolve"):
        guest.post(f"{path}notes/{mine.pk}/", {"do": do, **NOTE})
    mine.refresh_from_db()
    assert (mine.text, mine.deleted_at, mine.resolved_at) == ("From the team", None, None)
    guest.post(f"{path}notes/{note.pk}/", {"do": "edit", **NOTE, "text": "Lovelier."})
    assert "Lovelier." in body(signed_in(ana), reverse("review:page", args=[episode.pk]))
    old = guest.post(f"{path}decide/", {"verdict": "approved", "version": "7"})
    assert said(old)[-1] == "A newer version has come meanwhile. Hear it first."
    assert said(guest.post(f"{path}decide/", {"verdict": "approved", "version": "1"}))[-1].startswith("Approved.")
    run.refresh_from_db()
    assert run.state == State.DELIVERING
    entry = AuditEntry.objects.get(action="review.approved")
    assert (entry.actor_id, entry.details["by"]) == (None, "Ingrid Vold")
    signed_in(ana).post(reverse("review:note", args=[note.pk]), {"do": "delete"})  # a guest's note, by a producer
    assert not Note.objects.there().filter(pk=note.pk).exists()


def test_a_link_allows_what_it_says_and_no_more(episode: Episode, run: Production) -> None:
    _link, path = make.make_review_link(episode, may_note=False)
    guest = Client()
    guest.post(f"{path}who/", WHO)
    assert guest.post(path, NOTE).status_code == 403
    assert guest.post(f"{path}decide/", {"verdict": "approved", "version": "1"}).status_code == 403
    assert guest.get(f"{path}sound/?download").status_code == 404
    assert (Note.objects.count(), Decision.objects.count()) == (0, 0)
    run.refresh_from_db()
    assert run.state == State.HELD


def test_wrong_withdrawn_and_expired_links_are_nothing(episode: Episode, run: Production, ana: User) -> None:
    link, path = make.make_review_link(episode, may_decide=True)
    note = make.make_note(run, ana)
    guest = Client()
    guest.post(f"{path}who/", WHO)
    paths = ("", "sound/", "who/", "password/", "decide/", f"notes/{note.pk}/")

    def answers(base: str) -> set[tuple[int, str]]:
        found = set()
        for tail in paths:
            for method in (guest.get, guest.post):
                response = method(base + tail, {**NOTE, **WHO, "do": "resolve", "verdict": "approved"})
                if response.status_code != 405:
                    found.add((response.status_code, response.content.decode().replace(base + tail, "")))
        return found

    nothing = answers(f"/r/{'x' * 43}/")
    assert {status for status, _ in nothing} == {404}
    assert len(nothing) == 1  # the same page, whatever is asked
    assert not re.search("Tidewater|Winter|Harbour|expired|withdrawn", str(nothing))
    Link.objects.update(expires_at=timezone.now())
    assert answers(path) == nothing
    Link.objects.update(expires_at=timezone.now() + timedelta(days=1))
    links.withdraw(link, ana)
    assert answers(path) == nothing


def test_a_link_opens_no_other_episode(episode: Episode, run: Production, ana: User) -> None:
    other = make.make_heard(make.make_episode(episode.show, title="Secret"), State.HELD, approval="one")
    theirs = make.make_note(other, ana, text="Hush")
    _link, path = make.make_review_link(episode, may_decide=True, may_download=True)
    guest = Client()
    guest.post(f"{path}who/", WHO)
    for pk in (theirs.pk, uuid.uuid4()):
        for do in ("reply", "edit", "delete", "resolve"):
            assert guest.post(f"{path}notes/{pk}/", {"do": do, **NOTE}).status_code == 404
    for address in (
        reverse("review:page", args=[episode.pk]), reverse("review:note", args=[theirs.pk]), "/",
        episode.get_absolute_url(),
    ):  # fmt: skip
        assert guest.get(address).status_code == 302  # to sign in
    assert "Secret" not in body(guest, path)
    foreign, foreign_path = make.make_review_link(other.episode)
    guest.cookies["review"]["path"] = foreign_path  # the cookie of one link is worth nothing at another
    assert "Who are you?" in body(guest, foreign_path)
    assert (Note.objects.count(), foreign.guests.count()) == (1, 0)


def test_a_password_is_asked_first_and_guesses_are_few(episode: Episode, run: Production) -> None:
    _link, path = make.make_review_link(episode, password="low tide", may_decide=True)
    guest = Client()
    html = body(guest, path)
    assert "This page has a password" in html
    assert not re.search("Winter|Tidewater|Harbour", html)
    for tail in ("sound/",):
        assert guest.get(path + tail).status_code == 404
    for tail in ("who/", "decide/"):
        assert guest.post(path + tail, WHO).status_code == 404
    assert guest.post(path, NOTE).status_code == 404
    assert not Guest.objects.exists()
    for _ in range(links.GUESSES):
        wrong = guest.post(f"{path}password/", {"password": "guess"})
        assert (wrong.status_code, "This is not the password." in wrong.content.decode()) == (422, True)
    late = guest.post(f"{path}password/", {"password": "low tide"})
    assert "Too many wrong passwords." in late.content.decode()
    assert "This page has a password" in body(guest, path)
    cache.clear()
    assert guest.post(f"{path}password/", {"password": "low tide"}).status_code == 302
    assert "Winter" in body(guest, path)
    guest.post(f"{path}who/", WHO)
    assert "Winter" in body(guest, path)  # still inside
    forged = Client()
    forged.cookies["review"] = guest.cookies["review"].value[:-1] + "x"
    assert "This page has a password" in body(forged, path)


def test_too_much_is_slowed_down(episode: Episode, run: Production) -> None:
    _link, path = make.make_review_link(episode)
    guest = Client()
    guest.post(f"{path}who/", WHO)
    codes = [guest.post(f"{path}?version=1", NOTE).status_code for _ in range(42)]
    assert (codes[0], codes[39], codes[41]) == (302, 302, 403)
    assert Note.objects.count() == 40


def test_thirty_guests_cost_what_one_costs(episode: Episode, run: Production, ana: User) -> None:
    link, path = make.make_review_link(episode)

    def fill() -> None:
        guest = Guest.objects.create(link=link, **WHO)
        Note.objects.create(production=run, guest=guest, author_name="x", text="x", start=1.0, kind="must")
        run.decisions.create(guest=guest, author_name="x", verdict="changes")
        make.make_review_link(episode)

    fill()
    Link.objects.filter(pk=link.pk).update(opened_at=timezone.now() + timedelta(hours=1))  # else each minute writes
    address = reverse("review:link_list", args=[episode.pk])
    one = cost(Client(), path), cost(signed_in(ana), address)
    for _ in range(29):
        fill()
    assert (cost(Client(), path), cost(signed_in(ana), address)) == one
    assert one[0] <= 24
