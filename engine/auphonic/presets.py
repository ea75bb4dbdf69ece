"""Presets: drafts with a name, kept until deleted (kind "preset")."""

from collections.abc import Callable
from typing import Any

from engine import store
from engine.auphonic import covers, drafts
from engine.auphonic.envelope import Refused
from engine.auphonic.identity import new_uuid, now

Preset = dict[str, Any]

KIND = "preset"


def get(uuid: str) -> Preset:
    """The preset. Raises Refused (404)."""
    found = store.get(KIND, uuid)
    if found is None:
        raise Refused(404, "Not Found")
    return found


def find(uuid_or_name: str) -> Preset:
    """The preset of this uuid, else the newest of this name. Raises Refused (400)."""
    found = store.get(KIND, uuid_or_name) or next(iter(store.find(KIND, limit=1, preset_name=uuid_or_name)), None)
    if found is None:
        sentence = f"There is no preset {uuid_or_name!r} in this account."
        raise Refused(400, sentence, preset=sentence)
    return found


def create(body: dict[str, Any]) -> Preset:
    """A new preset. Raises Refused."""
    name = str(body.get("preset_name") or "").strip()
    if not name:
        raise Refused(400, "A preset needs a preset_name.", preset_name="This field is required.")
    uuid = new_uuid()
    preset = {
        **drafts.apply(drafts.empty(), body, covers.of_body(body)),
        "uuid": uuid,
        "preset_name": name,
        "created_at": now(),
    }
    store.put(KIND, uuid, preset)
    return preset


def update(uuid: str, body: dict[str, Any]) -> Preset:
    """Change a preset; productions made with it stay as they are. Raises Refused."""
    images = covers.of_body(body)

    def changed(preset: Preset) -> Preset:
        name = str(body.get("preset_name") or "").strip() or preset["preset_name"]
        return {**drafts.apply(preset, body, images), "preset_name": name}

    return change(uuid, changed)


def change(uuid: str, fn: Callable[[Preset], Preset]) -> Preset:
    """Change a preset by a function. Raises Refused (404, or what the function raises)."""
    after = store.change(KIND, uuid, fn)
    if after is None:
        raise Refused(404, "Not Found")
    return after


def delete(uuid: str) -> None:
    """Remove it. Raises Refused (404)."""
    if not store.delete(KIND, uuid):
        raise Refused(404, "Not Found")
