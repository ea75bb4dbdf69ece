"""The notes of an episode as one version shows them: each at its place, with its replies, in the order of time."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Prefetch, Q
from django.http import QueryDict
from django.utils import timezone

from review.models import Kind, Note
from review.notes import UNDO
from review.places import Place, Places
from review.reviewers import Reviewer
from review.versions import Version

STATES = ("open", "resolved", "all")


@dataclass(frozen=True)
class Choice:
    """Which notes somebody wants to see."""

    state: str = "open"
    kind: str = ""
    is_mine: bool = False

    @classmethod
    def of(cls, query: QueryDict) -> "Choice":
        state, kind = query.get("show", ""), query.get("kind", "")
        return cls(state if state in STATES else "open", kind if kind in Kind.values else "", "mine" in query)

    @property
    def query(self) -> str:
        """As part of an address, with a leading `&`; empty for the usual choice."""
        parts = [f"show={self.state}"] if self.state != "open" else []
        parts += [f"kind={self.kind}"] if self.kind else []
        return "".join(f"&{part}" for part in (*parts, *(["mine"] if self.is_mine else [])))


@dataclass(frozen=True)
class Card:
    """A note, where it is heard, and what this reviewer may do with it."""

    note: Note
    place: Place
    replies: list[Note]
    is_mine: bool
    may_delete: bool

    @property
    def is_deleted(self) -> bool:
        return self.note.deleted_at is not None


def threads(who: Reviewer, here: Version, versions: list[Version], choice: Choice) -> list[Card]:
    """Those left on this version and on those before. What one deleted a moment ago is among them, to come back."""
    shown = [version for version in versions if version.number <= here.number]
    rows = Note.objects.threads().filter(production__in=[version.production for version in shown])
    people = ("author", "guest", "assigned_to", "resolved_by")
    replies = Note.objects.filter(_there(who)).select_related("author", "guest")
    rows = rows.filter(_there(who), _wanted(who, choice)).select_related(*people)
    places = Places(here, versions)
    cards = [_card(who, note, places) for note in rows.prefetch_related(Prefetch("replies", replies, to_attr="shown"))]
    return sorted(cards, key=lambda card: (card.place.start is None, card.place.start or 0.0, card.note.created_at))


def count(here: Version, versions: list[Version]) -> dict[str, int]:
    """How many are open and resolved, whatever is chosen. One query."""
    shown = [version.production for version in versions if version.number <= here.number]
    resolved = Note.objects.there().threads().filter(production__in=shown).values_list("resolved_at", flat=True)
    done = [at is not None for at in resolved]
    return {"open": done.count(False), "resolved": done.count(True), "all": len(done)}


def _card(who: Reviewer, note: Any, places: Places) -> Card:
    for reply in note.shown:
        reply.is_mine, reply.may_delete = who.owns(reply), who.may_delete(reply)
    return Card(note, places.of(note), note.shown, who.owns(note), who.may_delete(note))


def _there(who: Reviewer) -> Q:
    mine = Q(author=who.user) if who.user else Q(guest=who.guest) if who.guest else Q(pk=None)
    return Q(deleted_at=None) | (mine & Q(deleted_at__gt=timezone.now() - UNDO))


def _wanted(who: Reviewer, choice: Choice) -> Q:
    wanted = Q()
    if choice.state != "all":
        wanted &= Q(resolved_at__isnull=choice.state == "open")
    if choice.kind:
        wanted &= Q(kind=choice.kind)
    if choice.is_mine:
        wanted &= Q(author=who.user) | Q(assigned_to=who.user) if who.user else Q(guest=who.guest)
    return wanted
