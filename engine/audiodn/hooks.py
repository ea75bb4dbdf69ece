"""The organization's webhooks: for a track's outcome, for each of its files, for collections; unsigned, at least once.

What has been told is written down after it was queued, so a kill in between tells it twice and never not at all.
"""

import threading

from engine import settings, store, webhooks
from engine.audiodn import colors, signing, tracks
from engine.audiodn.envelope import Body

TRACK_FIELDS = (
    *("id", "track_status_id", "index", "organization_index", "file_name", "file_name_original", "player_title"),
    *("player_subtitle", "order", "format", "metadata", "duration", "size", "files_completed_at"),
)
IDS = ("organization_id", "creator_id", "collection_id")
FILE_FIELDS = (
    *("id", "path", "size", "content_type", "file_name", "is_public", "is_success", "status_text", "variant"),
)


_telling = threading.Lock()  # files that are made side by side are told one after the other


def catch_up(track_id: str) -> None:
    """Tell what has not been told yet about this track: its files first, then its outcome."""
    with _telling:
        tell_news(track_id)


def tell_news(track_id: str) -> None:
    track = store.get("track", track_id)
    if track is None:
        return
    for file in track["files"]:
        if not file["is_announced"]:
            tell(settings.AUDIODN_WEBHOOK_FILE, file_event(track, file))
            tracks.put_file(track_id, {**file, "is_announced": True})
    outcome = [track["track_status_id"], track["files_completed_at"]]
    if track["track_status_id"] in tracks.TERMINAL and outcome != track["announced"]:
        tell(settings.AUDIODN_WEBHOOK, track_event(track))
        store.change("track", track_id, lambda before: {**before, "announced": outcome})


def collection_changed(verb: str, collection: Body) -> None:
    """`collection.created`, `collection.updated` or `collection.deleted`; part of the caller's transaction.

    AudioDN does not publish this body: ours has the ids of the others and the collection as the API shows it.
    """
    ids = {name: collection[name] for name in ("organization_id", "creator_id")}
    about = {"collection_id": collection["id"], "collection": collection}
    tell(settings.AUDIODN_WEBHOOK_COLLECTION, {"event": f"collection.{verb}", **ids, **about})


def tell(url: str, payload: Body) -> None:
    if url:
        webhooks.send(url, json=payload, headers={"X-ADN-Event": payload["event"]})


def track_event(track: Body) -> Body:
    """`track.status_changed`: the track and all its files, without their data and props."""
    shown = {name: track[name] for name in TRACK_FIELDS}
    return {
        "event": "track.status_changed",
        "status": track["track_status_id"],
        "previous_status": track["previous_status"],
        **{name: track[name] for name in IDS},
        "track_id": track["id"],
        "upload_session_id": track["upload_session_id"],
        "track": {**shown, "format": track["format"] or {}, **colors.companions(track["player_color"])},
        "files": [file_view(track, file) for file in track["files"]],
    }


def file_event(track: Body, file: Body) -> Body:
    """`track_file.created` or `track_file.failed`: one file, whole."""
    return {
        "event": "track_file.created" if file["is_success"] else "track_file.failed",
        "status": "success" if file["is_success"] else "failed",
        **{name: track[name] for name in IDS},
        "track_id": track["id"],
        "file_id": file["id"],
        "message": file["status_text"],
        "file": {**file_view(track, file), "data": file["data"], "props": file["props"]},
    }


def file_view(track: Body, file: Body) -> Body:
    """A file with a freshly signed address, or with none when it failed."""
    url = track["origin"] + signing.signed(f"/media/{file['path']}") if file["is_success"] else None
    return {**{name: file[name] for name in FILE_FIELDS}, "url": url}
