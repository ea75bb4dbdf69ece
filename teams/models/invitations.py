"""Invitations: a letter to one address that lets its reader into a team, once, for a while."""

import hashlib
import uuid
from typing import Any

from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from teams.models.people import Role, Team, User


class InvitationQuerySet(models.QuerySet["Invitation"]):
    def open(self) -> "InvitationQuerySet":
        """Neither accepted nor withdrawn; it may have expired."""
        return self.filter(accepted_at=None, revoked_at=None)

    def good(self) -> "InvitationQuerySet":
        return self.open().filter(expires_at__gt=timezone.now())

    def by_token(self, token: str) -> "InvitationQuerySet":
        return self.filter(token_hash=hash_of(token))


class Invitation(models.Model):
    """Who holds the token and has the address may join the team in this role."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    team = models.ForeignKey(Team, models.CASCADE, related_name="invitations")
    email = models.EmailField(_("e-mail address"))
    role = models.PositiveSmallIntegerField(choices=Role, default=Role.REVIEWER)
    is_limited = models.BooleanField(_("for named shows only"), default=False)
    shows: Any = models.ManyToManyField("productions.Show", blank=True, related_name="+")
    token_hash = models.CharField(max_length=64, unique=True, editable=False)  # the token itself is in the mail alone
    invited_by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")
    accepted_by = models.ForeignKey(User, models.SET_NULL, null=True, blank=True, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)
    expires_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)

    objects = InvitationQuerySet.as_manager()

    class Meta:
        ordering = ("-created_at", "id")
        constraints = [
            models.UniqueConstraint(
                "team", Lower("email"), condition=Q(accepted_at=None, revoked_at=None), name="one_open_invitation"
            ),
            models.CheckConstraint(
                condition=Q(accepted_at=None) | Q(revoked_at=None), name="invitation_ends_in_one_way"
            ),
            models.CheckConstraint(condition=Q(role__in=Role.values), name="invitation_role_is_known"),
            models.CheckConstraint(
                condition=~Q(role=Role.OWNER, is_limited=True), name="an_invited_owner_is_there_for_all_shows"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.email} to {self.team}"

    @property
    def has_expired(self) -> bool:
        return self.expires_at <= timezone.now()


def hash_of(token: str) -> str:
    """What is kept of a token. It is 256 random bits, so a plain hash cannot be turned back."""
    return hashlib.sha256(token.encode()).hexdigest()
