"""A show as a service of an account: connected by a worker, called by Auphonic, and what was made there comes in."""

from pathlib import Path
from typing import Any

import jwt
import pytest
import requests
from django.conf import settings
from django.test import Client as Browser
from django.urls import reverse

from arrivals import connecting, intake
from arrivals.models import Arrival, Reception
from productions import pipeline
from productions.auphonic import accounts
from productions.models import AuphonicAccount, Episode, Production, Show
from productions.states import State
from productions.sweep import TASKS
from tests import make
from tests.engine_process import EngineProcess

pytestmark = pytest.mark.django_db
BODY = {
    "metadata": {"title": "Made over there"},
    "algorithms": {"leveler": False, "filtering": False, "normloudness": False},
    "output_files": [{"format": "mp3"}, {"format": "flac"}],
}


def token(engine: EngineProcess, account: AuphonicAccount) -> str:
    """An access token of the studio's application; the engine takes the key for a password."""
    server = settings.AUPHONIC_SERVERS["engine"]
    name = accounts.client_for(account).user().name
    form = {"grant_type": "password", "username": name, "password": engine.api_key}
    form |= {"client_id": server["client_id"], "client_secret": server["client_secret"]}
    reply = requests.post(server["token"], data=form, timeout=10).json()
    return str(reply["access_token"])


@pytest.fixture
def account(engine: EngineProcess, db: None) -> AuphonicAccount:
    """Connected by sign-in, which is needed to connect a service."""
    person = make.make_user("Ana Duarte")
    by_key = make.make_account(person)
    return make.make_account(person, key=token(engine, by_key))


@pytest.fixture
def show(account: AuphonicAccount) -> Show:
    return make.make_show(make.make_team(account.user), title="Harbour Talk", account=account)


@pytest.fixture
def reception(show: Show, account: AuphonicAccount) -> Reception:
    reception = connecting.want(show, account, account.user)
    connecting.connect(reception.pk)
    reception.refresh_from_db()
    return reception


def call(reception: Reception, uuid: str, custom_data: str = "", secret: str = "") -> int:
    """What Auphonic does after a production; the status of our answer."""
    said = {"uuid": uuid, "custom_data": custom_data or str(reception.pk)}
    body = jwt.encode(said, secret or settings.AUPHONIC_SERVERS["engine"]["client_secret"], algorithm="HS256")
    address = reverse("arrivals:hook", args=[reception.pk])
    return Browser().post(address, body, content_type="application/jwt").status_code


def made_there(account: AuphonicAccount, engine: EngineProcess, recording: Path) -> str:
    """A production that was started and finished at the engine, as somebody did it on their own pages."""
    client = accounts.client_for(account)
    uuid = client.create(BODY).uuid
    with recording.open("rb") as file:
        client.upload(uuid, recording.name, file, recording.stat().st_size)
    client.start(uuid)
    engine.wait_idle()
    return uuid


def test_a_worker_connects_the_show(reception: Reception, account: AuphonicAccount) -> None:
    assert (reception.error, reception.due_at) == ("", None)
    service = next(each for each in accounts.client_for(account).services() if each.uuid == reception.service_uuid)
    assert (service.name, service.is_outgoing, service.is_incoming) == ("Podcast Studio: Harbour Talk", True, False)
    assert TASKS["arrivals.take_in"] is Arrival


def test_an_account_by_key_is_told_why_not(engine: EngineProcess, show: Show) -> None:
    by_key = make.make_account(show.account.user)
    reception = connecting.want(show, by_key, by_key.user)
    connecting.connect(reception.pk)
    reception.refresh_from_db()
    assert "Only a registered application can connect a service" in reception.error
    assert (reception.due_at, reception.service_uuid) == (None, "")


def test_trouble_over_there_is_asked_again(engine: EngineProcess, show: Show, account: AuphonicAccount) -> None:
    engine.faults({"path": "connect.json$", "do": "503", "retry_after": 7})
    reception = connecting.want(show, account, account.user)
    connecting.connect(reception.pk)
    reception.refresh_from_db()
    assert "not answering properly" in reception.error
    assert reception.due_at is not None


