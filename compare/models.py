"""What a recording or an output file looks like, and how loud it is, as measured here."""

import uuid
from typing import Any

from django.db import models
from django.db.models import Q

from podcaststudio.due import DueQuerySet
from productions.models import Episode, OutputFile, Recording
from productions.models.recordings import OfEpisodeQuerySet

DUAL_MONO = 3.01  # LU by which one channel on two loudspeakers is louder than it measures


class WaveformQuerySet(DueQuerySet, OfEpisodeQuerySet):  # type: ignore[override]  # of the generated as_manager
    pass


class Waveform(models.Model):
    """Of one file. Due until it is drawn; then it has a `file` (see peaks.py) and figures, or an `error` for people."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    episode = models.ForeignKey(Episode, models.CASCADE, related_name="+")
    recording = models.OneToOneField(Recording, models.CASCADE, null=True, related_name="waveform")
    output = models.OneToOneField(OutputFile, models.CASCADE, null=True, related_name="waveform")
    file = models.FileField(max_length=255, blank=True)
    duration = models.FloatField(null=True, help_text="seconds that were decoded")
    channels = models.PositiveSmallIntegerField(null=True)
    loudness = models.FloatField(null=True, help_text="LUFS, the whole")
    true_peak = models.FloatField(null=True, help_text="dBTP")
    range = models.FloatField(null=True, help_text="LU")
    curve: Any = models.JSONField(default=dict, help_text="tenths of LUFS each second: short-term, and the quietest")
    error = models.TextField(blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    due_at = models.DateTimeField(null=True, blank=True, db_index=True)
    turn = models.PositiveIntegerField(default=0)
    created_at = models.DateTimeField(auto_now_add=True)

    objects = WaveformQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(recording=None, output__isnull=False) | Q(recording__isnull=False, output=None),
                name="waveform_of_a_recording_or_an_output",
            )
        ]

    def __str__(self) -> str:
        return str(self.recording or self.output)

    @property
    def file_name(self) -> str:
        return "waveform.bin"

    @property
    def state(self) -> str:
        """due, done or failed."""
        return "done" if self.file else "failed" if self.error and self.due_at is None else "due"

    @property
    def heard(self) -> float | None:
        """LUFS as it sounds from two loudspeakers: a file with one channel sounds from both."""
        return self.loudness and self.loudness + (DUAL_MONO if self.channels == 1 else 0.0)
