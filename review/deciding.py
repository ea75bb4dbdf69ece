"""Approves, requests changes, takes it back; and lets a production go out once its rule is met, exactly once.

Whoever decides holds the production's row for the moment, so that of two last approvals the second one sees the first.
"""

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from productions import gates, pipeline
from productions.models import Approval, Production
from productions.pipeline import Refused
from productions.states import State
from review import told
from review.models import Decision, Kind, Note, Request, Verdict
from review.reviewers import Reviewer, refusal
from review.versions import versions
from teams import audit

GONE = (State.DELIVERING, State.TRANSCODING, State.READY)
ACTIONS = {Verdict.APPROVED: "review.approved", Verdict.CHANGES: "review.changes"}


def decide(production: Production, who: Reviewer, verdict: Verdict, sentence: str = "") -> bool:
    """Say so. Returns whether the production goes out by it now. Raises `Refused` with a sentence.

    What has a moment waits for it, and goes out then without another word.
    """
    if not who.may_decide(production):
        raise Refused(refusal())
    with transaction.atomic():
        production = _held(production)
        _check(production)
        if verdict == Verdict.CHANGES and not sentence and not must_fix(production):
            raise Refused(_("Say in a sentence what has to change, or leave a note that must be fixed."))
        decision = _write(production, who, verdict, sentence)
        is_free = verdict == Verdict.APPROVED and production.is_held and is_met(production)
        until = gates.held_until(production.episode_id) if is_free else None
        is_going_out = is_free and until is None
        if is_going_out:
            pipeline.release(production, who.user)
        elif is_free:
            gates.approved(production.episode)
        told.decided(decision, who, is_going_out, until)
    return is_going_out


def withdraw(production: Production, who: Reviewer) -> None:
    """Take back what one said, while nothing has gone out by it. Raises `Refused`."""
    with transaction.atomic():
        production = _held(production)
        _check(production)
        mine = [each for each in Decision.objects.filter(production=production) if who.owns(each)]
        if not mine:
            raise Refused(_("You have decided nothing here."))
        for decision in mine:
            decision.delete()
        episode = production.episode
        audit.record("review.withdrawn", episode, team=episode.show.team, actor=who.user, by=who.name)


def is_met(production: Production) -> bool:
    """Whether those have approved whom the production's rule names; where it names any, one approval is needed."""
    if production.approval == Approval.NONE:
        return True
    approved = _approvals(production)
    if production.approval == Approval.ALL and waiting(production).exists():
        return False
    return bool(approved.exists())


def waiting(production: Production) -> Any:
    """Requests of people in the team who have not approved."""
    approved = _approvals(production).exclude(reviewer=None)
    here = Request.objects.filter(
        production=production, withdrawn_at=None, reviewer__memberships__team=production.episode.show.team_id
    )
    return here.exclude(reviewer__in=approved.values("reviewer"))


def must_fix(production: Production) -> bool:
    """Whether a note that must be fixed is open, on this production or one before."""
    rows = Note.objects.open().filter(production__episode=production.episode_id, kind=Kind.MUST)
    return bool(rows.filter(production__created_at__lte=production.created_at).exists())


def closed(production: Production) -> str:
    """Why nothing is decided here any more; empty while something is."""
    if production.is_held or (production.is_ready and production.approval == Approval.NONE):
        newest = versions(production.episode)[-1:]
        if newest and newest[0].production.pk != production.pk:
            return _("Version %(number)d is newer. Decide on that one.") % {"number": newest[0].number}
        return ""
    if production.state in GONE:
        last = _approvals(production).order_by("-changed_at").first()
        if last and production.approval != Approval.NONE:
            return _("%(who)s approved it, and it has gone out.") % {"who": last.author_name}
        return _("It is going out already.")
    return _("It is not in review: %(state)s.") % {"state": production.get_state_display()}


def _approvals(production: Production) -> Any:
    return Decision.objects.filter(production=production, verdict=Verdict.APPROVED)


def _check(production: Production) -> None:
    if why := closed(production):
        raise Refused(why)


def _held(production: Production) -> Production:
    """The row as it is now; nobody else decides on it until the transaction ends."""
    rows = Production.objects.select_for_update(of=("self",)).select_related("episode__show__team")
    return rows.get(pk=production.pk)


def _write(production: Production, who: Reviewer, verdict: Verdict, sentence: str) -> Decision:
    key = {"reviewer": who.user} if who.user else {"guest": who.guest}
    facts = {"verdict": verdict, "sentence": sentence, "author_name": who.name[:120]}
    decision, _made = Decision.objects.update_or_create(production=production, **key, defaults=facts)
    episode = production.episode
    details = {"by": who.name, "with": who.link} if who.guest else {}
    audit.record(ACTIONS[verdict], episode, team=episode.show.team, actor=who.user, **details)
    return decision
