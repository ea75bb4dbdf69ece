"""Who may do what: one question, asked everywhere through `get_for`, and one table that says it in words.

| a role may    | reviewer | editor | producer | owner |
|---------------|----------|--------|----------|-------|
| see, listen   | yes      | yes    | yes      | yes   |
| edit, upload  |          | yes    | yes      | yes   |
| run, publish, shows, presets, collections |  |  | yes | yes |
| members, connections, the log |  |    |          | yes   |

Who is in a team for named shows only has the role there, sees nothing of other shows, and may only look at what
belongs to the whole team.
"""

from dataclasses import dataclass
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404

from teams.models import Role, Team

SEE, EDIT, RUN, OWN = Role.REVIEWER, Role.EDITOR, Role.PRODUCER, Role.OWNER
LOCKED = "This team asks for a second factor at sign-in. Set up an authenticator app or a passkey, then come back."


class Locked(PermissionDenied):
    """The team asks for a second factor, and this person has none."""


@dataclass(frozen=True)
class Permission:
    words: str
    least: Role
    is_whole_team: bool = False  # not for who is there for named shows only

    @property
    def roles(self) -> list[bool]:
        """Whether each role may, in the order of `Role`."""
        return [role >= self.least for role in Role]


TABLE = (
    Permission("See shows and episodes, listen, read", SEE),
    Permission("Edit episodes, upload recordings", EDIT),
    Permission("Start productions, publish, change a show", RUN),
    Permission("Make shows, presets and collections", RUN, is_whole_team=True),
    Permission("Invite and remove people, keys, the log, the team itself", OWN, is_whole_team=True),
)


def get_for(user: Any, queryset: Any, role: Role, **lookup: Any) -> Any:
    """The one object this person asks for, with `my_role`.

    `queryset` has `for_user`. Raises `Http404` for strangers (and for what does not exist) and `PermissionDenied`,
    with a sentence naming the role that may, for members with a lesser role.
    """
    if not user.is_authenticated:
        raise Http404
    found = queryset.for_user(user).filter(**lookup).first()
    if found is None:
        raise Http404("There is nothing at this address, or you do not have access to it.")
    if getattr(found, "is_locked", False):
        raise Locked(LOCKED)
    if found.my_role < role:
        raise PermissionDenied(refusal(role, getattr(found, "my_shows_only", False)))
    return found


def refusal(role: int, shows_only: bool = False) -> str:
    """Who may, for whoever may not."""
    if role == Role.OWNER:
        return "Only owners of the team may do this."
    if shows_only:
        return "This concerns the whole team, and you are here for named shows only."
    return f"This needs the role {Role(role).label.lower()} or higher in the team."


def owners(team: Team) -> list[str]:
    """Whom to ask."""
    return [str(each.user) for each in team.memberships.filter(role=Role.OWNER).select_related("user")]
