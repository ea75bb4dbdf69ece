"""Asks people for a review, reminds them, and takes it back."""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from productions.models import Production
from productions.pipeline import Refused
from review import told
from review.models import Decision, Request
from review.reviewers import members_of
from teams import audit
from teams.models import Membership, Role, User

CALM = timedelta(days=1)  # between two reminders of one person


def ask(
    production: Production, actor: User, people: Iterable[User], *, due_on: date | None = None, message: str = ""
) -> list[Request]:
    """Ask each of these once; who is asked already is not asked again. Returns the new requests."""
    episode = production.episode
    made = []
    with transaction.atomic():
        for person in people:
            facts = {"asked_by": actor, "due_on": due_on, "message": message}
            request, is_new = Request.objects.get_or_create(production=production, reviewer=person, defaults=facts)
            if not is_new and request.withdrawn_at is None:
                continue
            for name, value in {**facts, "withdrawn_at": None, "reminded_at": None}.items():
                setattr(request, name, value)
            request.save()
            told.asked(request)
            audit.record("review.asked", person, team=episode.show.team, actor=actor, episode=episode)
            made.append(request)
    return made


def remind(request: Request, actor: User) -> None:
    """At most once a day, and nobody who has decided. Raises `Refused`."""
    if Decision.objects.filter(production=request.production_id, reviewer=request.reviewer_id).exists():
        raise Refused(_("%(who)s has decided already.") % {"who": request.reviewer})
    now = timezone.now()
    rested = Q(reminded_at=None) | Q(reminded_at__lt=now - CALM)
    with transaction.atomic():
        rows = Request.objects.filter(rested, pk=request.pk, withdrawn_at=None)
        if not rows.update(reminded_at=now, changed_at=now):
            raise Refused(
                _("%(who)s was reminded within the last day. Try again tomorrow.") % {"who": request.reviewer}
            )
        request.reminded_at = now
        told.reminded(request, actor)


def withdraw(request: Request, actor: User) -> None:
    """They need not decide any more; nothing goes out by it."""
    now = timezone.now()
    with transaction.atomic():
        if Request.objects.filter(pk=request.pk, withdrawn_at=None).update(withdrawn_at=now, changed_at=now):
            episode = request.production.episode
            audit.record("review.unasked", request.reviewer, team=episode.show.team, actor=actor, episode=episode)


def may_be_asked(production: Production, actor: User) -> list[User]:
    """Members who reach the show and are not asked yet; the one who asks comes last."""
    asked = set(Request.objects.filter(production=production, withdrawn_at=None).values_list("reviewer_id", flat=True))
    people = [person for person in members_of(production.episode.show) if person.pk not in asked]
    return sorted(people, key=lambda person: person.pk == actor.pk)


def usual(production: Production, people: Iterable[User]) -> list[User]:
    """Those of `people` whom the show asked last; at the first time the one reviewer, where the team has just one."""
    show = production.episode.show
    asked = Request.objects.filter(production__episode__show=show, withdrawn_at=None)
    if last := asked.order_by("-created_at").values_list("production", flat=True).first():
        known = set(asked.filter(production=last).values_list("reviewer_id", flat=True))
    else:
        reviewers = Membership.objects.filter(team=show.team_id, role=Role.REVIEWER)
        known = set(reviewers.values_list("user_id", flat=True)) if reviewers.count() == 1 else set()
    return [person for person in people if person.pk in known]


def waiting_for(user: User) -> Any:
    """Requests to this person that still wait for a word: of the newest version they were asked about."""
    return _waiting(Request.objects.for_user(user).filter(reviewer=user))


def waiting_for_others(user: User) -> Any:
    """The same, to everybody else, of what this person may see."""
    return _waiting(Request.objects.for_user(user).exclude(reviewer=user))


def _waiting(rows: Any) -> Any:
    who, episode = OuterRef("reviewer"), OuterRef("production__episode")
    newer = Request.objects.filter(reviewer=who, withdrawn_at=None, production__episode=episode)
    newer = newer.filter(production__created_at__gt=OuterRef("production__created_at"))
    said = Decision.objects.filter(production=OuterRef("production"), reviewer=who)
    return rows.filter(~Exists(newer), ~Exists(said), withdrawn_at=None).order_by("created_at")
