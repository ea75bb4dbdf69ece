"""Writes the audit log. One function, called in the transaction of what it speaks of, so that both stand or fall."""

from typing import Any

from django.utils import translation
from django.utils.translation import gettext_lazy as _

from podcaststudio.words import ENGLISH
from teams import origin
from teams.models import AuditEntry, Team, User

ACTIONS = {
    "team.created": _("made the team"),
    "team.renamed": _("renamed the team"),
    "team.secured": _("changed what the team asks for at sign-in"),
    "team.exported": _("exported the team"),
    "team.deleted": _("deleted the team"),
    "member.invited": _("invited"),
    "member.uninvited": _("withdrew the invitation of"),
    "member.joined": _("joined"),
    "member.changed": _("changed the role of"),
    "member.removed": _("removed"),
    "member.left": _("left"),
    "team.transferred": _("handed the team over to"),
    "account.linked": _("linked the Auphonic account"),
    "account.unlinked": _("disconnected the Auphonic account"),
    "account.lent": _("lent the Auphonic account"),
    "account.withdrawn": _("took back the Auphonic account"),
    "connection.saved": _("connected AudioDN"),
    "collection.changed": _("changed the collection"),
    "track.changed": _("changed the track"),
    "collection.deleted": _("removed the collection"),
    "track.deleted": _("removed the track"),
    "orphan.deleted": _("deleted the unknown track"),
    "embed.opened": _("opened a player for other sites:"),
    "embed.withdrawn": _("withdrew the player for other sites:"),
    "clientkey.opened": _("made the key for other people’s pages:"),
    "clientkey.withdrawn": _("took from the list of keys:"),
    "apptoken.opened": _("made the token for an app:"),
    "apptoken.withdrawn": _("withdrew the token of an app:"),
    "show.created": _("made the show"),
    "show.changed": _("changed the show"),
    "show.deleted": _("deleted the show"),
    "episode.created": _("made the episode"),
    "episode.changed": _("changed the episode"),
    "episode.deleted": _("deleted the episode"),
    "episode.moved": _("moved the plan of"),
    "episodes.changed": _("changed the plan of several episodes of"),
    "episodes.restored": _("took back a change of several episodes of"),
    "plan.changed": _("changed how this show is planned:"),
    "calendar.opened": _("made a calendar address for"),
    "calendar.revoked": _("withdrew a calendar address of"),
    "preset.created": _("made the preset"),
    "preset.changed": _("changed the preset"),
    "preset.deleted": _("deleted the preset"),
    "production.started": _("started a production of"),
    "production.retried": _("retried the production of"),
    "production.canceled": _("canceled the production of"),
    "review.asked": _("asked for a review"),
    "review.unasked": _("no longer asks for a review"),
    "review.approved": _("approved"),
    "review.changes": _("requested changes to"),
    "review.withdrawn": _("took back what was decided of"),
    "link.made": _("made a review link for"),
    "link.withdrawn": _("withdrew a review link of"),
    "episode.published": _("published"),
    "episode.unpublished": _("withdrew"),
}

NOUNS = {
    "team": _("Teams"),
    "member": _("Members"),
    "account": _("Accounts"),
    "connection": _("Connections"),
    "collection": _("Collections"),
    "track": _("Tracks"),
    "orphan": _("Orphans"),
    "embed": _("Embeds"),
    "clientkey": _("Clientkeys"),
    "apptoken": _("Apptokens"),
    "show": _("Shows"),
    "episode": _("Episodes"),
    "episodes": _("Several episodes"),
    "plan": _("Plans"),
    "calendar": _("Calendars"),
    "preset": _("Presets"),
    "production": _("Productions"),
    "review": _("Reviews"),
    "link": _("Links"),
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
    with translation.override(ENGLISH):  # whoever reads it, in whichever year
        said = {name: str(value)[:200] for name, value in details.items()}
        target_name = str(target)[:300]
    return AuditEntry.objects.create(
        team_id=team.pk if team else None,
        team_name=str(team or "")[:80],
        actor_id=actor.pk if actor else None,
        actor_name=_called(actor),
        action=action,
        target_id=str(getattr(target, "pk", "") or "")[:64],
        target_name=target_name,
        details=said,
        ip=origin.address(),
        agent=request.headers.get("User-Agent", "")[:200] if request else "",
    )


def _called(actor: User | None) -> str:
    if actor is None:
        return ""
    return f"{actor.name} <{actor.email}>"[:254] if actor.name else actor.email
