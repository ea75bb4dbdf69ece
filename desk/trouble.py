"""Trouble at its place, told by the catalogue: what happened, whose system, what it cost, what is safe, one button.

Of tracks, errands, uploads, fetches, accounts and presets, and of what people meet that is no row; `runs.py` adds
productions. Reads rows that are loaded; asks nobody.
"""

from dataclasses import dataclass
from functools import singledispatch
from pathlib import PurePosixPath
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from audiodn.models import Errand, Track
from desk import report
from desk.catalogue import CALM, CATALOGUE, Entry, Way
from podcaststudio.vitals import Ill
from productions.models import AuphonicAccount, Fetch, PresetCopy, Upload

SOUNDS = (".wav", ".flac", ".mp3", ".m4a", ".aac", ".ogg", ".opus", ".aif", ".aiff", ".mp4", ".mov", ".mkv", ".webm")


@dataclass(frozen=True)
class Trouble:
    """`address` is where the button leads; `is_post` when it does something there."""

    id: str
    title: str
    sentence: str
    whose: str
    credits: str
    safe: str
    helps: str
    button: str
    address: str
    is_post: bool
    report: str
    is_calm: bool = False


@singledispatch
def trouble(row: Any) -> Trouble | None:
    """What is wrong with this row; None when nothing is."""
    raise TypeError(f"nothing is known of failures of {type(row).__name__}")


@dataclass(frozen=True)
class Condition:
    """What somebody meets that is no row: the entry, what was said, and where it is mended."""

    id: str
    sentence: str = ""
    address: str = ""
    safe: str = ""
    about: str = ""  # the id of what it was met at


@trouble.register
def _of_condition(row: Condition) -> Trouble:
    return _small(CATALOGUE[row.id], row, "", row.sentence, row.address, safe=row.safe)


@trouble.register
def _of_account(row: AuphonicAccount) -> Trouble | None:
    if not row.last_error:
        return None
    entry, address = CATALOGUE["E02"], reverse("auphonic:check", args=[row.pk])
    if row.is_broken:
        entry, address = CATALOGUE["E03"], reverse("productions:connections")
    company = settings.AUPHONIC_SERVERS.get(row.server, {}).get("company", "Auphonic")
    is_post = entry.way == Way.CHECK
    return _small(entry, row, "", row.last_error, address, company=company, who=str(row.user), is_post=is_post)


@trouble.register
def _of_copy(row: PresetCopy) -> Trouble | None:
    if not row.is_missing:
        return None
    address = reverse("productions:preset_copy", args=[row.preset_id])
    return _small(CATALOGUE["E15"], row, row.preset.name, "", address, company=str(row.account), is_post=True)


@trouble.register
def _of_upload(row: Upload) -> Trouble | None:
    if row.recording_id:
        return None
    address = f"{row.episode.get_absolute_url()}#panel-record"
    return _small(CATALOGUE[upload_entry(row)], row, row.file_name, row.error, address)


@trouble.register
def _of_fetch(row: Fetch) -> Trouble | None:
    if row.is_under_way or row.recording_id:
        return None
    name = PurePosixPath(urlsplit(row.address).path).name or urlsplit(row.address).hostname or ""
    address = f"{row.episode.get_absolute_url()}#panel-record"
    return _small(CATALOGUE["E23"], row, report.harmless(name), row.error, address)


@trouble.register
def _of_track(row: Track) -> Trouble | None:
    if row.status == "incomplete":
        return _small(CATALOGUE["E20"], row, row.title, "", f"{row.get_absolute_url()}#h-versions")
    return _small(CATALOGUE["E21"], row, row.title, row.error, row.get_absolute_url()) if row.is_failed else None


@trouble.register
def _of_errand(row: Errand) -> Trouble | None:
    if not row.is_stuck:
        return None
    address = reverse("audiodn:errand_retry", args=[row.pk])
    return _small(CATALOGUE["E21"], row, row.get_kind_display(), row.error, address, is_post=True)


@trouble.register
def _of_installation(row: Ill) -> Trouble | None:
    return _small(CATALOGUE["E26"], row, "", row.sentence, reverse("health"))


def upload_entry(row: Upload) -> str:
    if not row.error:
        return "E09"
    if "large" in row.error or "room" in row.error:
        return "E08"
    is_sound = row.file_name.casefold().endswith(SOUNDS)
    return "E07" if is_sound else "E06"


def _small(
    entry: Entry,
    row: Any,
    name: str,
    sentence: str,
    address: str,
    *,
    is_post: bool = False,
    company: str = "AudioDN",
    who: str = "",
    safe: str = "",
) -> Trouble:
    """Before or after the mastering, where nothing is paid."""
    pk = getattr(row, "pk", None)
    facts = {"entry": entry.id, type(row).__name__.lower(): pk, "at": getattr(row, "created_at", "")}
    facts["about"] = getattr(row, "about", "")
    facts |= {"status": getattr(row, "status", ""), "AudioDN track": getattr(row, "remote_id", ""), "said": sentence}
    return Trouble(
        entry.id,
        str(entry.title) % {"name": name, "company": capital(company), "who": who},
        sentence,
        str(entry.whose) if company == "AudioDN" else company,
        _("No credit was spent."),
        safe or _("Trying again is safe."),
        str(entry.helps),
        str(entry.button),
        address,
        is_post,
        report.text(pk.hex[:12] if pk else entry.id, facts),
        entry.id in CALM,
    )


def capital(sentence: str) -> str:
    return sentence[0].upper() + sentence[1:]
