"""Productions and what they went through."""

import uuid
from datetime import timedelta
from typing import Any

from django.db import models
from django.db.models import Q
from django.utils import timezone

from audiodn.models import Track
from podcaststudio.due import DueQuerySet
from productions import states
from productions.models.accounts import AuphonicAccount
from productions.models.presets import Preset
from productions.models.recordings import OfEpisodeQuerySet, Recording
from productions.models.shows import Approval
from productions.states import TABLE, State
from teams.models import User


class ProductionQuerySet(DueQuerySet, OfEpisodeQuerySet):  # type: ignore[override]  # of the generated as_manager
    def unfinished(self) -> Any:
        return self.filter(due_at__isnull=False)  # as a constraint says; few of many, by an index


class Production(models.Model):
    """One run of one recording through the table of `states.py`. Only `pipeline.py` writes `state`."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    episode = models.ForeignKey("Episode", models.CASCADE, related_name="productions")
    recording = models.ForeignKey(Recording, models.PROTECT, related_name="productions")
    account = models.ForeignKey(AuphonicAccount, models.SET_NULL, null=True, related_name="productions")
    preset = models.ForeignKey(Preset, models.SET_NULL, null=True, blank=True, related_name="productions")
    preset_settings: Any = models.JSONField(default=dict, editable=False)  # the preset as it was when this began
    has_own_settings = models.BooleanField(default=False, editable=False)  # of the episode, not the preset's
    approval = models.CharField(max_length=4, choices=Approval, default=Approval.NONE, editable=False)
    chapters: Any = models.JSONField(default=list, editable=False)  # as Auphonic says: times before and after cuts
    timeline: Any = models.JSONField(default=dict, editable=False)  # what was cut and joined, auphonic/timelines.py
    preset_version = models.PositiveIntegerField(null=True, blank=True, editable=False)
    started_by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")

    state = models.CharField(max_length=12, choices=states.CHOICES, default=State.DRAFT, editable=False)
    due_at = models.DateTimeField(null=True, blank=True, editable=False)
    turn = models.PositiveIntegerField(default=0, editable=False)
    claims = models.PositiveSmallIntegerField(default=0, editable=False)  # turns since the last progress
    attempts = models.PositiveSmallIntegerField(default=0, editable=False)  # failed looks since the last good one
    looks = models.PositiveIntegerField(default=0, editable=False)  # good looks at the other side in this state
    run = models.PositiveSmallIntegerField(default=1, editable=False)  # counts retries by people
    failed_in = models.CharField(max_length=12, blank=True, editable=False)
    error = models.TextField(blank=True, editable=False)
    error_code = models.CharField(max_length=40, blank=True, editable=False)
    state_since = models.DateTimeField(default=timezone.now, editable=False)
    progress = models.FloatField(null=True, blank=True, editable=False, help_text="of the present state, 0 to 1")

    create_sent_at = models.DateTimeField(null=True, blank=True, editable=False)
    auphonic_uuid = models.CharField(max_length=64, blank=True, editable=False)
    auphonic_status = models.IntegerField(null=True, blank=True, editable=False)
    auphonic_status_text = models.CharField(max_length=120, blank=True, editable=False)
    warning = models.TextField(blank=True, editable=False)
    statistics: Any = models.JSONField(null=True, blank=True, editable=False)
    transfers: Any = models.JSONField(default=list, blank=True, editable=False)  # to outgoing services, see answers.py
    used_credits = models.FloatField(null=True, blank=True, editable=False, help_text="hours")
    track = models.OneToOneField(
        Track, models.SET_NULL, null=True, blank=True, editable=False, related_name="production"
    )
    created_at = models.DateTimeField(auto_now_add=True)

    objects = ProductionQuerySet.as_manager()

    class Meta:
        ordering = ("-created_at", "id")
        indexes = [
            models.Index(fields=("due_at",), condition=Q(due_at__isnull=False), name="production_due"),
            models.Index(fields=("-created_at", "id"), name="production_newest"),
            models.Index(fields=("state", "-state_since"), name="production_of_state"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=states.RESTING, due_at__isnull=True)
                | (~Q(state__in=states.RESTING) & Q(due_at__isnull=False)),
                name="production_is_due_unless_it_rests",
            ),
            models.UniqueConstraint(
                fields=("auphonic_uuid",),
                condition=~Q(auphonic_uuid=""),
                name="one_production_per_auphonic_uuid",
            ),
            models.UniqueConstraint(
                fields=("episode",),
                condition=Q(state__in=states.UNFINISHED),
                name="one_unfinished_production_per_episode",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.episode}, {self.get_state_display()}"

    @property
    def intent(self) -> str:
        """Written into everything made for this production elsewhere, so that it is found again."""
        return self.pk.hex[:12]

    @property
    def is_resting(self) -> bool:
        return self.state in states.RESTING

    @property
    def is_cancelable(self) -> bool:
        return self.state in states.CANCELABLE

    @property
    def is_failed(self) -> bool:
        return self.state == State.FAILED

    @property
    def is_held(self) -> bool:
        return self.state == State.HELD

    @property
    def is_ready(self) -> bool:
        return self.state == State.READY

    @property
    def row(self) -> states.Row:
        """Its row of the table; a failed one's row is that of the state it failed in."""
        return TABLE[State(self.failed_in or State.CREATING)] if self.is_failed else TABLE[State(self.state)]

    @property
    def is_slow(self) -> bool:
        """Longer in a waiting state than is usual for its length. Never a reason to fail."""
        usual = timedelta(seconds=600 + self.recording.duration)
        return self.state in states.WAITING and timezone.now() - self.state_since > usual

    @property
    def loudness(self) -> float | None:
        """LUFS of the result, as Auphonic measured it."""
        return self._output_level("loudness")

    @property
    def true_peak(self) -> float | None:
        """dBTP of the result, as Auphonic measured it."""
        return self._output_level("peak")

    def _output_level(self, name: str) -> float | None:
        levels = ((self.statistics or {}).get("levels") or {}).get("output") or {}
        value = levels.get(name)
        return float(value[0]) if isinstance(value, list) and value and value[0] is not None else None


class ProductionEvent(models.Model):
    """A production entered a state. Append-only."""

    production = models.ForeignKey(Production, models.CASCADE, related_name="events")
    state = models.CharField(max_length=12, choices=states.CHOICES)
    before = models.CharField(max_length=12, choices=states.CHOICES, blank=True)
    run = models.PositiveSmallIntegerField(default=1)
    actor = models.ForeignKey(User, models.SET_NULL, null=True, blank=True, related_name="+")
    note = models.TextField(blank=True)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ("at", "id")
        constraints = [models.UniqueConstraint(fields=("production", "run", "state"), name="each_state_once_per_run")]

    def __str__(self) -> str:
        return f"{self.production_id}: {self.before} to {self.state}"
