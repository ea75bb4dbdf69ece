"""How a review stands: what each reviewer said, in words; and a mark that changes whenever anything did."""

import hashlib
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, Max
from django.utils import timezone
from django.utils.translation import gettext_lazy

from productions.models import Approval
from review.models import Decision, Note, Request, Verdict
from review.reviewers import called
from review.versions import Version

WAITING = "waiting"
RULES = {
    Approval.NONE: gettext_lazy("goes out without approval"),
    Approval.ONE: gettext_lazy("one approval lets it out"),
    Approval.ALL: gettext_lazy("all who are asked have to approve"),
}


@dataclass(frozen=True)
class Standing:
    """One reviewer: a member or a guest, with `verdict` or "waiting"."""

    name: str
    person: Any  # a User or a Guest; None once they are gone
    verdict: str
    decision: Decision | None
    request: Request | None

    @property
    def due_on(self) -> date | None:
        return self.request.due_on if self.request else None

    @property
    def is_late(self) -> bool:
        return bool(self.verdict == WAITING and self.due_on and self.due_on < timezone.localdate())


def standings(version: Version) -> list[Standing]:
    """Who is asked, in the order of asking, then who decided unasked. Two queries."""
    production = version.production
    requests = list(
        Request.objects.filter(production=production, withdrawn_at=None).select_related("reviewer", "asked_by")
    )
    decisions = list(Decision.objects.filter(production=production).select_related("reviewer", "guest"))
    by_reviewer = {decision.reviewer_id: decision for decision in decisions if decision.reviewer_id}
    found = [_asked(request, by_reviewer.pop(request.reviewer_id, None)) for request in requests]
    unasked = [each for each in decisions if each.reviewer_id is None or each.reviewer_id in by_reviewer]
    return [*found, *(_unasked(decision) for decision in unasked)]


def approvals(found: list[Standing]) -> list[Standing]:
    return [each for each in found if each.verdict == Verdict.APPROVED]


def mark(version: Version) -> str:
    """Of everything the page shows that may change. Four queries, whatever there is."""
    production, episode = version.production, version.production.episode
    told: list[Any] = [production.pk, production.state, episode.title]
    notes = Note.objects.filter(production__episode=episode)
    said = (model.objects.filter(production=production) for model in (Decision, Request))
    for rows in (notes, *said):
        told += sorted(rows.aggregate(Count("pk"), Max("changed_at")).items())
    told += sorted(episode.productions.aggregate(Count("pk"), Max("state_since")).items())
    return hashlib.sha256(repr(told).encode()).hexdigest()[:16]


def _asked(request: Request, decision: Decision | None) -> Standing:
    verdict = decision.verdict if decision else WAITING
    return Standing(called(request.reviewer), request.reviewer, verdict, decision, request)


def _unasked(decision: Decision) -> Standing:
    return Standing(decision.author_name, decision.reviewer or decision.guest, decision.verdict, decision, None)
