"""Invites people by e-mail, and lets them in: the token is random, kept as a hash, good once and for one address."""

import logging
import secrets
from collections.abc import Iterable
from datetime import timedelta
from smtplib import SMTPException
from typing import Any

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import IntegrityError, transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from teams import audit
from teams.members import Refused
from teams.models import Invitation, Membership, Role, Team, User
from teams.models.invitations import hash_of

log = logging.getLogger(__name__)
GOOD_FOR = timedelta(days=7)
MOST_PER_HOUR = 40  # letters of one team


def invite(team: Team, actor: User, email: str, role: Role, shows: Iterable[Any] | None = None) -> Invitation:
    """Send a letter. An open invitation of the same address is replaced. Raises `Refused`."""
    if Membership.objects.filter(team=team, user__emailaddress__email__iexact=email).exists():
        raise Refused(_("%(email)s is in this team already.") % {"email": email})
    recent = team.invitations.filter(created_at__gt=timezone.now() - timedelta(hours=1)).count()
    if recent >= MOST_PER_HOUR:
        raise Refused(
            ngettext(
                "This team has sent %(count)d invitation in the last hour. Wait a while, then go on.",
                "This team has sent %(count)d invitations in the last hour. Wait a while, then go on.",
                recent,
            )
            % {"count": recent}
        )
    token = secrets.token_urlsafe(32)
    try:
        with transaction.atomic():
            team.invitations.open().filter(email__iexact=email).update(revoked_at=timezone.now())
            invitation = Invitation.objects.create(
                team=team, email=email, role=role, is_limited=shows is not None, token_hash=hash_of(token),
                invited_by=actor, expires_at=timezone.now() + GOOD_FOR,
            )  # fmt: skip
            invitation.shows.set(shows or [])
            audit.record("member.invited", email, team=team, actor=actor, role=Role(role).logged)
    except IntegrityError:
        raise Refused(_("%(email)s has just been invited by somebody else.") % {"email": email}) from None
    try:
        _send(invitation, token)
    except (OSError, SMTPException):
        log.exception("no letter to %s", email)
        Invitation.objects.filter(pk=invitation.pk).update(revoked_at=timezone.now())
        raise Refused(_("The mail server did not take the letter, so nobody was invited. Try again later.")) from None
    return invitation


def revoke(invitation: Invitation, actor: User) -> None:
    """Withdraw it: its link opens nothing any more. Raises `Refused` when it was accepted meanwhile."""
    with transaction.atomic():
        if not Invitation.objects.open().filter(pk=invitation.pk).update(revoked_at=timezone.now()):
            raise Refused(_("This invitation has been accepted or withdrawn already."))
        audit.record("member.uninvited", invitation.email, team=invitation.team, actor=actor)


def find(token: str) -> Invitation:
    """The invitation this token opens. Raises `Refused` with the reason it opens none."""
    invitation = Invitation.objects.by_token(token).select_related("team", "invited_by").first()
    if invitation is None or invitation.revoked_at:
        raise Refused(_("This invitation does not exist or was withdrawn. Ask for a new one."))
    if invitation.accepted_at:
        raise Refused(_("This invitation has been used. Sign in to get to the team."))
    if invitation.has_expired:
        raise Refused(_("This invitation has expired. Ask for a new one."))
    return invitation


def is_for(invitation: Invitation, user: Any) -> bool:
    """Whether this person has confirmed the address the invitation went to."""
    return bool(user.emailaddress_set.filter(email__iexact=invitation.email, verified=True).exists())


def accept(invitation: Invitation, user: User) -> Membership:
    """Join the team. Raises `Refused`: the invitation is for one address, and works once."""
    if not is_for(invitation, user):
        raise Refused(
            _("This invitation is for %(email)s. Sign in with that address to accept it.") % {"email": invitation.email}
        )
    with transaction.atomic():
        now = timezone.now()
        if not Invitation.objects.good().filter(pk=invitation.pk).update(accepted_at=now, accepted_by=user):
            raise Refused(_("This invitation has been used, withdrawn or has expired. Ask for a new one."))
        known = Membership.objects.filter(team=invitation.team, user=user).first()
        if known:
            return known
        membership = Membership.objects.create(
            team=invitation.team, user=user, role=invitation.role, is_limited=invitation.is_limited
        )
        membership.shows.set(invitation.shows.all())
        role = Role(membership.role).logged
        audit.record("member.joined", invitation.team, team=invitation.team, actor=user, role=role)
    return membership


def _send(invitation: Invitation, token: str) -> None:
    address = settings.SITE_URL + reverse("teams:join", args=[token])
    role = Role(invitation.role).word
    facts = {"invitation": invitation, "role": role, "address": address, "product_name": settings.PRODUCT_NAME}
    EmailMessage(
        subject=_("%(product)s: %(team)s invites you")
        % {"product": settings.PRODUCT_NAME, "team": " ".join(str(invitation.team).split())},
        body=render_to_string("teams/invitation.txt", facts),
        to=[invitation.email],
    ).send()
