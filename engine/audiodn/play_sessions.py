"""Play sessions: listeners without a key hear a track or a collection for a while."""

import uuid

from django.http import HttpResponse, HttpResponseRedirect

from engine import store
from engine.audiodn import fields, keys, looks, moments, recipes, signing, tracks
from engine.audiodn.envelope import Body, Call, Refused, needs

KIND = "play_session"
SHOWN = ("id", "creator_id", "organization_index", "metadata", "variants", "is_downloadable", "expires_at")
TRACK_FIELDS = ("id", "index", "duration", "order", "player_title", "file_name", "info", "metadata")


@needs("api", "player")
def create(call: Call, name: str) -> Body:
    """POST /v1/play_session/{scope}, scope collection or track."""
    scope = name
    if scope not in ("collection", "track"):
        raise Refused(400, f"The scope {scope} is not possible; it is collection or track.")
    body, key = call.body, call.key or keys.SERVER
    fields.text(body, f"{scope}_id", required=True)
    target = fields.found(scope, fields.known(scope, body, f"{scope}_id") or "")
    check_reach(key, scope, target)
    session: Body = {
        "id": str(uuid.uuid4()),
        "scope": scope,
        "target_id": target["id"],
        "creator_id": target["creator_id"],
        "organization_index": target["organization_index"],
        "metadata": {},
        "variants": allowed(key, fields.names(body, "variants")),
        "is_downloadable": key.is_downloadable and fields.flag(body, "is_downloadable", False),
        "expires_at": moments.after(fields.seconds(body)),
    }
    answered = answer(call, session)
    if not answered["tracks"]:
        raise Refused(400, nothing_to_play(scope, target))
    moments.forget_expired(KIND)
    store.put(KIND, session["id"], session)
    return answered


def check_reach(key: keys.Key, scope: str, target: Body) -> None:
    """Refuse a key that was made for something else."""
    collection_id = target["id"] if scope == "collection" else target["collection_id"]
    is_within = (
        key.collection_id in (None, collection_id)
        and key.creator_id in (None, target["creator_id"])
        and (key.track_id is None or (scope == "track" and key.track_id == target["id"]))
    )
    if not is_within:
        raise Refused(403, f"This key may not play this {scope}.")


def allowed(key: keys.Key, wanted: list[str]) -> list[str]:
    """The variants of the session: those wanted, as far as the key may; all of the key's when none were named."""
    if not key.variants:
        return wanted
    granted = {index.lower() for index in key.variants}
    chosen = [index for index in wanted if index.lower() in granted]
    if wanted and not chosen:
        raise Refused(403, f"This key plays only the variants {', '.join(key.variants)}.")
    return chosen or list(key.variants)


def nothing_to_play(scope: str, target: Body) -> str:
    """Why there is no track in a session for this."""
    if scope == "collection":
        return "No track of this collection is ready to play yet."
    if target["failure"]:
        return f"This track cannot be played: {target['failure']}"
    return f"This track is not ready to play yet; its status is {target['track_status_id']}."


def living(play_session_id: str) -> Body:
    """The session, unless its time is up."""
    session = fields.found(KIND, play_session_id)
    if moments.is_past(session["expires_at"]):
        raise Refused(401, "This play session has expired. Reload the page to get a new one.")
    return session


def show(call: Call, name: str) -> Body:
    """GET /v1/play_session/{id}: public."""
    return answer(call, living(name))


def answer(call: Call, session: Body) -> Body:
    """The session, its tracks in play order, and all about the first of them."""
    playable = [track for track in targets(session) if files(track, session)]
    first = {"first_track": detail(call, session, playable[0])} if playable else {}
    return {
        "play_session_id": session["id"],
        "play_session": {name: session[name] for name in SHOWN},
        "tracks": [summary(track, looks.of_track(track, call.origin)) for track in playable],
        **first,
        "expires_at": session["expires_at"],
    }


