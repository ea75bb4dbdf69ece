"""Finds every row and file that belongs to a team, by the way the models point at each other.

Nothing is listed by hand, so that an app that comes later is found as well.
"""

from collections.abc import Iterator
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import CASCADE, PROTECT, Q

from exports.models import Deletion, Export
from teams.models import Team

SECRET = ("sealed", "secret", "token", "credential", "_hash", "password")  # in the name of a field: never leaves
OWN = (Deletion, Export)


def rows_of(team: Team) -> dict[type[models.Model], models.QuerySet[Any]]:
    """By model, all rows that go when the team goes; the team itself comes first."""
    found: dict[type[models.Model], models.QuerySet[Any]] = {Team: Team.objects.filter(pk=team.pk)}
    waiting: list[type[models.Model]] = [Team]
    while waiting:
        parent = waiting.pop(0)
        for child, condition in _children(parent, found[parent]).items():
            if child not in found and child not in OWN:
                found[child] = child._base_manager.filter(condition)
                waiting.append(child)
    return found


def _children(parent: type[models.Model], rows: models.QuerySet[Any]) -> dict[type[models.Model], Q]:
    conditions: dict[type[models.Model], Q] = {}
    for relation in parent._meta.related_objects:
        if relation.many_to_many or getattr(relation, "on_delete", None) not in (CASCADE, PROTECT):
            continue
        child: Any = relation.related_model
        one = Q(**{f"{relation.field.name}__in": rows.values("pk")})
        conditions[child] = conditions[child] | one if child in conditions else one
    return conditions


def files_of(rows: dict[type[models.Model], models.QuerySet[Any]]) -> Iterator[tuple[models.Model, str]]:
    """Each row that has a file, with the file's name in our storage."""
    for model, queryset in rows.items():
        for field in model._meta.concrete_fields:
            if isinstance(field, models.FileField):
                for row in queryset.iterator(500):
                    if name := getattr(row, field.attname).name:
                        yield row, name


def plain(row: models.Model) -> dict[str, Any]:
    """The row as JSON can hold it, without secrets; what many point at is named by its ids."""
    fields = [field for field in row._meta.concrete_fields if not any(word in field.name for word in SECRET)]
    values = {field.attname: field.value_from_object(row) for field in fields}
    return {name: value.name if hasattr(value, "storage") else value for name, value in values.items()}


class Encoder(DjangoJSONEncoder):
    """Whatever JSON has no word for becomes text."""

    def default(self, value: Any) -> Any:
        try:
            return super().default(value)
        except TypeError:
            return str(value)
