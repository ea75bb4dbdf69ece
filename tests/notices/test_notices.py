"""Notices: each event is told once to each who should know, in the app and by mail as they want it."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.core import mail
from django.db.models.functions import Now
from django.test import Client
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext_lazy

from notices import letters
from notices.kinds import KINDS, Mail
from notices.models import Choice, Notice
from notices.telling import next_morning, tell
from podcaststudio.words import filled
from productions import told
from productions.auphonic import credentials
from productions.models import Production, ProductionEvent
from productions.states import State
from productions.sweep import Sweep
from teams import members
from teams.models import Role, Team, User
from tests import make
from tests.pages import cost, signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def ana() -> User:
    return make.make_user("Ana Duarte", email="ana@example.org")


@pytest.fixture
def team(ana: User) -> Team:
    return make.make_team(ana)


def settle(team: Team, person: User, state: State, run: int = 1) -> Production:
    """A production that this person started ends."""
    episode = make.make_episode(make.make_show(team, title="Tidewater"), title="One")
    production = make.make_production(episode, state, failed_in="", started_by=person)
    ProductionEvent.objects.create(production=production, state=state, run=run, note="Auphonic said no.")
    return production


def say(person: User, key: str = "k", kind: str = "production.failed", **more: Any) -> None:
    tell(kind, key, [person], title="Title", body="Body", address="/shows/", **{"team": None, **more})


def send_all() -> None:
    """What a worker's sweep does."""
    for pk in Notice.objects.due().values_list("pk", flat=True):
        letters.send(pk)


def test_who_started_a_production_is_told_once_how_it_ended(ana: User, team: Team) -> None:
    production = settle(team, ana, State.FAILED)
    event = production.events.get()
    told.settled(ProductionEvent, event, created=True)  # as if it were heard twice
    notice = Notice.objects.get()
    assert (notice.user, notice.title, notice.body) == (ana, "One needs a look", "Tidewater: Auphonic said no.")
    assert notice.address == production.episode.get_absolute_url()
    send_all()
    send_all()
    assert [(letter.to, letter.subject) for letter in mail.outbox] == [
        (["ana@example.org"], "Podcast Studio: One needs a look")
    ]
    ProductionEvent.objects.create(production=production, state=State.FAILED, run=2)  # failed once more
    assert Notice.objects.count() == 2


def test_who_no_longer_reaches_the_show_is_told_nothing(ana: User, team: Team) -> None:
    settle(team, make.make_user("Gone"), State.READY)
    assert not Notice.objects.exists()
    jonas = make.make_member(team, Role.PRODUCER)
    production = settle(team, jonas, State.FAILED)
    team.memberships.get(user=jonas).delete()
    send_all()
    assert not mail.outbox
    assert not Notice.objects.for_user(jonas).exists()
    page = signed_in(jonas).get(reverse("notices:notice_list")).content.decode()
    assert f"{production.episode.title} needs a look" not in page


def test_the_daily_letter_holds_everything_and_goes_out_once(ana: User, team: Team) -> None:
    Choice.objects.create(user=ana, kind="production.failed", mail=Mail.DAILY)
    settle(team, ana, State.READY)
    say(ana)
    assert not Notice.objects.due().exists()
    Notice.objects.update(due_at=Now())  # it is eight o'clock
    send_all()
    assert [letter.subject for letter in mail.outbox] == ["Podcast Studio: 2 notices"]
    assert "One is ready to hear" in mail.outbox[0].body
    assert "Title\nBody" in mail.outbox[0].body
    assert not Notice.objects.filter(mailed_at=None).exists()


@pytest.mark.parametrize(
    ("zone", "now", "due"),
    [
        ("Europe/Lisbon", datetime(2026, 7, 1, 6, 59, tzinfo=UTC), datetime(2026, 7, 1, 7, tzinfo=UTC)),
        ("Europe/Lisbon", datetime(2026, 7, 1, 7, 0, tzinfo=UTC), datetime(2026, 7, 2, 7, tzinfo=UTC)),
        ("America/Los_Angeles", datetime(2026, 1, 1, 3, tzinfo=UTC), datetime(2026, 1, 1, 16, tzinfo=UTC)),
        ("Atlantis/Gone", datetime(2026, 1, 1, 3, tzinfo=UTC), datetime(2026, 1, 1, 8, tzinfo=UTC)),
    ],
)
def test_the_daily_letter_comes_in_the_morning_of_its_reader(zone: str, now: datetime, due: datetime) -> None:
    assert next_morning(User(time_zone=zone), now) == due


def test_a_mail_server_that_is_away_is_asked_again_and_not_for_ever(ana: User, settings: Any) -> None:
    say(ana)
    backend = settings.EMAIL_BACKEND
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 9
    send_all()
    notice = Notice.objects.get()
    assert notice.mailed_at is None
    assert notice.due_at
    assert notice.due_at > timezone.now() + timedelta(minutes=4)
    Notice.objects.update(due_at=Now(), attempts=letters.MOST_ATTEMPTS)
    send_all()
    assert Notice.objects.get().due_at is None
    Notice.objects.update(due_at=Now())
    settings.EMAIL_BACKEND = backend
    send_all()
    assert len(mail.outbox) == 1


