"""Changes to who is in a team. A team always keeps an owner."""

from django.db import transaction

from teams.models import Membership, Role, Team, User


class Refused(Exception):
    """The change is not possible; the text is fit for people."""


def create_team(owner: User, name: str) -> Team:
    with transaction.atomic():
        team = Team.objects.create(name=name)
        Membership.objects.create(team=team, user=owner, role=Role.OWNER)
    return team


def set_role(membership: Membership, role: Role) -> None:
    """Raises `Refused` when the team would be left without an owner."""
    with transaction.atomic():
        _keep_an_owner(membership, role)
        membership.role = role
        membership.save(update_fields=["role"])


def remove(membership: Membership) -> None:
    """Raises `Refused` when the team would be left without an owner."""
    with transaction.atomic():
        _keep_an_owner(membership, None)
        membership.delete()


def _keep_an_owner(membership: Membership, role: Role | None) -> None:
    if role == Role.OWNER:
        return
    # the team's row is the lock: two owners who step back at the same moment must not both succeed
    Team.objects.select_for_update().get(pk=membership.team_id)
    owners = Membership.objects.filter(team_id=membership.team_id, role=Role.OWNER)
    if not owners.exclude(pk=membership.pk).exists():
        raise Refused(f"{membership.user} is the only owner. Make somebody else owner first.")
