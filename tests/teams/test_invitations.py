"""An invitation lets one address into a team, once, for a while."""

from datetime import timedelta

import pytest
from django.core import mail
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from teams import invitations
from teams.members import Refused
from teams.models import AuditEntry, Invitation, Membership, Role, Team, User
from tests import make
from tests.pages import said, signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def ana() -> User:
    return make.make_user("Ana Duarte", email="ana@example.org")


@pytest.fixture
def team(ana: User) -> Team:
    return make.make_team(ana)


def letter(team: Team, email: str = "new@example.org", role: Role = Role.EDITOR, **more: object) -> str:
    """The path of the link in the letter that an owner has sent."""
    owner = team.memberships.get(role=Role.OWNER).user
    form = {"email": email, "role": role.value, **more}
    assert signed_in(owner).post(reverse("teams:team_detail"), form).status_code == 302
    assert mail.outbox[-1].to == [email]
    return "/join/" + mail.outbox[-1].body.split("/join/")[1].split()[0]


def test_a_new_person_signs_up_by_the_letter_and_joins(team: Team) -> None:
    link, client = letter(team), Client()
    page = client.get(link).content.decode()
    assert "Join Harbour Audio" in page
    assert "Ana Duarte invites you as editor." in page
    sign_up = f"{reverse('account_signup')}?next={link}"
    assert sign_up in page
    form = {"name": "New Person", "email": "new@example.org", "password1": "a quiet harbour", "next": link}
    # the letter has shown whose address it is, so no second letter is needed
    assert client.post(sign_up, form).url == link
    assert len(mail.outbox) == 1
    assert client.post(link).url == "/"
    assert Membership.objects.values_list("user__email", "role", "is_limited").last() == (
        "new@example.org", Role.EDITOR, False,
    )  # fmt: skip
    assert client.post(link).status_code == 410
    assert list(AuditEntry.objects.values_list("action", "actor_name", "team_id").order_by("id")) == [
        ("member.invited", "Ana Duarte <ana@example.org>", team.pk),
        ("member.joined", "New Person <new@example.org>", team.pk),
    ]


def test_signing_up_with_another_address_than_the_letters_is_not_taken_for_confirmed(team: Team) -> None:
    link, client = letter(team), Client()
    client.get(link)
    form = {"name": "Eve", "email": "eve@example.org", "password1": "a quiet harbour", "next": link}
    client.post(reverse("account_signup"), form)
    addresses = User.objects.get(name="Eve").emailaddress_set.values_list("email", "verified")
    assert dict(addresses) == {"new@example.org": True, "eve@example.org": False}


def test_somebody_known_joins_for_named_shows_only(team: Team) -> None:
    shows = [make.make_show(team), make.make_show(team)]
    jonas = make.make_user("Jonas", email="jonas@example.org")
    link = letter(team, "Jonas@Example.org", Role.PRODUCER, reach="named", shows=[shows[0].pk])
    client = signed_in(jonas)
    assert "Join the team" in client.get(link).content.decode()
    assert said(client.post(link)) == ["Welcome to Harbour Audio."]
    membership = team.memberships.get(user=jonas)
    assert (membership.is_limited, list(membership.shows.all())) == (True, [shows[0]])


def test_the_letter_works_for_its_address_alone(team: Team) -> None:
    link = letter(team)
    eve = make.make_user("Eve", email="eve@example.org")
    client = signed_in(eve)
    assert "The invitation is for new@example.org" in client.get(link).content.decode()
    assert client.post(link).status_code == 410
    # an address that was never confirmed is nobody's
    eve.emailaddress_set.create(email="new@example.org", verified=False, primary=False)
    assert client.post(link).status_code == 410
    assert team.memberships.count() == 1


