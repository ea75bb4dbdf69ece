"""Doors that a team opened to others: embedded players, keys in other people's pages, tokens of apps."""

import hashlib
import secrets
import uuid
from typing import Any

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from audiodn.models.mirror import Collection, Track
from teams.models import Team, TeamOwnedQuerySet, User


def new_token() -> str:
    return secrets.token_urlsafe(18)


class OpenQuerySet(TeamOwnedQuerySet):
    team_path, show_path = "collection__team", "collection__show"

    def open(self) -> Any:
        """Not withdrawn, not expired."""
        return self.filter(revoked_at=None).filter(Q(expires_at=None) | Q(expires_at__gt=timezone.now()))


class Door(models.Model):
    """What embeds and keys have in common: a collection or one track of it, for a while or until it is withdrawn."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    collection = models.ForeignKey(Collection, models.CASCADE, related_name="%(class)ss")
    track = models.ForeignKey(Track, models.CASCADE, null=True, blank=True, related_name="%(class)ss")
    title = models.CharField(_("where it is used"), max_length=80)
    is_preview = models.BooleanField(_("only the preview clip"), default=False)
    expires_at = models.DateTimeField("until", null=True, blank=True)
    made_by = models.ForeignKey(User, models.SET_NULL, null=True, editable=False, related_name="+")
    revoked_at = models.DateTimeField(null=True, editable=False)
    created_at = models.DateTimeField(auto_now_add=True)

    objects = OpenQuerySet.as_manager()

    class Meta:
        abstract = True
        ordering = ("-created_at", "id")

    def __str__(self) -> str:
        return self.title

    @property
    def target(self) -> Collection | Track:
        return self.track or self.collection

    @property
    def is_open(self) -> bool:
        return not self.revoked_at and (self.expires_at is None or self.expires_at > timezone.now())


class Embed(Door):
    """A page with the player for other sites. Whoever has its address may listen, where `sites` let it be shown."""

    token = models.CharField(max_length=40, unique=True, default=new_token, editable=False)
    sites = models.TextField(blank=True)  # origins, one a line; empty: those of the settings
    seen_at = models.DateTimeField(null=True, editable=False)  # to the hour

    def get_absolute_url(self) -> str:
        return reverse("audiodn:embed", args=[self.token])

    @property
    def origins(self) -> list[str]:
        return self.sites.split()


class ClientKey(Door):
    """A limited key of AudioDN's in somebody's page. Its text was shown once and is not known here."""

    class Kind(models.TextChoices):
        PLAYER = "player", _("Play")
        UPLOADER = "uploader", _("Upload")

    kind = models.CharField(_("it may"), max_length=8, choices=Kind, default=Kind.PLAYER)
    hint = models.CharField(max_length=4, editable=False)  # the end of the key, to tell it from others


class AppToken(models.Model):
    """Lets an app act for one person in one team. Only a digest of it is kept."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    team = models.ForeignKey(Team, models.CASCADE, related_name="app_tokens")
    user = models.ForeignKey(User, models.CASCADE, related_name="app_tokens")
    name = models.CharField(_("name of the app or device"), max_length=80)
    digest = models.CharField(max_length=64, unique=True, editable=False)
    may_upload = models.BooleanField(_("may upload"), default=False)
    expires_at = models.DateTimeField("until", null=True, blank=True)
    used_at = models.DateTimeField(null=True, editable=False)  # to the minute
    revoked_at = models.DateTimeField(null=True, editable=False)
    created_at = models.DateTimeField(auto_now_add=True)

    objects = TeamOwnedQuerySet.as_manager()

    class Meta:
        ordering = ("-created_at", "id")

    def __str__(self) -> str:
        return self.name

    def renew(self) -> str:
        """A new text for it, to be shown this once; the caller saves."""
        text = f"pst_{secrets.token_urlsafe(32)}"
        self.digest = digest_of(text)
        return text

    @property
    def is_open(self) -> bool:
        return not self.revoked_at and (self.expires_at is None or self.expires_at > timezone.now())


def digest_of(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
