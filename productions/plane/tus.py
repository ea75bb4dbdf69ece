"""Recordings in: tus 1.0 (https://tus.io/protocols/resumable-upload) for any client that speaks it.

    POST   /uploads/      announce an upload: 201 with its address. Metadata: `filename`, `episode` (uuid), `start`
    HEAD   /uploads/<id>  how much has arrived
    PATCH  /uploads/<id>  append from there on; the one that brings the last byte makes the recording
    DELETE /uploads/<id>  forget it
    GET    /uploads/<id>  ours, not tus': the upload, its recording and what went wrong, as JSON

Refusals: 400 malformed, 403 lesser role or foreign page, 404 stranger, 409 wrong offset, 410 gone, 412 other protocol
version, 413 too large, 415 wrong content type, 422 no recording, 423 somebody else is writing, 460 checksum, 507 disk
full; each with a sentence as its body.
"""

import asyncio
import errno
import json
import uuid
from datetime import UTC
from email.utils import format_datetime
from typing import Any

from django.conf import settings
from django.utils import timezone

from productions import files, uploads
from productions.models import Episode, Recording, Upload
from productions.plane import part as parts
from productions.plane.call import Answer, Call, Cut, in_thread
from productions.plane.headers import CHECKSUMS, Checksum, metadata, number
from productions.plane.part import Busy, Gone, Part
from productions.plane.session import visitor
from productions.probe import NotAudio
from teams.access import EDIT, RUN, get_for

VERSION = "1.0.0"
EXTENSIONS = "creation,creation-with-upload,checksum,termination,expiration"
BODY = "application/offset+octet-stream"
PIECE = 1 << 20  # bytes gathered before a thread writes them

BUSY = "Another connection is writing to this upload. It goes on by itself in a moment."
GONE = "This upload is not here any more. Begin it again."
FULL = "The studio's disk is full. What has arrived is kept: free some space, then go on."


async def serve(call: Call, pk: str) -> None:
    """Answer one request to `/uploads/<pk>`; an empty `pk` is the address where uploads begin."""
    if call.method == "OPTIONS":
        return await options(call)
    if call.method != "GET" and call.header("tus-resumable") != VERSION:
        raise Answer(412, f"This is a tus {VERSION} server.", [("tus-version", VERSION)])
    verbs = {"HEAD": head, "PATCH": patch, "DELETE": delete, "GET": get} if pk else {"POST": post}
    if call.method not in verbs:
        raise Answer(405, "This address does not do that.", [("allow", ", ".join(("OPTIONS", *verbs)))])
    try:
        return await verbs[call.method](call, pk)
    except Busy:
        raise Answer(423, BUSY) from None
    except Gone:
        raise Answer(410, GONE) from None
    except NotAudio as reason:
        raise Answer(422, str(reason)) from None
    except OSError as error:
        if error.errno not in (errno.ENOSPC, errno.EDQUOT):
            raise
        raise Answer(507, FULL) from error


# ---------------------------------------------------------------- the verbs
async def options(call: Call) -> None:
    told = [
        ("tus-version", VERSION),
        ("tus-extension", EXTENSIONS),
        ("tus-max-size", str(settings.UPLOAD_MAX_BYTES)),
        ("tus-checksum-algorithm", ",".join(CHECKSUMS)),
    ]
    await call.answer(204, headers=told)


async def post(call: Call, _: str) -> None:
    size = number(call, "upload-length")
    upload = await in_thread(_begin, call, size)
    told = [("location", f"/uploads/{upload.pk}"), _expires(upload)]
    if call.header("content-type") == BODY:
        with Part(upload.pk) as part:
            await _grow(call, upload, part)
            told.append(("upload-offset", str(part.size)))
    await call.answer(201, headers=told)


async def head(call: Call, pk: str) -> None:
    upload = await in_thread(_find, call, pk)
    offset = _offset(upload)
    if offset == upload.size and not upload.recording:
        await in_thread(uploads.finish, upload)  # its last byte came, and then the studio was interrupted
    told = [("upload-offset", str(offset)), ("upload-length", str(upload.size)), _expires(upload)]
    await call.answer(200, headers=told)


async def patch(call: Call, pk: str) -> None:
    if call.header("content-type") != BODY:
        raise Answer(415, f"The content type must be {BODY}.")
    offset = number(call, "upload-offset")
    upload = await in_thread(_find, call, pk)
    if upload.recording:
        _expect(offset, upload.size)
    else:
        with Part(upload.pk) as part:
            _expect(offset, part.size)
            await _grow(call, upload, part)
            offset = part.size
    await call.answer(204, headers=[("upload-offset", str(offset)), _expires(upload)])


async def delete(call: Call, pk: str) -> None:
    upload = await in_thread(_find, call, pk)
    await in_thread(uploads.discard, upload)
    await call.answer(204)


