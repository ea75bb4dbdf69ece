"""Linking an account through the engine's real consent page, and everything that must not work."""

import logging
import time
from urllib.parse import parse_qs, urlsplit

import pytest
from django.conf import settings
from django.contrib.messages import get_messages
from django.core.management import call_command
from django.http import HttpResponse
from django.test import Client as Browser
from django.urls import reverse

from podcaststudio import crypto, http
from productions.auphonic import accounts, consents, oauth
from productions.models import AuphonicAccount
from teams.models import User
from tests import make
from tests.engine_process import EngineProcess
from tests.productions.auphonic import consent_page

FORGED = "This answer fits no question we asked, or came too late. Please connect again."


def said(response: HttpResponse) -> list[str]:
    return [str(message) for message in get_messages(response.wsgi_request)]


def ask(browser: Browser, **form: str) -> str:
    """Press "Connect"; returns the address of the consent page."""
    response = browser.post(reverse("auphonic:link"), {"server": "engine", **form})
    assert response.status_code == 302
    return response.headers["Location"]


def come_back(browser: Browser, address: str) -> HttpResponse:
    parts = urlsplit(address)
    return browser.get(f"{parts.path}?{parts.query}")


def with_query(address: str, **changes: str | None) -> str:
    """The callback's address with other parameters; None leaves one out."""
    query = {name: values[0] for name, values in parse_qs(urlsplit(address).query).items()} | changes
    return reverse("auphonic:callback") + "?" + "&".join(f"{k}={v}" for k, v in query.items() if v is not None)


def test_link(browser: Browser, ana: User, engine: EngineProcess) -> None:
    address = ask(browser)
    assert address.startswith(f"{engine.url}/oauth2/authorize/?")
    asked = {name: values[0] for name, values in parse_qs(urlsplit(address).query).items()}
    assert asked["redirect_uri"] == f"{settings.SITE_URL}/accounts/auphonic/callback/"
    assert (asked["response_type"], asked["code_challenge_method"]) == ("code", "S256")
    assert len(asked["state"]) >= 40
    response = come_back(browser, consent_page.answer(address))
    account = AuphonicAccount.objects.get()
    assert (response.status_code, response.headers["Location"]) == (302, reverse("productions:connections"))
    assert said(response) == [f"{account} is connected."]
    assert (account.user, account.server, account.kind) == (ana, "engine", "oauth")
    assert account.name == accounts.client_for(account).user().name
    assert account.credits is not None
    assert account.due_at is not None
    assert account.last_success_at is not None
    assert not account.is_broken
    assert account.lent_to.count() == 0


def test_link_and_lend_in_one(browser: Browser, ana: User, engine: EngineProcess) -> None:
    team = make.make_team(ana, "Harbour Audio")
    response = come_back(browser, consent_page.answer(ask(browser, team=str(team.pk))))
    account = AuphonicAccount.objects.get()
    assert list(account.lent_to.all()) == [team]
    assert said(response) == [f"{account} is connected. Shows of Harbour Audio may be mastered on it."]


def test_linking_again_replaces_the_credential(browser: Browser, ana: User, engine: EngineProcess) -> None:
    come_back(browser, consent_page.answer(ask(browser)))
    before = AuphonicAccount.objects.get()
    before.lent_to.add(make.make_team(ana))
    AuphonicAccount.objects.update(is_broken=True, last_error="It is broken.")
    come_back(browser, consent_page.answer(ask(browser)))
    after = AuphonicAccount.objects.get()
    assert (after.pk, after.is_broken, after.last_error) == (before.pk, False, "")
    assert after.unseal() != before.unseal()
    assert after.turn == before.turn + 1
    assert after.lent_to.count() == 1


def test_two_people_link_the_same_account(browser: Browser, engine: EngineProcess) -> None:
    come_back(browser, consent_page.answer(ask(browser)))
    other = Browser()
    other.force_login(make.make_user("Ben"))
    come_back(other, consent_page.answer(ask(other)))
    assert AuphonicAccount.objects.count() == 2


def test_link_by_get_does_nothing(browser: Browser) -> None:
    assert browser.get(reverse("auphonic:link")).status_code == 405


def test_link_without_csrf_token_is_refused(ana: User) -> None:
    careful = Browser(enforce_csrf_checks=True)
    careful.force_login(ana)
    assert careful.post(reverse("auphonic:link"), {"server": "engine"}).status_code == 403


@pytest.mark.parametrize("server", ["auphonic", "nowhere", ""])
def test_a_server_that_does_not_know_us(browser: Browser, server: str) -> None:
    """This installation has no client id at Auphonic."""
    response = browser.post(reverse("auphonic:link"), {"server": server})
    assert response.headers["Location"] == f"{reverse('auphonic:key')}?server={server}"
    assert said(response) == ["This studio is not registered there. Connect the account with its API key."]


def test_a_forged_state(browser: Browser, engine: EngineProcess) -> None:
    back = consent_page.answer(ask(browser))
    for state in ("forged", "", None, "a" * 43, "\u00e4"):
        assert set(said(browser.get(with_query(back, state=state)))) == {FORGED}
    assert not AuphonicAccount.objects.exists()
    come_back(browser, back)  # the real answer still counts
    assert AuphonicAccount.objects.count() == 1


def test_a_replayed_state(browser: Browser, engine: EngineProcess) -> None:
    back = consent_page.answer(ask(browser))
    come_back(browser, back)
    AuphonicAccount.objects.all().delete()
    assert FORGED in said(come_back(browser, back))
    assert not AuphonicAccount.objects.exists()


