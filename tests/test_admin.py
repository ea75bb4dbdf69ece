"""The admin: every list costs the same for one row and for thirty, leads on, and shows no secret."""

from typing import Any

import pytest
from django.contrib import admin
from django.db import models
from django.urls import reverse

from audiodn.models import Collection, Connection
from notices.models import Choice
from planning.models import TemplatePoint
from productions.models import AuphonicAccount, Production
from productions.states import State
from review.models import Link
from teams import audit, invitations
from teams.models import Invitation, Role, Team
from tests import make
from tests.pages import cost, signed_in

pytestmark = pytest.mark.django_db
SECRETS = ("sealed", "token_hash", "webhook_secret", "session_key", "data", "password")


def fill(number: int) -> None:
    """One more of everything that a person may look at."""
    owner = make.make_user(f"Owner {number}")
    team = make.make_team(owner, f"Team {number}")
    account = make.make_account(owner, team)
    make.make_connection(team)
    show = make.make_show(team, account=account, preset=make.make_preset(team))
    show.collection = Collection.objects.create(team=team, title="Tracks")
    show.save()
    production = make.make_production(
        make.make_episode(show), State.FAILED, failed_in="creating", track=make.make_track(team), started_by=owner
    )
    make.make_note(production, owner)
    production.episode.editions.create(kind="transcript", number=1, how="edited", made_by=owner)
    production.review_requests.create(reviewer=owner, asked_by=owner)
    link, _path = make.make_review_link(production.episode, password="tide")
    production.decisions.create(
        guest=link.guests.create(name="Ingrid", email="i@example.org"), author_name="Ingrid", verdict="approved"
    )
    invitations.invite(team, owner, f"p{number}@example.org", Role.EDITOR)
    audit.record("team.created", team, team=team, actor=owner)
    make.make_notice(owner, team=team)
    make.make_guest(show)
    TemplatePoint.objects.create(show=show, text="Write the notes")
    make.make_episode(show)  # with a point of its own
    team.subscriptions.create(user=owner, show=show, token_hash=f"digest {number}")
    show.changes.create(made_by=owner, words="moved")
    Choice.objects.create(user=owner, kind="people", mail="never")
    owner.authenticator_set.create(type="totp", data={"secret": "an authenticator's secret"})


def lists() -> list[type[models.Model]]:
    return sorted(admin.site._registry, key=lambda model: model._meta.label)


def address(model: type[models.Model], page: str, *args: Any) -> str:
    return reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_{page}", args=args)


def test_lists_cost_the_same_and_pages_show_no_secret() -> None:
    client = signed_in(make.make_user("Staff", is_staff=True, is_superuser=True))
    fill(0)
    one = {model: cost(client, address(model, "changelist")) for model in lists()}
    for number in range(1, 15):
        fill(number)
    assert {model: cost(client, address(model, "changelist")) for model in lists()} == one
    secrets = [
        "an authenticator's secret",
        *AuphonicAccount.objects.values_list("sealed_credential", flat=True),
        *Connection.objects.values_list("sealed_key", flat=True),
        *Connection.objects.values_list("webhook_secret", flat=True),
        *Invitation.objects.values_list("token_hash", flat=True),
        *Link.objects.values_list("token_hash", flat=True),
        *Link.objects.values_list("password", flat=True),
    ]
    looked = 0
    for model in lists():
        for row in model._default_manager.all()[:1]:
            for shown in (address(model, "changelist"), address(model, "change", row.pk)):
                page = client.get(shown).content.decode()
                assert not [secret for secret in secrets if secret in page], shown
                looked += 1
    assert looked > 25


def test_no_registered_form_has_a_field_for_a_secret() -> None:
    client = signed_in(make.make_user("Staff", is_staff=True, is_superuser=True))
    request = client.get(reverse("admin:index")).wsgi_request
    for model, options in admin.site._registry.items():
        names = {name for _, more in options.get_fieldsets(request) for name in more["fields"]}
        hidden = {name for name in names if isinstance(name, str) and name.startswith(SECRETS)}
        assert not {name for name in hidden if not name.startswith("password")}, model


def test_rows_lead_to_what_they_belong_to_and_verbs_are_actions() -> None:
    client = signed_in(make.make_user("Staff", is_staff=True, is_superuser=True))
    fill(0)
    production = Production.objects.get()
    page = client.get(address(Production, "changelist")).content.decode()
    for row in (production.episode, production.episode.show):
        assert address(type(row), "change", row.pk) in page
    form = {"action": "retry", "_selected_action": [production.pk]}
    client.post(address(Production, "changelist"), form)
    production.refresh_from_db()
    assert production.state == State.CREATING
    assert production.events.last().actor.name == "Staff"


def test_who_is_no_staff_finds_no_admin_and_no_action() -> None:
    fill(0)
    client = signed_in(Team.objects.get().members.get())  # owns all of it, and would be a stranger to any other team
    before = Production.objects.values_list("state", "turn", "run").get()
    for model in lists():
        form = {"action": "retry", "_selected_action": [row.pk for row in model._default_manager.all()]}
        for response in (client.get(address(model, "changelist")), client.post(address(model, "changelist"), form)):
            assert response.status_code == 302
            assert response["Location"].startswith(reverse("admin:login"))
    assert Production.objects.values_list("state", "turn", "run").get() == before


def test_a_team_is_deleted_by_its_owners_alone() -> None:
    client = signed_in(make.make_user("Staff", is_staff=True, is_superuser=True))
    team = make.make_team()
    assert client.post(address(Team, "delete", team.pk), {"post": "yes"}).status_code == 403
    assert Team.objects.filter(pk=team.pk).exists()
