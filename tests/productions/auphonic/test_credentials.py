"""Credentials that end: renewed by one worker at a time, and honest about what is over."""

import json
import threading
import time
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
import requests
from django.db import close_old_connections, connection
from django.utils import timezone

from podcaststudio import http
from productions.auphonic import accounts, credentials, oauth
from productions.models import AuphonicAccount
from tests import make
from tests.engine_process import EngineProcess
from tests.productions.auphonic import consent_page

TOKEN = "^/oauth2/token"


def sign_in(server: str = "brief") -> dict[str, Any]:
    """A token, by way of the consent page."""
    asked = oauth.consent(server)
    back = requests.Request("GET", consent_page.answer(asked.address)).prepare().url or ""
    code = dict(part.split("=") for part in back.partition("?")[2].split("&"))["code"]
    return oauth.exchange(server, code, asked.verifier)


def linked(**changes: Any) -> AuphonicAccount:
    """A linked account; `changes` go into its stored token."""
    account = accounts.link(make.make_user(), "brief", token=sign_in())
    if changes:
        credentials.seal(account, token=stored(account) | changes)
        account.save()
    return account


def stored(account: AuphonicAccount) -> dict[str, Any]:
    return json.loads(AuphonicAccount.objects.get(pk=account.pk).unseal())


def soon() -> float:
    """Within the minute in which a token counts as expired already."""
    return time.time() + 50


