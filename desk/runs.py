"""Trouble of productions: failed, trying again by themselves, slow, or done with a remark. Reads what is loaded."""

from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from audiodn.models import Connection
from desk import report
from desk.catalogue import CATALOGUE, CODES, Entry, Way
from desk.trouble import Trouble, capital, trouble
from productions.models import Production
from productions.states import State

AUPHONIC = {
    State.CREATING: gettext_lazy("%(company)s did not take the production"),
    State.UPLOADING: gettext_lazy("The recording did not get to %(company)s"),
    State.STARTING: gettext_lazy("%(company)s did not start"),
    State.PROCESSING: gettext_lazy("%(company)s could not master the recording"),
    State.COLLECTING: gettext_lazy("The results did not come back from %(company)s"),
}
AUDIODN = {
    State.DELIVERING: gettext_lazy("The delivery to %(company)s did not work"),
    State.TRANSCODING: gettext_lazy("%(company)s could not make the versions for listeners"),
}
BY_ENTRY = ("E03", "E04", "E17", "E18", "E19", "E28")  # which say more than where it happened


@trouble.register
def _of_production(row: Production) -> Trouble | None:
    """Failed, trying again by itself, slow, or done with a remark; the first that is so."""
    if row.is_failed:
        return _of_failed(row)
    if row.attempts and not row.is_resting:
        return _on_its_way(row, CATALOGUE[production_entry(row)], row.error)
    if row.is_slow:
        return _on_its_way(row, CATALOGUE["E13"], "")
    if not row.warning or not (row.is_ready or row.is_held):
        return None
    if row.track and row.track.status == "incomplete":
        return trouble(row.track)
    told = {"company": _company(row, State.PROCESSING)}
    entry, credits = CATALOGUE["E12"], _("The mastering is paid for and done.")
    return Trouble(
        entry.id, str(entry.title) % told, row.warning, told["company"], credits, _kept(row), str(entry.helps),
        "", "", False, report.text(row.intent, {"entry": entry.id, **_facts_of(row), "said": row.warning}), True,
    )  # fmt: skip


def _on_its_way(row: Production, entry: Entry, sentence: str) -> Trouble:
    """It goes on by itself; the button only has it look now."""
    state = State(row.state)
    company = _company(row, state)
    check = reverse("productions:production_check", args=[row.pk])
    return Trouble(
        entry.id,
        capital(str(entry.title) % {"company": company}),
        sentence,
        _whose(entry, company),
        _credits(state),
        _kept(row),
        _trying(row.attempts) if row.attempts else str(entry.helps),
        _("Check now"),
        check,
        True,
        report.text(row.intent, {"entry": entry.id, **_facts_of(row)}),
        is_calm=True,
    )


def _trying(attempts: int) -> str:
    return _("Trying again by itself, attempt %(n)d. Nothing is lost.") % {"n": attempts}


def _of_failed(row: Production) -> Trouble:
    failed_in, entry = State(row.failed_in), CATALOGUE[production_entry(row)]
    told = {"company": _company(row, failed_in), "who": str(row.account.user if row.account else _("its owner"))}
    title = entry.title if entry.id in BY_ENTRY else {**AUPHONIC, **AUDIODN}[failed_in]
    way = Way.RETRY if _is_mended(row, entry) else entry.way
    retry = _("Retry delivery") if failed_in in AUDIODN else _("Retry")
    return Trouble(
        entry.id,
        capital(str(title) % told),
        row.error,
        _whose(entry, told["company"]),
        _credits(failed_in),
        _kept(row),
        str(entry.helps),
        retry if way == Way.RETRY else str(entry.button),
        _address(way, row),
        way == Way.RETRY,
        report.text(row.intent, {"entry": entry.id, **_facts_of(row)}),
    )


def _is_mended(row: Production, entry: Entry) -> bool:
    """What it wanted is there again: it would go on by itself, and may at once."""
    if entry.id == "E03":
        return row.account is not None and not row.account.is_broken
    works = {"last_error": "", "last_success_at__gt": row.state_since}
    return entry.id == "E18" and Connection.objects.filter(team=row.episode.show.team_id, **works).exists()


def production_entry(row: Production) -> str:
    """The number of the entry. What AudioDN refuses or does not answer is told as AudioDN's."""
    found = CODES.get(row.error_code, "E28")
    if found in ("E11", "E14") and "credit" in row.error.casefold():
        return "E05"
    return "E21" if found in ("E10", "E14") and row.failed_in in AUDIODN else found


def _company(row: Production, failed_in: State) -> str:
    if failed_in in AUDIODN:
        return "AudioDN"
    account = row.account
    if account and account.server == "engine":
        return _("the engine on this machine")
    return settings.AUPHONIC_SERVERS.get(account.server, {}).get("label", "Auphonic") if account else "Auphonic"


def _whose(entry: Entry, company: str) -> str:
    return str(entry.whose) if entry.id == "E28" else company


def _address(way: Way, row: Production) -> str:
    if way == Way.RETRY:
        return reverse("productions:production_retry", args=[row.pk])
    if way == Way.CONNECTIONS:
        return reverse("productions:connections")
    return f"{row.episode.get_absolute_url()}#process-again"


def _credits(failed_in: State) -> str:
    if failed_in in (State.CREATING, State.UPLOADING):
        return _("No credit was spent: the mastering had not been started.")
    if failed_in == State.STARTING:
        return _("Credit may have been spent. A retry looks first, and never starts twice what has started.")
    if failed_in in (State.PROCESSING, State.CANCELING):
        return _("Credit may have been spent; the account's own page knows.")
    return _("The mastering is paid for and done. A retry does not pay again.")


def _kept(row: Production) -> str:
    count = len(row.output_files.all())
    if not count:
        return _("The recording is safe here.")
    text = ngettext(
        "The recording and %(n)d output file are safe here.",
        "The recording and %(n)d output files are safe here.",
        count,
    )
    return text % {"n": count}


def _facts_of(row: Production) -> dict[str, Any]:
    status = f"{row.auphonic_status_text} ({row.auphonic_status})" if row.auphonic_status is not None else ""
    return {
        "production": row.pk,
        "episode": row.episode_id,
        "failed in": row.failed_in,
        "code": row.error_code,
        "since": row.state_since,
        "started": row.created_at,
        "run": row.run,
        "server": row.account.server if row.account else "",
        "Auphonic production": row.auphonic_uuid,
        "Auphonic status": status,
        "AudioDN track": row.track.remote_id if row.track else "",
        "said": row.error,
    }