async def get(call: Call, pk: str) -> None:
    upload = await in_thread(_find, call, pk, False)
    told = json.dumps(
        {
            "id": str(upload.pk),
            "file_name": upload.file_name,
            "size": upload.size,
            "offset": upload.size if upload.recording else parts.size_of(upload.pk) or 0,
            "error": upload.error,
            "recording": upload.recording and _facts(upload.recording),
        }
    )
    await call.answer(200, told.encode(), [("content-type", "application/json")])


# ---------------------------------------------------------------- bytes
async def _grow(call: Call, upload: Upload, part: Part) -> None:
    """Append the body; with the last byte, make the recording. What arrived is on the disk whatever happens."""
    before, room = part.size, upload.size - part.size
    checksum = Checksum.announced(call)
    if call.header("content-length") and number(call, "content-length") > room:
        raise _too_much(upload)
    try:
        await _append(call, upload, part, checksum)
    except Cut:
        if checksum:  # half a piece cannot be checked
            await asyncio.to_thread(part.truncate, before)
        raise
    if checksum and not checksum.is_right():
        await asyncio.to_thread(part.truncate, before)
        raise Answer(460, "A piece arrived damaged and was thrown away. Send it again.")
    if part.size == upload.size:
        await in_thread(uploads.finish, upload, part)


async def _append(call: Call, upload: Upload, part: Part, checksum: Checksum | None) -> None:
    """Write pieces in a thread while the next ones come. Raises `Cut`, and OSError when the disk is full."""

    def write(pieces: list[bytes]) -> None:
        for piece in pieces:
            part.write(piece)
            if checksum:
                checksum.update(piece)

    room = upload.size - part.size
    gathered: list[bytes] = []
    writing = asyncio.ensure_future(asyncio.to_thread(write, []))
    try:
        async for piece in call.body():
            gathered.append(piece[:room])
            if len(piece) > room:
                raise _too_much(upload)
            room -= len(piece)
            if sum(map(len, gathered)) >= PIECE:
                await asyncio.shield(writing)
                gathered, writing = [], asyncio.ensure_future(asyncio.to_thread(write, gathered))
    finally:
        await writing
        await asyncio.to_thread(write, gathered)
        await asyncio.to_thread(part.sync)


# ---------------------------------------------------------------- rows
def _begin(call: Call, size: int) -> Upload:
    user, told = visitor(call), metadata(call)
    is_start_wanted = told.get("start") in ("1", "true", "yes", "on")
    role = RUN if is_start_wanted else EDIT
    episodes = Episode.objects.select_related("show__team")
    episode = get_for(user, episodes, role, pk=_uuid(told.get("episode", "")))
    try:
        return uploads.begin(episode, user, told.get("filename", ""), size, is_start_wanted=is_start_wanted)
    except uploads.TooLarge as reason:
        raise Answer(413, str(reason)) from None
    except uploads.NoRoom as reason:
        raise Answer(507, str(reason)) from None


def _find(call: Call, pk: str, is_error_raised: bool = True) -> Upload:
    """The upload, if this person may write to its episode. Raises `Gone` past its time and `NotAudio` when refused."""
    queryset = Upload.objects.select_related("recording", "episode__show__team")
    upload: Upload = get_for(visitor(call), queryset, EDIT, pk=_uuid(pk))
    if upload.expires_at < timezone.now() and not upload.recording:
        raise Gone
    if is_error_raised and upload.error and not upload.recording and call.method != "DELETE":
        raise NotAudio(upload.error)
    return upload


def _offset(upload: Upload) -> int:
    if upload.recording:
        return upload.size
    size = parts.size_of(upload.pk)
    if size is None:
        raise Gone
    return size


def _facts(recording: Recording) -> dict[str, Any]:
    return {
        "id": str(recording.pk),
        "file_name": recording.file_name,
        "size": recording.size,
        "duration": recording.duration,
        "codec": recording.codec,
        "channels": recording.channels,
        "samplerate": recording.samplerate,
        "url": files.address(recording),
    }


def _uuid(text: str) -> uuid.UUID:
    try:
        return uuid.UUID(text)
    except ValueError:
        raise Answer(404, "There is nothing at this address, or you do not have access to it.") from None


def _expect(offset: int, size: int) -> None:
    if offset != size:
        raise Answer(409, f"The upload goes on at byte {size}, not at {offset}.", [("upload-offset", str(size))])


def _expires(upload: Upload) -> tuple[str, str]:
    return "upload-expires", format_datetime(upload.expires_at.astimezone(UTC), usegmt=True)


def _too_much(upload: Upload) -> Answer:
    return Answer(413, f"There is more than the {upload.size} bytes announced. Upload the file again from the start.")
