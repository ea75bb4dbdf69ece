"""Shows."""

import uuid

from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from audiodn.models import Collection
from productions.models.accounts import AuphonicAccount
from productions.models.covers import Cover
from productions.models.presets import Preset
from teams.models import Team, TeamOwnedQuerySet


class Approval(models.TextChoices):
    """Whose approval a production needs before it goes out."""

    NONE = "none", _("None: it goes out as soon as it is mastered")
    ONE = "one", _("One: of anybody who may approve")
    ALL = "all", _("All who are asked")


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
    approval = models.CharField(max_length=4, choices=Approval, default=Approval.NONE)
    collection = models.OneToOneField(Collection, models.SET_NULL, null=True, blank=True, related_name="show")
    color = models.CharField(
        max_length=7,
        default="#037c9a",
        validators=[RegexValidator(r"^#[0-9a-fA-F]{6}$", _("Give a colour as #rrggbb."))],
    )
    created_at = models.DateTimeField(auto_now_add=True)

    objects = ShowQuerySet.as_manager()

    class Meta:
        ordering = ("title", "id")
        constraints = [models.CheckConstraint(condition=Q(approval__in=Approval.values), name="approval_is_known")]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("planning:show_detail", args=[self.pk])  # the code below knows nothing of plans
