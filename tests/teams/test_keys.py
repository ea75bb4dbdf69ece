"""Second factors and sessions in a real browser: an authenticator app, a passkey, recovery codes, other devices."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.core.cache import cache
from django.urls import reverse
from playwright.sync_api import Browser, Page, expect

from teams.models import Role, Team, User
from tests import axe, make
from tests.teams.test_accounts import code_of

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True)]
KEY = {
    "protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True,
    "isUserVerified": True, "automaticPresenceSimulation": True,
}  # fmt: skip


@pytest.fixture
def page(browser: Browser, live_server: Any) -> Iterator[Page]:
    """A browser with a passkey of its own. A broken policy or script fails the test."""
    cache.clear()
    context = browser.new_context(base_url=live_server.url)
    page = context.new_page()
    devtools = context.new_cdp_session(page)
    devtools.send("WebAuthn.enable")
    devtools.send("WebAuthn.addVirtualAuthenticator", {"options": KEY})
    wrong: list[str] = []
    page.on("pageerror", lambda error: wrong.append(str(error)))
    page.on("console", lambda line: wrong.append(line.text) if "Content Security Policy" in line.text else None)
    yield page
    context.close()
    assert wrong == []


@pytest.fixture
def ana(team: Team) -> User:
    return make.make_member(team, Role.PRODUCER, make.make_user("Ana"))


def sign_in(page: Page, user: User) -> None:
    page.goto(reverse("account_login"))
    page.get_by_label("E-mail").or_(page.get_by_label("Email")).first.fill(user.email)
    page.get_by_label("Password", exact=True).first.fill(make.PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).first.click()


def sign_out(page: Page) -> None:
    page.goto(reverse("account_logout"))
    page.locator("main").get_by_role("button", name="Sign out").click()
    page.wait_for_url(lambda url: "logout" not in url)


def test_an_app_recovery_codes_a_passkey_and_other_devices(page: Page, browser: Browser, ana: User, team: Team) -> None:
    Team.objects.filter(pk=team.pk).update(is_second_factor_required=True)
    sign_in(page, ana)
    expect(page.get_by_text("This team asks for a second factor at sign-in.")).to_be_visible()
    page.goto(reverse("mfa_activate_totp"))
    if page.get_by_label("Password").count():
        page.get_by_label("Password").fill(make.PASSWORD)
        page.locator("main").get_by_role("button").last.click()
    assert axe.complaints(page) == []
    secret = re.search(r'value="([A-Z2-7]{32})"', page.content())
    assert secret
    page.get_by_label(re.compile("code", re.IGNORECASE)).last.fill(code_of(secret[1]))
    page.locator("main form").get_by_role("button").last.click()
    page.wait_for_url(lambda url: "activate" not in url)
    page.goto(reverse("mfa_view_recovery_codes"))
    codes = re.findall(r"\b[0-9]{8}\b", page.locator("main textarea").input_value())
    assert len(codes) == 10
    page.goto("/")
    expect(page.get_by_text("This team asks for a second factor")).to_have_count(0)

    page.goto(reverse("mfa_add_webauthn"))
    page.get_by_label("Name").fill("My telephone")
    passwordless = page.get_by_label("Passwordless")
    if passwordless.count():
        passwordless.check()
    assert axe.complaints(page) == []
    page.locator("main form").get_by_role("button").last.click()
    page.wait_for_url(lambda url: "add" not in url)
    assert ana.authenticator_set.filter(type="webauthn").exists()

    sign_out(page)
    sign_in(page, ana)
    page.get_by_label(re.compile("code", re.IGNORECASE)).first.fill(codes[0])
    page.locator("main form").get_by_role("button").first.click()
    page.wait_for_url(lambda url: "authenticate" not in url)
    sign_out(page)
    page.goto(reverse("account_login"))
    page.get_by_role("button", name=re.compile("passkey", re.IGNORECASE)).click()  # and not a word typed
    page.wait_for_url(lambda url: "login" not in url)
    page.goto(reverse("teams:profile"))
    expect(page.get_by_text(ana.email).first).to_be_visible()

    other = browser.new_context(base_url=page.url.split("/profile")[0].rsplit("/", 1)[0], user_agent="Telephone")
    with_code = other.new_page()
    sign_in_address = page.url.split("/", 3)
    with_code.goto("/".join(sign_in_address[:3]) + reverse("account_login"))
    with_code.get_by_label(re.compile("e-?mail", re.IGNORECASE)).first.fill(ana.email)
    with_code.get_by_label("Password", exact=True).first.fill(make.PASSWORD)
    with_code.get_by_role("button", name="Sign in", exact=True).first.click()
    with_code.get_by_label(re.compile("code", re.IGNORECASE)).first.fill(codes[1])
    with_code.locator("main form").get_by_role("button").first.click()
    with_code.wait_for_url(lambda url: "authenticate" not in url)
    page.goto(reverse("usersessions_list"))
    expect(page.get_by_text("Telephone").first).to_be_visible()
    assert axe.complaints(page) == []
    page.get_by_role("button", name="Sign out of the other sessions").or_(page.locator("main form button")).last.click()
    expect(page.get_by_text("Telephone")).to_have_count(0)
    with_code.reload()
    assert "login" in with_code.url
    other.close()
