"""Errands: what a page asked for and a worker still has to do at AudioDN."""

import uuid
from typing import Any

from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from audiodn.models.mirror import Collection, Track
from podcaststudio.doorbell import ring
from podcaststudio.due import DueQuerySet
from teams.models import Team, TeamOwnedQuerySet, User


def whose(target: Team | Collection | Track) -> dict[str, Any]:
    """The columns that say what an errand is for."""
    if isinstance(target, Team):
        return {"team": target}
    if isinstance(target, Collection):
        return {"team_id": target.team_id, "collection": target}
    return {"team_id": target.collection.team_id, "collection_id": target.collection_id, "track": target}


class ErrandQuerySet(DueQuerySet, TeamOwnedQuerySet):  # type: ignore[override]  # of the generated as_manager
    show_path = "collection__show"

    def ask(self, kind: str, target: Any, user: User | None = None, *, name: str = "", **payload: Any) -> None:
        """Have a worker do this for a team, collection or track. The same thing asked for again wakes the first.

        `name` tells errands of one kind and target apart, such as two versions of a track.
        """
        values = {"payload": payload, "asked_by": user, "attempts": 0, "error": ""}
        key = f"{kind}:{target.pk}:{name}"
        for _again in range(3):
            made, is_new = self.get_or_create(
                key=key, defaults={**whose(target), **values, "kind": kind, "due_at": Now()}
            )
            if is_new or self.filter(pk=made.pk).wake(**values):
                return ring("audiodn.run_errand", made.pk)
        raise RuntimeError(f"errand {key} is done again and again")  # each time between our two questions

    def again(self) -> None:
        """Have these tried once more."""
        for pk in list(self.values_list("pk", flat=True)):
            self.filter(pk=pk).wake(attempts=0, error="")
            ring("audiodn.run_errand", pk)


class Errand(models.Model):
    """One thing to do at AudioDN, harmless when done twice. The row goes when it is done.

    It carries no wishes about titles or colours: those stand in the collection or track, and the newest are sent.
    """

    class Kind(models.TextChoices):
        COLLECTION = "collection", _("Send title and colour")
        COLLECTION_COVER = "collection_cover", _("Send the cover")
        COLLECTION_SCAN = "collection_scan", _("Look for new tracks")
        COLLECTION_DELETE = "collection_delete", _("Delete the collection")
        TRACK = "track", _("Send title and colour")
        TRACK_COVER = "track_cover", _("Send the cover")
        TRACK_DELETE = "track_delete", _("Delete the track")
        TRACK_VARIANT = "track_variant", _("Add a version")
        TRACK_VERSIONS = "track_versions", _("Read the versions")
        SURVEY = "survey", _("Look through AudioDN")
        ORPHAN_DELETE = "orphan_delete", _("Delete an orphan")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    team = models.ForeignKey(Team, models.CASCADE, related_name="errands")
    collection = models.ForeignKey(Collection, models.CASCADE, null=True, related_name="errands")
    track = models.ForeignKey(Track, models.CASCADE, null=True, related_name="errands")
    kind = models.CharField(max_length=20, choices=Kind)
    key = models.CharField(max_length=160, unique=True, editable=False)  # kind, whose, which: the same one is run once
    payload: Any = models.JSONField(default=dict, blank=True)
    asked_by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")
    attempts = models.PositiveSmallIntegerField(default=0)
    error = models.TextField(blank=True)
    due_at = models.DateTimeField(null=True, blank=True, db_index=True)
    turn = models.PositiveIntegerField(default=0)
    created_at = models.DateTimeField(auto_now_add=True)

    objects = ErrandQuerySet.as_manager()

    class Meta:
        ordering = ("created_at", "id")

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.track or self.collection or self.team}"

    @property
    def is_stuck(self) -> bool:
        return self.due_at is None
