"""Single sign-on against a provider over HTTP: who comes in, as whom, and who does not."""

import threading
from collections.abc import Iterator
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from podcaststudio.settings import single_sign_on
from teams.models import User
from tests import make
from tests.teams.provider import CLIENT, SECRET, Provider

pytestmark = pytest.mark.django_db
ANA = {"sub": "ana-at-the-provider", "email": "ana@example.org", "email_verified": True, "name": "Ana Duarte"}


@pytest.fixture
def provider(settings: Any, monkeypatch: pytest.MonkeyPatch) -> Iterator[Provider]:
    """A provider that the environment names, as an operator would."""
    cache.clear()
    with Provider() as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        names = {"SERVER_URL": server.url, "CLIENT_ID": CLIENT, "CLIENT_SECRET": SECRET, "NAME": "Harbour ID"}
        for name, value in names.items():
            monkeypatch.setenv(f"OIDC_{name}", value)
        settings.SOCIALACCOUNT_PROVIDERS = single_sign_on()
        server.person = dict(ANA)
        yield server
        server.shutdown()


def leave(client: Client) -> str:
    """Press the button on the sign-in page; where the browser is sent."""
    assert "Harbour ID" in client.get(reverse("account_login")).content.decode()
    answer = client.post(reverse("openid_connect_login", args=["sso"]))
    assert answer.status_code == 302
    return str(answer["Location"])


def come_in(client: Client, provider: Provider) -> Any:
    """All the way there and back."""
    there = leave(client)
    assert there.startswith(f"{provider.url}/authorize?")
    back = urlsplit(provider.consent(there))
    return client.get(f"{back.path}?{back.query}", follow=True)


def who(client: Client) -> str:
    id = client.session.get("_auth_user_id")
    return User.objects.get(pk=id).email if id else ""


def test_somebody_new_is_made_with_name_and_address_and_known_again(provider: Provider) -> None:
    first, second = Client(), Client()
    come_in(first, provider)
    made = User.objects.get()
    assert (made.email, made.name, who(first)) == ("ana@example.org", "Ana Duarte", "ana@example.org")
    provider.person["email"] = "new-address@example.org"  # the provider's own id is what counts
    come_in(second, provider)
    assert (User.objects.count(), who(second)) == (1, "ana@example.org")


def test_an_address_that_the_provider_checked_belongs_to_its_account(provider: Provider) -> None:
    ana = make.make_user("Ana", email="ana@example.org")
    client = Client()
    come_in(client, provider)
    assert (User.objects.get(), who(client)) == (ana, "ana@example.org")


def test_an_address_that_nobody_checked_opens_nobodys_account(provider: Provider) -> None:
    make.make_user("Ana", email="ana@example.org")
    provider.person |= {"sub": "eve", "email_verified": False}
    client = Client()
    come_in(client, provider)
    assert who(client) == ""
    assert User.objects.count() == 1


def test_a_state_that_is_not_this_browsers_is_refused(provider: Provider) -> None:
    mine, other = Client(), Client()
    back = urlsplit(provider.consent(leave(other)))
    leave(mine)
    mine.get(f"{back.path}?{back.query}", follow=True)  # swapped
    assert who(mine) == ""
    mine.get(f"{back.path}?code={parse_qs(back.query)['code'][0]}", follow=True)  # missing
    assert who(mine) == ""
    other.get(f"{back.path}?{back.query}", follow=True)
    assert who(other) == "ana@example.org"
    third = Client()
    third.get(f"{back.path}?{back.query}", follow=True)  # replayed
    assert who(third) == ""
    assert User.objects.count() == 1


@pytest.mark.parametrize("lie", ["another audience", "a wrong secret", "an unknown code"])
def test_a_provider_that_does_not_know_us_lets_nobody_in(provider: Provider, lie: str, settings: Any) -> None:
    """The id token comes straight from the provider, so who it is for counts; its signature need not be looked at."""
    client = Client()
    there = leave(client)
    if lie == "another audience":
        provider.audience = "somebody else"
    elif lie == "a wrong secret":
        settings.SOCIALACCOUNT_PROVIDERS["openid_connect"]["APPS"][0]["secret"] = "wrong"
    back = urlsplit(provider.consent(there))
    if lie == "an unknown code":
        provider.codes.clear()
    answer = client.get(f"{back.path}?{back.query}", follow=True)
    assert answer.status_code < 500
    assert who(client) == ""
    assert not User.objects.exists()
