"""A team always keeps an owner."""

import pytest

from teams import members
from teams.models import Membership, Role
from tests import make

pytestmark = pytest.mark.django_db


def roles(team: object) -> list[int]:
    return sorted(Membership.objects.filter(team=team).values_list("role", flat=True))


def test_who_makes_a_team_owns_it() -> None:
    ana = make.make_user("Ana")
    team = members.create_team(ana, "Harbour Audio")
    assert list(team.memberships.values_list("user", "role")) == [(ana.pk, Role.OWNER)]


def test_the_only_owner_can_neither_step_back_nor_leave() -> None:
    team = make.make_team(make.make_user("Ana"))
    make.make_member(team, Role.PRODUCER)
    owner = team.memberships.get(role=Role.OWNER)
    with pytest.raises(members.Refused, match="Ana is the only owner"):
        members.set_role(owner, Role.EDITOR)
    with pytest.raises(members.Refused):
        members.remove(owner)
    assert roles(team) == [Role.PRODUCER, Role.OWNER]


def test_one_of_two_owners_may_go() -> None:
    team = make.make_team()
    make.make_member(team, Role.OWNER)
    first, second = team.memberships.all()
    members.set_role(first, Role.REVIEWER)
    assert roles(team) == [Role.REVIEWER, Role.OWNER]
    with pytest.raises(members.Refused):
        members.remove(second)


def test_anybody_else_can_be_removed_and_changed() -> None:
    team = make.make_team()
    make.make_member(team, Role.REVIEWER)
    membership = team.memberships.get(role=Role.REVIEWER)
    members.set_role(membership, Role.PRODUCER)
    assert roles(team) == [Role.PRODUCER, Role.OWNER]
    members.remove(membership)
    assert roles(team) == [Role.OWNER]
