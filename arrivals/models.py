"""Productions that were made at Auphonic and come into a show: who receives them, what is there, and each that came."""

import uuid
from typing import Any

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


class Survey(models.Model):
    """What a look into an account found: its newest productions, for its owner to choose from.

    `found` is a list of `{uuid, title, status, status_text, is_multitrack, created_at}`; times in ISO 8601.
    """

    account = models.OneToOneField(AuphonicAccount, models.CASCADE, primary_key=True, related_name="survey")
    found = models.JSONField(default=list)
    surveyed_at = models.DateTimeField(null=True, blank=True)
    error = models.TextField(blank=True)
    due_at = models.DateTimeField(null=True, blank=True, db_index=True)
    turn = models.PositiveIntegerField(default=0)

    objects = DueQuerySet.as_manager()

    def __str__(self) -> str:
        return str(self.account)


class Arrival(models.Model):
    """One production to take in: Auphonic said it is done, or a member chose it. A worker makes an episode of it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    show = models.ForeignKey(Show, models.CASCADE, related_name="arrivals")
    account = models.ForeignKey(AuphonicAccount, models.CASCADE, related_name="arrivals")
    auphonic_uuid = models.CharField(max_length=64)
    title = models.CharField(max_length=200, blank=True, help_text="at Auphonic, where it was chosen from a list")
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
        constraints = [models.UniqueConstraint(fields=("show", "auphonic_uuid"), name="one_arrival_of_a_production")]

    def __str__(self) -> str:
        return str(self.episode or self.title or self.auphonic_uuid)


class Shelf(models.Model):
    """What a service of an account holds, for its owner to choose from: names of files, as Auphonic says them."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    account = models.ForeignKey(AuphonicAccount, models.CASCADE, related_name="shelves")
    service_uuid = models.CharField(max_length=64)
    names = models.JSONField(default=list)
    listed_at = models.DateTimeField(null=True, blank=True)
    error = models.TextField(blank=True)
    due_at = models.DateTimeField(null=True, blank=True, db_index=True)
    turn = models.PositiveIntegerField(default=0)

    objects = DueQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=("account", "service_uuid"), name="one_shelf_per_service")]

    def __str__(self) -> str:
        return f"{self.service_uuid} of {self.account}"


class Order(models.Model):
    """A file on a service that Auphonic shall process. Its recording comes with the results."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    episode = models.OneToOneField(Episode, models.CASCADE, related_name="order")
    account = models.ForeignKey(AuphonicAccount, models.CASCADE, related_name="orders")
    asked_by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")
    service_uuid = models.CharField(max_length=64)
    file_name = models.CharField(max_length=500)
    settings: Any = models.JSONField(default=dict)  # of a preset
    create_sent_at = models.DateTimeField(null=True, blank=True)
    auphonic_uuid = models.CharField(max_length=64, blank=True)
    error = models.TextField(blank=True)
    due_at = models.DateTimeField(null=True, blank=True, db_index=True)
    done_at = models.DateTimeField(null=True, blank=True)
    turn = models.PositiveIntegerField(default=0)
    created_at = models.DateTimeField(auto_now_add=True)

    objects = DueQuerySet.as_manager()

    class Meta:
        ordering = ("-created_at",)

    def __str__(self) -> str:
        return self.file_name

    @property
    def intent(self) -> str:
        """Written into what is made for it at Auphonic, so that it is found again."""
        return self.pk.hex[:12]
