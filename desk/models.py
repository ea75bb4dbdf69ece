"""What the frame remembers of a team."""

from typing import Any

from django.db import models
from django.db.models import F

from teams.models import Team


class Setup(models.Model):
    """Which of the first steps were skipped, and whether home still shows them."""

    team = models.OneToOneField(Team, models.CASCADE, primary_key=True, related_name="+")
    skipped: Any = models.JSONField(default=list)
    is_dismissed = models.BooleanField(default=False)

    def __str__(self) -> str:
        return f"first steps of {self.team}"


class Pulse(models.Model):
    """Counts what happens in a team, so that pages may ask cheaply whether there is news. Losing a beat costs time."""

    team = models.OneToOneField(Team, models.CASCADE, primary_key=True, related_name="+")
    beat = models.PositiveBigIntegerField(default=0)

    def __str__(self) -> str:
        return f"pulse of {self.team}"

    @classmethod
    def touch(cls, team_id: Any) -> None:
        if not cls.objects.filter(pk=team_id).update(beat=F("beat") + 1):
            Pulse.objects.bulk_create([Pulse(pk=team_id, beat=1)], ignore_conflicts=True)
