"""Makes a great many rows at once, like one that is there."""

from typing import Any

from django.db import connection, models

from audiodn.models import Track
from productions.models import Episode

NEW_ID = {"sqlite": "lower(hex(randomblob(16)))", "postgresql": "gen_random_uuid()"}
BARE = "(SELECT id FROM productions_episode e WHERE NOT EXISTS (SELECT 1 FROM {} WHERE episode_id = e.id)) AS e"


def multiply(row: Any, source: str, **columns: str) -> None:
    """A copy of the row for every row of `source`, with these columns from expressions."""
    model = type(row)
    table, key = model._meta.db_table, model._meta.pk
    if isinstance(key, models.UUIDField):
        columns.setdefault(key.column, NEW_ID[connection.vendor])
    names = [f.column for f in model._meta.concrete_fields if f.column in columns or f is not key]
    values = [columns.get(name, f'one."{name}"') for name in names]
    listed = ", ".join(f'"{name}"' for name in names)
    with connection.cursor() as cursor:
        one = f'(SELECT * FROM "{table}" WHERE "{key.column}" = %s) AS one'
        which = [key.get_db_prep_value(row.pk, connection)]
        cursor.execute(f'INSERT INTO "{table}" ({listed}) SELECT {", ".join(values)} FROM {one}, {source}', which)


def grow(episode: Episode, count: int, productions: int | None = None, running: int = 0) -> None:
    """So many episodes in all, like this one, each with a recording, a track and a production, ready or failed.

    With `productions` only so many more of them have one, and `running` of those are under way.
    """
    more = count - Episode.objects.count()
    numbers = f"(WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {more}) SELECT i FROM n) AS n"
    multiply(episode, numbers, number="NULL", track_id="NULL", title="'Fog ' || n.i")
    multiply(episode.recordings.get(), BARE.format("productions_recording"), episode_id="e.id")
    _produce(episode, more if productions is None else productions - running, _ended("state"))
    if running:
        _produce(episode, running, {"state": "'processing'", "due_at": "CURRENT_TIMESTAMP"})
    multiply(Track.objects.first(), numbers, remote_id="''", intent=NEW_ID[connection.vendor])
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def _ended(column: str) -> dict[str, str]:
    """One of a hundred failed."""
    return {column: "CASE WHEN CAST(e.id AS text) < '03' THEN 'failed' ELSE 'ready' END"}


def _produce(episode: Episode, count: int, columns: dict[str, str]) -> None:
    some = BARE.format("productions_production").replace(") AS e", f" LIMIT {count}) AS e")
    multiply(episode.productions.get(), some, episode_id="e.id", track_id="NULL", **columns)