def test_forged_calls_find_nothing(reception: Reception) -> None:
    assert call(reception, "abc", secret="another secret that is long enough to sign with") == 404
    assert call(reception, "abc", custom_data="of another show") == 404
    address = reverse("arrivals:hook", args=[reception.pk])
    assert Browser().post(address, {"uuid": "abc", "status": "3"}).status_code == 404
    assert not Arrival.objects.exists()


def test_what_was_made_there_becomes_an_episode(
    reception: Reception, account: AuphonicAccount, engine: EngineProcess, two_seconds: Path
) -> None:
    uuid = made_there(account, engine, two_seconds)
    assert [call(reception, uuid), call(reception, uuid)] == [204, 204]
    (arrival,) = Arrival.objects.all()
    intake.take_in(arrival.pk)
    arrival.refresh_from_db()
    assert (arrival.error, arrival.due_at, arrival.done_at is not None) == ("", None, True)
    episode = arrival.episode
    assert (episode.title, episode.show, episode.created_by) == ("Made over there", reception.show, account.user)
    recording = episode.recordings.get()
    assert (recording.file_name, round(recording.duration, 1)) == ("two seconds.flac", 2.0)
    production = Production.objects.get(auphonic_uuid=uuid)
    assert (production.state, production.recording, production.account) == (State.PROCESSING, recording, account)
    while production.state in (State.PROCESSING, State.COLLECTING):
        assert pipeline.advance(production.pk)
        production.refresh_from_db()
    assert production.state == State.DELIVERING
    assert sorted(file.file_name for file in production.output_files.all()) == ["two seconds.flac", "two seconds.mp3"]
    intake.take_in(arrival.pk)  # rests: nothing is done twice
    assert (Episode.objects.count(), Production.objects.count()) == (1, 1)


def test_a_production_of_ours_is_only_looked_at(reception: Reception, account: AuphonicAccount) -> None:
    episode = make.make_episode(reception.show)
    ours = make.make_production(episode, State.PROCESSING, auphonic_uuid="ours", account=account)
    assert call(reception, "ours") == 204
    assert not Arrival.objects.exists()
    assert Production.objects.get(pk=ours.pk).turn == ours.turn + 1


def test_what_cannot_be_taken_in_says_why(reception: Reception, account: AuphonicAccount) -> None:
    client = accounts.client_for(account)
    waiting = client.create(BODY).uuid
    for uuid in (waiting, "gone"):
        intake.announce(reception.show, account, uuid)
        intake.take_in(Arrival.objects.get(auphonic_uuid=uuid).pk)
    later, gone = Arrival.objects.get(auphonic_uuid=waiting), Arrival.objects.get(auphonic_uuid="gone")
    assert (later.error, later.attempts, later.due_at is not None) == ("It is not done yet.", 1, True)
    assert (gone.error, gone.due_at) == ("The engine on this machine refused: Not Found", None)
    assert not Episode.objects.exists()


def test_the_page_connects_shows_and_ends(show: Show, account: AuphonicAccount) -> None:
    browser = Browser()
    browser.force_login(account.user)
    address = reverse("arrivals:show_arrivals", args=[show.pk])
    assert "Connect" in browser.get(address).content.decode()
    other: Any = make.make_account(make.make_user("Someone else"))
    assert browser.post(address, {"account": other.pk}).status_code == 422
    assert browser.post(address, {"account": account.pk}).status_code == 302
    assert Reception.objects.filter(show=show).exists()
    assert "Being connected" in browser.get(address).content.decode()
    for number in range(30):
        Arrival.objects.create(show=show, account=account, auphonic_uuid=f"number {number}", error="Odd.")
    page = browser.get(address).content.decode()
    assert page.count("Odd.") == 30
    browser.post(address, {"end": "1"})
    assert not Reception.objects.exists()
