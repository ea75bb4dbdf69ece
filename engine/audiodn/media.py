"""Big bodies of this side, in raw ASGI: audio in by PUT, delivery files and cover images out."""

import asyncio
import time
import uuid
from contextlib import suppress
from pathlib import Path, PurePosixPath

from engine import bodies, files, jobs, ledger, store
from engine.audiodn import covers, handles, originals, plan, signing, tracks
from engine.audiodn.envelope import Body
from engine.raw import RawScope, Receive, Send, answer, answer_json, header

TYPES = {".json": "application/json", ".png": "image/png", ".jpg": "image/jpeg"}
USED = "A file was sent to this upload address already. Create a new track for another."
PATIENCE = 64 * 10**6  # bytes of a refused upload that are read and thrown away
OPEN = [("cross-origin-resource-policy", "cross-origin")]  # other pages may show and play it
LISTEN = [*OPEN, ("cache-control", "private, max-age=3600")]
LOOK = [*OPEN, ("cache-control", "public, max-age=31536000, immutable")]


async def refuse(send: Send, status: int, message: str) -> None:
    """The failed envelope."""
    document = {"ok": False, "message": message, "api_request_id": str(uuid.uuid4())}
    await answer_json(send, status, document, [("cache-control", "no-store"), ("connection", "close")])


async def drain(receive: Receive) -> None:
    """Read on for a while: a caller cut off while sending never sees the answer."""
    left = PATIENCE
    with suppress(bodies.Interrupted):
        async for piece in bodies.pieces(receive):
            left -= len(piece)
            if left < 0:
                return


async def receive_audio(scope: RawScope, receive: Receive, send: Send) -> None:
    """PUT /upload/{handle}: the bytes of one track, any content type; processing starts when all are here."""
    id, query = scope["path_params"]["handle"], scope["query_string"].decode("latin-1")
    handle = await asyncio.to_thread(handles.find, id, query, "audio")
    track = handle and await asyncio.to_thread(store.get, "track", handle["target_id"])
    status, reason = 403, ""
    if not handle or not track:
        reason = "This upload address is unknown or has expired. Create a new track for the file."
    elif handle["used_at"]:
        reason = USED
    elif over := await asyncio.to_thread(over_the_plan, int(header(scope, "content-length") or 0)):
        status, reason = 413, over
    if track and not reason:
        await keep_audio(receive, send, id, track)
    else:
        await drain(receive)
        await refuse(send, status, reason)


def over_the_plan(size: int) -> str | None:
    """Why a body of so many bytes is refused, or None."""
    return plan.too_big(size) or plan.no_room(size)


async def keep_audio(receive: Receive, send: Send, handle_id: str, track: Body) -> None:
    """Stream the body to disk; a broken one leaves nothing behind and the address stays good."""
    source = tracks.folder(track["id"]) / "original"
    attempt = source.with_name(f"original-{uuid.uuid4().hex}")
    try:
        received = await bodies.to_file(receive, attempt, limit=plan.current().file_bytes)
    except bodies.Interrupted:
        return
    except bodies.TooBig:
        await refuse(send, 413, plan.too_big(plan.current().file_bytes + 1) or "")
        return
    except OSError:
        await refuse(send, 507, "There is no room for this file on the server's disk.")
        return
    if received.size == 0:
        attempt.unlink()
        await refuse(send, 400, "The file is empty. Send its bytes as the body of the PUT.")
    elif not await asyncio.to_thread(take, handle_id, track["id"], received, source):
        attempt.unlink(missing_ok=True)
        await refuse(send, 403, USED)
    else:
        await answer(send, 200, headers=[("etag", f'"{received.sha256}"'), ("cache-control", "no-store")])


def take(handle_id: str, track_id: str, received: bodies.Received, source: Path) -> bool:
    """Make the received file the track's original and start its processing; False when another was first."""
    with store.transaction():
        if store.get("track", track_id) is None or not handles.use(handle_id):
            return False
        received.path.replace(source)
        found = {"source": str(source), "size": received.size}
        store.change("track", track_id, lambda track: {**track, **found})
        ledger.note("track", track_id, original_sha256=received.sha256, size=received.size)
        ledger.count("track", track_id, "puts")
    jobs.submit("audiodn_track", track_id)
    return True


async def send_audio(scope: RawScope, receive: Receive, send: Send) -> None:
    """GET and HEAD /media/...: a delivery file, when the address is signed; ?dl=1 makes it an attachment."""
    query = scope["query_string"].decode("latin-1")
    target = scope["raw_path"].decode("latin-1") + (f"?{query}" if query else "")
    if reason := signing.refusal(target, signing.secret(), time.time()):
        await refuse(send, 403, reason)
        return
    relative = scope["path_params"]["path"]
    path = tracks.media_path(relative)
    name = await asyncio.to_thread(download_name, path) if query.startswith("dl=1&") else ""
    kind = TYPES.get(path.suffix) or originals.content_type(path.suffix)
    await files.send_file(scope, receive, send, path, filename=name, content_type=kind, headers=LISTEN)


def download_name(path: Path) -> str:
    """The track's title, or the name it was uploaded under, with the ending of the file."""
    found = store.find("track", limit=1, index=path.name.partition("_")[0])
    title = found[0]["player_title"] or PurePosixPath(found[0]["file_name"]).stem if found else path.stem
    return f"{title.replace('/', ' ')}{path.suffix}"


async def send_image(scope: RawScope, receive: Receive, send: Send) -> None:
    """GET and HEAD /images/{cover}/{side}.jpg: public."""
    cover, side = scope["path_params"]["cover"], scope["path_params"]["side"]
    path = covers.images(cover) / f"cover-{side}.jpg"
    await files.send_file(scope, receive, send, path, content_type="image/jpeg", headers=LOOK)
