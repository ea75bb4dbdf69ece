"""At the door: planted sessions, addresses that lead away afterwards, and guessing."""

from typing import Any

import pytest
from django.conf import settings as now
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from teams.models import Team, User
from tests import make
from tests.pages import signed_in
from tests.teams.test_accounts import activate, confirm, recovery_codes

pytestmark = pytest.mark.django_db
AWAY = [
    "https://evil.example/", "//evil.example/", "///evil.example", "////evil.example/", "http:evil.example",
    "https:/evil.example", "\\\\evil.example", "/\\evil.example", "\\/evil.example", "/%5cevil.example",
    "javascript:alert(1)", "JaVaScRiPt:alert(1)", "data:text/html,x", "vbscript:x", "https://testserver@evil.example/",
    "https://testserver.evil.example/", "http://testserver:80@evil.example/", " https://evil.example/", "\thttps://evil.example",
    "/\t/evil.example/", "https://evil.example\\@testserver/", "ftp://evil.example/", "//evil.example\\@testserver",
]  # fmt: skip


@pytest.fixture(autouse=True)
def no_limits_kept() -> None:
    cache.clear()


@pytest.fixture
def ana(team: Team) -> User:
    return team.members.get()


def sign_in(client: Client, user: User, password: str = make.PASSWORD, **more: Any) -> Any:
    return client.post(reverse("account_login"), {"login": user.email, "password": password, **more})


def is_in(client: Client) -> bool:
    return client.get(reverse("teams:profile")).status_code == 200


def leads_away(answer: Any) -> bool:
    """Whether a browser would leave: it takes a backslash for a slash, and drops tabs and line ends."""
    place = answer.headers.get("Location", "").translate({9: None, 10: None, 13: None}).strip().replace("\\", "/")
    return not place.startswith("/") or place.startswith("//")


def test_a_session_from_before_the_sign_in_is_worth_nothing_after(ana: User) -> None:
    mallory, victim = Client(), Client()
    mallory.get(reverse("account_login"))
    session = mallory.session
    session["planted"] = True
    session.save()
    victim.cookies[now.SESSION_COOKIE_NAME] = mallory.cookies[now.SESSION_COOKIE_NAME] = str(session.session_key)
    assert sign_in(victim, ana).status_code == 302
    assert is_in(victim)
    assert victim.cookies[now.SESSION_COOKIE_NAME].value != session.session_key
    assert not is_in(mallory)


def test_nobody_is_led_away_after_signing_in_or_choosing(ana: User) -> None:
    assert len(set(AWAY)) >= 20
    for address in AWAY:
        cache.clear()
        client = Client()
        answer = sign_in(client, ana, next=address)
        assert answer.status_code == 302, address
        assert not leads_away(answer), (address, answer["Location"])
        signed = signed_in(ana)
        for name, form in (("teams:theme", {"theme": "dark"}), ("account_logout", {})):
            assert not leads_away(signed.post(reverse(name), {**form, "next": address})), (name, address)
        assert not leads_away(Client().get(reverse("teams:profile"), {"next": address}))


def test_guessing_a_password_is_soon_over(ana: User, team: Team) -> None:
    client = Client()
    answers = [sign_in(client, ana, f"guess {number}") for number in range(12)]
    assert not is_in(client)
    late = sign_in(client, ana)  # the right one, too late
    assert not is_in(client)
    assert late.status_code in (200, 429)
    assert any("Too many" in answer.content.decode() for answer in (*answers, late))


def test_guessing_a_second_factor_is_soon_over(ana: User) -> None:
    owner = Client()
    sign_in(owner, ana)
    confirm(owner)
    activate(owner)
    codes = recovery_codes(owner)
    client, guesser = Client(), Client()
    for each, guesses in ((client, 1), (guesser, 12)):
        sign_in(each, ana)
        for number in range(guesses):
            each.post(reverse("mfa_authenticate"), {"code": f"{number:06}"})
        each.post(reverse("mfa_authenticate"), {"code": codes.pop()})
    assert (is_in(client), is_in(guesser)) == (True, False)
