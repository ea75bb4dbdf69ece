"""The list of a show's episodes: what its address asks for, and the rows."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Q
from django.utils import timezone

from planning.models import Plan
from planning.stages import Stage
from productions.models import Episode, Show

NOBODY = "nobody"


@dataclass(frozen=True)
class Filters:
    """From the query of an address; what makes no sense is left away. `owner` is an id, `nobody` or empty."""

    stage: str = ""
    owner: str = ""
    show: str = ""
    q: str = ""
    needs_attention: bool = False

    @classmethod
    def read(cls, query: Mapping[str, str]) -> "Filters":
        stage, owner, show = (query.get(name, "") for name in ("stage", "owner", "show"))
        return cls(
            stage=stage if stage in Stage.values else "",
            owner=owner if owner == NOBODY or _is_id(owner) else "",
            show=show if _is_id(show) else "",
            q=query.get("q", "").strip()[:100],
            needs_attention=query.get("attention") == "1",
        )

    @property
    def are_any(self) -> bool:
        return any((self.stage, self.owner, self.show, self.q, self.needs_attention))

    def narrow(self, plans: Any) -> Any:
        """Of a query of plans. Without a stage the archive stays away."""
        plans = plans.filter(stage=self.stage) if self.stage else plans.exclude(stage=Stage.ARCHIVED)
        if self.owner:
            plans = plans.filter(owner=None if self.owner == NOBODY else self.owner)
        if self.show:
            plans = plans.filter(episode__show=self.show)
        if self.q:
            is_number = self.q.isdecimal() and len(self.q) < 7
            number = Q(episode__number=int(self.q)) if is_number else Q(pk=None)
            plans = plans.filter(Q(episode__title__icontains=self.q) | number)
        return plans.with_attention(timezone.now()) if self.needs_attention else plans


def episodes_of(show: Show, filters: Filters) -> Any:
    """Each with its plan, its newest recording and production."""
    plans = filters.narrow(Plan.objects.filter(episode__show=show))
    episodes = Episode.objects.filter(show=show, plan__in=plans.values("pk"))
    return episodes.select_related("created_by", "plan__owner", "track").with_newest()


def _is_id(text: str) -> bool:
    try:
        return bool(UUID(text))
    except ValueError:
        return False
