"""Pages of oneself and one's team, as the people who may and may not."""

import re
from typing import Any

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse

from teams.models import Membership, Role, Team, User
from tests import make
from tests.pages import cost, said, signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def ana() -> User:
    return make.make_user("Ana Duarte", email="ana@example.org")


@pytest.fixture
def team(ana: User) -> Team:
    return make.make_team(ana)


def test_sign_up_confirm_and_name_the_first_team() -> None:
    client = Client()
    form = {"name": "Ana Duarte", "email": "ana@example.org", "password1": "a quiet harbour"}
    assert client.post(reverse("account_signup"), form).status_code == 302
    user = User.objects.get()
    assert (user.name, user.email) == ("Ana Duarte", "ana@example.org")
    link = next(word for word in mail.outbox[0].body.split() if "/sign/confirm-email/" in word)
    page = client.get(link)
    assert "ana@example.org" in page.content.decode()
    assert client.post(link).status_code == 302
    home = client.get("/", follow=True)
    assert home.redirect_chain == [(reverse("teams:team_new"), 302)]
    assert client.post(reverse("teams:team_new"), {"name": "Harbour Audio"}).url == "/"
    assert Membership.objects.values_list("team__name", "user__email", "role").get() == (
        "Harbour Audio",
        "ana@example.org",
        Role.OWNER,
    )
    page = client.get("/").content.decode()
    assert "The first steps" in page
    assert re.search(r'class="ava "[^>]*>AD</span>', page)  # who one is, in the corner


def test_whoever_runs_a_studio_that_sends_no_mail_is_told_where_the_letter_is(settings: Any) -> None:
    addresses = (reverse("account_email_verification_sent"), reverse("account_reset_password_done"))
    assert not any("data/logs/web.log" in Client().get(address).content.decode() for address in addresses)
    settings.EMAIL_BACKEND = "django.core.mail.backends.console.EmailBackend"
    assert all("data/logs/web.log" in Client().get(address).content.decode() for address in addresses)


@pytest.mark.parametrize("name", ["account_login", "account_signup", "account_reset_password"])
def test_the_pages_before_the_door_are_in_our_frame(name: str) -> None:
    page = Client().get(reverse(name)).content.decode()
    assert "Podcast Studio" in page
    assert page.count('class="btn btn-primary"') == 1
    assert "<style" not in page
    assert page.count("<script") == page.count('<script src="') + page.count(' type="application/json">{')


def test_a_wrong_password_is_said_in_words(ana: User) -> None:
    page = Client().post(reverse("account_login"), {"login": ana.email, "password": "something else"})
    assert "not correct" in page.content.decode()


def test_the_theme_is_the_servers_from_the_first_byte(ana: User, team: Team) -> None:
    client = signed_in(ana)
    response = client.post(reverse("teams:theme"), {"theme": "dark", "next": "/presets/"})
    assert response.url == "/presets/"
    assert '<html lang="en" data-theme="dark">' in client.get("/").content.decode()
    response = client.post(reverse("teams:theme"), {"theme": "", "next": "https://elsewhere.example/"})
    assert response.url == "/"
    assert '<html lang="en">' in client.get("/").content.decode()


def test_the_profile_changes_name_and_theme(ana: User, team: Team) -> None:
    form = {"name": "Ana D.", "theme": "light", "time_zone": "Europe/Lisbon"}
    signed_in(ana).post(reverse("teams:profile"), form)
    ana.refresh_from_db()
    assert (ana.name, ana.theme, ana.time_zone) == ("Ana D.", "light", "Europe/Lisbon")


def test_an_owner_changes_and_removes_a_member(ana: User, team: Team) -> None:
    client, jonas = signed_in(ana), make.make_member(team, Role.EDITOR, make.make_user("Jonas Weber"))
    membership = team.memberships.get(user=jonas)
    client.post(reverse("teams:member_role", args=[membership.pk]), {"role": Role.PRODUCER})
    membership.refresh_from_db()
    assert membership.role == Role.PRODUCER
    response = client.post(reverse("teams:member_remove", args=[membership.pk]))
    assert said(response)[-1] == f"Jonas Weber is no longer in {team}."
    assert not team.memberships.filter(user=jonas).exists()


def test_the_only_owner_is_told_why_not(ana: User, team: Team) -> None:
    mine = team.memberships.get()
    response = signed_in(ana).post(reverse("teams:member_remove", args=[mine.pk]))
    assert said(response) == ["Ana Duarte is the only owner. Make somebody else owner first."]
    assert team.memberships.count() == 1


@pytest.mark.parametrize("role", [Role.REVIEWER, Role.EDITOR, Role.PRODUCER])
def test_lesser_roles_see_the_people_and_change_nothing_but_themselves(ana: User, team: Team, role: Role) -> None:
    member = make.make_member(team, role)
    client = signed_in(member)
    page = client.get(reverse("teams:team_detail")).content.decode()
    assert "Ana Duarte" in page
    assert '<button class="btn" type="button" disabled>' in page
    assert "Only owners of the team may do this." in page
    owner = team.memberships.get(user=ana)
    assert client.post(reverse("teams:team_detail"), {"email": "x@example.org", "role": 40}).status_code == 403
    assert client.post(reverse("teams:member_role", args=[owner.pk]), {"role": 10}).status_code == 403
    assert client.post(reverse("teams:member_remove", args=[owner.pk])).status_code == 403
    assert client.post(reverse("teams:team_edit"), {"name": "Ours"}).status_code == 403
    own = team.memberships.get(user=member)
    assert client.post(reverse("teams:member_remove", args=[own.pk])).url == "/"
    assert list(team.memberships.values_list("user", "role")) == [(ana.pk, Role.OWNER)]


def test_a_stranger_reaches_no_other_team(ana: User, team: Team) -> None:
    stranger = make.make_user("Somebody")
    make.make_team(stranger, "Elsewhere")
    client, owner = signed_in(stranger), team.memberships.get()
    assert client.post(reverse("teams:team_switch", args=[team.pk])).status_code == 404
    assert client.post(reverse("teams:member_role", args=[owner.pk]), {"role": 10}).status_code == 404
    assert client.post(reverse("teams:member_remove", args=[owner.pk])).status_code == 404
    assert team.name not in client.get(reverse("teams:team_detail")).content.decode()


def test_switching_teams_changes_what_home_is_about(ana: User, team: Team) -> None:
    other = make.make_team(ana, "Another desk")
    make.make_show(team, title="Tidewater")
    client = signed_in(ana)
    client.post(reverse("teams:team_switch", args=[team.pk]))
    assert "Tidewater" in client.get("/shows/").content.decode()
    client.post(reverse("teams:team_switch", args=[other.pk]))
    assert "Tidewater" not in client.get("/shows/").content.decode()


@pytest.mark.parametrize("name", ["team_new", "team_detail", "team_edit", "profile"])
def test_who_is_not_signed_in_is_asked_to(name: str) -> None:
    address = reverse(f"teams:{name}")
    assert Client().get(address).url == f"{reverse('account_login')}?next={address.replace('/', '%2F')}"


def test_the_people_cost_the_same_queries_for_one_and_for_thirty(ana: User, team: Team) -> None:
    client, address = signed_in(ana), reverse("teams:team_detail")
    few = cost(client, address)
    for _ in range(30):
        make.make_member(team, Role.EDITOR)
    assert cost(client, address) == few
