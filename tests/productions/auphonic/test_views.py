"""Pages of one's own accounts: API key, unlink, check, lend. Other people's accounts do not exist."""

import uuid

import pytest
import requests
from django.contrib.messages import get_messages
from django.http import HttpResponse
from django.test import Client as Browser
from django.urls import reverse
from django.utils import timezone

from productions.auphonic import accounts
from productions.models import AuphonicAccount
from productions.states import State
from teams.models import Role, User
from tests import make
from tests.engine_process import EngineProcess

CONNECTIONS = "productions:connections"
ACTIONS = ("unlink", "check", "lend", "presets")


def said(response: HttpResponse) -> list[str]:
    return [str(message) for message in get_messages(response.wsgi_request)]


def test_key_page(browser: Browser, ana: User) -> None:
    team = make.make_team(ana)
    response = browser.get(reverse("auphonic:key"), {"server": "auphonic"})
    assert response.status_code == 200
    assert list(response.context["servers"]) == ["engine", "auphonic"]
    assert response.context["form"].initial == {"team": team.pk, "server": "auphonic"}
    assert "no-store" in response.headers["Cache-Control"]


def test_connect_by_key(browser: Browser, ana: User, engine: EngineProcess) -> None:
    team = make.make_team(ana, "Harbour Audio")
    form = {"server": "engine", "key": f" {engine.api_key} ", "team": team.pk}
    response = browser.post(reverse("auphonic:key"), form)
    account = AuphonicAccount.objects.get()
    assert response.headers["Location"] == reverse(CONNECTIONS)
    assert said(response) == [f"{account} is connected. Shows of Harbour Audio may be mastered on it."]
    assert (account.user, account.kind, account.unseal()) == (ana, "key", engine.api_key)
    assert list(account.lent_to.all()) == [team]


@pytest.mark.parametrize(
    ("key", "sentence"),
    [
        ("wrong", "The engine on this machine does not know this key. Copy it again from your account page."),
        ("two words", "This is not an API key. Copy it again, without the text around it."),
        ("schl\u00fcssel", "This is not an API key. Copy it again, without the text around it."),
        ("", "Paste the API key from your account page."),
    ],
)
def test_a_key_that_is_none(browser: Browser, engine: EngineProcess, key: str, sentence: str) -> None:
    response = browser.post(reverse("auphonic:key"), {"server": "engine", "key": key})
    assert response.status_code == 422
    assert response.context["form"].errors == {"key": [sentence]}
    assert key == "" or key not in response.content.decode()
    assert not AuphonicAccount.objects.exists()


def test_a_key_in_an_outage(browser: Browser, engine: EngineProcess) -> None:
    engine.faults({"path": "user.json$", "do": "503"})
    response = browser.post(reverse("auphonic:key"), {"server": "engine", "key": engine.api_key})
    (sentence,) = response.context["form"].non_field_errors()
    assert (
        sentence == "The engine on this machine is not answering properly right now (HTTP 503). Nothing was connected."
    )


def test_a_key_for_a_team_of_others(browser: Browser, engine: EngineProcess) -> None:
    form = {"server": "engine", "key": engine.api_key, "team": make.make_team().pk}
    response = browser.post(reverse("auphonic:key"), form)
    assert "team" in response.context["form"].errors
    assert not AuphonicAccount.objects.exists()


def test_unlink(browser: Browser, ana: User) -> None:
    account = make.make_account(ana)
    response = browser.post(reverse("auphonic:unlink", args=[account.pk]))
    assert said(response) == [f"{account} is disconnected. Its sign-in was deleted here."]
    assert not AuphonicAccount.objects.exists()


def test_unlink_waits_for_productions(browser: Browser, ana: User) -> None:
    account = make.make_account(ana)
    episode = make.make_episode(make.make_show(make.make_team(ana)))
    make.make_production(episode, State.READY, account=account)
    make.make_production(episode, State.PROCESSING, account=account)
    response = browser.post(reverse("auphonic:unlink", args=[account.pk]))
    assert said(response) == [
        f"A production is still under way on {account}. Let it finish or cancel it, then disconnect."
    ]
    assert AuphonicAccount.objects.exists()


