"""What a failed production tells its people: what happened, whose system, what it cost, what is safe, what helps."""

from dataclasses import dataclass
from typing import Any

from django.conf import settings

from productions.models import Production
from productions.states import State

AUPHONIC = {
    State.CREATING: "{} did not take the production",
    State.UPLOADING: "The recording did not get to {}",
    State.STARTING: "{} did not start",
    State.PROCESSING: "{} could not master the recording",
    State.COLLECTING: "The results did not come back from {}",
}
AUDIODN = {
    State.DELIVERING: "The delivery to {} did not work",
    State.TRANSCODING: "{} could not make the versions for listeners",
}
OURS = ("internal", "crash_loop")


@dataclass(frozen=True)
class Trouble:
    title: str
    credits: str
    safe: str
    helps: str
    is_connection: bool  # the way out leads over the Connections page
    retry: str  # what the button says
    details: dict[str, Any]


def trouble(production: Production, outputs: int) -> Trouble:
    """Of a failed production with this many output files in our storage."""
    failed_in = State(production.failed_in)
    company = _company(production, failed_in)
    title = {**AUPHONIC, **AUDIODN}[failed_in].format(company)
    if production.error_code in OURS:
        title = "The studio itself ran into trouble"
    kept = (
        f"The recording and {outputs} output file{'' if outputs == 1 else 's'} are" if outputs else "The recording is"
    )
    return Trouble(
        title[0].upper() + title[1:],
        _credits(production, failed_in),
        f"{kept} safe here.",
        _helps(production, failed_in, company),
        production.error_code in ("reconnect", "audiodn_key"),
        "Retry delivery" if failed_in in AUDIODN else "Retry",
        {
            "production": production.pk,
            "failed in": failed_in.value,
            "code": production.error_code,
            "Auphonic production": production.auphonic_uuid,
            "Auphonic status": f"{production.auphonic_status_text} ({production.auphonic_status})"
            if production.auphonic_status is not None
            else "",
            "AudioDN track": production.track.remote_id if production.track else "",
            "run": production.run,
        },
    )


def _company(production: Production, failed_in: State) -> str:
    if failed_in in AUDIODN:
        return "AudioDN"
    account = production.account
    if account and account.server == "engine":
        return "the engine on this machine"
    return settings.AUPHONIC_SERVERS.get(account.server, {}).get("label", "Auphonic") if account else "Auphonic"


def _credits(production: Production, failed_in: State) -> str:
    if failed_in in (State.CREATING, State.UPLOADING):
        return "No credit was spent: the mastering had not been started."
    if failed_in == State.STARTING:
        return "Credit may have been spent. A retry looks first, and never starts twice what has started."
    if failed_in == State.PROCESSING:
        return "Credit may have been spent; the account's own page knows."
    return "The mastering is paid for and done. A retry does not pay again."


def _helps(production: Production, failed_in: State, company: str) -> str:
    if production.error_code == "reconnect":
        return "Connect the account again, then retry."
    if production.error_code == "audiodn_key":
        return "An owner enters a new key under Connections. Then retry."
    if production.error_code == "unreachable":
        return f"This is often over in a few minutes. Retry goes on where it stopped: at {company}."
    if production.error_code in OURS:
        return "The people who run this server find the reason in the worker's log. Retry is safe."
    if failed_in in (State.CREATING, State.PROCESSING):
        return "Change the preset or the recording if the sentence above points there. Otherwise retry."
    return "Retry goes on where it stopped."
