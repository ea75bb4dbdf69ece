"""Tracks: one audio file each, with its words, its looks and the state of its processing."""

import secrets
import shutil
import uuid
from pathlib import Path

from engine import jobs, ledger, settings, store
from engine.audiodn import colors, covers, fields, handles, moments, organization, plan
from engine.audiodn.envelope import Body, Call, Refused, needs

KIND = "track"
JOBS = ("audiodn_track", "audiodn_fallback")  # the ordinary way of processing, and the one for heavy tracks
TERMINAL = ("ready", "incomplete", "error", "init_error")
HIDDEN = {
    *organization.INTERNAL,
    *("origin", "source", "probe", "levels", "variants", "files", "previous_status", "announced", "failure"),
    "is_heavy",
}


def check(body: Body) -> None:
    """Refuse a file before a byte of it is sent: no name, or over the plan's limit."""
    fields.text(body, "file_name", required=True, limit=255)
    if body.get("file_size") is None:
        return
    size = fields.number(body, "file_size", 0, 0, 10**15)
    if size == 0:
        raise Refused(400, "This file is empty.")
    if reason := plan.too_big(size) or plan.no_room(size):
        raise Refused(400, reason)


def new(origin: str, collection: Body, body: Body, upload_session_id: str | None = None) -> Body:
    """Make and store a track; its bytes come later. `body` has file_name and the optional fields of a track."""
    index = secrets.token_hex(5)
    base_path = f"o/{organization.ID[:8]}/t/{index}"
    track: Body = {
        "id": str(uuid.uuid4()),
        "organization_id": organization.ID,
        "collection_id": collection["id"],
        "creator_id": fields.known("creator", body, "creator_id") or collection["creator_id"],
        "upload_session_id": upload_session_id,
        "index": index,
        "organization_index": fields.text(body, "organization_index"),
        "file_name": Path(fields.text(body, "file_name", required=True, limit=255) or "").name or "audio",
        "file_name_original": fields.text(body, "file_name", limit=255),
        "order": 0,
        "duration": None,
        "size": None,
        "format": None,
        "info": {},
        "metadata": fields.mapping(body, "metadata"),
        "track_status_id": "initialized",
        "player_title": fields.text(body, "player_title"),
        "player_subtitle": None,
        "player_color": None,
        "theme": [],
        "is_cover_overridable": True,
        "is_theme_overridable": True,
        "base_path": base_path,
        "base_url": f"{origin}/media/{base_path}",
        "files_completed_at": None,
        "created_at": moments.now(),
        **organization.looks(body),
        "origin": origin,
        "source": None,
        "probe": None,
        "levels": None,
        "cover": None,
        "variants": [],
        "files": [],
        "previous_status": None,
        "announced": None,
        "failure": None,
        "is_heavy": False,
    }
    with store.transaction():
        track["order"] = 1 + max((t["order"] for t in store.find(KIND, collection_id=collection["id"])), default=-1)
        store.put(KIND, track["id"], track)
    note(track)
    return track


def note(track: Body) -> None:
    """Keep the facts tests ask for, under the track's own id."""
    id = track["id"]
    facts = {name: track[name] for name in ("metadata", "organization_index", "collection_id", "file_name")}
    ledger.note(KIND, id, status=track["track_status_id"], **facts)
    store.change(f"ledger_{KIND}", id, lambda entry: {"id": id, "puts": 0, **entry})


def uploads(origin: str, track: Body) -> Body:
    """Where the audio and the cover go."""
    return {
        "track_upload": handles.make(origin, "audio", track["id"]),
        "track_cover_upload": handles.make(origin, "track_cover", track["id"]),
    }


def view(track: Body) -> Body:
    """As a server sees it; `status` and `track_status_id` are one thing under two names, so are theme and
    image_colors."""
    shown = {name: value for name, value in track.items() if name not in HIDDEN}
    looks = {"image_colors": track["theme"], **colors.companions(track["player_color"])}
    return {**shown, **looks, "status": track["track_status_id"], "status_text": track["failure"]}


