"""Collections: the shelves tracks stand on."""

import uuid

from engine import store
from engine.audiodn import colors, covers, fields, handles, hooks, organization, tracks
from engine.audiodn.envelope import Body, Call, Refused, needs

KIND = "collection"


def view(collection: Body) -> Body:
    """As the API shows it."""
    shown = {name: value for name, value in collection.items() if name not in organization.INTERNAL}
    return {**shown, "image_colors": collection["theme"], **colors.companions(collection["player_color"])}


def answer(collection: Body) -> Body:
    return {"collection_id": collection["id"], "collection": view(collection)}


def cover_upload(call: Call, collection: Body) -> Body:
    """A way to send the collection's cover."""
    return {"collection_cover_upload": handles.make(call.origin, "collection_cover", collection["id"])}


@needs("api")
def listing(call: Call) -> Body:
    """GET /v1/collection, oldest first."""
    collections = [view(c) for c in store.find(KIND, newest_first=False, **call.page())]
    return {"count": len(collections), "collections": collections}


@needs("api")
def create(call: Call) -> Body:
    """POST /v1/collection."""
    body = call.body
    collection: Body = {
        "id": str(uuid.uuid4()),
        "organization_id": organization.ID,
        "creator_id": fields.known("creator", body, "creator_id"),
        "organization_index": fields.text(body, "organization_index"),
        "title": fields.text(body, "title", required=True),
        "metadata": fields.mapping(body, "metadata"),
        "theme": [],
        "is_cover_overridable": True,
        "is_theme_overridable": True,
        "player_color": None,
        "player_subtitle": None,
        "cover": None,
        **organization.looks(body),
    }
    with store.transaction():
        store.put(KIND, collection["id"], collection)
        hooks.collection_changed("created", view(collection))
    return {**answer(collection), **cover_upload(call, collection)}


@needs("api")
def show(call: Call, collection_id: str) -> Body:
    """GET /v1/collection/{id}."""
    return answer(fields.found(KIND, collection_id))


@needs("api")
def update(call: Call, collection_id: str) -> Body:
    """PUT /v1/collection/{id}: only what is sent changes."""
    fields.found(KIND, collection_id)
    body = call.body
    changes = organization.looks(body)
    if "title" in body:
        changes["title"] = fields.text(body, "title", required=True)
    if "organization_index" in body:
        changes["organization_index"] = fields.text(body, "organization_index")
    if "metadata" in body:
        changes["metadata"] = fields.mapping(body, "metadata")
    if "creator_id" in body:
        changes["creator_id"] = fields.known("creator", body, "creator_id")
    with store.transaction():
        collection = store.change(KIND, collection_id, lambda before: {**before, **changes})
        if collection is None:
            raise Refused(404, f"There is no collection with the id {collection_id}.")
        hooks.collection_changed("updated", view(collection))
    return answer(collection)


@needs("api")
def remove(call: Call, collection_id: str) -> Body:
    """DELETE /v1/collection/{id}; its tracks go too."""
    collection = fields.found(KIND, collection_id)
    for track in store.find("track", collection_id=collection_id):
        tracks.forget(track)
    with store.transaction():
        store.delete(KIND, collection_id)
        hooks.collection_changed("deleted", view(collection))
    covers.forget(collection["cover"])
    return {"collection_id": collection_id, "deleted_collection": view(collection)}


@needs("api")
def track_listing(call: Call, collection_id: str) -> Body:
    """GET /v1/collection/{id}/track, in order."""
    fields.found(KIND, collection_id)
    page = call.page()
    found = tracks.in_order(collection_id)[page["offset"] :][: page["limit"]]
    return {"count": len(found), "tracks": [tracks.view(track) for track in found]}


@needs("api")
def new_cover(call: Call, collection_id: str) -> Body:
    """POST /v1/collection/{id}/cover: a fresh way to send a cover."""
    collection = fields.found(KIND, collection_id)
    return {**answer(collection), **cover_upload(call, collection)}
