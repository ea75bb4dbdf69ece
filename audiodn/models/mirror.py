"""Connections, collections and tracks: our mirror of AudioDN. Sessions are never stored."""

import secrets
import uuid
from typing import Any

from django.conf import settings
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from audiodn.plans import PLANS, Plan
from audiodn.statuses import FAILED, PLAYABLE
from podcaststudio import crypto
from podcaststudio.due import DueQuerySet
from teams.models import Team, TeamOwnedQuerySet

COLOR = RegexValidator(r"^#[0-9a-fA-F]{6}$", _("Give a colour as #rrggbb."))


def new_secret() -> str:
    return secrets.token_urlsafe(32)


def cover_mark(name: str) -> str:
    """The part of a cover's name that its address carries, so that a new cover has a new address."""
    return name.rsplit("/", 1)[-1].removesuffix(".jpg")[:12]


class Connection(models.Model):
    """A team's server key at one of the AudioDN servers that settings list."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    team = models.OneToOneField(Team, models.CASCADE, related_name="audiodn")
    server = models.CharField(max_length=20)
    sealed_key = models.TextField(editable=False)
    webhook_secret = models.CharField(max_length=64, unique=True, default=new_secret, editable=False)
    creator_remote_id = models.CharField(max_length=64, blank=True)
    created_sent_at = models.DateTimeField(null=True, blank=True, editable=False)  # when the creator was asked for
    last_success_at = models.DateTimeField(null=True, blank=True)
    last_error = models.TextField(blank=True)
    last_webhook_at = models.DateTimeField(null=True, blank=True)
    facts: Any = models.JSONField(default=dict, blank=True, editable=False)  # variants, what was found: see survey.py
    surveyed_at = models.DateTimeField(null=True, blank=True, editable=False)
    plan = models.CharField(max_length=12, blank=True, choices=[(name, plan.label) for name, plan in PLANS.items()])
    created_at = models.DateTimeField(auto_now_add=True)

    objects = TeamOwnedQuerySet.as_manager()

    def __str__(self) -> str:
        return gettext("%(name)s at %(server)s") % {"name": self.team, "server": self.server_label}

    def set_key(self, key: str) -> None:
        """Encrypt the key for this row; the caller saves."""
        self.sealed_key = crypto.encrypt(key, self._place)

    def get_key(self) -> str:
        """Raises `crypto.Unreadable`."""
        return crypto.decrypt(self.sealed_key, self._place)

    @property
    def _place(self) -> str:
        return f"audiodn.Connection.key:{self.pk}"

    @property
    def server_label(self) -> str:
        return gettext(settings.AUDIODN_SERVERS.get(self.server, {}).get("label", self.server))

    @property
    def server_settings(self) -> dict[str, str]:
        return settings.AUDIODN_SERVERS[self.server]

    @property
    def whole_variants(self) -> list[str]:
        """Names of the versions made of every whole track, best first; empty until they were read."""
        whole = [found for found in self.facts.get("variants", []) if found["type"] in ("transcode", "original")]
        return [found["index"] for found in sorted(whole, key=lambda one: -(one["bitrate"] or 0))]

    @property
    def limits(self) -> Plan | None:
        """What the plan that was named allows; None when nobody named one."""
        return PLANS.get(self.plan)


class CollectionQuerySet(TeamOwnedQuerySet):
    show_path = "show"  # which has none is for who is there for all shows


class Collection(models.Model):
    """A playable list of tracks; each show has one. Made at AudioDN with the first delivery."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    team = models.ForeignKey(Team, models.CASCADE, related_name="collections")
    title = models.CharField(max_length=200)
    subtitle = models.CharField(max_length=200, blank=True)
    player_color = models.CharField(max_length=7, blank=True, validators=[COLOR])
    cover = models.FileField(max_length=255, blank=True, editable=False)  # a small copy; AudioDN has the whole one
    variants = models.CharField(max_length=200, blank=True)  # of the player, by index, best first; empty: all
    is_downloadable = models.BooleanField(default=False)
    remote_id = models.CharField(max_length=64, blank=True, editable=False)
    created_sent_at = models.DateTimeField(null=True, blank=True, editable=False)
    created_at = models.DateTimeField(auto_now_add=True)

    objects = CollectionQuerySet.as_manager()

    class Meta:
        ordering = ("title", "id")
        constraints = [
            models.UniqueConstraint(
                fields=("remote_id",), condition=~Q(remote_id=""), name="one_row_per_remote_collection"
            )
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("audiodn:collection_detail", args=[self.pk])

    @property
    def cover_url(self) -> str:
        """Of the small copy; empty without one."""
        return reverse("audiodn:collection_cover", args=[self.pk, cover_mark(self.cover.name)]) if self.cover else ""

    @property
    def wanted_variants(self) -> list[str]:
        return [name for name in self.variants.replace(",", " ").split() if name]


class TrackQuerySet(DueQuerySet, TeamOwnedQuerySet):  # type: ignore[override]  # of the generated as_manager
    team_path, show_path = "collection__team", "collection__show"

    def in_order(self) -> Any:
        """As the player lists them; what has no place yet comes last."""
        return self.order_by(F("order").asc(nulls_last=True), "created_at", "id")

    def unsettled(self) -> Any:
        """Those AudioDN still works on."""
        return self.exclude(status__in=PLAYABLE + FAILED)


class Track(models.Model):
    """One audio file at AudioDN. `status` is theirs, verbatim."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    collection = models.ForeignKey(Collection, models.CASCADE, related_name="tracks")
    # written into the remote track's metadata and organization_index, so that it is found again after a lost answer
    intent = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    remote_id = models.CharField(max_length=64, blank=True, editable=False)
    title = models.CharField(max_length=200)
    subtitle = models.CharField(max_length=200, blank=True)
    player_color = models.CharField(max_length=7, blank=True, validators=[COLOR])
    cover = models.FileField(max_length=255, blank=True, editable=False)
    order = models.PositiveIntegerField(null=True, blank=True, editable=False)  # in the player; AudioDN's
    versions: Any = models.JSONField(default=list, blank=True, editable=False)  # its files for listeners: versions.py
    levels: Any = models.JSONField(default=list, blank=True, editable=False)  # up to 320 numbers over the whole length
    status = models.CharField(max_length=40, blank=True, editable=False)
    duration = models.FloatField(null=True, blank=True, editable=False, help_text="seconds")
    size = models.BigIntegerField(null=True, blank=True, editable=False, help_text="bytes")
    error = models.TextField(blank=True, editable=False)
    details: Any = models.JSONField(default=dict, blank=True, editable=False)  # the last answer of AudioDN
    created_sent_at = models.DateTimeField(null=True, blank=True, editable=False)
    put_failed_at = models.DateTimeField(null=True, blank=True, editable=False)
    bytes_sent_at = models.DateTimeField(null=True, blank=True, editable=False)
    files_completed_at = models.DateTimeField(null=True, blank=True, editable=False)
    refreshed_at = models.DateTimeField(null=True, blank=True, editable=False)
    variant_asked_at = models.DateTimeField(null=True, blank=True, editable=False)  # when AudioDN took one more to make
    due_at = models.DateTimeField(null=True, blank=True, editable=False, db_index=True)
    turn = models.PositiveIntegerField(default=0, editable=False)
    created_at = models.DateTimeField(auto_now_add=True)

    objects = TrackQuerySet.as_manager()

    class Meta:
        ordering = ("-created_at", "id")
        constraints = [
            models.UniqueConstraint(fields=("remote_id",), condition=~Q(remote_id=""), name="one_row_per_remote_track")
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("audiodn:track_detail", args=[self.pk])

    @property
    def cover_url(self) -> str:
        """Of the small copy; empty without one."""
        return reverse("audiodn:track_cover", args=[self.pk, cover_mark(self.cover.name)]) if self.cover else ""

    @property
    def is_playable(self) -> bool:
        return self.status in PLAYABLE

    @property
    def is_failed(self) -> bool:
        return self.status in FAILED

    @property
    def is_heard(self) -> bool:
        """Whether there is something to play: also while one more version is made for a track that was ready."""
        return self.is_playable or bool(self.versions and not self.is_failed)

    @property
    def is_settled(self) -> bool:
        return self.is_playable or self.is_failed