def answer(track: Body) -> Body:
    return {"track_id": track["id"], "track": view(track)}


def in_order(collection_id: str) -> list[Body]:
    """The tracks of a collection in play order."""
    return sorted(store.find(KIND, newest_first=False, collection_id=collection_id), key=lambda track: track["order"])


def current(track: Body) -> Body:
    """The track as it stands now."""
    return store.get(KIND, track["id"]) or track


def found(track_id: str, **facts: object) -> None:
    """Write down what was found out about the sound."""
    store.change(KIND, track_id, lambda track: {**track, **facts})


def put_file(track_id: str, file: Body) -> None:
    """Add a delivery file to the track, or replace the one with the same id."""

    def change(track: Body) -> Body:
        ids = [known["id"] for known in track["files"]]
        at = ids.index(file["id"]) if file["id"] in ids else len(ids)
        return {**track, "files": [*track["files"][:at], file, *track["files"][at + 1 :]]}

    store.change(KIND, track_id, change)


def media_path(relative: str) -> Path:
    """Where a delivery file lies; `relative` begins with the track's base_path."""
    return settings.FILES / "media" / relative


def folder(track_id: str) -> Path:
    """Where a track's original and its work in progress lie."""
    return settings.FILES / "tracks" / track_id


def forget(track: Body) -> None:
    """Stop its processing and remove it with all its files."""
    store.delete(KIND, track["id"])  # first, so that a job under way writes nothing more
    for job in JOBS:
        jobs.cancel(job, track["id"])
    for path in media_path(track["base_path"]).parent.glob(f"{track['index']}_*"):
        path.unlink(missing_ok=True)
    shutil.rmtree(folder(track["id"]), ignore_errors=True)
    covers.forget(track["cover"])
    ledger.note(KIND, track["id"], status="deleted")


@needs("api")
def create(call: Call) -> Body:
    """POST /v1/track: the one call for servers."""
    fields.text(call.body, "collection_id", required=True)
    check(call.body)
    collection = fields.found("collection", fields.known("collection", call.body, "collection_id") or "")
    track = new(call.origin, collection, call.body)
    return {**answer(track), **uploads(call.origin, track)}


@needs("api")
def show(call: Call, track_id: str) -> Body:
    """GET /v1/track/{id}: also how a server learns that it is ready."""
    return answer(fields.found(KIND, track_id))


@needs("api")
def update(call: Call, track_id: str) -> Body:
    """PUT /v1/track/{id}: only what is sent changes."""
    fields.found(KIND, track_id)
    body = call.body
    changes = organization.looks(body)
    for name in ("organization_index", "player_title"):
        if name in body:
            changes[name] = fields.text(body, name)
    if "file_name" in body:
        changes["file_name"] = fields.text(body, "file_name", required=True, limit=255)
    if "metadata" in body:
        changes["metadata"] = fields.mapping(body, "metadata")
    if "creator_id" in body:
        changes["creator_id"] = fields.known("creator", body, "creator_id")
    if body.get("order") is not None:
        changes["order"] = fields.number(body, "order", 0, 0, 1_000_000)
    track = store.change(KIND, track_id, lambda before: {**before, **changes}) or {}
    note(track)
    return answer(track)


@needs("api")
def remove(call: Call, track_id: str) -> Body:
    """DELETE /v1/track/{id}."""
    track = fields.found(KIND, track_id)
    forget(track)
    return {"track_id": track_id, "deleted_track": view(track)}


@needs("api")
def new_cover(call: Call, track_id: str) -> Body:
    """POST /v1/track/{id}/cover: a fresh way to send a cover."""
    track = fields.found(KIND, track_id)
    return {**answer(track), "track_cover_upload": handles.make(call.origin, "track_cover", track_id)}
