"""The parts of a production or preset over HTTP, one by one: what both have in common."""

from collections.abc import Callable
from typing import Any, Protocol

from django.http import HttpRequest

from engine.auphonic import covers, drafts, inputs
from engine.auphonic.envelope import body, body_object

Json = dict[str, Any]


class Kept(Protocol):
    """Where they are kept: the module `productions` or `presets`."""

    def get(self, uuid: str) -> Json: ...

    def change(self, uuid: str, fn: Callable[[Json], Json]) -> Json: ...


def change_part(kept: Kept, request: HttpRequest, uuid: str, name: str) -> Json:
    """Clear a part (DELETE), add to it or replace its keys (POST), or leave it; the whole as it is then."""
    if request.method == "GET":
        return kept.get(uuid)
    if request.method == "DELETE":
        return kept.change(uuid, lambda draft: drafts.cleared(draft, name))
    value = body(request)
    images = covers.of_body(value)
    return kept.change(uuid, lambda draft: drafts.apply_part(draft, name, value, images))


def change_track(kept: Kept, request: HttpRequest, uuid: str, track: str) -> Json:
    """Change one track, intro, outro or insert (POST), or remove it (DELETE); the whole as it is then."""
    sent = body_object(request) if request.method == "POST" else {}

    def one(draft: Json) -> Json:
        before = draft["multi_input_files"]
        is_gone = request.method == "DELETE"
        after = inputs.without(before, track) if is_gone else inputs.one_changed(before, track, sent)
        return {**draft, "multi_input_files": after}

    return kept.change(uuid, one)


def changed_webhooks(request: HttpRequest, before: list[str]) -> list[str]:
    """POST adds addresses, DELETE removes them, all of them without a body. Raises Refused."""
    named = drafts.webhooks(body_object(request).get("webhook"))
    if request.method == "POST":
        return [*before, *(address for address in named if address not in before)]
    return [address for address in before if address not in named] if named else []
