"""Every show and episode that is there gets a plan; the stage is what can be told from its recording and track."""

from datetime import timedelta
from typing import Any

from django.db import migrations
from django.utils import timezone


def begin(apps: Any, schema_editor: Any) -> None:
    Show, Episode = apps.get_model("productions", "Show"), apps.get_model("productions", "Episode")
    ShowPlan, Plan = apps.get_model("planning", "ShowPlan"), apps.get_model("planning", "Plan")
    later = timezone.now() + timedelta(hours=1)
    shows = Show.objects.filter(plan=None).values_list("pk", flat=True)
    ShowPlan.objects.bulk_create(ShowPlan(show_id=pk, due_at=later) for pk in shows)
    recorded = set(Episode.objects.filter(recordings__isnull=False).values_list("pk", flat=True))
    episodes = Episode.objects.filter(plan=None).values_list("pk", "track", "planned_at", "created_by")
    Plan.objects.bulk_create(
        (
            Plan(
                episode_id=pk,
                owner_id=owner,
                stage="published" if track else "recorded" if pk in recorded else "planned" if planned else "idea",
            )
            for pk, track, planned, owner in episodes
        ),
        batch_size=500,
    )


class Migration(migrations.Migration):
    dependencies = [("planning", "0001_initial")]
    operations = [migrations.RunPython(begin, migrations.RunPython.noop)]