def targets(session: Body) -> list[Body]:
    """All tracks the session reaches, in play order."""
    if session["scope"] == "collection":
        return tracks.in_order(session["target_id"])
    track = store.get("track", session["target_id"])
    return [track] if track else []


def files(track: Body, session: Body) -> list[Body]:
    """The files of the track this session plays, best first as wanted; all of them when it names none."""
    return [file for file in opened(track, session) if file["variant"]["variant_type"]["id"] in recipes.AUDIBLE]


def opened(track: Body, session: Body) -> list[Body]:
    """The same with pictures, videos and data, if the session names them; without names the encodings alone."""
    good = [file for file in track["files"] if file["is_success"]]
    wanted = [index.lower() for index in session["variants"]]
    if wanted:
        return [f for index in wanted for f in good if f["variant"]["index"].lower() == index]
    return [file for file in good if file["variant"]["variant_type"]["id"] in recipes.ENCODED]


def summary(track: Body, look: Body) -> Body:
    """The track as listeners see it."""
    shown = {name: track[name] for name in (*TRACK_FIELDS, "organization_index")}
    return {**shown, **{name: value for name, value in look.items() if name != "cover_image"}}


def detail(call: Call, session: Body, track: Body) -> Body:
    """Everything a player needs for one track: words, colours, cover, levels and signed files."""
    look = looks.of_track(track, call.origin)
    return {
        "track_id": track["id"],
        "cover_image": look["cover_image"],
        "track": summary(track, look),
        "levels": track["levels"],
        "variants": [play_variant(call.origin, file) for file in files(track, session)],
    }


def play_variant(origin: str, file: Body) -> Body:
    """One playable file with a freshly signed address; `data` is null unless it is a preview."""
    names = ("id", "path", "size", "file_name", "content_type", "is_public", "data", "props", "variant")
    return {**{name: file[name] for name in names}, "url": origin + signing.signed(f"/media/{file['path']}")}


def reached(session: Body, track_id: str) -> Body:
    """The track, if the session reaches it. Raises Refused."""
    for track in targets(session):
        if track["id"] == track_id:
            return track
    raise Refused(404, f"This play session has no track with the id {track_id}.")


def show_track(call: Call, play_session_id: str, track_id: str) -> Body:
    """GET /v1/play/{session}/{track}: public."""
    session = living(play_session_id)
    shown = detail(call, session, reached(session, track_id))
    play_session = {name: session[name] for name in SHOWN}
    return {"play_session_id": session["id"], "play_session": play_session, **shown}


def download(call: Call, play_session_id: str, track_id: str, variant_index: str) -> Body:
    """GET /v1/play/{session}/{track}/{variant}/download: public; an address that answers with an attachment."""
    session = living(play_session_id)
    track = reached(session, track_id)
    if not session["is_downloadable"]:
        raise Refused(403, "This session is for listening only; downloads are not allowed.")
    for file in opened(track, session):
        if file["variant"]["index"].lower() == variant_index.lower():
            url = call.origin + signing.signed(f"/media/{file['path']}?dl=1")
            offer = {"variant": variant_index, "url": url, "expires_at": moments.after(signing.LIFETIME)}
            return {"play_session_id": session["id"], "track_id": track_id, "download": offer}
    raise Refused(404, f"This track has no variant {variant_index}.")


def share(call: Call, key_text: str) -> HttpResponse:
    """GET /v1/share/{key}: public; on to a freshly signed file of the one track and variant the key names."""
    key = keys.find(key_text)
    track = store.get("track", key.track_id or "") if key and key.kind == "share" else None
    if key is None or track is None:
        raise Refused(404, "This link leads nowhere any more.")
    for file in track["files"]:
        if file["is_success"] and file["variant"]["index"].lower() == key.variants[0].lower():
            target = call.origin + signing.signed(f"/media/{file['path']}")
            return HttpResponseRedirect(target, headers={"Cache-Control": "no-store"})
    raise Refused(404, "The file behind this link is not ready yet.")
