"""Who may do what: one question, asked everywhere through `get_for`, and one table that says it in words.

| a role may    | reviewer | editor | producer | owner |
|---------------|----------|--------|----------|-------|
| see, listen, leave and resolve notes | yes | yes | yes | yes |
| approve, request changes | yes | when asked | yes | yes |
| edit, upload, plan, ask for reviews | | yes | yes | yes   |
| run, publish, shows, presets, collections, review links |  |  | yes | yes |
| members, connections, the log |  |    |          | yes   |

Who edits an episode does not wave it through: editors decide on what they are asked to hear.
Who is in a team for named shows only has the role there, sees nothing of other shows, and may only look at what
belongs to the whole team.
"""

from dataclasses import dataclass
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from teams.models import Role, Team

SEE, EDIT, RUN, OWN = Role.REVIEWER, Role.EDITOR, Role.PRODUCER, Role.OWNER
LOCKED = gettext_lazy(
    "This team asks for a second factor at sign-in. Set up an authenticator app or a passkey, then come back."
)


class Locked(PermissionDenied):
    """The team asks for a second factor, and this person has none."""


@dataclass(frozen=True)
class Permission:
    words: str | Promise
    least: Role
    is_whole_team: bool = False  # not for who is there for named shows only
    when_asked: Role | None = None  # the one role that may only when it is asked

    @property
    def roles(self) -> list[str]:
        """For each role, in the order of `Role`: "yes", "asked" or nothing."""
        return ["asked" if role == self.when_asked else "yes" if role >= self.least else "" for role in Role]


TABLE = (
    Permission(gettext_lazy("See shows and episodes, listen, read, leave notes"), SEE),
    Permission(gettext_lazy("Approve, request changes"), SEE, when_asked=EDIT),
    Permission(gettext_lazy("Edit episodes, upload recordings, ask for reviews"), EDIT),
    Permission(gettext_lazy("Plan: stages, dates, owners, checklists, people"), EDIT),
    Permission(gettext_lazy("Start productions, publish, change a show, hand out review links"), RUN),
    Permission(gettext_lazy("Make shows, presets and collections"), RUN, is_whole_team=True),
    Permission(gettext_lazy("Invite and remove people, keys, the log, the team itself"), OWN, is_whole_team=True),
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
        raise Http404(_("There is nothing at this address, or you do not have access to it."))
    if getattr(found, "is_locked", False):
        raise Locked(LOCKED)
    if found.my_role < role:
        raise PermissionDenied(refusal(role, getattr(found, "my_shows_only", False)))
    return found


def refusal(role: int, shows_only: bool = False) -> str:
    """Who may, for whoever may not."""
    if role == Role.OWNER:
        return _("Only owners of the team may do this.")
    if shows_only:
        return _("This concerns the whole team, and you are here for named shows only.")
    return _("This needs the role %(label)s or higher in the team.") % {"label": Role(role).word}


def owners(team: Team) -> list[str]:
    """Whom to ask."""
    return [str(each.user) for each in team.memberships.filter(role=Role.OWNER).select_related("user")]
