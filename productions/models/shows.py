"""Shows."""

import uuid

from django.core.validators import RegexValidator
from django.db import models
from django.urls import reverse

from audiodn.models import Collection
from productions.models.accounts import AuphonicAccount
from productions.models.covers import Cover
from productions.models.presets import Preset
from teams.models import Team, TeamOwnedQuerySet


class ShowQuerySet(TeamOwnedQuerySet):
    show_path = "pk"


class Show(models.Model):
    """A podcast: its episodes, how it is mastered, and where it is delivered."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    team = models.ForeignKey(Team, models.CASCADE, related_name="shows")
    title = models.CharField(max_length=120)
    description = models.TextField(blank=True)
    account = models.ForeignKey(AuphonicAccount, models.SET_NULL, null=True, blank=True, related_name="shows")
    preset = models.ForeignKey(Preset, models.SET_NULL, null=True, blank=True, related_name="shows")
    cover = models.ForeignKey(Cover, models.SET_NULL, null=True, blank=True, editable=False, related_name="+")
    is_heard_first = models.BooleanField("hear it before it goes out", default=False)
    collection = models.OneToOneField(Collection, models.SET_NULL, null=True, blank=True, related_name="show")
    color = models.CharField(
        max_length=7,
        default="#037c9a",
        validators=[RegexValidator(r"^#[0-9a-fA-F]{6}$", "Give a colour as #rrggbb.")],
    )
    created_at = models.DateTimeField(auto_now_add=True)

    objects = ShowQuerySet.as_manager()

    class Meta:
        ordering = ("title", "id")

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("productions:show_detail", args=[self.pk])