def test_what_is_kept_does_not_open_the_door(team: Team) -> None:
    token = letter(team).split("/")[2]
    kept = Invitation.objects.values().get()
    assert token not in str(kept)
    assert Client().get(f"/join/{kept['token_hash']}/").status_code == 410


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"revoked_at": timezone.now()}, "was withdrawn"),
        ({"expires_at": timezone.now() - timedelta(seconds=1)}, "has expired"),
        ({"accepted_at": timezone.now()}, "has been used"),
    ],
)
def test_a_link_that_is_over_says_why(team: Team, change: dict[str, object], sentence: str) -> None:
    link = letter(team)
    Invitation.objects.update(**change)
    new = make.make_user("New", email="new@example.org")
    for answer in (signed_in(new).get(link), signed_in(new).post(link), Client().get(link)):
        assert answer.status_code == 410
        assert sentence in answer.content.decode()
    with pytest.raises(Refused):
        invitations.accept(Invitation.objects.get(), new)
    assert team.memberships.count() == 1


def test_an_owner_sends_again_and_withdraws(ana: User, team: Team) -> None:
    first = letter(team)
    client = signed_in(ana)
    client.post(reverse("teams:invitation_again", args=[Invitation.objects.get().pk]))
    second = "/join/" + mail.outbox[-1].body.split("/join/")[1].split()[0]
    assert [Client().get(link).status_code for link in (first, second)] == [410, 200]
    client.post(reverse("teams:invitation_revoke", args=[Invitation.objects.open().get().pk]))
    assert Client().get(second).status_code == 410
    assert Invitation.objects.open().count() == 0


def test_the_database_refuses_two_open_invitations_and_a_limited_owner(ana: User, team: Team) -> None:
    letter(team)
    facts = {"team": team, "expires_at": timezone.now(), "invited_by": ana}
    with pytest.raises(IntegrityError), transaction.atomic():
        Invitation.objects.create(email="NEW@example.org", token_hash="1", **facts)
    with pytest.raises(IntegrityError), transaction.atomic():
        Invitation.objects.create(email="x@example.org", token_hash="2", role=Role.OWNER, is_limited=True, **facts)


@pytest.mark.parametrize(
    ("form", "sentence"),
    [
        ({"email": ""}, "Enter the address of your colleague."),
        ({"email": "not an address"}, "Enter a valid email address."),
        ({"email": "ana@example.org"}, "ana@example.org is in this team already."),
        ({"email": "a@b\nBcc: c@example.org"}, "Enter a valid email address."),
        ({"reach": "named"}, "Choose at least one show, or all of them."),
        ({"role": 99}, "Select a valid choice."),
    ],
)
def test_inviting_says_what_is_wrong(ana: User, team: Team, form: dict[str, object], sentence: str) -> None:
    form = {"email": "new@example.org", "role": 20, **form}
    answer = signed_in(ana).post(reverse("teams:team_detail"), form)
    assert answer.status_code == 422
    assert sentence in answer.content.decode()
    assert not mail.outbox
    assert not Invitation.objects.exists()


def test_a_mail_server_that_is_away_leaves_no_invitation(ana: User, team: Team, settings: object) -> None:
    settings.EMAIL_BACKEND, settings.EMAIL_HOST, settings.EMAIL_PORT = (  # type: ignore[attr-defined]
        "django.core.mail.backends.smtp.EmailBackend", "127.0.0.1", 9,
    )  # fmt: skip
    with pytest.raises(Refused, match="did not take the letter"):
        invitations.invite(team, ana, "new@example.org", Role.EDITOR)
    assert not Invitation.objects.open().exists()


def test_a_team_cannot_be_made_to_write_endless_letters(ana: User, team: Team) -> None:
    for number in range(invitations.MOST_PER_HOUR):
        invitations.invite(team, ana, f"p{number}@example.org", Role.REVIEWER)
    with pytest.raises(Refused, match="in the last hour"):
        invitations.invite(team, ana, "one@example.org", Role.REVIEWER)


def test_handing_a_team_over(ana: User, team: Team) -> None:
    jonas = make.make_member(team, Role.EDITOR, make.make_user("Jonas"))
    answer = signed_in(ana).post(reverse("teams:team_transfer", args=[team.memberships.get(user=jonas).pk]))
    assert said(answer) == ["Jonas owns the team now. You are a producer."]
    assert dict(team.memberships.values_list("user__name", "role")) == {"Jonas": 40, "Ana Duarte": 30}
