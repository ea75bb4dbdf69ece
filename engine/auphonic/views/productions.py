"""Productions over HTTP: list, create, show, change, start, stop, delete, and their parts one by one."""

from typing import Any

from django.http import HttpRequest, JsonResponse

from engine.auphonic import documents, productions, publishing
from engine.auphonic.envelope import body_object, endpoint
from engine.auphonic.views import parts
from engine.auphonic.views.lists import number, origin, page

Json = dict[str, Any]


def shown(request: HttpRequest, production: productions.Production) -> Json:
    return documents.production_json(production, origin(request))


@endpoint("GET", "POST")
def collection(request: HttpRequest) -> Any:
    """List, or create (Auphonic API, create production)."""
    if request.method == "POST":
        return shown(request, productions.create(body_object(request)))
    equal = {"status": number(request, "status", 0, 0)} if request.GET.get("status") else {}
    return page(
        request,
        productions.KIND,
        lambda production: shown(request, production),
        documents.minimal_production_json,
        **equal,
    )


@endpoint("GET", "POST", "DELETE")
def production(request: HttpRequest, uuid: str) -> Json:
    """Show, change or delete one."""
    if request.method == "DELETE":
        productions.delete(uuid)
        return {"type": "success"}
    if request.method == "POST":
        return shown(request, productions.update(uuid, body_object(request)))
    return shown(request, productions.get(uuid))


@endpoint("GET")
def production_status(request: HttpRequest, uuid: str) -> Json:
    """Number and words alone."""
    return documents.status_json(productions.get(uuid))


@endpoint("POST")
def start(request: HttpRequest, uuid: str) -> Json:
    """Start it; the body is not looked at and may be empty."""
    return shown(request, productions.start(uuid))


@endpoint("POST")
def stop(request: HttpRequest, uuid: str) -> Json:
    """Stop it; stopping what does not run changes nothing."""
    return shown(request, productions.stop(uuid))


@endpoint("POST")
def publish(request: HttpRequest, uuid: str) -> Json:
    """Send the results of one that waits for its review (Auphonic API, publish)."""
    return shown(request, publishing.publish(uuid))


@endpoint("GET", "POST", "DELETE")
def part(request: HttpRequest, uuid: str, name: str) -> Any:
    """One part: show it, add to it or replace its keys, or clear it (Auphonic API, sub-collections)."""
    whole = shown(request, parts.change_part(productions, request, uuid, name))
    return whole[name] if request.method == "GET" else whole


@endpoint("POST", "DELETE")
def track(request: HttpRequest, uuid: str, track: str) -> Any:
    """One track, intro, outro or insert by its id: change it, perhaps its name, or remove it."""
    return shown(request, parts.change_track(productions, request, uuid, track))


@endpoint("GET", "POST", "DELETE")
def webhook(request: HttpRequest, uuid: str) -> JsonResponse:
    """The addresses to call; this answer is not framed (Auphonic API, webhook management)."""
    addresses = productions.get(uuid)["webhooks"]
    if request.method != "GET":
        addresses = parts.changed_webhooks(request, addresses)
        productions.set_webhooks(uuid, addresses)
    return JsonResponse({"status_code": 200, "error_message": "", "webhook": addresses or None})