def test_one_click_turns_a_kind_off_without_signing_in(ana: User, team: Team) -> None:
    say(ana)
    send_all()
    headers = mail.outbox[0].extra_headers
    assert headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    link = headers["List-Unsubscribe"].strip("<>").split("/", 3)[3]
    client = Client(enforce_csrf_checks=True)
    assert "Turn it off" in client.get(f"/{link}").content.decode()
    assert not Choice.objects.exists()  # a mail program that only looks changes nothing
    assert client.post(f"/{link}", {"List-Unsubscribe": "One-Click"}).status_code == 200
    say(ana, "k2")
    say(ana, "k3", "account.broken")
    send_all()
    assert len(mail.outbox) == 2
    assert Notice.objects.count() == 3
    assert client.post(f"/{link[:-3]}x/").status_code == 404


def test_the_daily_letters_link_turns_off_what_comes_daily(ana: User) -> None:
    say(ana, kind="production.ready")
    Notice.objects.update(due_at=Now())
    send_all()
    Client().post("/" + mail.outbox[0].extra_headers["List-Unsubscribe"].strip("<>").split("/", 3)[3])
    daily = {(kind.name, "never") for kind in KINDS.values() if kind.mail == Mail.DAILY}
    assert set(Choice.objects.values_list("kind", "mail")) == daily
    assert ("production.ready", "never") in daily


def test_people_hear_of_their_place_in_a_team_from_others_only(ana: User, team: Team) -> None:
    jonas = make.make_member(team, Role.EDITOR, make.make_user("Jonas"))
    client, place = signed_in(ana), team.memberships.get(user=jonas)
    client.post(reverse("teams:member_role", args=[place.pk]), {"role": Role.PRODUCER})
    client.post(reverse("teams:team_edit"), {"name": "Harbour"})
    assert list(Notice.objects.values_list("user__name", "title", "body")) == [
        ("Jonas", "Ana Duarte changed your place in Harbour Audio", "You are producer now.")
    ]
    members.remove(place, jonas)
    assert Notice.objects.count() == 1


def test_a_broken_account_is_said_to_its_owner_until_it_works_again(ana: User) -> None:
    account = make.make_account(ana)
    for _ in range(3):
        credentials.mark_broken(account, "Connect again.")
    assert Notice.objects.get().body == "Connect again."
    account.last_success_at = timezone.now()
    account.save()
    credentials.mark_broken(account, "Connect again.")
    assert Notice.objects.count() == 2


def test_the_bell_counts_and_a_notice_leads_to_its_page(ana: User, team: Team) -> None:
    production = settle(team, ana, State.FAILED)
    client = signed_in(ana)
    assert 'class="dot" aria-hidden="true">1<' in client.get("/").content.decode()
    notice = Notice.objects.get()
    assert client.get(notice.get_absolute_url()).url == production.episode.get_absolute_url()
    assert 'class="dot"' not in client.get("/").content.decode()
    assert signed_in(make.make_user("Eve")).get(notice.get_absolute_url()).status_code == 404
    say(ana)
    client.post(reverse("notices:read_all"))
    assert not Notice.objects.unread().exists()


def test_choosing_for_each_kind(ana: User, team: Team) -> None:
    client, address = signed_in(ana), reverse("notices:choices")
    wanted = {name: "now" for name in KINDS} | {"people": "never", "production.failed": "daily"}
    assert client.post(address, wanted).status_code == 302
    assert wanted.items() <= dict(Choice.objects.filter(user=ana).values_list("kind", "mail")).items()
    assert client.post(address, {**wanted, "people": "hourly"}).status_code == 422


def test_the_sweep_hands_letters_over_and_the_list_costs_the_same(ana: User, team: Team) -> None:
    say(ana)
    client, address = signed_in(ana), reverse("notices:notice_list")
    few = cost(client, address)
    assert Sweep()._hand("notices.send", Notice.objects.due()) == 1
    for number in range(29):
        say(ana, f"n{number}", team=team)
    assert cost(client, address) == few


def test_a_notice_is_kept_in_the_language_of_its_reader(ana: User) -> None:
    jan, noor = make.make_user("Jan", language="de"), make.make_user("Noor", language="xx")  # forgotten since
    day = gettext_lazy("Monday")  # in Django's own catalogue
    with translation.override("de"):  # whoever causes it
        tell(
            "production.failed", "k", [ana, jan, noor],
            title=filled("%s: %s", ("One", day)), body=day, address="/", team=None,
        )  # fmt: skip
    said = dict(Notice.objects.values_list("user__name", "title"))
    assert said == {"Ana Duarte": "One: Monday", "Jan": "One: Montag", "Noor": "One: Monday"}
    assert Notice.objects.get(user=jan).body == "Montag"
