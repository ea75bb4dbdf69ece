"""The loop that carries a production through the table of `states.py`.

    claim ──▶ step (outside any transaction) ──▶ one conditional UPDATE with an event ──▶ ring for the next

Everything here may be killed at any line: the row comes due again when its lease runs out, and every step looks
before it acts. State changes happen in this module only.
"""

import logging
import random
from collections.abc import Sequence
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import F, Q
from django.db.models.functions import Now
from django.utils import timezone
from django.utils.translation import gettext as _

from podcaststudio.doorbell import ring
from podcaststudio.due import Claim, Lost, in_seconds
from podcaststudio.http import Rejected, Unauthorized, Unreachable
from productions import presets, steps
from productions.auphonic.download import Incomplete
from productions.models import (
    AuphonicAccount,
    Episode,
    Lane,
    Preset,
    Production,
    ProductionEvent,
    ProductionLane,
    Recording,
)
from productions.outcomes import Again, Done, Failed
from productions.states import TABLE, WAITING, Kind, State, is_allowed

log = logging.getLogger(__name__)
MOST_CLAIMS = 8  # turns that ended without a word before we call it a crash loop
WAITED_FOR = timedelta(days=7)  # how long a failed production goes on by itself once its account is connected again
CLEAR = {"error": "", "error_code": ""}
FRESH = {"claims": 0, "attempts": 0, "looks": 0, "progress": None}


class Refused(Exception):
    """A person asked for something that the table, or the situation, does not allow. The text says what would help."""


# ---------------------------------------------------------------- what people ask for
def start(
    episode: Episode,
    recording: Recording,
    *,
    actor: Any,
    preset: Preset | None = None,
    account: AuphonicAccount | None = None,
    approval: str = "",
    lanes: Sequence[Lane] = (),
) -> Production:
    """Begin a production of this recording, by the episode's own settings or the preset. Raises `Refused`.

    `approval` is the show's unless it is given; a preset that waits for a person asks for one at least.
    With `lanes` these are mixed, and the recording is the one that stands for them all.
    """
    show = episode.show
    account = account or show.account or AuphonicAccount.objects.for_team(show.team).filter(is_broken=False).first()
    if account is None:
        raise Refused(
            _("No Auphonic account is connected to this team. Connect one under Connections, then start again.")
        )
    preset = preset or show.preset
    body = episode.own_settings or (preset.settings if preset else {})
    approval = presets.approval_of(approval or show.approval, body)
    try:
        with transaction.atomic():
            production = Production.objects.create(
                episode=episode, recording=recording, account=account, preset=preset, preset_settings=body,
                preset_version=preset.version if preset else None, started_by=actor, state=State.CREATING,
                due_at=in_seconds(0),
                has_own_settings=bool(episode.own_settings), approval=approval,
            )  # fmt: skip
            keys = ("recording_id", "position", "name", "settings")
            rows = [{key: getattr(lane, key) for key in keys} for lane in lanes]
            ProductionLane.objects.bulk_create(ProductionLane(production=production, **row) for row in rows)
            _note(production, State.DRAFT, State.CREATING, actor)
            ring("productions.advance", production.pk)
    except IntegrityError:
        raise Refused(_started_already(episode)) from None
    production.refresh_from_db()
    return production


def adopt(
    episode: Episode,
    recording: Recording,
    account: AuphonicAccount,
    auphonic_uuid: str,
    *,
    actor: Any,
    approval: str = "",
) -> Production | None:
    """Go on with a production that was made at Auphonic: look at it, collect its results, deliver them.

    `approval` is the show's unless it is given.
    None when it is here already, or the episode is being processed.
    """
    facts = {"account": account, "auphonic_uuid": auphonic_uuid, "create_sent_at": Now(), "started_by": actor}
    facts["approval"] = approval or episode.show.approval
    try:
        with transaction.atomic():
            production = Production.objects.create(
                episode=episode, recording=recording, state=State.PROCESSING, due_at=in_seconds(0), **facts
            )
            _note(production, State.DRAFT, State.PROCESSING, actor, note="It was made at Auphonic.")
            ring("productions.advance", production.pk)
    except IntegrityError:
        return None
    production.refresh_from_db()
    return production


