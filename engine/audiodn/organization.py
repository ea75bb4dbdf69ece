"""The one organization of this engine, and the keys it gives out."""

from typing import Any

from engine import settings, store
from engine.audiodn import colors, fields, keys, moments
from engine.audiodn.envelope import Body, Call, Refused, needs

KIND = "organization"
INTERNAL = ("cover", "is_color_found")  # beside the looks of a collection or track, not shown
ID = "6f1d3a52-8c0e-5b53-9f4c-2f6a0d6c9b11"
FRESH: dict[str, Any] = {
    "id": ID,
    "name": "Embedded engine",
    "theme": [],
    "is_theme_overridable": True,
    "is_cover_overridable": True,
    "player_color": None,
    "player_subtitle": None,
}


def current() -> Body:
    """The organization as it is stored."""
    return store.get(KIND, ID) or FRESH


def view(organization: Body) -> Body:
    """As the API shows it; the webhook addresses are settings of the engine."""
    return {
        **{name: value for name, value in organization.items() if name not in INTERNAL},
        "image_colors": organization["theme"],
        **colors.companions(organization["player_color"]),
        "webhook_url": settings.AUDIODN_WEBHOOK or None,
        "webhook_url_file": settings.AUDIODN_WEBHOOK_FILE or None,
        "webhook_url_collection": settings.AUDIODN_WEBHOOK_COLLECTION or None,
    }


def looks(body: Body) -> Body:
    """The fields about looks that organization, collection and track have in common; only those sent."""
    sent: Body = {}
    for name in ("is_theme_overridable", "is_cover_overridable"):
        if body.get(name) is not None:
            sent[name] = fields.flag(body, name, True)
    if "player_color" in body:
        sent["player_color"] = fields.color(body, "player_color")
        sent["is_color_found"] = False
    if "player_subtitle" in body:
        sent["player_subtitle"] = fields.text(body, "player_subtitle")
    palette = fields.palette(body)
    return sent if palette is None else {**sent, "theme": palette}


@needs("api")
def show(call: Call, organization_id: str) -> Body:
    """GET /v1/organization/{id}."""
    _check(organization_id)
    return {"organization_id": ID, "organization": view(current())}


@needs("api")
def update(call: Call, organization_id: str) -> Body:
    """PUT /v1/organization/{id}: only what is sent changes."""
    _check(organization_id)
    changes = looks(call.body)
    if "name" in call.body:
        changes["name"] = fields.text(call.body, "name", required=True)
    with store.transaction():
        store.put(KIND, ID, {**current(), **changes})
    return {"organization_id": ID, "organization": view(current())}


def _check(organization_id: str) -> None:
    if organization_id != ID:
        raise Refused(404, f"There is no organization with the id {organization_id}.")


@needs("api")
def create_key(call: Call) -> Body:
    """POST /v1/api_key: a limited key for browsers, or one for a share link; shown this once."""
    body = call.body
    if body.get("api_key_type_id") == "api":
        raise Refused(403, "Server keys are not made through the API.")
    kind = fields.choice(body, "api_key_type_id", ("player", "uploader", "share"))
    key = keys.Key(
        kind=kind,
        title=fields.text(body, "title", required=True) or "",
        collection_id=fields.known("collection", body, "collection_id"),
        track_id=fields.known("track", body, "track_id"),
        creator_id=fields.known("creator", body, "creator_id"),
        variants=tuple(fields.names(body, "variants")),
        is_downloadable=fields.flag(body, "is_downloadable", False),
        expires_at=None if kind == "share" else expiry(body),
    )
    if key.track_id and not key.collection_id:
        raise Refused(400, "track_id needs its collection_id as well.")
    if kind == "share" and (not key.track_id or len(key.variants) != 1):
        raise Refused(400, "A share key needs collection_id, track_id and exactly one entry in variants.")
    return {"api_key": keys.make(key)}


def expiry(body: Body) -> str | None:
    """`expires_at`, a time to come. Raises Refused."""
    if body.get("expires_at") is None:
        return None
    moment = moments.read(body["expires_at"])
    if moment is None or moments.is_past(moment):
        raise Refused(400, "expires_at must be an ISO 8601 time in the future.")
    return moment
