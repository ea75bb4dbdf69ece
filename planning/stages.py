"""The stages of an episode in the editorial plan. A show may call them otherwise; the keys stay.

idea → planned → recorded → editing → review → approved → scheduled → published        archived, from anywhere
"""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Stage(models.TextChoices):
    IDEA = "idea", _("Idea")
    PLANNED = "planned", _("Planned")
    RECORDED = "recorded", _("Recorded")
    EDITING = "editing", _("Editing")
    REVIEW = "review", _("Review")
    APPROVED = "approved", _("Approved")
    SCHEDULED = "scheduled", _("Scheduled")
    PUBLISHED = "published", _("Published")
    ARCHIVED = "archived", _("Archived")


ORDER = tuple(Stage)
ON_BOARD = ORDER[:-1]
WORKED_ON = ORDER[:6]  # until it is decided when it goes out
AT_REST = (Stage.PUBLISHED, Stage.ARCHIVED)
GUARDED = (Stage.APPROVED, Stage.SCHEDULED, Stage.PUBLISHED)  # not by a wish alone, see `moves.py`