def retry(production: Production, actor: Any) -> None:
    """Go on from the state that failed; what was done before is kept and not paid for again. Raises `Refused`."""
    if not production.is_failed:
        raise Refused(_("Only a failed production can be retried."))
    _by_hand(production, State(production.failed_in), actor, run=production.run + 1, failed_in="", **CLEAR)


def resume() -> int:
    """Go on with what failed for want of a sign-in or a key, where that works again since. Returns how many."""
    since = timezone.now() - WAITED_FOR
    account = Q(error_code="reconnect", account__is_broken=False, account__last_success_at__gt=F("state_since"))
    key = Q(error_code="audiodn_key", episode__show__team__audiodn__last_error="")
    key &= Q(episode__show__team__audiodn__last_success_at__gt=F("state_since"))
    rows = Production.objects.filter(account | key, state=State.FAILED, state_since__gt=since).newest_of_episode()
    count = 0
    for production in rows:
        try:
            retry(production, None)
        except Refused as refusal:
            log.info("production %s does not go on: %s", production.pk, refusal)
        else:
            count += 1
    return count


def cancel(production: Production, actor: Any) -> None:
    """Stop it, here and at Auphonic. Raises `Refused`."""
    if not production.is_cancelable:
        raise Refused(_("This production has ended already; there is nothing to cancel."))
    _by_hand(production, State.CANCELING, actor)


def release(production: Production, actor: Any) -> None:
    """It is approved: let it go out. Raises `Refused`."""
    if production.state != State.HELD:
        raise Refused(_("This production does not wait for approval."))
    _by_hand(production, State.DELIVERING, actor)


def poke(pk: UUID) -> None:
    """Somebody says that the other side has news: look now. Does nothing unless the production waits."""
    # the look that it overtakes did not die: it is no claim without a word
    if Production.objects.filter(pk=pk, state__in=WAITING).wake(claims=0):
        ring("productions.advance", pk)


def look_now(pk: UUID) -> None:
    """Somebody does not want to wait: as `poke`, and what tries again by itself does so now."""
    poke(pk)
    between = Production.objects.unfinished().filter(pk=pk, attempts__gt=0, claims=0)  # nobody is at it
    if between.wake():
        ring("productions.advance", pk)


def _by_hand(production: Production, after: State, actor: Any, **values: Any) -> None:
    before = State(production.state)
    rows = Production.objects.filter(pk=production.pk, state=before, run=production.run)
    try:
        with transaction.atomic():
            values = {**FRESH, **values, "state": after, "state_since": Now(), "due_at": Now(), "turn": F("turn") + 1}
            if not rows.update(**values):
                raise Refused(_faster(production))
            production.refresh_from_db()
            _note(production, before, after, actor)
            ring("productions.advance", production.pk)
    except IntegrityError:
        raise Refused(
            _("Another production of this episode is under way. Wait for it to end, or cancel it first.")
        ) from None


def _faster(production: Production) -> str:
    """Who moved it, and where it is now."""
    now = Production.objects.get(pk=production.pk)
    last = now.events.exclude(actor=None).select_related("actor").last()
    who = last.actor if last and last.state == now.state else _("A worker")
    return _("%(who)s was faster: “%(doing)s” is where it is now. Look at it, then decide again.") % {
        "who": who,
        "doing": TABLE[State(now.state)].doing,
    }


def _started_already(episode: Episode) -> str:
    running = episode.productions.unfinished().select_related("started_by").first()
    if running and running.started_by:
        text = _("This episode is being processed already, started by %(who)s. Wait for it to end, or cancel it first.")
        return text % {"who": running.started_by}
    return _("This episode is being processed already. Wait for it to end, or cancel it first.")


