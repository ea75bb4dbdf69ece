"""People, the teams they work in, what they may reach, and what they did."""

from teams.models.invitations import Invitation, InvitationQuerySet
from teams.models.log import AuditEntry
from teams.models.people import Face, Membership, Role, Team, TeamQuerySet, User, UserManager
from teams.models.reach import TeamOwnedQuerySet

__all__ = [
    "AuditEntry",
    "Face",
    "Invitation",
    "InvitationQuerySet",
    "Membership",
    "Role",
    "Team",
    "TeamOwnedQuerySet",
    "TeamQuerySet",
    "User",
    "UserManager",
]
