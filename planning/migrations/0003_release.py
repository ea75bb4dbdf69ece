"""What has a moment ahead comes due then."""

from typing import Any

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models
from django.utils import timezone


def come_due(apps: Any, schema_editor: Any) -> None:
    rows = apps.get_model("planning", "Plan").objects.filter(stage="scheduled", scheduled_at__gt=timezone.now())
    rows.update(due_at=models.F("scheduled_at"))


class Migration(migrations.Migration):
    dependencies = [
        ("planning", "0002_begin"),
        ("productions", "0012_chapter_image"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField("plan", "due_at", models.DateTimeField(editable=False, null=True)),
        migrations.AddField("plan", "held_back", models.TextField(blank=True, editable=False)),
        migrations.AddField(
            "plan",
            "scheduled_by",
            models.ForeignKey(
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField("plan", "turn", models.PositiveIntegerField(default=0, editable=False)),
        migrations.AddIndex(
            "plan", models.Index(condition=models.Q(due_at__isnull=False), fields=["due_at"], name="plan_due")
        ),
        migrations.AddConstraint(
            "plan",
            models.CheckConstraint(
                condition=models.Q(due_at=None) | models.Q(scheduled_at__isnull=False), name="what_is_due_has_a_moment"
            ),
        ),
        migrations.RunPython(come_due, migrations.RunPython.noop),
    ]
