"""Review links: an address that lets people without an account hear one episode, and who came with it."""

import uuid
from typing import Any

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from productions.models import Episode
from teams.models import Face, TeamOwnedQuerySet, User
from teams.models.invitations import hash_of


class LinkQuerySet(TeamOwnedQuerySet):
    team_path, show_path = "episode__show__team", "episode__show"

    def open(self) -> Any:
        return self.filter(revoked_at=None, expires_at__gt=timezone.now())

    def by_token(self, token: str) -> Any:
        return self.filter(token_hash=hash_of(token))


class Link(models.Model):
    """Whoever has the address hears what the episode's newest production made, and nothing else."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    episode = models.ForeignKey(Episode, models.CASCADE, related_name="review_links")
    name = models.CharField(_("for whom"), max_length=80)
    email = models.EmailField(_("e-mail address"), blank=True)
    token_hash = models.CharField(max_length=64, unique=True, editable=False)  # the token is in the address alone
    password = models.CharField(max_length=128, blank=True, editable=False)  # hashed
    may_note = models.BooleanField(_("may leave notes"), default=True)
    may_decide = models.BooleanField(_("may approve or request changes"), default=False)
    may_download = models.BooleanField(_("may download"), default=False)
    made_by = models.ForeignKey(User, models.SET_NULL, null=True, editable=False, related_name="+")
    expires_at = models.DateTimeField()
    opened_at = models.DateTimeField(null=True, blank=True, editable=False)  # the last time, to the minute
    revoked_at = models.DateTimeField(null=True, blank=True, editable=False)
    created_at = models.DateTimeField(auto_now_add=True)

    objects = LinkQuerySet.as_manager()

    class Meta:
        ordering = ("-created_at", "id")

    def __str__(self) -> str:
        return self.name

    @property
    def is_open(self) -> bool:
        return self.revoked_at is None and self.expires_at > timezone.now()


class Guest(Face, models.Model):
    """Somebody without an account who said who they are."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    link = models.ForeignKey(Link, models.CASCADE, related_name="guests")
    name = models.CharField(_("your name"), max_length=80)
    email = models.EmailField(_("your e-mail address"))
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ("created_at", "id")
        constraints = [models.CheckConstraint(condition=~Q(name=""), name="guest_has_a_name")]

    def __str__(self) -> str:
        return self.name
