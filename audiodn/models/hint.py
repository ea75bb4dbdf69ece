"""Hints: what AudioDN's webhook said. Kept to be read by people; nothing here is believed."""

import uuid
from typing import Any

from django.db import models

from audiodn.models.mirror import Connection, Track

KEPT = 300  # of one connection


class Hint(models.Model):
    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    connection = models.ForeignKey(Connection, models.CASCADE, related_name="hints")
    track = models.ForeignKey(Track, models.CASCADE, null=True, related_name="hints")  # None: not one of ours
    event = models.CharField(max_length=60, blank=True)
    status = models.CharField(max_length=40, blank=True)
    failures: Any = models.JSONField(default=list, blank=True)  # [{"variant", "reason"}] it spoke of
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ("-created_at", "id")
        indexes = [models.Index(fields=("connection", "-created_at"))]

    def __str__(self) -> str:
        return f"{self.event} {self.status}".strip() or "unreadable"
