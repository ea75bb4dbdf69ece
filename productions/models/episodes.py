"""Episodes, and what lists of them need."""

import uuid
from typing import Any

from django.db import models
from django.db.models import Exists, OuterRef, Prefetch, Q
from django.urls import reverse

from audiodn.models import Track
from productions.models.covers import Cover
from productions.models.productions import Production
from productions.models.recordings import Recording
from productions.models.shows import Show
from teams.models import TeamOwnedQuerySet, User


class EpisodeQuerySet(TeamOwnedQuerySet):
    team_path, show_path = "show__team", "show"

    def with_newest(self) -> Any:
        """Each with `newest_recordings` and `newest_productions`, lists of at most one; two queries per page."""
        productions = Production.objects.newest_of_episode().select_related("recording", "account", "track")
        return self.prefetch_related(
            Prefetch("recordings", Recording.objects.newest_of_episode(), to_attr="newest_recordings"),
            Prefetch("productions", productions.defer("preset_settings", "timeline"), to_attr="newest_productions"),
        )

    def with_all(self) -> Any:
        """For one episode's page: all its `newest_recordings` and `newest_productions`, these with their output files.

        Three queries.
        """
        productions = Production.objects.select_related("recording", "account", "track", "started_by", "preset")
        productions = productions.prefetch_related("output_files")
        newest = ("-created_at", "id")
        recordings = Recording.objects.select_related("uploaded_by").order_by(*newest)
        return self.prefetch_related(
            Prefetch("recordings", recordings, to_attr="newest_recordings"),
            Prefetch("productions", productions.defer("timeline").order_by(*newest), to_attr="newest_productions"),
        )

    def unstarted(self) -> Any:
        """Never produced; each with `has_recording`."""
        mine = {"episode": OuterRef("pk")}
        return self.filter(~Exists(Production.objects.filter(**mine))).annotate(
            has_recording=Exists(Recording.objects.filter(**mine))
        )


class Episode(models.Model):
    """One piece of a show. `track` is what listeners hear."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    show = models.ForeignKey(Show, models.CASCADE, related_name="episodes")
    title = models.CharField(max_length=200)
    number = models.PositiveIntegerField(null=True, blank=True)
    subtitle = models.CharField(max_length=255, blank=True)
    summary = models.TextField(blank=True)
    tags: Any = models.JSONField(default=list, blank=True)
    latitude = models.FloatField(null=True, blank=True)
    longitude = models.FloatField(null=True, blank=True)
    cover = models.ForeignKey(Cover, models.SET_NULL, null=True, blank=True, editable=False, related_name="+")
    own_settings: Any = models.JSONField(null=True, blank=True, editable=False)  # instead of the preset's
    planned_at = models.DateTimeField(null=True, blank=True)
    track = models.ForeignKey(Track, models.SET_NULL, null=True, blank=True, editable=False, related_name="+")
    created_by = models.ForeignKey(User, models.SET_NULL, null=True, editable=False, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)

    objects = EpisodeQuerySet.as_manager()

    class Meta:
        ordering = ("-created_at", "id")
        indexes = [
            models.Index(fields=("show", "-created_at")),
            models.Index(fields=("-created_at", "id"), name="episode_newest"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(latitude=None, longitude=None) | Q(latitude__range=(-90, 90), longitude__range=(-180, 180)),
                name="episode_is_nowhere_or_on_earth",
            ),
            models.UniqueConstraint(
                fields=("show", "number"), condition=Q(number__isnull=False), name="one_episode_per_number"
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("productions:episode_detail", args=[self.pk])
