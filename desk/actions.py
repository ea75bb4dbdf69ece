"""The one primary button of an episode. The first rule that matches wins; nobody is offered what they may not do."""

from collections.abc import Callable
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from desk.facts import Facts
from desk.lamps import IN_PROCESS
from productions.models import Production
from productions.states import State
from teams.access import EDIT, RUN, SEE


@dataclass(frozen=True)
class Action:
    """`panel` names the part of the episode's page where it is done; there, that part's button is the primary one.

    What `is_copied` makes, if it has to, and copies the code that the answer shows.
    """

    key: str
    label: str
    icon: str
    address: str
    panel: str = ""
    is_copied: bool = False


def primary(facts: Facts) -> Action | None:
    """What to do next, or None when there is nothing for whoever looks."""
    for least, rule in RULES:
        action = rule(facts)
        if action and facts.role >= least:
            return action
    return None


def first_show() -> Action:
    """Before there is any episode: a show."""
    return Action("show", _("Create show"), "plus", reverse("productions:show_new"))


def _there(facts: Facts, key: str, label: str, icon: str, panel: str) -> Action:
    return Action(key, label, icon, f"{facts.row.episode.get_absolute_url()}#panel-{panel}", panel)


def _production(facts: Facts, *states: State) -> Production | None:
    found = facts.row.production
    return found if found and found.state in states else None


def _resume(facts: Facts) -> Action | None:
    if facts.row.recording is None and facts.upload:
        return _there(facts, "resume", _("Resume upload"), "upload", "record")
    return None


def _source(facts: Facts) -> Action | None:
    if facts.row.recording is None and facts.row.production is None:
        return _there(facts, "source", _("Add audio"), "upload", "record")
    return None


def _is_unprocessed(facts: Facts) -> bool:
    production = facts.row.production
    is_fresh = production is None or production.state in (State.DRAFT, State.CANCELED)
    is_outdated = facts.row.has_newer_recording and production is not None and production.is_ready
    return bool(facts.row.recording and (is_fresh or is_outdated))


def _connect(facts: Facts) -> Action | None:
    if _is_unprocessed(facts) and not facts.has_account:
        return Action("connect", _("Connect Auphonic"), "plug", reverse("productions:connections"), "start")
    return None


def _process(facts: Facts) -> Action | None:
    return _there(facts, "process", _("Process audio"), "wave", "start") if _is_unprocessed(facts) else None


def _progress(facts: Facts) -> Action | None:
    production = facts.row.production
    if production is None or production.is_resting:
        return None
    address = reverse("productions:production_detail", args=[production.pk])
    return Action("progress", _("View progress"), "clock", address)


def _failed(facts: Facts) -> Action | None:
    production = _production(facts, State.FAILED)
    if production and production.row.stage in IN_PROCESS:
        return _there(facts, "failed", _("See what happened"), "alert", "failed")
    return None


def _review_mine(facts: Facts) -> Action | None:
    if facts.review.is_mine:
        return Action("review", _("Review now"), "phones", facts.review.address)
    return None


def _notes(facts: Facts) -> Action | None:
    if facts.review.notes:
        return Action("notes", _("Open notes"), "edit", facts.review.address)
    return None


def _ask(facts: Facts) -> Action | None:
    review = facts.review
    is_mastered = _production(facts, State.HELD, State.READY)
    if is_mastered and review.is_wanted and not review.asked and not review.approved:
        return Action("ask", _("Ask for review"), "users", review.ask_address)
    return None


def _held(facts: Facts) -> Action | None:
    if facts.is_free:
        if facts.is_coming:
            return _there(facts, "schedule", _("Change schedule"), "cal", "held")
        return _there(facts, "deliver", _("Publish now"), "check", "held")
    if not _production(facts, State.HELD) or facts.review.asked:
        return None
    return _there(facts, "approve", _("Listen and approve"), "phones", "held")


def _delivery(facts: Facts) -> Action | None:
    if _production(facts, State.FAILED):
        return _there(facts, "delivery", _("Fix delivery"), "alert", "failed")
    return None


def _outlet(facts: Facts) -> Action | None:
    outlet = facts.outlet
    if not facts.row.episode.track_id or not outlet.has_gate or outlet.published_at:
        return None
    if outlet.blockers:
        label = ngettext("Fix %(n)d thing", "Fix %(n)d things", outlet.blockers) % {"n": outlet.blockers}
        return Action("fix", label, "alert", outlet.address)
    if outlet.scheduled_at:
        return Action("schedule", _("Change schedule"), "cal", outlet.address)
    return Action("publish", _("Publish…"), "arrow", outlet.address)


def _embed(facts: Facts) -> Action | None:
    if facts.row.episode.track_id:
        address = reverse("desk:episode_embed", args=[facts.row.episode.pk])
        return Action("embed", _("Copy embed"), "copy", address, is_copied=True)
    return None


RULES: tuple[tuple[int, Callable[[Facts], Action | None]], ...] = (
    (EDIT, _resume),
    (EDIT, _source),
    (RUN, _connect),
    (RUN, _process),
    (SEE, _progress),
    (SEE, _failed),
    (SEE, _review_mine),
    (EDIT, _notes),
    (RUN, _ask),
    (RUN, _held),
    (SEE, _delivery),
    (RUN, _outlet),
    (RUN, _embed),
)
