"""Indexes by three letters, from which PostgreSQL answers `icontains`. On SQLite, or without the right to add the
extension, there are none: search is slower there and finds the same."""

import logging
from typing import Any

from django.db import migrations, transaction
from django.db.utils import DatabaseError

log = logging.getLogger(__name__)
INDEXES = {
    "desk_episode_title": ("productions_episode", "title"),
    "desk_episode_summary": ("productions_episode", "summary"),
}


def add(apps: Any, schema_editor: Any) -> None:
    if schema_editor.connection.vendor != "postgresql":
        return
    try:
        with transaction.atomic(using=schema_editor.connection.alias):
            schema_editor.execute("CREATE EXTENSION IF NOT EXISTS pg_trgm")
            for name, (table, column) in INDEXES.items():
                schema_editor.execute(
                    f"CREATE INDEX IF NOT EXISTS {name} ON {table} USING gin (UPPER({column}::text) gin_trgm_ops)"
                )
    except DatabaseError as error:
        log.warning("search goes without indexes: %s", error)


def drop(apps: Any, schema_editor: Any) -> None:
    if schema_editor.connection.vendor == "postgresql":
        for name in INDEXES:
            schema_editor.execute(f"DROP INDEX IF EXISTS {name}")


class Migration(migrations.Migration):

    dependencies = [("desk", "0001_first"), ("productions", "0009_approval")]

    operations = [migrations.RunPython(add, drop)]