def test_a_state_of_another_session(browser: Browser, engine: EngineProcess) -> None:
    """Somebody else's consent must not end up in my account, nor mine in theirs."""
    other = Browser()
    other.force_login(make.make_user("Mallory"))
    assert said(come_back(other, consent_page.answer(ask(browser)))) == [FORGED]
    assert not AuphonicAccount.objects.exists()


def test_a_state_that_is_too_old(browser: Browser, engine: EngineProcess) -> None:
    back = consent_page.answer(ask(browser))
    session = browser.session
    session[consents.NAME] = {**session[consents.NAME], "at": time.time() - consents.SECONDS - 1}
    session.save()
    assert said(come_back(browser, back)) == [FORGED]
    assert not AuphonicAccount.objects.exists()


def test_an_answer_nobody_asked_for(browser: Browser) -> None:
    assert said(browser.get(reverse("auphonic:callback"), {"code": "x", "state": "y"})) == [FORGED]


def test_callback_without_sign_in(client_of_nobody: Browser) -> None:
    response = client_of_nobody.get(reverse("auphonic:callback"), {"code": "x", "state": "y"})
    assert response.headers["Location"].startswith(reverse("account_login"))


def test_decline(browser: Browser, engine: EngineProcess) -> None:
    response = come_back(browser, consent_page.answer(ask(browser), "decline"))
    assert said(response) == ["You declined, so nothing was connected."]
    assert not AuphonicAccount.objects.exists()


def test_their_error_is_said(browser: Browser, engine: EngineProcess) -> None:
    back = consent_page.answer(ask(browser))
    response = browser.get(with_query(back, code=None, error="server_error", error_description="On+fire."))
    assert said(response) == [
        "The engine on this machine did not allow the connection (On fire.). Nothing was connected."
    ]


def test_a_code_that_was_used(browser: Browser, engine: EngineProcess) -> None:
    back = consent_page.answer(ask(browser))
    response = browser.get(with_query(back, code="used-or-made-up"))
    assert said(response) == [
        "The engine on this machine does not accept this sign-in any more. Nothing was connected."
    ]
    assert not AuphonicAccount.objects.exists()


def test_a_code_is_worth_nothing_without_the_verifier(browser: Browser, engine: EngineProcess) -> None:
    """PKCE: whoever reads the callback's address cannot use the code."""
    back = consent_page.answer(ask(browser))
    session = browser.session
    session[consents.NAME] = {**session[consents.NAME], "verifier": "a" * 43}
    session.save()
    come_back(browser, back)
    assert not AuphonicAccount.objects.exists()


@pytest.mark.parametrize(("path", "do"), [("^/oauth2/token", "503"), ("^/oauth2/token", "cut"), ("user.json$", "500")])
def test_trouble_over_there_connects_nothing(browser: Browser, engine: EngineProcess, path: str, do: str) -> None:
    back = consent_page.answer(ask(browser))
    engine.faults({"path": path, "do": do})
    (sentence,) = said(come_back(browser, back))
    assert sentence.startswith("The engine on this machine ")
    assert sentence.endswith(" Nothing was connected.")
    assert not AuphonicAccount.objects.exists()


def test_a_client_secret_they_do_not_know(browser: Browser, engine: EngineProcess, settings: object) -> None:
    back = consent_page.answer(ask(browser))
    server = {**settings.AUPHONIC_SERVERS["engine"], "client_secret": "outdated"}
    settings.AUPHONIC_SERVERS = {**settings.AUPHONIC_SERVERS, "engine": server}
    (sentence,) = said(come_back(browser, back))
    assert "must check the client id and secret" in sentence


def test_the_token_is_nowhere_in_clear(
    browser: Browser, engine: EngineProcess, caplog: pytest.LogCaptureFixture, capsys: pytest.CaptureFixture[str]
) -> None:
    back = consent_page.answer(ask(browser))
    with caplog.at_level(logging.DEBUG):
        come_back(browser, back)
        account = AuphonicAccount.objects.get()
        client = accounts.client_for(account)
        client.user()
    token = client.session.token["access_token"]
    assert len(token) > 20
    call_command("dumpdata")
    everything = capsys.readouterr().out + caplog.text + repr(client) + repr(account) + repr(vars(account))
    assert str(account.pk) in everything
    assert token not in everything
    assert parse_qs(urlsplit(back).query)["code"][0] not in caplog.text


def test_a_ciphertext_does_not_decrypt_in_another_row(ana: User) -> None:
    mine, theirs = make.make_account(ana, key="my-key"), make.make_account(make.make_user(), key="their-key")
    mine.sealed_credential = theirs.sealed_credential
    with pytest.raises(crypto.Unreadable):
        mine.unseal()
    mine.save(update_fields=["sealed_credential"])
    with pytest.raises(http.Unauthorized, match=f"Connect {mine} again"):
        accounts.client_for(mine)
    mine.refresh_from_db()
    assert mine.is_broken


def test_asking_anew_replaces_the_question(browser: Browser, engine: EngineProcess) -> None:
    first, second = ask(browser), ask(browser)
    assert said(come_back(browser, consent_page.answer(first))) == [FORGED]
    come_back(browser, consent_page.answer(second))
    assert AuphonicAccount.objects.count() == 1


def test_the_address_of_a_server_with_https_is_kept(settings: object) -> None:
    asked = oauth.consent("auphonic")
    assert asked.address.startswith("https://auphonic.com/oauth2/authorize/?response_type=code")


@pytest.fixture
def client_of_nobody() -> Browser:
    return Browser()
