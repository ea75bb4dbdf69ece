"""Tells people what others changed about their place in a team, heard from the audit log: it has each deed once."""

from typing import Any

from django.db.models.signals import post_save
from django.dispatch import receiver
from django.urls import reverse
from django.utils.functional import lazy
from django.utils.translation import gettext_lazy as _

from notices.kinds import Mail, register
from notices.telling import tell
from podcaststudio.words import filled
from teams.models import AuditEntry, Role, Team, User

PLACE = register("people", _("your place in a team changes, or somebody joins a team of yours"), Mail.NOW)


@receiver(post_save, sender=AuditEntry)
def deed(sender: Any, instance: AuditEntry, **more: Any) -> None:
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
    who = instance.actor_name.split(" <")[0] or _("The studio")
    title, body = write(who, team, instance.details)
    tell(
        PLACE.name, f"audit:{instance.pk}",
        [person for person in people if person.pk != instance.actor_id],
        title=title, body=body, address=reverse("teams:team_detail"),
        team=None if instance.action == "member.removed" else team,
    )  # fmt: skip


def _word(role: str) -> str:
    """The log keeps roles in English."""
    known = Role.__members__.get(role.upper())
    return known.word if known else role


_role = lazy(_word, str)
SENTENCES: dict[str, Any] = {
    "member.joined": lambda who, team, more: (
        filled(_("%(who)s joined %(team)s"), {"who": who, "team": team}),
        filled(_("As %(role)s."), {"role": _role(more.get("role", ""))}),
    ),
    "member.changed": lambda who, team, more: (
        filled(_("%(who)s changed your place in %(team)s"), {"who": who, "team": team}),
        filled(_("You are %(role)s now."), {"role": _role(more["now"])})
        if "now" in more
        else filled(_("Your shows: %(shows)s."), {"shows": more.get("shows", "")}),
    ),
    "member.removed": lambda who, team, more: (
        filled(_("%(who)s took you out of %(team)s"), {"who": who, "team": team}),
        _("Accounts that you lent to the team were taken back."),
    ),
    "team.transferred": lambda who, team, more: (
        filled(_("%(who)s handed %(team)s over to you"), {"who": who, "team": team}),
        _("You are its owner now, and decide who may do what."),
    ),
}