def test_check_makes_it_due(browser: Browser, ana: User) -> None:
    account = make.make_account(ana)
    assert AuphonicAccount.objects.due().count() == 0
    response = browser.post(reverse("auphonic:check", args=[account.pk]))
    assert response.headers["Location"] == reverse(CONNECTIONS)
    assert AuphonicAccount.objects.due().count() == 1


def test_lend_and_take_back(browser: Browser, ana: User) -> None:
    account, team = make.make_account(ana), make.make_team(name="Harbour Audio")
    make.make_member(team, Role.REVIEWER, ana)
    address = reverse("auphonic:lend", args=[account.pk])
    assert said(browser.post(address, {"team": team.pk, "lend": "on"})) == [
        f"Shows of Harbour Audio may now be mastered on {account}."
    ]
    assert list(AuphonicAccount.objects.for_team(team)) == [account]
    browser.post(address, {"team": team.pk, "lend": "off"})
    assert list(AuphonicAccount.objects.for_team(team)) == []


def test_lend_only_to_teams_of_ones_own(browser: Browser, ana: User) -> None:
    account, team = make.make_account(ana), make.make_team()
    address = reverse("auphonic:lend", args=[account.pk])
    for form in ({"team": team.pk, "lend": "on"}, {"team": uuid.uuid4(), "lend": "on"}, {"team": "x", "lend": "on"}):
        assert browser.post(address, form).status_code == 404
    for form in ({"lend": "on"}, {}):
        assert browser.post(address, form).status_code == 400
    assert account.lent_to.count() == 0


@pytest.mark.parametrize("action", ACTIONS)
def test_other_peoples_accounts_do_not_exist(browser: Browser, ana: User, action: str) -> None:
    """Not even for the owner of a team it is lent to."""
    team = make.make_team(ana)
    theirs = make.make_account(make.make_member(team, Role.EDITOR), team, due_at=timezone.now())
    before = AuphonicAccount.objects.values().get()
    for pk in (theirs.pk, uuid.uuid4()):
        response = browser.post(reverse(f"auphonic:{action}", args=[pk]), {"team": team.pk, "lend": "off"})
        assert response.status_code == 404
    assert AuphonicAccount.objects.values().get() == before
    assert list(theirs.lent_to.all()) == [team]


@pytest.mark.parametrize("action", ACTIONS)
def test_nothing_happens_by_get_or_without_sign_in(browser: Browser, ana: User, action: str) -> None:
    address = reverse(f"auphonic:{action}", args=[make.make_account(ana).pk])
    assert browser.get(address).status_code == 405
    response = Browser().post(address)
    assert response.status_code == 302
    assert response.headers["Location"].startswith(reverse("account_login"))
    assert AuphonicAccount.objects.count() == 1


def test_key_page_without_sign_in(db: None) -> None:
    assert Browser().get(reverse("auphonic:key")).status_code == 302
    assert Browser().post(reverse("auphonic:link"), {"server": "engine"}).status_code == 302


def test_copy_presets(browser: Browser, ana: User, engine: EngineProcess) -> None:
    team, account = make.make_team(ana, "Harbour Audio"), make.make_account(ana, key=engine.api_key)
    headers, body = {"Authorization": f"Bearer {engine.api_key}"}, {"preset_name": "Kitchen table"}
    requests.post(f"{engine.url}/api/presets.json", json=body, headers=headers, timeout=10)
    response = browser.post(reverse("auphonic:presets", args=[account.pk]), {"team": team.pk})
    assert said(response) == [
        f"The presets of {account} are being copied to Harbour Audio. They are there in a moment."
    ]
    accounts.check(account.pk)
    assert team.presets.filter(name="Kitchen table").count() == 1
    account.refresh_from_db()
    assert (account.presets_for, account.last_error) == (None, "")


@pytest.mark.parametrize(("role", "status"), [(None, 404), (Role.EDITOR, 403), (Role.PRODUCER, 302)])
def test_who_may_copy_presets(browser: Browser, ana: User, role: Role | None, status: int) -> None:
    team, account = make.make_team(), make.make_account(ana)
    if role:
        make.make_member(team, role, ana)
    response = browser.post(reverse("auphonic:presets", args=[account.pk]), {"team": team.pk})
    assert response.status_code == status
    account.refresh_from_db()
    assert account.presets_for == (team if status == 302 else None)
