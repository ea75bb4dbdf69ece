"""Tells people what others changed about their place in a team, heard from the audit log: it has each deed once."""

from typing import Any

from django.db.models.signals import post_save
from django.dispatch import receiver
from django.urls import reverse

from notices.kinds import Mail, register
from notices.telling import tell
from teams.models import AuditEntry, Role, Team, User

PLACE = register("people", "your place in a team changes, or somebody joins a team of yours", Mail.NOW)


@receiver(post_save, sender=AuditEntry)
def deed(sender: Any, instance: AuditEntry, **_: Any) -> None:
    write = SENTENCES.get(instance.action)
    team = Team.objects.filter(pk=instance.team_id).first() if write and instance.team_id else None
    if write is None or team is None:
        return
    if instance.action == "member.joined":
        people = list(User.objects.filter(memberships__team=team, memberships__role=Role.OWNER))
    elif instance.target_id:
        people = list(User.objects.filter(pk=instance.target_id))
    else:
        return
    who = instance.actor_name.split(" <")[0] or "The studio"
    title, body = write(who, team, instance.details)
    tell(
        PLACE.name, f"audit:{instance.pk}",
        [person for person in people if person.pk != instance.actor_id],
        title=title, body=body, address=reverse("teams:team_detail"),
        team=None if instance.action == "member.removed" else team,
    )  # fmt: skip


SENTENCES: dict[str, Any] = {
    "member.joined": lambda who, team, more: (f"{who} joined {team}", f"As {str(more.get('role', '')).lower()}."),
    "member.changed": lambda who, team, more: (
        f"{who} changed your place in {team}",
        f"You are {str(more['now']).lower()} now." if "now" in more else f"Your shows: {more.get('shows', '')}.",
    ),
    "member.removed": lambda who, team, more: (
        f"{who} took you out of {team}",
        "Accounts that you lent to the team were taken back.",
    ),
    "team.transferred": lambda who, team, more: (
        f"{who} handed {team} over to you",
        "You are its owner now, and decide who may do what.",
    ),
}
