"""Changes to who is in a team. A team always keeps an owner."""

from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from teams import audit
from teams.models import Membership, Role, Team, User


class Refused(Exception):
    """The change is not possible; the text is fit for people."""


def create_team(owner: User, name: str) -> Team:
    with transaction.atomic():
        team = Team.objects.create(name=name)
        Membership.objects.create(team=team, user=owner, role=Role.OWNER)
        audit.record("team.created", team, team=team, actor=owner)
    return team


def set_role(membership: Membership, role: Role) -> None:
    """Raises `Refused` when the team would be left without an owner."""
    with transaction.atomic():
        _keep_an_owner(membership, role)
        before, membership.role = Role(membership.role).logged, role
        if role == Role.OWNER:
            membership.is_limited = False
        membership.save(update_fields=["role", "is_limited"])
        _changed(membership, before=before, now=Role(role).logged)


def set_shows(membership: Membership, shows: Iterable[Any] | None) -> None:
    """Let somebody reach these shows alone, or with None all of the team's. Raises `Refused` for owners."""
    if shows is not None and membership.role == Role.OWNER:
        raise Refused(_("An owner is there for all shows. Choose another role first."))
    with transaction.atomic():
        membership.is_limited = shows is not None
        membership.save(update_fields=["is_limited"])
        membership.shows.set(shows or [])
        named = "all" if shows is None else ", ".join(str(show) for show in shows) or "none"
        _changed(membership, shows=named)


def transfer(team: Team, owner: User, to: Membership) -> None:
    """Make somebody else owner and step back to producer. Raises `Refused`."""
    if to.user_id == owner.pk:
        raise Refused(_("You are an owner already. Choose somebody else."))
    with transaction.atomic():
        own = Membership.objects.get(team=team, user=owner)
        to.role, to.is_limited = Role.OWNER, False
        to.save(update_fields=["role", "is_limited"])
        own.role = Role.PRODUCER
        own.save(update_fields=["role"])
        audit.record("team.transferred", to.user, team=team, actor=owner)


def remove(membership: Membership, actor: User | None = None) -> int:
    """Take somebody out, and their lent accounts with them. Returns how many shows used one of those.

    Raises `Refused` when the team would be left without an owner.
    """
    team, user = membership.team, membership.user
    with transaction.atomic():
        _keep_an_owner(membership, None)
        # what leaves with a person are the accounts they lent; the shows look for another one of the team's
        lent: Any = user.auphonic_accounts
        for account in lent.filter(lent_to=team):
            account.lent_to.remove(team)
        count: int = team.shows.filter(account__user=user).update(account=None)
        membership.delete()
        if actor == user:
            audit.record("member.left", team, team=team, actor=user)
        else:
            audit.record("member.removed", user, team=team, actor=actor)
    return count


def _changed(membership: Membership, **details: Any) -> None:
    audit.record("member.changed", membership.user, team=membership.team, **details)


def _keep_an_owner(membership: Membership, role: Role | None) -> None:
    if role == Role.OWNER:
        return
    # the team's row is the lock: two owners who step back at the same moment must not both succeed
    Team.objects.select_for_update().get(pk=membership.team_id)
    owners = Membership.objects.filter(team_id=membership.team_id, role=Role.OWNER)
    if not owners.exclude(pk=membership.pk).exists():
        raise Refused(_("%(user)s is the only owner. Make somebody else owner first.") % {"user": membership.user})
