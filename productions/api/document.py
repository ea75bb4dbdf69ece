"""The API's description in OpenAPI 3.1, as JSON and as a page made from the same."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

TEXT, BOOL, NUMBER = {"type": "string"}, {"type": "boolean"}, {"type": ["number", "null"]}
TIME = {"type": ["string", "null"], "format": "date-time"}
UUID = {"type": "string", "format": "uuid"}


def thing(**properties: Any) -> dict[str, Any]:
    """An object with all of these."""
    return {"type": "object", "properties": properties, "required": list(properties)}


def many(item: dict[str, Any]) -> dict[str, Any]:
    return {"type": "array", "items": item}


def named(name: str) -> dict[str, Any]:
    return {"$ref": f"#/components/schemas/{name}"}


VERSION = thing(index=TEXT, type=TEXT)
TRACK = thing(
    id=UUID, title=TEXT, subtitle=TEXT, status=TEXT, is_playable=BOOL, is_failed=BOOL, error=TEXT, duration=NUMBER,
    versions=many(VERSION),
)  # fmt: skip
EPISODE = thing(
    id=UUID, title=TEXT, number={"type": ["integer", "null"]}, show=thing(id=UUID, title=TEXT), is_playable=BOOL,
    duration=NUMBER, track={"oneOf": [named("Track"), {"type": "null"}]}, created_at=TIME,
)  # fmt: skip
FILE = thing(index=TEXT, codec=TEXT, bitrate=NUMBER, size=NUMBER, content_type=TEXT, url=TEXT)
SCHEMAS = {
    "Error": thing(error=thing(code=TEXT, message=TEXT)),
    "Me": thing(team=thing(id=UUID, name=TEXT), person=thing(name=TEXT), may_upload=BOOL, expires_at=TIME),
    "Track": TRACK,
    "Episode": EPISODE,
    "WholeEpisode": {"allOf": [named("Episode"), thing(summary=TEXT)]},
    "Episodes": thing(count={"type": "integer"}, episodes=many(named("Episode"))),
    "Collections": thing(count={"type": "integer"}, collections=many(thing(id=UUID, title=TEXT, subtitle=TEXT))),
    "Play": thing(
        id=TEXT, expires_at=TIME, track=named("Track"), files=many(FILE), levels=many({"type": "number"}),
        chapters=many(thing(start={"type": "number"}, title=TEXT, url=TEXT)),
    ),
    "Upload": thing(id=TEXT, expires_at=TIME, create_track=thing(method=TEXT, url=TEXT)),
}  # fmt: skip
PARTS = {  # path, method, what it does, answer, refusals beside 401
    ("/", "get"): ("Who this token speaks for.", "Me", ()),
    ("/episodes/", "get"): ("Episodes of the team, the newest first; `limit` is 50 at most.", "Episodes", (400,)),
    ("/episodes/{id}/", "get"): ("One episode.", "WholeEpisode", (404,)),
    ("/episodes/{id}/play/", "post"): (
        "A play session: files with signed addresses that a native player takes, best first. They last as long as the "
        "session; ask again before it ends. Do not keep them.",
        "Play", (404, 409, 502),
    ),
    ("/collections/", "get"): ("Collections that can be uploaded to.", "Collections", ()),
    ("/collections/{id}/uploads/", "post"): (
        "An upload session. For each file POST `{\"file_name\", \"file_size\"}` to `create_track.url`, without a "
        "token; PUT the bytes to the `track_upload.upload_url` of the answer; then tell the studio, see the next one.",
        "Upload", (403, 404, 502, 503),
    ),
    ("/collections/{id}/tracks/", "post"): (
        "Tell the studio of a track that was uploaded: `{\"track_id\"}`. Saying it twice does no harm.",
        "Track", (403, 404, 409, 422, 502),
    ),
    ("/tracks/{id}/", "get"): ("How a track is doing. Ask every few seconds until it is settled.", "Track", (404,)),
}  # fmt: skip
WHY = {
    400: "A wrong parameter.", 401: "No token, or one that ended or was withdrawn.",
    403: "The token or the role may not.",
    404: "It is not there, or not for this person.", 409: "Not in this state.", 422: "A wrong value.",
    502: "AudioDN did not answer or refused.", 503: "Not yet; see Retry-After.",
}  # fmt: skip


def whole() -> dict[str, Any]:
    """The document."""
    paths: dict[str, Any] = {}
    for (path, method), part in PARTS.items():
        paths.setdefault(path, {})[method] = _operation(path, *part)
    bearer = {"type": "http", "scheme": "bearer", "description": "Made under Settings, Apps; shown once."}
    return {
        "openapi": "3.1.0",
        "info": {
            "title": f"{settings.PRODUCT_NAME} for apps",
            "version": "1",
            "license": {"name": "AGPL-3.0-or-later"},
        },
        "servers": [{"url": f"{settings.SITE_URL}/api/v1"}],
        "security": [{"token": []}],
        "paths": paths,
        "components": {"securitySchemes": {"token": bearer}, "schemas": SCHEMAS},
    }


def _operation(path: str, does: str, answer: str, refusals: tuple[int, ...]) -> dict[str, Any]:
    responses = {"200": {"description": "It worked.", "content": _json(named(answer))}}
    for status in sorted({401, *refusals}):
        responses[str(status)] = {"description": WHY[status], "content": _json(named("Error"))}
    found: dict[str, Any] = {"summary": does, "responses": responses}
    if "{id}" in path:
        found["parameters"] = [{"name": "id", "in": "path", "required": True, "schema": UUID}]
    if path == "/episodes/":
        shapes = {"show": UUID, "limit": {"type": "integer"}, "offset": {"type": "integer"}}
        found["parameters"] = [{"name": name, "in": "query", "schema": shape} for name, shape in shapes.items()]
    if path.endswith("/tracks/"):
        found["requestBody"] = {"required": True, "content": _json(thing(track_id=TEXT))}
    return found


def _json(schema: dict[str, Any]) -> dict[str, Any]:
    return {"application/json": {"schema": schema}}


@require_safe
def as_json(request: HttpRequest) -> JsonResponse:
    return JsonResponse(whole())


@require_safe
def page(request: HttpRequest) -> HttpResponse:
    """The same to be read by people."""
    parts = [
        {
            "path": f"/api/v1{path}",
            "method": method.upper(),
            "does": does.replace("`", ""),  # marks of code, for readers of the JSON
            "answer": answer,
            "fields": _fields(SCHEMAS[answer]),
            "refusals": [(status, WHY[status]) for status in sorted({401, *refusals})],
        }
        for (path, method), (does, answer, refusals) in PARTS.items()
    ]
    return render(request, "productions/api.html", {"parts": parts, "site": settings.SITE_URL})


def _fields(schema: dict[str, Any]) -> list[str]:
    parts = [schema, *schema.get("allOf", ())]
    inner = [SCHEMAS["Episode"]] if "allOf" in schema else []
    return [name for part in (*inner, *parts) for name in part.get("properties", {})]
