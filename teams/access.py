"""Who may do what: one question, asked everywhere through `get_for`.

| a role may    | reviewer | editor | producer | owner |
|---------------|----------|--------|----------|-------|
| see, listen   | yes      | yes    | yes      | yes   |
| edit, upload  |          | yes    | yes      | yes   |
| run, publish, shows, presets, collections |  |  | yes | yes |
| members, connections |   |        |          | yes   |
"""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404

from teams.models import Role

SEE, EDIT, RUN, OWN = Role.REVIEWER, Role.EDITOR, Role.PRODUCER, Role.OWNER


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
    if found.my_role < role:
        raise PermissionDenied(refusal(role))
    return found


def refusal(role: Role) -> str:
    if role == Role.OWNER:
        return "Only owners of the team may do this."
    return f"This needs the role {Role(role).label.lower()} or higher in the team."
