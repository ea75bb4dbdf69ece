"""Creators: the people or teams collections and tracks belong to."""

import uuid

from engine import store
from engine.audiodn import fields, moments, organization
from engine.audiodn.envelope import Body, Call, needs

KIND = "creator"


@needs("api")
def listing(call: Call) -> Body:
    """GET /v1/creator, oldest first."""
    creators = store.find(KIND, newest_first=False, **call.page())
    return {"count": len(creators), "creators": creators}


@needs("api")
def create(call: Call) -> Body:
    """POST /v1/creator."""
    body, now = call.body, moments.now()
    creator = {
        "id": str(uuid.uuid4()),
        "organization_id": organization.ID,
        "folder_id": str(uuid.uuid4()),
        "organization_index": fields.text(body, "organization_index", required=True),
        "metadata": fields.mapping(body, "metadata"),
        "created_at": now,
        "updated_at": now,
    }
    store.put(KIND, creator["id"], creator)  # type: ignore[arg-type]
    return {"creator_id": creator["id"], "creator": creator}


@needs("api")
def show(call: Call, creator_id: str) -> Body:
    """GET /v1/creator/{id}."""
    return {"creator_id": creator_id, "creator": fields.found(KIND, creator_id)}


@needs("api")
def update(call: Call, creator_id: str) -> Body:
    """PUT /v1/creator/{id}: only what is sent changes."""
    fields.found(KIND, creator_id)
    body, changes = call.body, {"updated_at": moments.now()}
    if "organization_index" in body:
        changes["organization_index"] = fields.text(body, "organization_index", required=True) or ""
    if "metadata" in body:
        changes["metadata"] = fields.mapping(body, "metadata")  # type: ignore[assignment]
    creator = store.change(KIND, creator_id, lambda before: {**before, **changes})
    return {"creator_id": creator_id, "creator": creator}


@needs("api")
def remove(call: Call, creator_id: str) -> Body:
    """DELETE /v1/creator/{id}; collections and tracks stay, without a creator."""
    creator = fields.found(KIND, creator_id)
    with store.transaction():
        store.delete(KIND, creator_id)
        for kind in ("collection", "track"):
            for document in store.find(kind, creator_id=creator_id):
                store.put(kind, document["id"], {**document, "creator_id": None})
    return {"creator_id": creator_id, "deleted_creator": creator}
