"""Connections, collections and tracks: our mirror of AudioDN. Sessions are never stored."""

import secrets
import uuid
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse

from audiodn.statuses import FAILED, PLAYABLE
from podcaststudio import crypto
from podcaststudio.due import DueQuerySet
from teams.models import Team, TeamOwnedQuerySet


def new_secret() -> str:
    return secrets.token_urlsafe(32)


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
    created_at = models.DateTimeField(auto_now_add=True)

    objects = TeamOwnedQuerySet.as_manager()

    def __str__(self) -> str:
        return f"{self.team} at {self.server_label}"

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
        return settings.AUDIODN_SERVERS.get(self.server, {}).get("label", self.server)

    @property
    def server_settings(self) -> dict[str, str]:
        return settings.AUDIODN_SERVERS[self.server]


class Collection(models.Model):
    """A playable list of tracks; each show has one. Made at AudioDN with the first delivery."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    team = models.ForeignKey(Team, models.CASCADE, related_name="collections")
    title = models.CharField(max_length=200)
    player_color = models.CharField(max_length=7, blank=True)
    remote_id = models.CharField(max_length=64, blank=True, editable=False)
    created_sent_at = models.DateTimeField(null=True, blank=True, editable=False)
    created_at = models.DateTimeField(auto_now_add=True)

    objects = TeamOwnedQuerySet.as_manager()

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


class TrackQuerySet(DueQuerySet, TeamOwnedQuerySet):  # type: ignore[override]  # of the generated as_manager
    team_path = "collection__team"

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

    @property
    def is_playable(self) -> bool:
        return self.status in PLAYABLE

    @property
    def is_failed(self) -> bool:
        return self.status in FAILED

    @property
    def is_settled(self) -> bool:
        return self.is_playable or self.is_failed
