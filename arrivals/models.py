"""Productions that were made at Auphonic and come into a show: who receives them, and each that came."""

import uuid

from django.db import models

from podcaststudio.due import DueQuerySet
from productions.models import AuphonicAccount, Episode, Show
from teams.models import User


class Reception(models.Model):
    """A show that is an external service of an account: Auphonic calls it after each production that has it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    show = models.OneToOneField(Show, models.CASCADE, related_name="reception")
    account = models.ForeignKey(AuphonicAccount, models.CASCADE, related_name="receptions")
    asked_by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")
    service_uuid = models.CharField(max_length=64, blank=True, help_text="at Auphonic, once it is connected")
    error = models.TextField(blank=True)
    due_at = models.DateTimeField(null=True, blank=True, db_index=True)
    turn = models.PositiveIntegerField(default=0)
    created_at = models.DateTimeField(auto_now_add=True)

    objects = DueQuerySet.as_manager()

    def __str__(self) -> str:
        return f"{self.show} from {self.account}"


class Arrival(models.Model):
    """One production that Auphonic said is done. A worker fetches it and makes an episode of it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    reception = models.ForeignKey(Reception, models.CASCADE, related_name="arrivals")
    auphonic_uuid = models.CharField(max_length=64)
    episode = models.OneToOneField(Episode, models.SET_NULL, null=True, related_name="arrival")
    attempts = models.PositiveSmallIntegerField(default=0)
    error = models.TextField(blank=True)
    done_at = models.DateTimeField(null=True, blank=True)
    due_at = models.DateTimeField(null=True, blank=True, db_index=True)
    turn = models.PositiveIntegerField(default=0)
    created_at = models.DateTimeField(auto_now_add=True)

    objects = DueQuerySet.as_manager()

    class Meta:
        ordering = ("-created_at", "id")
        constraints = [
            models.UniqueConstraint(fields=("reception", "auphonic_uuid"), name="one_arrival_of_a_production")
        ]

    def __str__(self) -> str:
        return str(self.episode or self.auphonic_uuid)
