"""How many rows of one kind another row has, as a column of its query."""

from typing import Any

from django.db.models import Count, Subquery
from django.db.models.functions import Coalesce


def count(rows: Any, per: str) -> Any:
    """Of `rows`, a query with `OuterRef`, where `per` is the field that is the same in all; 0 where there are none.

    A join would multiply the rows of a query that counts two kinds.
    """
    return Coalesce(Subquery(rows.order_by().values(per).annotate(n=Count("pk")).values("n")), 0)
