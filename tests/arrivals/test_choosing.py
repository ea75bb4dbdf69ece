"""Choosing what was made at Auphonic from a list that a worker reads."""

from pathlib import Path

import pytest
from django.test import Client as Browser
from django.urls import reverse

from arrivals import intake, survey
from arrivals.models import Arrival, Survey
from productions.auphonic import accounts
from productions.models import AuphonicAccount, Show
from productions.states import State
from teams.models import Role
from tests import make
from tests.engine_process import EngineProcess
from tests.pages import cost, signed_in

pytestmark = pytest.mark.django_db
DONE, FAILED = 3, 2


@pytest.fixture
def account(engine: EngineProcess, db: None) -> AuphonicAccount:
    return make.make_account(make.make_user("Ana Duarte"))


@pytest.fixture
def show(account: AuphonicAccount) -> Show:
    return make.make_show(make.make_team(account.user), title="Harbour Talk", account=account)


def row(uuid: str, title: str, status: int = DONE) -> dict[str, object]:
    return {
        "uuid": uuid,
        "title": title,
        "status": status,
        "status_text": "Done" if status == DONE else "Error",
        "is_multitrack": False,
        "created_at": "2026-11-20T10:00:00+00:00",
    }


def found(account: AuphonicAccount, *rows: dict[str, object]) -> Survey:
    survey.want(account)
    Survey.objects.update(found=list(rows), surveyed_at="2026-11-21T10:00:00Z", due_at=None)
    return Survey.objects.get()


def page(browser: Browser, show: Show, query: str = "") -> str:
    return browser.get(reverse("arrivals:choose", args=[show.pk]) + query).content.decode()


def test_a_worker_reads_the_account_and_what_is_chosen_becomes_an_episode(
    show: Show, account: AuphonicAccount, two_seconds: Path, engine: EngineProcess
) -> None:
    client = accounts.client_for(account)
    uuid = client.create({"metadata": {"title": "Tides and clocks"}, "output_files": [{"format": "mp3"}]}).uuid
    with two_seconds.open("rb") as file:
        client.upload(uuid, two_seconds.name, file, two_seconds.stat().st_size)
    client.start(uuid)
    engine.wait_idle()

    browser = signed_in(account.user)
    assert "Only you see the list" in page(browser, show)
    start = reverse("arrivals:survey_start", args=[show.pk])
    assert browser.post(start, {"account": account.pk}).status_code == 302
    assert "Reading what is in" in page(browser, show)
    survey.look(account.pk)
    assert "Reading what is in" not in page(browser, show)
    assert "Tides and clocks" in page(browser, show, "?q=CLOCKS")

    choose = reverse("arrivals:choose", args=[show.pk])
    assert browser.post(choose, {"production": [uuid]}).status_code == 302
    (arrival,) = Arrival.objects.all()
    assert str(arrival) == "Tides and clocks"
    assert "on its way" in page(browser, show)
    intake.take_in(arrival.pk)
    arrival.refresh_from_db()
    assert (arrival.error, arrival.episode.title, arrival.episode.show) == ("", "Tides and clocks", show)
    assert "Harbour Talk: Tides and clocks" in page(browser, show)
    assert browser.post(choose, {"production": [uuid]}).status_code == 422


def test_only_what_can_come_can_be_ticked(show: Show, account: AuphonicAccount) -> None:
    elsewhere = make.make_show(make.make_team(make.make_user("Someone else"), "Another team"), title="A secret show")
    make.make_production(make.make_episode(elsewhere), State.READY, auphonic_uuid="theirs", account=account)
    look = found(account, row("new", "New"), row("broken", "Broken", FAILED), row("theirs", "Lent"))
    choices = {each.uuid: each for each in survey.choices(look, show)}
    assert {uuid: each.is_free for uuid, each in choices.items()} == {"new": True, "broken": False, "theirs": False}
    assert choices["theirs"].place == "in another team"
    text = page(signed_in(account.user), show)
    assert text.count('type="checkbox"') == 1
    assert "A secret show" not in text
    answer = signed_in(account.user).post(reverse("arrivals:choose", args=[show.pk]), {"production": ["broken"]})
    assert (answer.status_code, Arrival.objects.count()) == (422, 0)


def test_nobody_looks_into_the_account_of_another(show: Show, account: AuphonicAccount) -> None:
    found(account, row("new", "A private title"))
    account.lent_to.add(show.team)
    producer = signed_in(make.make_member(show.team, Role.PRODUCER))
    assert "A private title" not in page(producer, show, f"?account={account.pk}")
    start = reverse("arrivals:survey_start", args=[show.pk])
    assert producer.post(start, {"account": account.pk}).status_code == 422
    assert producer.post(reverse("arrivals:choose", args=[show.pk]), {"production": ["new"]}).status_code == 422


def test_trouble_is_said_and_asked_again_where_that_helps(
    show: Show, account: AuphonicAccount, engine: EngineProcess
) -> None:
    engine.faults({"path": "productions.json", "do": "503", "retry_after": 7})
    survey.want(account)
    survey.look(account.pk)
    look = Survey.objects.get()
    assert look.due_at is not None
    assert "It is asked again by itself" in page(signed_in(account.user), show)
    engine.faults()
    wrong = make.make_account(account.user, key="wrong")
    survey.want(wrong)
    survey.look(wrong.pk)
    look = Survey.objects.get(account=wrong)
    assert look.due_at is None
    assert look.error in page(signed_in(account.user), show, f"?account={wrong.pk}")


def test_one_that_was_given_up_is_tried_again(show: Show, account: AuphonicAccount) -> None:
    arrival = Arrival.objects.create(show=show, account=account, auphonic_uuid="late", error="It is not done yet.")
    browser = signed_in(account.user)
    assert "Try again" in browser.get(reverse("arrivals:show_arrivals", args=[show.pk])).content.decode()
    assert browser.post(reverse("arrivals:retry", args=[arrival.pk])).status_code == 302
    arrival.refresh_from_db()
    assert (arrival.error, arrival.due_at is not None) == ("", True)


def test_the_list_costs_the_same_for_one_and_for_fifty(show: Show, account: AuphonicAccount) -> None:
    browser, address = signed_in(account.user), reverse("arrivals:choose", args=[show.pk])
    found(account, row("0", "Number 0"))
    one = cost(browser, address)
    found(account, *(row(str(number), f"Number {number}") for number in range(60)))
    for number in range(30):
        episode = make.make_episode(show, title=f"Episode {number}")
        make.make_production(episode, State.READY, auphonic_uuid=str(number), account=account)
    assert cost(browser, address) == one
    assert "10 more" in page(browser, show)
