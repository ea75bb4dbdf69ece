"""Presets over HTTP: list, create, show, change, delete, and their parts one by one."""

from typing import Any

from django.http import HttpRequest, JsonResponse

from engine.auphonic import documents, presets
from engine.auphonic.envelope import body_object, endpoint
from engine.auphonic.views import parts
from engine.auphonic.views.lists import origin, page

Json = dict[str, Any]


def shown(request: HttpRequest, preset: presets.Preset) -> Json:
    return documents.preset_json(preset, origin(request))


@endpoint("GET", "POST")
def collection(request: HttpRequest) -> Any:
    """List, or create (Auphonic API, presets). There are no presets of Auphonic's own here."""
    if request.method == "POST":
        return shown(request, presets.create(body_object(request)))
    if request.GET.get("preset_type") == "auphonic_presets":
        return []
    return page(request, presets.KIND, lambda preset: shown(request, preset), documents.minimal_preset_json)


@endpoint("GET", "POST", "DELETE")
def preset(request: HttpRequest, uuid: str) -> Json:
    """Show, change or delete one."""
    if request.method == "DELETE":
        presets.delete(uuid)
        return {"type": "success"}
    if request.method == "POST":
        return shown(request, presets.update(uuid, body_object(request)))
    return shown(request, presets.get(uuid))


@endpoint("GET", "POST", "DELETE")
def part(request: HttpRequest, uuid: str, name: str) -> Any:
    """One part: show it, add to it or replace its keys, or clear it (Auphonic API, sub-collections)."""
    whole = shown(request, parts.change_part(presets, request, uuid, name))
    return whole[name] if request.method == "GET" else whole


@endpoint("POST", "DELETE")
def track(request: HttpRequest, uuid: str, track: str) -> Any:
    """One track, intro, outro or insert by its id: change it, perhaps its name, or remove it."""
    return shown(request, parts.change_track(presets, request, uuid, track))


@endpoint("GET", "POST", "DELETE")
def webhook(request: HttpRequest, uuid: str) -> JsonResponse:
    """The addresses that productions made from it will call; this answer is not framed."""
    addresses = presets.get(uuid)["webhooks"]
    if request.method != "GET":
        addresses = parts.changed_webhooks(request, addresses)
        presets.change(uuid, lambda preset: {**preset, "webhooks": addresses})
    return JsonResponse({"status_code": 200, "error_message": "", "webhook": addresses or None})
