"""Before anything is sent: how much credit it will take, whether that is there, and what will not turn out."""

from dataclasses import dataclass
from typing import Any

from productions import formats
from productions.models import AuphonicAccount

LEAST = 0.05  # hours that Auphonic charges at least


@dataclass(frozen=True)
class Preflight:
    """Hours of credit. `after` is what would remain; None when the account's credit is not known."""

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
    return Preflight(max(seconds / 3600, LEAST), account, _warnings(known, chapters, tracks))


def _warnings(settings: dict[str, Any], chapters: int, tracks: int) -> list[str]:
    """Output files that will have nothing in them, and a credential that needs mending."""
    speech = settings.get("speech_recognition") or {}
    there = {
        "speech recognition": bool(speech),
        "chapters": bool(chapters or speech.get("shownotes")),
        "separate tracks": bool(tracks),
    }
    found = []
    for row in settings.get("output_files") or []:
        known = formats.BY_KEY.get(str(row.get("format")) if isinstance(row, dict) else "")
        if known and known.needs in there and not there[known.needs]:
            found.append(f"“{known.label}” needs {known.needs}, and there is none.")
        elif isinstance(row, dict) and row.get("split_on_chapters") and not there["chapters"]:
            found.append("A file per chapter was asked for, and there are no chapters.")
    return list(dict.fromkeys(found))
