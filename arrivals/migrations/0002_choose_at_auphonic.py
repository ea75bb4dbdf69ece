"""An arrival belongs to a show and an account, however it came; surveys list what there is to choose from."""

from typing import Any

import django.db.models.deletion
from django.db import migrations, models
from django.db.models import OuterRef, Subquery


def name_show_and_account(apps: Any, schema_editor: Any) -> None:
    reception = apps.get_model("arrivals", "Reception").objects.filter(pk=OuterRef("reception_id"))
    arrivals = apps.get_model("arrivals", "Arrival").objects
    arrivals.update(show_id=Subquery(reception.values("show_id")), account_id=Subquery(reception.values("account_id")))


def to(model: str, **options: Any) -> Any:
    on_delete = django.db.models.deletion.CASCADE
    return models.ForeignKey(on_delete=on_delete, related_name="arrivals", to=f"productions.{model}", **options)


class Migration(migrations.Migration):
    dependencies = [("arrivals", "0001_initial")]

    operations = [
        migrations.CreateModel(
            name="Survey",
            fields=[
                (
                    "account",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="survey",
                        serialize=False,
                        to="productions.auphonicaccount",
                    ),
                ),
                ("found", models.JSONField(default=list)),
                ("surveyed_at", models.DateTimeField(blank=True, null=True)),
                ("error", models.TextField(blank=True)),
                ("due_at", models.DateTimeField(blank=True, db_index=True, null=True)),
                ("turn", models.PositiveIntegerField(default=0)),
            ],
        ),
        migrations.AddField("arrival", "show", to("show", null=True)),
        migrations.AddField("arrival", "account", to("auphonicaccount", null=True)),
        migrations.RunPython(name_show_and_account, migrations.RunPython.noop),
        migrations.RemoveConstraint("arrival", "one_arrival_of_a_production"),
        migrations.RemoveField("arrival", "reception"),
        migrations.AlterField("arrival", "show", to("show")),
        migrations.AlterField("arrival", "account", to("auphonicaccount")),
        migrations.AddField(
            "arrival",
            "title",
            models.CharField(blank=True, help_text="at Auphonic, where it was chosen from a list", max_length=200),
        ),
        migrations.AddConstraint(
            "arrival",
            models.UniqueConstraint(fields=("show", "auphonic_uuid"), name="one_arrival_of_a_production"),
        ),
    ]
