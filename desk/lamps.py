"""Five lamps of an episode: source, process, review, deliver, publish. Each a mark, a word and a line; no query.

Marks are those of the style sheets: todo, run, wait (for a person), good, bad, off.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from desk.facts import Facts
from productions.models import Approval, Production
from productions.states import Stage, State
from productions.templatetags.studio import duration, level

IN_PROCESS = (Stage.SEND, Stage.MASTER, Stage.COLLECT)
# Auphonic's status numbers in our words; a number that is not here is told in Auphonic's own
AUPHONIC = {
    0: gettext_lazy("Auphonic is receiving the file"),
    1: gettext_lazy("In Auphonic’s queue"),
    4: gettext_lazy("Processing audio"),
    5: gettext_lazy("Making the output files"),
    6: gettext_lazy("Auphonic is sending files to its own targets"),
    7: gettext_lazy("Making the output files"),
    8: gettext_lazy("Making the output files"),
    12: gettext_lazy("Auphonic is receiving the file"),
    13: gettext_lazy("Stopping"),
    14: gettext_lazy("Recognising speech"),
}
AUDIODN = {
    "initialized": gettext_lazy("Received by AudioDN"),
    "initializing": gettext_lazy("Received by AudioDN"),
    "fallback": gettext_lazy("Large file, using a bigger machine"),
    "fallback_processing": gettext_lazy("Large file, using a bigger machine"),
}
SAID = {
    "todo": gettext_lazy("not started"),
    "run": gettext_lazy("running"),
    "wait": gettext_lazy("waits for a person"),
    "good": gettext_lazy("done"),
    "bad": gettext_lazy("failed"),
    "off": gettext_lazy("stopped"),
}


@dataclass(frozen=True)
class Lamp:
    name: str
    mark: str
    word: str
    percent: int | None = None

    @property
    def said(self) -> str:
        """The mark in words, for those who do not see it."""
        return str(SAID[self.mark])


def lamps(facts: Facts) -> tuple[Lamp, ...]:
    return (
        Lamp(_("Source"), *_source(facts)),
        Lamp(_("Process"), *_process(facts)),
        Lamp(_("Review"), *_review(facts)),
        Lamp(_("Deliver"), *_deliver(facts)),
        Lamp(_("Publish"), *_publish(facts)),
    )


def now(lit: Iterable[Lamp]) -> Lamp | None:
    """The lamp to look at: what failed, else what waits, else what runs, else where it goes on."""
    found = list(lit)
    for mark in ("bad", "wait", "run", "off"):
        if lamp := next((each for each in found if each.mark == mark), None):
            return lamp
    reached = max((place for place, each in enumerate(found) if each.mark == "good"), default=-1)
    return next(iter(found[reached + 1 :]), None)


def said(lit: Iterable[Lamp]) -> str:
    """All of them in one line: "Source: 48:12. Process: not processed. …" """
    return " ".join(f"{lamp.name}: {lamp.word}." for lamp in lit)


def doing(production: Production) -> str:
    """What happens to it right now."""
    if production.attempts:
        return _("Trying again")
    if production.state == State.PROCESSING and production.auphonic_status is not None:
        known = AUPHONIC.get(production.auphonic_status)
        return str(known or production.auphonic_status_text or production.row.doing)
    if production.state == State.TRANSCODING and production.track:
        return str(AUDIODN.get(production.track.status, production.row.doing))
    return str(production.row.doing)


Light = tuple[str, str] | tuple[str, str, int | None]


def _source(facts: Facts) -> Light:
    recording = facts.row.recording
    if recording is None:
        if facts.upload:
            return "wait", _("Upload not finished")
        return ("run", _("Being fetched")) if facts.fetch else ("todo", _("No audio yet"))
    if facts.row.has_newer_recording:
        return "wait", _("A newer recording is here")
    length = duration(recording.duration)
    if facts.lanes > 1:
        return "good", _("%(count)d tracks, %(length)s") % {"count": facts.lanes, "length": length}
    return "good", length


def _process(facts: Facts) -> Light:
    production = facts.row.production
    if production is None or production.state == State.DRAFT:
        return "todo", _("Not processed")
    if production.state == State.CANCELED:
        return "off", _("Canceled")
    if production.state == State.CANCELING:
        return "run", _("Stopping")
    if production.row.stage in IN_PROCESS:
        if not production.is_failed:
            return "run", doing(production), facts.row.percent
        if production.error_code == "reconnect":
            return "wait", _("Reconnect Auphonic")
        return "bad", _("Stopped with an error")
    if production.warning:
        return "good", _("Done, with a remark")
    loudness = level(production.loudness, "LUFS")
    return "good", _("Done, %(loudness)s") % {"loudness": loudness} if loudness else _("Done")


def _review(facts: Facts) -> Light:
    review, production = facts.review, facts.row.production
    if review.notes:
        text = ngettext("Changes requested: %(n)d note", "Changes requested: %(n)d notes", review.notes)
        return "wait", text % {"n": review.notes}
    if review.is_over:
        return "good", _("Approved by %(names)s") % {"names": ", ".join(review.approved)}
    if review.asked:
        told = {"name": review.asked[0], "done": len(review.approved), "all": len(review.approved) + len(review.asked)}
        return "wait" if review.is_mine else "run", _("Waiting for %(name)s (%(done)d of %(all)d)") % told
    if production and production.is_held and production.approval != Approval.NONE:
        return "wait", _("Waits for approval")
    if production and production.approval != Approval.NONE and _is_processed(production):
        return "good", _("Approved")
    return "todo", _("Nobody asked")


def _deliver(facts: Facts) -> Light:
    production = facts.row.production
    if production and production.row.stage == Stage.PUBLISH and not production.is_held:
        if not production.is_failed:
            return "run", doing(production), facts.row.percent
        if production.error_code == "audiodn_key":
            return "wait", _("AudioDN refused our key")
        if production.error_code == "audiodn_plan":
            return "wait", _("Over your AudioDN plan’s limit")
        return "bad", _("AudioDN did not take it")
    if production and production.is_ready:
        if production.track and production.track.status == "incomplete":
            return "wait", _("Playable, some versions failed")
        return "good", _("Ready")
    return ("good", _("The version before is out")) if facts.row.episode.track_id else ("todo", _("Not delivered"))


def _publish(facts: Facts) -> Light:
    outlet, episode = facts.outlet, facts.row.episode
    if outlet.published_at:
        return "good", _("Live since %(day)s") % {"day": _day(outlet.published_at, _("j M"))}
    if outlet.blockers:
        return "wait", ngettext("%(n)d thing to fix", "%(n)d things to fix", outlet.blockers) % {"n": outlet.blockers}
    if outlet.held_back:
        return "wait", _("Did not go out")
    if outlet.scheduled_at and not episode.track_id:
        return "run", _("Goes out %(day)s") % {"day": date_format(outlet.scheduled_at, _("j M, H:i"))}
    if episode.track_id and not outlet.has_gate:
        return "good", _("Can be embedded")
    if episode.planned_at:
        return "todo", _("Planned for %(day)s") % {"day": _day(episode.planned_at, _("j M"))}
    return "todo", _("Draft")


def _is_processed(production: Production) -> bool:
    return production.row.stage in (Stage.PUBLISH, Stage.READY)


def _day(when: object, form: str) -> str:
    return date_format(timezone.localtime(when), form)  # type: ignore[arg-type]
