"""Secret addresses under which a calendar program reads what is planned. Only a digest of each is kept."""

import hashlib
import secrets
import uuid
from typing import Any

from django.db import models

from productions.models import Show
from teams.models import Team, TeamOwnedQuerySet, User


class SubscriptionQuerySet(TeamOwnedQuerySet):
    def of(self, user: Any) -> Any:
        """One's own that are open."""
        return self.for_user(user).filter(user=user, revoked_at=None)

    def with_token(self, token: str) -> Any:
        return self.filter(token_hash=digest_of(token), revoked_at=None)


class Subscription(models.Model):
    """Shows what its owner may see, as long as they may: one show, or all of the team."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    team = models.ForeignKey(Team, models.CASCADE, related_name="subscriptions")
    user = models.ForeignKey(User, models.CASCADE, related_name="subscriptions")
    show = models.ForeignKey(Show, models.CASCADE, null=True, blank=True, related_name="subscriptions")
    token_hash = models.CharField(max_length=64, unique=True, editable=False)
    used_at = models.DateTimeField(null=True, editable=False)  # to the hour
    revoked_at = models.DateTimeField(null=True, editable=False)
    created_at = models.DateTimeField(auto_now_add=True)

    objects = SubscriptionQuerySet.as_manager()

    class Meta:
        ordering = ("-created_at", "id")

    def __str__(self) -> str:
        return str(self.show or self.team)

    def renew(self) -> str:
        """A new token for it, to be shown this once; the caller saves."""
        token = secrets.token_urlsafe(32)
        self.token_hash = digest_of(token)
        return token


def digest_of(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
