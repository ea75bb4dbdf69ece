"""The summary: headers, content types and the table of endpoints, gone through row by row."""

from tests.contract.example import Section
from tests.contract.world import World

SECTION = Section("API Reference Summary")


@SECTION.add("Authentication Headers", "Bearer {api_key}\nBearer {access_token}", kind="list")
def headers(world: World, lines: str) -> str:
    for value in lines.splitlines():
        world.api.call("GET", "user.json", headers={"Authorization": value})
    return "both headers open the account"


@SECTION.add(
    "Content Types",
    "application/json multipart/form-data application/x-www-form-urlencoded",
    kind="list",
)
def content_types(world: World, names: str) -> str:
    json, form, hook = names.split()
    made = world.api.call("POST", "productions.json", data="{}", headers={"Content-Type": json})
    answer = world.api.raw("POST", f"production/{made['uuid']}/upload.json", files={"input_file": b"x"})
    assert answer.request.headers["Content-Type"].startswith(form)
    assert answer.json()["data"]["status"] == 10
    assert world.listener.calls[0]["type"] == hook
    return "requests, uploads and webhooks have these types"


@SECTION.add(
    "Key Endpoints",
    """
POST /productions.json
GET /productions.json
GET /production/{uuid}.json
POST /production/{uuid}/upload.json
POST /production/{uuid}/start.json
DELETE /production/{uuid}.json
GET /services.json
GET /presets.json
POST /simple/productions.json
""",
    kind="list",
    target="new",
)
def endpoints(world: World, table: str) -> str:
    bodies = {
        "upload.json": {"files": {"input_file": world.recording.read_bytes()}},
        "simple/productions.json": {"files": {"title": (None, "By form")}},
        "productions.json": {"json": {}},
    }
    rows = [row.split(" /") for row in table.splitlines()]
    for method, path in rows:
        known = next((body for ending, body in bodies.items() if method == "POST" and path.endswith(ending)), {})
        world.api.call(method, path, **known)
    return f"all {len(rows)} rows answer as the table says"
