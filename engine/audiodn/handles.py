"""Upload handles: addresses good for one upload, of a track's audio (PUT) or of a cover (POST)."""

import secrets

from engine import signed, store
from engine.audiodn import moments
from engine.audiodn.envelope import Body

KIND = "upload_handle"
TTL = 3600  # seconds
METHODS = {"audio": "PUT", "track_cover": "POST", "collection_cover": "POST"}


def make(origin: str, purpose: str, target_id: str) -> Body:
    """A fresh handle `{method, upload_url, ttl, expires_at}`; `purpose` is audio, track_cover or collection_cover."""
    id = secrets.token_hex(16)
    handle = {"id": id, "purpose": purpose, "target_id": target_id, "used_at": None, "expires_at": moments.after(TTL)}
    moments.forget_expired(KIND)
    store.put(KIND, id, handle)
    url = origin + signed.sign(f"/upload/{id}", TTL)
    return {"method": METHODS[purpose], "upload_url": url, "ttl": TTL, "expires_at": handle["expires_at"]}


def find(id: str, query: str, *purposes: str) -> Body | None:
    """The handle, when this address opens it now for one of these purposes."""
    handle = store.get(KIND, id) if signed.is_open(f"/upload/{id}", query) else None
    return handle if handle and handle["purpose"] in purposes else None


def use(id: str) -> bool:
    """Use it up; False when somebody else was first."""
    is_first = False

    def mark(handle: Body) -> Body | None:
        nonlocal is_first
        is_first = handle["used_at"] is None
        return {**handle, "used_at": moments.now()} if is_first else None

    store.change(KIND, id, mark)
    return is_first
