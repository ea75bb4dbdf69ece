"""Covers: received by a handle or found in the audio file, cut to four sizes, searched for colours."""

import shutil
from pathlib import Path

from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse

from engine import jobs, settings, store
from engine.audiodn import colors, handles
from engine.audiodn.envelope import Body, Call, refusal, reply
from engine.jobs import Job
from engine.sound import process
from engine.sound.spec import CoverSpec

LIMIT = 10 * 10**6  # bytes
STARTS = (b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", b"GIF8", b"RIFF")


def receive(request: HttpRequest, handle_id: str) -> HttpResponse:
    """POST /upload/{handle}: one image, as the form field `file` or as the whole body."""
    call_id = Call(request).id
    handle = handles.find(handle_id, request.META["QUERY_STRING"], "track_cover", "collection_cover")
    if handle is None or request.method != "POST":
        return refusal(call_id, 403, "This upload address is unknown, has expired, or takes no cover.")
    image = content(request)
    if not image.startswith(STARTS):
        return refusal(call_id, 400, "The cover must be a JPEG, PNG, WebP or GIF image, sent as the form field file.")
    if len(image) > LIMIT:
        return refusal(call_id, 413, f"The cover may have {LIMIT // 10**6} MB at most.")
    path = original(handle_id)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(image)
    if not handles.use(handle_id):
        return refusal(call_id, 403, "A cover was sent to this upload address already.")
    jobs.submit("audiodn_cover", handle_id)
    return reply(200, {"ok": True, "api_request_id": call_id, "success": True, "result": {"id": handle_id}})


receive.csrf_exempt = True  # type: ignore[attr-defined]


def content(request: HttpRequest) -> bytes:
    """The bytes of the image."""
    file = next(iter(request.FILES.values()), None)
    return file.read(LIMIT + 1) if isinstance(file, UploadedFile) else request.body


def original(cover: str) -> Path:
    """Where the image lies as it was sent; `cover` is the id of its handle."""
    return settings.FILES / "covers" / cover


def images(cover: str) -> Path:
    """Where its four sizes lie."""
    return settings.FILES / "images" / cover


def forget(cover: str | None) -> None:
    """Remove a cover that nobody has any more."""
    if cover:
        shutil.rmtree(images(cover), ignore_errors=True)
        original(cover).unlink(missing_ok=True)


def analyse(image: Path, cover: str, job: Job) -> Body:
    """Four sizes below images/<cover>/, and the colours. Raises SoundError, Canceled."""
    folder = images(cover)
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    return process.run("cover", CoverSpec(str(image), str(folder)), on_child=job.child)


def attach(kind: str, target_id: str, cover: str, result: Body, *, only_if_none: bool = False) -> None:
    """Make it the cover; its palette becomes the theme, its most vivid colour the player's unless one was chosen."""

    def change(document: Body) -> Body | None:
        if only_if_none and document["cover"]:
            return None
        is_chosen = document["player_color"] and not document.get("is_color_found")
        color = document["player_color"] if is_chosen else result["vivid"]
        theme = [colors.describe(entry, is_active=entry == color) for entry in result["palette"]]
        found = {"player_color": color, "is_color_found": not is_chosen}
        return {**document, **found, "cover": cover, "theme": theme}

    store.change(kind, target_id, change)
