"""Before anything is sent: how much credit it will take, whether that is there, and what will not turn out."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from audiodn.models import Connection
from productions import formats, outgoing
from productions.models import AuphonicAccount
from teams.models import Team

LEAST = 0.05  # hours that Auphonic charges at least


@dataclass(frozen=True)
class Preflight:
    """Hours of credit. `after` is what would remain; None when the account's credit is not known."""

    seconds: float
    hours: float
    account: AuphonicAccount | None
    warnings: list[str]

    @property
    def after(self) -> float | None:
        left = self.account.credits if self.account else None
        return None if left is None else left - self.hours

    @property
    def is_short(self) -> bool:
        return self.after is not None and self.after < 0


def preflight(
    seconds: float, settings: Any, account: AuphonicAccount | None, *, chapters: int, tracks: int
) -> Preflight:
    """`seconds` is the recording's length, or that of the longest track; `settings` a preset's."""
    known = settings if isinstance(settings, dict) else {}
    warnings = [*_warnings(known, chapters, tracks), *_services(known, account)]
    return Preflight(seconds, max(seconds / 3600, LEAST), account, warnings)


def over_plan(seconds: float, team: Team) -> list[str]:
    """A sentence where the team's AudioDN plan will not take so long an episode. One query if it is not loaded."""
    connection: Connection | None = getattr(team, "audiodn", None)
    plan = connection.limits if connection else None
    if plan is None or seconds <= plan.seconds:
        return []
    text = _(
        "It is %(minutes).0f min long, and your AudioDN plan takes %(most).0f min. Processing is fine; delivery is not."
    )
    return [text % {"minutes": seconds / 60, "most": plan.seconds / 60}]


def _services(settings: dict[str, Any], account: AuphonicAccount | None) -> list[str]:
    text = _("“%(service)s” is a service of another account. Nothing is sent there from this one.")
    return [text % {"service": name} for name in outgoing.elsewhere(settings, account)] if account else []


def _warnings(settings: dict[str, Any], chapters: int, tracks: int) -> list[str]:
    """Output files that will have nothing in them, and a credential that needs mending."""
    speech = settings.get("speech_recognition") or {}
    there = {
        "speech recognition": bool(speech),
        "chapters": bool(chapters or speech.get("shownotes")),
        "separate tracks": bool(tracks),
    }
    found = []
    if settings.get("is_multitrack") and not tracks:
        found.append(_("The preset is one for separate tracks, and there is a single file."))
    for row in settings.get("output_files") or []:
        known = formats.BY_KEY.get(str(row.get("format")) if isinstance(row, dict) else "")
        if known and known.needs in there and not there[known.needs]:
            found.append(
                _("“%(format)s” needs %(needs)s, and there is none.") % {"format": known.label, "needs": _(known.needs)}
            )
        elif isinstance(row, dict) and row.get("split_on_chapters") and not there["chapters"]:
            found.append(_("A file per chapter was asked for, and there are no chapters."))
    return list(dict.fromkeys(found))
