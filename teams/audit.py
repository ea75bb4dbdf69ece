"""Writes the audit log. One function, called in the transaction of what it speaks of, so that both stand or fall."""

from typing import Any

from teams import origin
from teams.models import AuditEntry, Team, User

ACTIONS = {
    "team.created": "made the team",
    "team.renamed": "renamed the team",
    "team.secured": "changed what the team asks for at sign-in",
    "team.exported": "exported the team",
    "team.deleted": "deleted the team",
    "member.invited": "invited",
    "member.uninvited": "withdrew the invitation of",
    "member.joined": "joined",
    "member.changed": "changed the role of",
    "member.removed": "removed",
    "member.left": "left",
    "team.transferred": "handed the team over to",
    "account.linked": "linked the Auphonic account",
    "account.unlinked": "disconnected the Auphonic account",
    "account.lent": "lent the Auphonic account",
    "account.withdrawn": "took back the Auphonic account",
    "connection.saved": "connected AudioDN",
    "show.created": "made the show",
    "show.changed": "changed the show",
    "show.deleted": "deleted the show",
    "episode.deleted": "deleted the episode",
    "preset.created": "made the preset",
    "preset.changed": "changed the preset",
    "preset.deleted": "deleted the preset",
    "production.started": "started a production of",
    "production.retried": "retried the production of",
    "production.canceled": "canceled the production of",
    "episode.published": "published",
    "episode.unpublished": "withdrew",
}


def record(action: str, target: Any, *, team: Team | None, actor: User | None = None, **details: Any) -> AuditEntry:
    """Somebody did `action` (`noun.verb`, see `ACTIONS`) to `target`.

    Without `actor` it is whoever sent the present request, or the studio itself. `details` are small and hold nothing
    secret.
    """
    if action not in ACTIONS:
        raise ValueError(f"the audit log has no word for {action}")
    request = origin.current()
    if actor is None and request is not None and getattr(request, "user", None) and request.user.is_authenticated:
        actor = request.user
    return AuditEntry.objects.create(
        team_id=team.pk if team else None,
        team_name=str(team or "")[:80],
        actor_id=actor.pk if actor else None,
        actor_name=_called(actor),
        action=action,
        target_id=str(getattr(target, "pk", "") or "")[:64],
        target_name=str(target)[:300],
        details={name: str(value)[:200] for name, value in details.items()},
        ip=origin.address(),
        agent=request.headers.get("User-Agent", "")[:200] if request else "",
    )


def _called(actor: User | None) -> str:
    if actor is None:
        return ""
    return f"{actor.name} <{actor.email}>"[:254] if actor.name else actor.email
