"""Makes the zip file of a team: rows as JSON, people and log as CSV, sound and pictures as they are."""

import csv
import io
import json
import shutil
import tempfile
import zipfile
from collections.abc import Callable
from pathlib import Path, PurePath
from typing import Any
from uuid import UUID

from django.conf import settings
from django.core.files import File
from django.core.files.storage import default_storage
from django.db import models, transaction
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from exports.belongings import Encoder, files_of, plain, rows_of
from exports.models import Export
from notices.kinds import Mail, register
from notices.telling import tell
from podcaststudio.due import Claim, Lost
from podcaststudio.words import filled
from review.models import Decision, Note
from teams.models import AuditEntry, Team

DONE = register("export.done", _("an export you asked for is ready, or a team you deleted is gone"), Mail.NOW)
PIECE = 1024 * 1024
README = """{team}, exported on {day}.

data/    one JSON file per kind of thing; ids tie them together
files/   recordings, results and pictures as they are, named <kind>/<id>/<file name>
people.csv, log.csv, notes.csv, decisions.csv

Keys and tokens are not part of an export. What is at Auphonic and AudioDN stays there.
"""


def make(pk: UUID) -> None:
    """One turn at a due export."""
    turn = Export.objects.claim(pk, settings.PIPELINE_LEASE_SECONDS)
    if turn is None:
        return
    claim = Claim(Export.objects.all(), pk, turn, settings.PIPELINE_LEASE_SECONDS)
    export = Export.objects.select_related("team", "asked_by").get(pk=pk)
    try:
        with claim:
            facts = _pack(export, claim.keep)
        with transaction.atomic():
            claim.finish(due_at=None, done_at=timezone.now(), error="", **facts)
            _say(export)
    except Lost:
        return
    except OSError as error:
        claim.finish(due_at=None, error=f"It could not be written: {error.strerror or error}. See the disk's room.")


def _say(export: Export) -> None:
    tell(
        DONE.name, f"export:{export.pk}", [export.asked_by],
        title=filled(_("The export of %(team)s is ready"), {"team": export.team}),
        body=_("Save it from the team's settings."), address="/team/export/", team=export.team,
    )  # fmt: skip


def _pack(export: Export, keep: Callable[[], None]) -> dict[str, Any]:
    """Write the zip into our storage; returns the columns that say where."""
    day = timezone.localdate()
    file_name = f"{slugify(export.team.name) or 'team'}-{day}.zip"
    settings.UPLOAD_DIR.mkdir(parents=True, exist_ok=True)
    with tempfile.NamedTemporaryFile(dir=settings.UPLOAD_DIR, suffix=".zip") as file:
        with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr("README.txt", README.format(team=export.team, day=day))
            missing = _fill(archive, export.team, keep)
        file.flush()
        size = Path(file.name).stat().st_size
        file.seek(0)
        name = default_storage.save(f"exports/{export.pk}.zip", File(file))
    return {"file": name, "file_name": file_name, "size": size, "missing": missing}


def _fill(archive: zipfile.ZipFile, team: Team, keep: Callable[[], None]) -> list[str]:
    """Everything of the team; returns what should have been there and was not."""
    rows = rows_of(team)
    for model, queryset in rows.items():
        if not queryset.exists():
            continue
        keep()
        with archive.open(f"data/{model._meta.label_lower}.json", "w") as out:
            out.write(b"[")
            for number, row in enumerate(queryset.iterator(500)):
                out.write((",\n" if number else "\n").encode())
                out.write(json.dumps(plain(row), cls=Encoder, ensure_ascii=False).encode())
            out.write(b"\n]\n")
    archive.writestr("people.csv", _table(_people(team)))
    archive.writestr("log.csv", _table(_log(team)))
    archive.writestr("notes.csv", _table(_notes(team)))
    archive.writestr("decisions.csv", _table(_decisions(team)))
    return [str(row) for row, name in files_of(rows) if not _add(archive, row, name, keep)]


def _add(archive: zipfile.ZipFile, row: models.Model, name: str, keep: Callable[[], None]) -> bool:
    """Stored, not squeezed: sound does not get smaller. Returns whether the file was there."""
    shown = PurePath(getattr(row, "file_name", "") or name).name or "file"
    kind = row._meta.model_name
    try:
        source = default_storage.open(name)
    except FileNotFoundError:
        return False
    entry = zipfile.ZipInfo(f"files/{kind}/{row.pk}/{shown}", timezone.now().timetuple()[:6])
    with source, archive.open(entry, "w", force_zip64=True) as out:
        while piece := source.read(PIECE):
            keep()
            out.write(piece)
    return True


def _people(team: Team) -> list[list[Any]]:
    memberships = team.memberships.select_related("user").prefetch_related("shows")
    found: list[list[Any]] = [["name", "address", "role", "shows"]]
    for each in memberships:
        shows = ", ".join(str(show) for show in each.shows.all()) if each.is_limited else "all"
        found.append([each.user.name, each.user.email, each.get_role_display(), shows])
    return found


def _log(team: Team) -> list[list[Any]]:
    names = ("at", "actor_name", "action", "target_name", "details", "ip")
    rows = AuditEntry.objects.filter(team_id=team.pk).order_by("id").values_list(*names)
    return [list(names), *([str(cell) for cell in row] for row in rows)]


def _notes(team: Team) -> list[list[Any]]:
    """In the order in which they were said; a reply has no time of its own."""
    names = ("show", "episode", "production", "id", "reply to", "from", "to", "kind", "by", "text", "said", "resolved")
    rows = Note.objects.there().filter(production__episode__show__team=team).order_by("created_at")
    paths = (
        "production__episode__show__title", "production__episode__title", "production_id", "pk", "parent_id", "start",
        "end", "kind", "author_name", "text", "created_at", "resolved_at",
    )  # fmt: skip
    return [list(names), *([_plain(cell) for cell in row] for row in rows.values_list(*paths))]


def _decisions(team: Team) -> list[list[Any]]:
    names = ("show", "episode", "production", "by", "decision", "sentence", "at")
    rows = Decision.objects.filter(production__episode__show__team=team).order_by("created_at")
    paths = (
        "production__episode__show__title", "production__episode__title", "production_id", "author_name", "verdict",
        "sentence", "changed_at",
    )  # fmt: skip
    return [list(names), *([_plain(cell) for cell in row] for row in rows.values_list(*paths))]


def _plain(cell: Any) -> str:
    """Guests wrote some of it: no spreadsheet takes it for a formula."""
    text = "" if cell is None else str(cell)
    return f"'{text}" if text[:1] in ("=", "+", "-", "@", "\t", "\r") else text


def _table(rows: list[list[Any]]) -> str:
    out = io.StringIO()
    csv.writer(out).writerows(rows)
    return out.getvalue()


def room_for(team: Team) -> bool:
    """Whether the disk has room for the export, as far as can be known."""
    needed = sum(getattr(row, "size", 0) or 0 for row, _ in files_of(rows_of(team)))
    return shutil.disk_usage(settings.DATA_DIR).free > 2 * needed
