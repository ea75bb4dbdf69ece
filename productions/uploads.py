"""Recordings on their way in: begun, grown by the bytes plane, and made a `Recording` once they are found to be sound.

    begin ──▶ part file grows ──▶ finish: probe ▶ storage ▶ row ▶ start a production, if wanted ▶ part goes
                                      └─ no sound: the sentence stays on the row, the part goes

The part is the last thing to go, so `finish` may be killed at any line and repeated.
"""

import logging
import re
import shutil
import time
import unicodedata
from contextlib import nullcontext, suppress
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import Q
from django.template.defaultfilters import filesizeformat
from django.utils import timezone

from productions import pipeline, storage
from productions.models import Episode, Production, Recording, Upload
from productions.plane import part as parts
from productions.plane.part import Busy, Gone, Part
from productions.probe import NotAudio, probe

log = logging.getLogger(__name__)
RESERVE_BYTES = 1 << 30  # what an upload must leave free for the database and everything else on the disk
ORPHAN_SECONDS = 24 * 3600
COPY_BYTES = 1 << 20


class TooLarge(Exception):
    """More than this installation takes. The text is for people."""


class NoRoom(Exception):
    """The disk is nearly full. The text is for people."""


def begin(episode: Episode, user: Any, file_name: str, size: int, *, is_start_wanted: bool = False) -> Upload:
    """Announce a recording of `size` bytes. Raises `NotAudio` (empty), `TooLarge` or `NoRoom`."""
    if not size:
        raise NotAudio("The file is empty. Export it again and upload the new file.")
    if size > settings.UPLOAD_MAX_BYTES:
        raise TooLarge(
            f"The file is larger than this studio takes ({filesizeformat(settings.UPLOAD_MAX_BYTES)}). "
            "Export it as FLAC or MP3, or have UPLOAD_MAX_BYTES raised."
        )
    folder = Path(settings.UPLOAD_DIR)
    folder.mkdir(parents=True, exist_ok=True)
    if shutil.disk_usage(folder).free - size < RESERVE_BYTES:
        raise NoRoom("The studio's disk has no room for this file. Free some space on it, then upload again.")
    upload = Upload(
        episode=episode,
        user=user,
        file_name=clean_name(file_name),
        size=size,
        is_start_wanted=is_start_wanted,
        expires_at=timezone.now() + timedelta(seconds=settings.UPLOAD_EXPIRES_SECONDS),
    )
    parts.create(upload.pk)
    upload.save(force_insert=True)
    return upload


def finish(upload: Upload, part: Part | None = None) -> Recording:
    """Make a recording of an upload that has arrived whole, or return the one made before.

    `part` is given by whoever has it open already. Raises `NotAudio`, `Busy` when somebody else is at it, and `Gone`.
    """
    if upload.recording and not upload.is_start_wanted:
        return upload.recording
    with nullcontext(part) if part else Part(upload.pk) as held:
        fresh = Upload.objects.select_related("recording", "user", "episode__show__team").filter(pk=upload.pk).first()
        if fresh is None:
            held.remove()
            raise Gone(str(upload.pk))
        if fresh.error and not fresh.recording:
            held.remove()
            raise NotAudio(fresh.error)
        recording = fresh.recording or _record(fresh, held)
        if fresh.is_start_wanted:
            _start(fresh, recording)
        held.remove()
    upload.refresh_from_db()
    return recording


def add_recording(episode: Episode, path: Path, file_name: str, user: Any) -> Recording:
    """Take a local file as a recording of the episode; the file stays where it is. Raises like `begin` and `finish`."""
    upload = begin(episode, user, file_name, path.stat().st_size)
    with Part(upload.pk) as part, path.open("rb") as file:
        while piece := file.read(COPY_BYTES):
            part.write(piece)
        part.sync()
        return finish(upload, part)


def discard(upload: Upload) -> None:
    """Forget an upload; its recording, if it came to one, stays. Raises `Busy`."""
    _remove_part(upload.pk)
    upload.delete()


def complete_pending() -> int:
    """Finish what arrived whole and was interrupted before its recording was written. Returns how many."""
    count = 0
    unfinished = Q(recording=None, error="") | Q(recording__isnull=False, is_start_wanted=True)
    for upload in Upload.objects.filter(unfinished).order_by("created_at"):
        if parts.size_of(upload.pk) != upload.size:
            continue
        try:
            finish(upload)
            count += 1
        except (Busy, Gone, NotAudio) as reason:
            log.info("upload %s: %s", upload.pk, reason)
        except Exception:
            log.exception("upload %s could not be finished", upload.pk)
    return count


def expire() -> int:
    """Forget uploads that are past their time, and parts that belong to none. Returns how many uploads."""
    count = 0
    for upload in Upload.objects.filter(expires_at__lt=timezone.now()):
        if upload.recording_id is None and not upload.error and parts.size_of(upload.pk) == upload.size:
            continue  # whole, and so for `complete_pending`
        with suppress(Busy):
            discard(upload)
            count += 1
    for path in Path(settings.UPLOAD_DIR).glob("*.part"):
        with suppress(Busy, FileNotFoundError):
            is_old = time.time() - path.stat().st_mtime > ORPHAN_SECONDS
            if is_old and not Upload.objects.filter(pk=path.stem).exists():
                _remove_part(UUID(path.stem))
    return count


def clean_name(name: str) -> str:
    """A file name that is only a name: no folders, no control or direction-changing characters, at most 200 long."""
    name = re.split(r"[/\\]", name)[-1]
    name = "".join(letter for letter in name if unicodedata.category(letter) not in ("Cc", "Cf", "Cs", "Co"))
    stem, dot, ending = name.strip().rpartition(".")
    if len(name) > 200:
        name = f"{stem[: 199 - len(ending)]}.{ending}" if dot and len(ending) < 20 else name[:200]
    return name.strip(" .") or "recording"


def _record(upload: Upload, part: Part) -> Recording:
    try:
        sound = probe(part.path)
    except NotAudio as reason:
        Upload.objects.filter(pk=upload.pk).update(error=str(reason))
        part.remove()
        raise
    ending = re.search(r"\.[a-z0-9]{1,8}$", upload.file_name.lower())
    name = storage.put(part.path, f"recordings/{upload.pk}{ending.group() if ending else ''}")
    try:
        with transaction.atomic():
            recording = Recording.objects.create(
                id=upload.pk,
                episode=upload.episode,
                file=name,
                file_name=upload.file_name,
                size=part.size,
                sha256=part.sha256(),
                duration=sound.duration,
                codec=sound.codec,
                channels=sound.channels,
                samplerate=sound.samplerate,
                uploaded_by=upload.user,
            )
            Upload.objects.filter(pk=upload.pk).update(recording=recording)
    except IntegrityError:  # the episode was deleted meanwhile, and the upload with it
        storage.remove(name)
        part.remove()
        raise Gone(str(upload.pk)) from None
    return recording


def _start(upload: Upload, recording: Recording) -> None:
    """Start a production as asked for at the upload; when that is refused, the sentence stays on the upload."""
    error = ""
    if not Production.objects.filter(recording=recording).exists():
        try:
            pipeline.start(upload.episode, recording, actor=upload.user)
        except pipeline.Refused as refused:
            error = str(refused)
    Upload.objects.filter(pk=upload.pk).update(is_start_wanted=False, error=error)


def _remove_part(pk: UUID) -> None:
    """Raises `Busy` when somebody writes to it just now."""
    with suppress(Gone), Part(pk) as part:
        part.remove()
