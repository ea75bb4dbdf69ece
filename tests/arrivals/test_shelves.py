"""Choosing files on a service of one's own account, and having Auphonic fetch and process them."""

import shutil
from pathlib import Path

import pytest
from django.db.models.functions import Now
from django.test import Client as Browser
from django.urls import reverse
from django.utils import timezone

from arrivals import intake, ordering, shelves
from arrivals.models import Arrival, Order, Shelf
from productions.auphonic import accounts
from productions.models import Approval, AuphonicAccount, Episode, Production, Show
from productions.states import State
from productions.sweep import TASKS
from teams.models import Role
from tests import make
from tests.engine_process import EngineProcess
from tests.pages import cost, signed_in
from tests.pages import page as page_of

pytestmark = pytest.mark.django_db
NAME = "042_fog-at-night.wav"


@pytest.fixture
def account(engine: EngineProcess, db: None) -> AuphonicAccount:
    """One that a worker has looked at: it has the engine's folder among its services."""
    account = make.make_account(make.make_user("Ana Duarte"), due_at=timezone.now())
    accounts.check(account.pk)
    account.refresh_from_db()
    return account


@pytest.fixture
def show(account: AuphonicAccount) -> Show:
    team = make.make_team(account.user)
    return make.make_show(team, title="Harbour Talk", account=account, preset=make.make_preset(team))


@pytest.fixture
def browser(account: AuphonicAccount) -> Browser:
    return signed_in(account.user)


def folder(account: AuphonicAccount) -> str:
    (service,) = shelves.incoming(account)
    return str(service["uuid"])


def listed(account: AuphonicAccount, *names: str) -> Shelf:
    shelf: Shelf = account.shelves.create(service_uuid=folder(account), names=list(names), listed_at=timezone.now())
    return shelf


@pytest.mark.once
def test_a_file_on_a_service_becomes_an_episode(
    show: Show, account: AuphonicAccount, browser: Browser, engine: EngineProcess, two_seconds: Path
) -> None:
    services = [{"uuid": folder(account), "display_name": "Engine folder"}]
    show.preset.settings |= {"review_before_publishing": True, "outgoing_services": services}
    show.preset.save()
    place = engine.data_dir / "folder" / NAME
    place.parent.mkdir(exist_ok=True)
    shutil.copy(two_seconds, place)
    address = reverse("arrivals:shelf", args=[show.pk])
    assert "Only you see the list" in page_of(browser, address)
    assert browser.post(reverse("arrivals:shelf_look", args=[show.pk]), {"service": folder(account)}).status_code == 302
    assert "Reading what Engine folder holds" in page_of(browser, address)
    shelves.look(Shelf.objects.get().pk)
    assert NAME in page_of(browser, address + "?q=FOG")
    assert NAME not in page_of(browser, address + "?q=harbour")
    assert browser.post(address, {"file": "never.wav"}).status_code == 422
    assert browser.post(address, {"file": NAME}).status_code == 302
    order = Order.objects.select_related("episode").get()
    assert (order.episode.title, TASKS["arrivals.place"]) == ("fog at night", Order)
    assert NAME in page_of(browser, reverse("arrivals:show_arrivals", args=[show.pk]))

    engine.faults({"path": r"^/api/productions\.json$", "method": "POST", "do": "done_but_lost", "times": 1})
    ordering.place(order.pk)
    order.refresh_from_db()
    assert (order.auphonic_uuid, order.due_at is not None) == ("", True)
    Order.objects.update(due_at=Now())
    ordering.place(order.pk)  # it is there already, and found
    order.refresh_from_db()
    assert (order.error, order.due_at, order.done_at is not None) == ("", None, True)
    made = [row for row in engine.ledger()["productions"] if order.intent in row["output_basename"]]
    assert [row["starts_accepted"] for row in made] == [1]

    arrival = Arrival.objects.get()
    intake.take_in(arrival.pk)  # what Auphonic is still at is no failed try
    arrival.refresh_from_db()
    assert arrival.attempts == 0
    engine.wait_idle()
    Arrival.objects.filter(done_at=None).update(due_at=Now())
    intake.take_in(arrival.pk)
    arrival.refresh_from_db()
    assert (arrival.error, arrival.episode) == ("", order.episode)
    recording = order.episode.recordings.get()
    assert (recording.size, round(recording.duration, 1)) == (two_seconds.stat().st_size, 2.0)
    production = Production.objects.get()
    assert (production.state, production.auphonic_uuid) == (State.PROCESSING, order.auphonic_uuid)
    assert production.approval == Approval.ONE  # what is held back there is held back here
    assert [path.name for path in place.parent.iterdir()] == [NAME]
    assert Episode.objects.count() == 1
    place.unlink()


def test_what_is_refused_is_said_and_tried_again(show: Show, account: AuphonicAccount, browser: Browser) -> None:
    (order,) = ordering.order(show, account, "nowhere", {"a.wav": "A"}, None, account.user)
    ordering.place(order.pk)
    order.refresh_from_db()
    assert order.due_at is None
    assert "There is no service" in order.error
    address = reverse("arrivals:show_arrivals", args=[show.pk])
    assert order.error.split("'")[0] in page_of(browser, address)
    assert browser.post(reverse("arrivals:order_retry", args=[order.pk])).status_code == 302
    order.refresh_from_db()
    assert (order.error, order.due_at is not None) == ("", True)


def test_nobody_looks_on_the_service_of_another(show: Show, account: AuphonicAccount) -> None:
    listed(account, "private.wav")
    account.lent_to.add(show.team)
    producer = signed_in(make.make_member(show.team, Role.PRODUCER))
    address = reverse("arrivals:shelf", args=[show.pk])
    assert "private.wav" not in page_of(producer, f"{address}?service={folder(account)}")
    assert producer.post(address, {"file": "private.wav"}).status_code == 422
    look = reverse("arrivals:shelf_look", args=[show.pk])
    assert producer.post(look, {"service": folder(account)}).status_code == 422
    assert not Order.objects.exists()


def test_the_list_costs_the_same_for_one_and_for_thirty(show: Show, account: AuphonicAccount, browser: Browser) -> None:
    shelf, address = listed(account, "0.wav"), reverse("arrivals:shelf", args=[show.pk])
    one = cost(browser, address)
    Shelf.objects.filter(pk=shelf.pk).update(names=[f"{number}.wav" for number in range(130)])
    assert cost(browser, address) == one
    assert "30 more: search" in page_of(browser, address)
    arrivals = reverse("arrivals:show_arrivals", args=[show.pk])
    ordering.order(show, account, "x", {"0.wav": "0"}, None, account.user)
    few = cost(browser, arrivals)
    ordering.order(show, account, "x", {f"{number}.wav": str(number) for number in range(29)}, None, account.user)
    assert cost(browser, arrivals) == few
