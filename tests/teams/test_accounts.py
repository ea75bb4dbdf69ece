"""Second factors, sessions and pictures, through the pages people use."""

import io
import re
import time
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.core.cache import cache
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.urls import reverse
from PIL import Image

from podcaststudio import crypto
from teams.adapters import PLACE
from teams.models import Role, Team, User
from tests import make
from tests.commands.test_rotate_keys import new_key
from tests.pages import signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def no_limits_of_other_tests() -> None:
    cache.clear()


@pytest.fixture
def ana() -> User:
    return make.make_user("Ana Duarte", email="ana@example.org")


@pytest.fixture
def team(ana: User) -> Team:
    return make.make_team(ana)


def sign_in(client: Client, user: User) -> Any:
    return client.post(reverse("account_login"), {"login": user.email, "password": make.PASSWORD})


def confirm(client: Client) -> None:
    """The password once more, as asked before anything about sign-in changes."""
    page = client.get(reverse("mfa_activate_totp"))
    assert page.url.startswith(reverse("account_reauthenticate"))
    assert client.post(page.url, {"password": make.PASSWORD}).status_code == 302


def code_of(secret: str, steps: int = 0) -> str:
    """The code of now, or of so many half minutes from now."""
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30 + steps))


def activate(client: Client) -> str:
    """Set up an authenticator app as a person would; returns its secret."""
    page = client.get(reverse("mfa_activate_totp")).content.decode()
    secret = re.search(r'value="([A-Z2-7]{32})"', page)
    assert secret, page
    answer = client.post(reverse("mfa_activate_totp"), {"code": code_of(secret[1])})
    assert answer.status_code == 302, answer.content.decode()
    return secret[1]


def recovery_codes(client: Client) -> list[str]:
    page = client.get(reverse("mfa_view_recovery_codes")).content.decode()
    field = re.search(r"<textarea[^>]*>([^<]*)</textarea>", page)
    assert field, page
    return field[1].split()


def test_an_authenticator_app_is_asked_for_at_the_next_sign_in(ana: User, team: Team, settings: Any) -> None:
    client = Client()
    assert sign_in(client, ana).url == "/"
    confirm(client)
    secret = activate(client)
    codes = recovery_codes(client)
    assert len(codes) == 10
    with connection.cursor() as cursor:
        cursor.execute("SELECT data FROM mfa_authenticator")
        kept = str(cursor.fetchall())
    assert secret not in kept
    old, new = new_key("old"), new_key("new")
    settings.FIELD_KEYS = [new, old]
    call_command("rotate_keys")
    assert crypto.decrypt(Authenticator.objects.get(type="totp").data["secret"], PLACE) == secret
    assert "v1:new:" in Authenticator.objects.get(type="totp").data["secret"]
    other = Client()
    assert sign_in(other, ana).url == reverse("mfa_authenticate")
    assert other.get("/").url.startswith(reverse("account_login"))
    assert "Incorrect code" in other.post(reverse("mfa_authenticate"), {"code": "000000"}).content.decode()
    assert other.post(reverse("mfa_authenticate"), {"code": codes[0]}).url == "/"
    third = Client()
    sign_in(third, ana)
    assert third.post(reverse("mfa_authenticate"), {"code": codes[0]}).status_code == 200  # good once


def test_a_telephone_may_be_half_a_minute_off(ana: User) -> None:
    client = Client()
    sign_in(client, ana)
    confirm(client)
    secret = activate(client)
    other = Client()
    sign_in(other, ana)
    assert other.post(reverse("mfa_authenticate"), {"code": code_of(secret, -2)}).status_code == 200
    assert other.post(reverse("mfa_authenticate"), {"code": code_of(secret, 1)}).url == "/"


def test_other_sessions_are_signed_out(ana: User, team: Team) -> None:
    here, there = Client(), Client()
    sign_in(here, ana)
    there.post(reverse("account_login"), {"login": ana.email, "password": make.PASSWORD}, HTTP_USER_AGENT="Telephone")
    page = here.get(reverse("usersessions_list")).content.decode()
    assert "Telephone" in page
    assert here.post(reverse("usersessions_list")).status_code == 302
    assert there.get("/").url.startswith(reverse("account_login"))
    assert here.get("/").status_code == 200


def test_changing_the_password_needs_the_old_one(ana: User, team: Team) -> None:
    client = signed_in(ana)
    form = {"oldpassword": "not this", "password1": "another quiet harbour", "password2": "another quiet harbour"}
    assert client.post(reverse("account_change_password"), form).status_code == 200
    assert client.post(reverse("account_change_password"), {**form, "oldpassword": make.PASSWORD}).status_code == 302
    ana.refresh_from_db()
    assert ana.check_password("another quiet harbour")