# ---------------------------------------------------------------- what a worker does
def advance(pk: UUID) -> bool:
    """Do one step of this production if it is due and nobody else has it. Returns whether it was ours."""
    turn = Production.objects.claim(pk, settings.PIPELINE_LEASE_SECONDS)
    if turn is None:
        return False
    claim = Claim(Production.objects.all(), pk, turn, settings.PIPELINE_LEASE_SECONDS)
    try:
        claim.write(claims=F("claims") + 1)
        production = Production.objects.select_related("episode__show__team", "recording", "account", "track").get(
            pk=pk
        )
        with claim:
            outcome = _outcome(production, claim)
        _settle(production, claim, outcome)
    except Lost as lost:
        log.info("dropped a step: %s", lost)
    return True


def _outcome(production: Production, claim: Claim) -> Done | Again | Failed:
    """Run the step of the present state; every way it can end becomes one of three."""
    if production.claims > MOST_CLAIMS:
        return Failed("The studio's worker died again and again at this step. See its log, then retry.", "crash_loop")
    try:
        return steps.STEPS[State(production.state)](production, claim)
    except Lost:
        raise
    except Failed as failed:
        return failed
    except Unauthorized as problem:
        return steps.locked_out(production, problem)
    except Rejected as problem:
        log.warning("production %s in %s: %s", production.pk, production.state, problem)
        if problem.status == 403:
            return Failed(problem.sentence, "other_account")
        return Failed(problem.sentence, "rejected")
    except Incomplete as problem:
        return _later(production, problem.sentence, "incomplete")
    except Unreachable as problem:
        log.info("production %s in %s: %s", production.pk, production.state, problem)
        return _later(production, problem.sentence, "unreachable", problem.retry_after)
    except Exception:
        log.exception("production %s in %s", production.pk, production.state)
        return _later(
            production, "Something went wrong in the studio itself. It is written in the worker's log.", "internal"
        )


def _later(production: Production, sentence: str, code: str, retry_after: float = 0) -> Again | Failed:
    """Try again with growing, jittered pauses. What only waits is never given up; what works is, after some tries."""
    attempts = production.attempts + 1
    if attempts >= settings.PIPELINE_ATTEMPTS and TABLE[State(production.state)].kind == Kind.WORKS:
        return Failed(sentence, code)
    pause = random.uniform(0.5, 1) * min(600.0, settings.PIPELINE_PAUSE_SECONDS * 2**attempts)  # noqa: S311
    return Again(max(pause, retry_after), {"attempts": attempts, "error": sentence, "error_code": code})


def _settle(production: Production, claim: Claim, outcome: Done | Again | Failed) -> None:
    """Write how the step ended, if the row is still ours. Raises `Lost`."""
    before = State(production.state)
    if isinstance(outcome, Again):
        good = "attempts" not in outcome.values
        fresh = {"attempts": 0, "looks": production.looks + 1, **CLEAR} if good else {}
        claim.finish(claims=0, due_at=in_seconds(outcome.seconds or _pause(production)), **{**fresh, **outcome.values})
        return
    if isinstance(outcome, Failed) and before == State.CANCELING:
        outcome = Done({"warning": f"Stopped here. {outcome.sentence}"})  # a stop is a stop, even if nobody hears it
    if isinstance(outcome, Failed):
        after, note = State.FAILED, outcome.sentence
        values = {"failed_in": outcome.resume or before, "error": note, "error_code": outcome.code, **outcome.values}
    else:
        after, note = outcome.next or TABLE[before].next or before, ""
        values = {**CLEAR, **outcome.values}
    if not is_allowed(before, after):
        raise ValueError(f"the table has no move from {before} to {after}")
    is_resting = TABLE[after].kind == Kind.RESTS
    with transaction.atomic():
        due = None if is_resting else in_seconds(TABLE[after].waits[0])
        claim.finish(**{**values, **FRESH}, state=after, state_since=Now(), due_at=due)
        _note(production, before, after, None, note)
        if after == State.READY:
            Episode.objects.filter(pk=production.episode_id).update(track=production.track_id)
        if not is_resting:
            ring("productions.advance", production.pk)


def _pause(production: Production) -> float:
    first, most = TABLE[State(production.state)].waits
    return min(most, first * 1.5 ** min(production.looks, 20)) or 1.0


def _note(production: Production, before: State, after: State, actor: Any, note: str = "") -> None:
    ProductionEvent.objects.create(
        production=production, run=production.run, before=before, state=after, actor=actor, note=note
    )
