"""What apps may ask for: who they are, episodes, how to play and to upload, and how a track is doing."""

import re
from typing import Any

from django.core.exceptions import PermissionDenied

from audiodn import adoption, sessions
from audiodn.models import Collection, Track
from productions import cues
from productions.api.endpoint import Answer, Call, Refused
from productions.models import Episode
from teams.access import EDIT, SEE, get_for

PAGE = 50
ID = re.compile(r"[\w-]{1,64}")
UUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")


def me(call: Call) -> Answer:
    """GET /"""
    token, user = call.token, call.user
    return {
        "team": {"id": str(call.team.pk), "name": call.team.name},
        "person": {"name": str(user)},
        "may_upload": token.may_upload and call.team.my_role >= EDIT,
        "expires_at": _time(token.expires_at),
    }


def episodes(call: Call) -> Answer:
    """GET /episodes, the newest first"""
    rows = _episodes(call)
    if show := call.request.GET.get("show"):
        if not UUID.fullmatch(show):
            raise Refused(400, "invalid", "show must be the id of a show.")
        rows = rows.filter(show=show)
    offset, limit = call.number("offset", 0, 1_000_000), max(1, call.number("limit", PAGE, PAGE))
    return {"count": rows.count(), "episodes": [_episode(row) for row in rows[offset : offset + limit]]}


def episode(call: Call, pk: Any) -> Answer:
    """GET /episodes/{id}"""
    return _episode(get_for(call.user, _episodes(call), SEE, pk=pk), is_whole=True)


def play(call: Call, pk: Any) -> Answer:
    """POST /episodes/{id}/play: a play session with the addresses of the files, for native players"""
    found = get_for(call.user, _episodes(call), SEE, pk=pk)
    if found.track is None or not found.track.is_heard:
        raise Refused(409, "not_ready", "This episode cannot be heard yet.")
    session = sessions.whole_session(found.track)
    first = session.first
    return {
        "id": session.id,
        "expires_at": _time(session.expires_at),
        "track": _track(found.track),
        "files": [
            {
                "index": file.index,
                "codec": file.codec,
                "bitrate": file.bitrate,
                "size": file.size,
                "content_type": file.content_type,
                "url": file.url,
            }
            for file in (first.files if first else ())
        ],
        "levels": found.track.levels,
        "chapters": cues.chapters_of(found.track),
    }


def collections(call: Call) -> Answer:
    """GET /collections"""
    rows = Collection.objects.for_user(call.user).filter(team=call.team)
    found = [{"id": str(row.pk), "title": row.title, "subtitle": row.subtitle} for row in rows]
    return {"count": len(found), "collections": found}


def upload(call: Call, pk: Any) -> Answer:
    """POST /collections/{id}/uploads: an upload session; then a track in it, then the bytes"""
    collection = _for_upload(call, pk)
    session = sessions.upload_session(collection, call.user, fresh=True)
    return {
        "id": session.id,
        "expires_at": _time(session.expires_at),
        "create_track": {"method": "POST", "url": f"{session.api}/upload/{session.id}/track"},
    }


def adopt(call: Call, pk: Any) -> Answer:
    """POST /collections/{id}/tracks `{"track_id"}`: what was uploaded becomes a track here; twice is once"""
    collection, said = _for_upload(call, pk), call.body.get("track_id")
    if not isinstance(said, str) or not ID.fullmatch(said):
        raise Refused(422, "invalid", "Send track_id, the id that AudioDN gave the track.")
    adoption.adopt(collection, said)
    track = collection.tracks.filter(remote_id=said).first()
    if track is None:
        raise Refused(409, "being_delivered", "This track is a delivery of the studio's own.")
    return _track(track)


def track(call: Call, pk: Any) -> Answer:
    """GET /tracks/{id}: how it is doing"""
    rows = Track.objects.filter(collection__team=call.team).select_related("collection")
    return _track(get_for(call.user, rows, SEE, pk=pk))


def _episodes(call: Call) -> Any:
    rows = Episode.objects.for_user(call.user).filter(show__team=call.team)
    return rows.select_related("show", "track__collection__team")


def _for_upload(call: Call, pk: Any) -> Collection:
    if not call.token.may_upload:
        raise PermissionDenied("This token is for listening only.")
    rows = Collection.objects.filter(team=call.team).select_related("team")
    found: Collection = get_for(call.user, rows, EDIT, pk=pk)
    return found


def _episode(row: Episode, *, is_whole: bool = False) -> Answer:
    shown = {
        "id": str(row.pk),
        "title": row.title,
        "number": row.number,
        "show": {"id": str(row.show_id), "title": row.show.title},
        "is_playable": bool(row.track and row.track.is_heard),
        "duration": row.track.duration if row.track else None,
        "track": _track(row.track) if row.track else None,
        "created_at": _time(row.created_at),
    }
    return {**shown, "summary": row.summary} if is_whole else shown


def _track(row: Track) -> Answer:
    return {
        "id": str(row.pk),
        "title": row.title,
        "subtitle": row.subtitle,
        "status": row.status,
        "is_playable": row.is_heard,
        "is_failed": row.is_failed,
        "error": row.error,
        "duration": row.duration,
        "versions": [{"index": one["index"], "type": one["type"]} for one in row.versions],
    }


def _time(moment: Any) -> str | None:
    return moment.isoformat() if moment else None