@pytest.mark.parametrize(
    "name", ["mfa_index", "mfa_activate_totp", "mfa_add_webauthn", "usersessions_list", "account_email"]
)
def test_the_pages_of_ones_account_are_in_our_frame(ana: User, team: Team, name: str) -> None:
    client = Client()
    sign_in(client, ana)
    confirm(client)
    page = client.get(reverse(name)).content.decode()
    assert 'class="seg set-nav"' in page
    assert "<style" not in page
    for script in re.findall(r"<script\b[^>]*>", page):
        assert "src=" in script or 'type="application/json"' in script


def picture(size: tuple[int, int] = (600, 400), kind: str = "PNG") -> bytes:
    out = io.BytesIO()
    Image.new("RGB", size, "teal").save(out, kind, **({"exif": b"Exif\0\0secret place"} if kind == "JPEG" else {}))
    return out.getvalue()


def send(client: Client, data: bytes, name: str = "me.png") -> Any:
    form = {"name": "Ana", "theme": "", "time_zone": "", "avatar": SimpleUploadedFile(name, data)}
    return client.post(reverse("teams:profile"), form)


def test_a_picture_is_drawn_anew_and_seen_by_colleagues_alone(ana: User, team: Team) -> None:
    client = signed_in(ana)
    assert send(client, picture(kind="JPEG"), "../../me.html").status_code == 302
    ana.refresh_from_db()
    first = ana.avatar.name
    assert re.fullmatch(r"avatars/[0-9a-f-]{36}\.webp", first)
    address = reverse("teams:avatar", args=[ana.pk])
    mate = signed_in(make.make_member(team, Role.REVIEWER))
    answer = mate.get(address)
    body = b"".join(answer.streaming_content)
    assert answer["Content-Type"] == "image/webp"
    assert Image.open(io.BytesIO(body)).size == (256, 256)
    assert b"secret place" not in body
    assert signed_in(make.make_user("Eve")).get(address).status_code == 404
    send(client, picture())
    assert not default_storage.exists(first)
    ana.refresh_from_db()
    default_storage.delete(ana.avatar.name)
    drawn = mate.get(address)
    assert (drawn.status_code, drawn["Content-Type"]) == (200, "image/svg+xml")
    assert f">{ana.initials}</text>" in drawn.content.decode()
    assert signed_in(make.make_user("Eve")).get(address).status_code == 404
    client.post(reverse("teams:profile"), {"name": "Ana", "theme": "", "no_avatar": "on"})
    ana.refresh_from_db()
    assert not ana.avatar


@pytest.mark.parametrize(
    "data",
    [b"", b"GIF89a" + b"\0" * 20, b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>",
     picture()[:60], picture((9000, 5000)), b"\x89PNG\r\n\x1a\n" + b"A" * 100],
)  # fmt: skip
def test_what_is_no_picture_is_refused(ana: User, team: Team, data: bytes) -> None:
    answer = send(signed_in(ana), data)
    assert answer.status_code == 422
    ana.refresh_from_db()
    assert not ana.avatar


def test_pages_are_in_the_language_of_the_reader(ana: User, team: Team) -> None:
    client, page = signed_in(ana), reverse("teams:profile")

    def language(**headers: str) -> str:
        answer = client.get(page, headers=headers)
        found = re.search(r'<html lang="(\w+)"', answer.content.decode())
        assert found
        assert answer["Content-Language"] == found[1]
        return found[1]

    assert (language(), language(accept_language="de-AT, en;q=0.5"), language(accept_language="fr")) == (
        "en",
        "de",
        "en",
    )
    form = {"name": "Ana", "theme": "", "time_zone": "", "language": "de"}
    assert "Deutsch" in client.get(page).content.decode()
    assert client.post(page, {**form, "language": "tlh"}).status_code == 422
    assert client.post(page, form).status_code == 302
    assert language(accept_language="en") == "de"
    User.objects.filter(pk=ana.pk).update(language="gone")
    assert language(accept_language="en") == "en"


def test_times_are_in_the_zone_of_the_reader(ana: User, team: Team) -> None:
    ana.time_zone = "Asia/Tokyo"
    ana.save()
    client = signed_in(ana)
    client.post(reverse("teams:team_edit"), {"name": "Harbour"})
    hour = datetime.now(UTC).astimezone(ZoneInfo("Asia/Tokyo")).strftime("%H:")
    assert f", {hour}" in client.get(reverse("teams:log")).content.decode()