def at_once(count: int, work: Callable[[], object]) -> list[object]:
    """What `count` threads get that begin at the same moment; an exception counts as its result."""
    barrier, results = threading.Barrier(count), []

    def run() -> None:
        barrier.wait()
        try:
            results.append(work())
        except Exception as error:
            results.append(error)
        finally:
            close_old_connections()
            connection.close()

    threads = [threading.Thread(target=run) for _ in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return results


@pytest.mark.django_db
def test_a_fresh_token_is_used_as_it_is(brief: EngineProcess) -> None:
    account = linked()
    token = stored(account)
    brief.faults({"path": TOKEN, "do": "503"})
    assert accounts.client_for(account).user().name
    assert stored(account) == token
    assert account.expires_at is not None
    assert timedelta(minutes=55) < account.expires_at - timezone.now() < timedelta(minutes=61)


@pytest.mark.django_db
def test_a_token_is_renewed_a_minute_early(brief: EngineProcess) -> None:
    account = linked(expires_at=soon())
    old = stored(account)
    assert accounts.client_for(account).user().name
    new = stored(account)
    assert new["access_token"] != old["access_token"]
    assert new["refresh_token"] != old["refresh_token"]
    account.refresh_from_db()
    assert account.refresh_until is None
    assert account.expires_at is not None
    assert account.expires_at > timezone.now() + timedelta(minutes=55)
    credentials.seal(account, token=new | {"expires_at": soon()})
    account.save()
    assert accounts.client_for(account).user().name  # the new refresh token works, too


@pytest.mark.django_db(transaction=True)
def test_twelve_workers_renew_once(brief: EngineProcess) -> None:
    account = linked(expires_at=soon())
    brief.faults({"path": TOKEN, "do": "slow", "seconds": 0.3})
    tokens = at_once(12, lambda: credentials.bearer(AuphonicAccount.objects.get(pk=account.pk)))
    assert tokens == [stored(account)["access_token"]] * 12
    assert brief.faults_given() == {"slow": 1}


@pytest.mark.django_db(transaction=True)
def test_twelve_refused_workers_renew_once(brief: EngineProcess) -> None:
    """The token looks good, but the server has forgotten it."""
    account = linked(access_token="forgotten")
    brief.faults({"path": TOKEN, "do": "slow", "seconds": 0.3})
    names = at_once(12, lambda: accounts.client_for(AuphonicAccount.objects.get(pk=account.pk)).user().name)
    assert names == [account.name] * 12
    assert brief.faults_given() == {"slow": 1}


@pytest.mark.django_db
def test_a_refused_upload_is_sent_again_from_its_beginning(brief: EngineProcess, two_seconds: Any) -> None:
    account = linked()
    uuid = accounts.client_for(account).create({}).uuid
    credentials.seal(account, token=stored(account) | {"access_token": "forgotten"})
    account.save()
    with two_seconds.open("rb") as file:
        sent = accounts.client_for(account).upload(uuid, "raw.wav", file, two_seconds.stat().st_size)
    assert sent.input_file == "raw.wav"
    assert [entry["uploads"] for entry in brief.ledger()["productions"] if entry["uuid"] == uuid] == [1]


@pytest.mark.django_db
def test_a_refresh_token_that_was_used(brief: EngineProcess) -> None:
    account = linked(expires_at=soon(), refresh_token="used")
    with pytest.raises(http.Unauthorized, match=f"Connect {account} again"):
        accounts.client_for(account)
    account.refresh_from_db()
    assert account.is_broken
    assert account.last_error == f"Brief no longer accepts this sign-in. Connect {account} again."
    assert account.refresh_until is None


@pytest.mark.django_db
def test_a_token_that_ended_without_a_refresh_token(brief: EngineProcess) -> None:
    account = linked(expires_at=soon(), refresh_token=None)
    with pytest.raises(http.Unauthorized, match=f"Connect {account} again"):
        accounts.client_for(account)
    assert AuphonicAccount.objects.get().is_broken


@pytest.mark.django_db
def test_a_token_without_an_end(engine: EngineProcess) -> None:
    """As Auphonic gives them; no refresh token comes with it."""
    account = accounts.link(make.make_user(), "engine", token={"access_token": engine.api_key, "token_type": "bearer"})
    assert account.expires_at is None
    assert accounts.client_for(account).user().name == account.name


@pytest.mark.django_db
def test_a_key_that_was_withdrawn(engine: EngineProcess) -> None:
    account = make.make_account(make.make_user(), key="withdrawn")
    client = accounts.client_for(account)
    with pytest.raises(http.Unauthorized, match=f"Connect {account} again"):
        client.user()
    assert AuphonicAccount.objects.get().is_broken


@pytest.mark.django_db
def test_a_credential_that_was_replaced_meanwhile_is_used(engine: EngineProcess) -> None:
    account = make.make_account(make.make_user(), key="withdrawn")
    client = accounts.client_for(account)
    newer = AuphonicAccount.objects.get()
    newer.sealed_credential = newer.seal(engine.api_key)
    newer.save()
    assert client.user().name
    assert not AuphonicAccount.objects.get().is_broken


@pytest.mark.django_db
def test_an_old_failure_does_not_blame_the_new_credential(engine: EngineProcess) -> None:
    old = make.make_account(make.make_user(), key="withdrawn")
    newer = AuphonicAccount.objects.get()
    newer.sealed_credential = newer.seal(engine.api_key)
    newer.save()
    accounts.mark_broken(old, "It is broken.")
    assert not AuphonicAccount.objects.get().is_broken


@pytest.mark.django_db
def test_trouble_during_a_refresh_breaks_nothing(brief: EngineProcess) -> None:
    account = linked(expires_at=soon())
    brief.faults({"path": TOKEN, "do": "503", "times": 1})
    with pytest.raises(http.Unreachable):
        accounts.client_for(account)
    account.refresh_from_db()
    assert (account.is_broken, account.refresh_until) == (False, None)
    assert accounts.client_for(account).user().name


@pytest.mark.django_db
def test_a_worker_that_died_in_a_refresh_holds_nobody_up(brief: EngineProcess) -> None:
    account = linked(expires_at=soon())
    AuphonicAccount.objects.update(refresh_until=timezone.now() - timedelta(seconds=1))
    assert accounts.client_for(account).user().name


@pytest.mark.django_db
def test_a_disconnected_account(engine: EngineProcess) -> None:
    account = make.make_account(make.make_user())
    AuphonicAccount.objects.get().delete()
    with pytest.raises(http.Unauthorized, match="was disconnected"):
        accounts.client_for(account)
    with pytest.raises(http.Unauthorized, match="no longer connected"):
        accounts.client_for(None)


@pytest.mark.django_db
def test_a_server_that_settings_no_longer_list() -> None:
    account = make.make_account(make.make_user())
    account.server = "gone"
    with pytest.raises(http.Unauthorized, match="no longer works with the server"):
        accounts.client_for(account)


@pytest.mark.django_db
def test_check_reads_the_credits(engine: EngineProcess) -> None:
    account = make.make_account(make.make_user(), due_at=timezone.now(), is_broken=True, last_error="It was away.")
    accounts.check(account.pk)
    account.refresh_from_db()
    assert account.credits is not None
    assert (account.is_broken, account.last_error, account.turn) == (False, "", 1)
    assert account.due_at is not None
    assert timedelta(minutes=14) < account.due_at - timezone.now() < timedelta(minutes=16)


@pytest.mark.django_db
def test_check_of_an_account_that_is_not_due(engine: EngineProcess) -> None:
    account = make.make_account(make.make_user(), due_at=timezone.now() + timedelta(minutes=1))
    accounts.check(account.pk)
    account.refresh_from_db()
    assert (account.credits, account.turn) == (None, 0)


@pytest.mark.django_db
def test_check_of_a_broken_account_lets_it_rest(engine: EngineProcess) -> None:
    account = make.make_account(make.make_user(), key="withdrawn", due_at=timezone.now())
    accounts.check(account.pk)
    account.refresh_from_db()
    assert (account.is_broken, account.due_at) == (True, None)
    assert account.last_error_at is not None


@pytest.mark.django_db
def test_check_in_an_outage_looks_again(engine: EngineProcess) -> None:
    account = make.make_account(make.make_user(), key=engine.api_key, due_at=timezone.now(), credits=4.5)
    engine.faults({"path": "user.json$", "do": "429", "retry_after": 60})
    accounts.check(account.pk)
    account.refresh_from_db()
    assert (account.is_broken, account.credits) == (False, 4.5)
    assert "The engine on this machine" in account.last_error
    assert account.due_at is not None
    assert timedelta(seconds=50) < account.due_at - timezone.now() < timedelta(seconds=65)


@pytest.mark.django_db
def test_a_key_is_tried_before_it_is_kept(engine: EngineProcess) -> None:
    person = make.make_user()
    with pytest.raises(http.Unauthorized):
        accounts.link(person, "engine", key="wrong")
    assert not AuphonicAccount.objects.exists()
    account = accounts.link(person, "engine", key=engine.api_key)
    assert (account.kind, account.expires_at, account.unseal()) == ("key", None, engine.api_key)


@pytest.mark.django_db(transaction=True)
def test_the_same_account_linked_twice_at_once(engine: EngineProcess) -> None:
    person = make.make_user()
    at_once(4, lambda: accounts.link(person, "engine", key=engine.api_key))
    assert AuphonicAccount.objects.count() == 1
