"""Upload sessions: a page may put files into one collection for a while, without a key."""

import uuid

from engine import store
from engine.audiodn import colors, fields, keys, moments, organization, tracks
from engine.audiodn.envelope import Body, Call, Refused, needs

KIND = "upload_session"
SHOWN = ("id", "creator_id", "collection_id", "organization_index", "metadata", "expires_at")


def answer(session: Body) -> Body:
    """The session, and what the uploader looks for beside it: its end and the collection's colour."""
    collection = store.get("collection", session["collection_id"]) or {}
    color = collection.get("player_color") or organization.current()["player_color"]
    return {
        "upload_session_id": session["id"],
        "upload_session": {name: session[name] for name in SHOWN},
        **colors.companions(color),
        "expires_at": session["expires_at"],
    }


@needs("api", "uploader")
def create(call: Call) -> Body:
    """POST /v1/upload_session; with a nested `track` the first track comes along."""
    body, key = call.body, call.key or keys.SERVER
    collection_id = fields.known("collection", body, "collection_id") or key.collection_id
    if not collection_id:
        raise Refused(400, "collection_id is missing.")
    if key.collection_id not in (None, collection_id):
        raise Refused(403, "This key uploads into another collection only.")
    collection = fields.found("collection", collection_id)
    creator_id = fields.known("creator", body, "creator_id") or key.creator_id or collection["creator_id"]
    if key.creator_id and {creator_id, collection["creator_id"] or key.creator_id} != {key.creator_id}:
        raise Refused(403, "This key uploads for another creator only.")
    session: Body = {
        "id": str(uuid.uuid4()),
        "creator_id": creator_id,
        "collection_id": collection_id,
        "organization_index": fields.text(body, "organization_index"),
        "metadata": fields.mapping(body, "metadata"),
        "expires_at": moments.after(fields.seconds(body)),
    }
    first = fields.mapping(body, "track")
    if "track" in body:
        tracks.check(first)
    moments.forget_expired(KIND)
    store.put(KIND, session["id"], session)
    return {**answer(session), **(add(call, session, first) if "track" in body else {})}


def show(call: Call, upload_session_id: str) -> Body:
    """GET /v1/upload_session/{id}: public."""
    return answer(living(upload_session_id))


def create_track(call: Call, upload_session_id: str) -> Body:
    """POST /v1/upload/{id}/track: public; one call a file."""
    session = living(upload_session_id)
    tracks.check(call.body)
    added = add(call, session, call.body)
    return {"upload_session_id": session["id"], "upload_session": answer(session)["upload_session"], **added}


def living(upload_session_id: str) -> Body:
    """The session, unless its time is up."""
    session = fields.found(KIND, upload_session_id)
    if moments.is_past(session["expires_at"]):
        raise Refused(401, "This upload session has expired. Reload the page to get a new one.")
    return session


def add(call: Call, session: Body, body: Body) -> Body:
    """A track of the session, with the ways to send it."""
    collection = fields.found("collection", session["collection_id"])
    inherited = {"creator_id": session["creator_id"], "organization_index": session["organization_index"]}
    inherited = {name: value for name, value in inherited.items() if value is not None}
    allowed = {name: value for name, value in body.items() if name != "creator_id"}
    track = tracks.new(call.origin, collection, {**inherited, **allowed}, session["id"])
    return {**tracks.answer(track), **tracks.uploads(call.origin, track)}
