"""The audit log: every deed once, with its doer and where from; nothing in it is changed or taken away."""

import csv
import io

import pytest
from django.db import DatabaseError, connection, transaction
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext_lazy

from productions import pipeline
from productions.auphonic import accounts
from teams import audit
from teams.models import AuditEntry, Role, Team, User
from tests import make
from tests.pages import cost, signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def ana() -> User:
    return make.make_user("Ana Duarte", email="ana@example.org")


@pytest.fixture
def team(ana: User) -> Team:
    return make.make_team(ana)


def deeds() -> list[tuple[str, str, str]]:
    return list(AuditEntry.objects.order_by("id").values_list("action", "actor_name", "target_name"))


def test_what_people_do_is_written_down_once(ana: User, team: Team) -> None:
    client, who = signed_in(ana), "Ana Duarte <ana@example.org>"
    jonas = team.memberships.get(user=make.make_member(team, Role.EDITOR, make.make_user("Jonas")))
    client.post(reverse("productions:show_new"), {"title": "Tidewater", "color": "#037c9a"})
    show = team.shows.get()
    preset = make.make_preset(team)
    client.post(reverse("productions:preset_delete", args=[preset.pk]))
    client.post(reverse("teams:team_edit"), {"name": "Harbour"}, headers={"User-Agent": "Netscape"})
    client.post(reverse("teams:member_role", args=[jonas.pk]), {"role": Role.OWNER})
    client.post(reverse("teams:member_remove", args=[jonas.pk]))
    account = make.make_account(ana)
    accounts.lend(account, team, True)
    episode = make.make_episode(show, title="One")
    production = pipeline.start(episode, make.make_recording(episode), actor=ana)
    pipeline.cancel(production, ana)
    accounts.lend(account, team, False)
    assert deeds() == [
        ("show.created", who, "Tidewater"),
        ("preset.deleted", who, preset.name),
        ("team.renamed", who, "Harbour"),
        ("member.changed", who, "Jonas"),
        ("member.removed", who, "Jonas"),
        ("account.lent", who, str(account)),
        ("production.started", who, "One"),
        ("production.canceled", who, "One"),
        ("account.withdrawn", who, str(account)),
    ]
    assert set(AuditEntry.objects.values_list("team_id", flat=True)) == {team.pk}
    renamed = AuditEntry.objects.get(action="team.renamed")
    assert (renamed.ip, renamed.agent, renamed.details) == ("127.0.0.1", "Netscape", {"before": "Harbour Audio"})


def test_what_failed_leaves_no_entry(ana: User, team: Team) -> None:
    client = signed_in(ana)
    client.post(reverse("teams:member_remove", args=[team.memberships.get().pk]))
    client.post(reverse("productions:show_new"), {"title": ""})
    assert deeds() == []


def test_the_database_itself_refuses_to_change_an_entry(team: Team) -> None:
    entry = audit.record("team.created", team, team=team)
    statements = ["UPDATE teams_auditentry SET actor_name = 'Eve'"]
    if connection.vendor == "postgresql":
        statements.append("DELETE FROM teams_auditentry")
    for statement in statements:
        with pytest.raises(DatabaseError, match="only ever added to"), transaction.atomic(), connection.cursor() as c:
            c.execute(statement)
    for change in (entry.save, entry.delete, AuditEntry.objects.all().delete, AuditEntry.objects.update):
        with pytest.raises(TypeError):
            change()
    assert deeds() == [("team.created", "", "Harbour Audio")]


def test_an_entry_outlives_its_team(ana: User, team: Team) -> None:
    audit.record("team.created", team, team=team, actor=ana)
    team.delete()
    ana.delete()
    assert deeds() == [("team.created", "Ana Duarte <ana@example.org>", "Harbour Audio")]


def test_the_page_filters_and_the_csv_holds_the_same(ana: User, team: Team) -> None:
    jonas = make.make_member(team, Role.OWNER, make.make_user("=Jonas"))
    audit.record("team.renamed", team, team=team, actor=ana, before='"quoted", <b>')
    audit.record("member.removed", "Eve", team=team, actor=jonas)
    audit.record("member.removed", "Mallory", team=make.make_team(), actor=ana)
    client, page, table = signed_in(ana), reverse("teams:log"), reverse("teams:log_csv")
    everything = client.get(page).content.decode()
    assert "renamed the team" in everything
    assert "&lt;b&gt;" in everything
    assert "Mallory" not in everything
    for query, words in (("?who=jonas", "Eve"), ("?about=member", "Eve"), ("?until=2001-01-01", ""), ("?since=x", "")):
        assert ("renamed the team" in client.get(page + query).content.decode()) == (query == "?since=x")
        rows = list(csv.reader(io.StringIO(client.get(table + query).content.decode())))
        assert rows[0] == ["at", "who", "did", "to", "details", "from", "browser"]
        if words:
            assert [row[1:5] for row in rows[1:]] == [[f"'=Jonas <{jonas.email}>", "removed", "Eve", ""]]


def test_the_page_costs_the_same_for_one_and_for_thirty(ana: User, team: Team) -> None:
    client, address = signed_in(ana), reverse("teams:log")
    audit.record("team.renamed", team, team=team, actor=ana)
    few = cost(client, address)
    for number in range(60):
        audit.record("member.removed", f"Person {number}", team=team, actor=ana)
    assert cost(client, address) == few
    assert "Older" in client.get(address).content.decode()


def test_the_log_is_written_in_english_whoever_writes_it(ana: User, team: Team) -> None:
    with translation.override("de"):
        entry = audit.record("team.renamed", gettext_lazy("Monday"), team=team, actor=ana, until=gettext_lazy("Sunday"))
    assert (entry.target_name, entry.details) == ("Monday", {"until": "Sunday"})
