"""Calls back: the webhook of a production, and an external service that is called with a JWT."""

import base64
import json
from typing import Any

from tests.contract.example import Section, data
from tests.contract.world import QUICK, World

SECTION = Section("Webhooks")
SERVICES = Section("External Service Integration")


@SECTION.add(
    "Add Webhook to Production",
    """
curl -X POST -H "Content-Type: application/json" \\
    https://auphonic.com/api/productions.json \\
    -H "Authorization: bearer {api_key}" \\
    -d '{
            "preset": "iWfe3DUoKLFxF7pJzoq5qa",
            "input_file": "http://auphonic.com/media/audio-examples/file.m4a",
            "webhook": "https://your-server.com/callback"
        }'
""",
)
def webhook(world: World, printed: str) -> str:
    world.uuid = data(printed)["uuid"]
    assert data(printed)["webhook"] == f"{world.listener.url}/callback"
    world.api.start(world.uuid)
    call = world.listener.wait(1)[0]
    assert (call["path"], call["uuid"]) == ("/callback", world.uuid)
    return "the address was called when the production was done"


@SECTION.add("Webhook Request Details", "uuid status_string status", kind="list")
def parameters(world: World, names: str) -> str:
    failing = {"input_file": f"{world.elsewhere}/missing.mp3", "webhook": f"{world.listener.url}/error"}
    world.api.create(**failing, action="start")
    done, error = world.listener.wait(2)[:2]
    for call, status, words in ((done, "3", "Done"), (error, "2", "Error")):
        assert set(call) == {"path", "type", *names.split()}
        assert (call["status"], call["status_string"]) == (status, words)
    return "both outcomes call, with these three parameters and no other"


@SECTION.add(
    "Example webhook call",
    """
curl -X POST https://your-web-hook.com/endpoint \\
    -d "status=3&status_string=Done&uuid=zeigtvDv8jH6NaK52Z5eXH"
""",
)
def as_documented(world: World, printed: str) -> str:
    ours, _, theirs = world.listener.wait(3)[:3]
    assert {**theirs, "path": "", "uuid": ""} == {**ours, "path": "", "uuid": ""}
    return "the engine's own call has the same type and fields as this line"


@SERVICES.add("1. OAuth App Setup", "{access_token_of_your_user}", kind="value")
def setup(world: World, token: str) -> str:
    world.api.call("GET", "user.json", headers={"Authorization": f"Bearer {token}"})
    return "the token of the OAuth flow is here to connect with"


@SERVICES.add(
    "2. External Service Creation Call",
    """
curl -X POST \\
    -H "Content-Type: application/json" \\
    -H "Authorization: Bearer {access_token_of_your_user}" \\
    https://auphonic.com/api/service/connect.json \\
    -d '{
            "display_name": "My Family Podcast",
            "webhook_url": "https://your-service.fm/userXY/webhook/token/",
            "custom_data": "any-data-string-you-want"
        }'
""",
)
def connect(world: World, printed: str) -> str:
    made: dict[str, Any] = data(printed)
    assert made in world.api.call("GET", "services.json")
    assert (made["display_name"], made["outgoing"]) == ("My Family Podcast", True)
    world.target("ready")
    world.api.call("POST", f"production/{world.uuid}/algorithms.json", json=QUICK)
    world.api.call("POST", f"production/{world.uuid}/outgoing_services.json", json=[{"uuid": made["uuid"]}])
    world.api.start(world.uuid)
    assert world.api.end(world.uuid)["outgoing_services"][0]["transfer_success"] is True
    return "it is a service of the account now, and took a production"


def head(token: str) -> dict[str, str]:
    """The first part of a token, which says what it is."""
    part = token.partition(".")[0]
    found: dict[str, str] = json.loads(base64.urlsafe_b64decode(part + "=" * (-len(part) % 4)))
    return found


@SERVICES.add(
    "3. Webhook after Production",
    """
curl -X POST -H "Content-Type: application/jwt" \\
    https://your-service.fm/userXY/webhook/token/ \\
    -d 'eyJ0eXAiOiJKV1QiLCJhbGciOiJIUzI1NiJ9...'
""",
)
def called(world: World, printed: str) -> str:
    ours, theirs = world.listener.wait(5)[3:5]
    assert (ours["path"], ours["type"]) == (theirs["path"], theirs["type"])
    world.names["your_oauth_client_secret"] = repr(world.names["{client_secret}"])
    world.names["jwt_token"] = repr(ours["body"])
    assert head(ours["body"]) == head(theirs["body"]) == {"typ": "JWT", "alg": "HS256"}
    return "the engine called this address with the same type and the same kind of token"


@SERVICES.add(
    "Decode using your OAuth client_secret",
    """
import jwt
data = jwt.decode(
    jwt_token,
    your_oauth_client_secret,
    algorithms=["HS256"]
)
# Returns: {"uuid": "production_uuid", "custom_data": "your_data"}
""",
    kind="python",
)
def decoded(world: World, code: str) -> str:
    names: dict[str, Any] = {}
    exec(code, names)  # our own text, from above
    assert names["data"] == {"uuid": world.uuid, "custom_data": "any-data-string-you-want"}
    return "it names the production and the data sent when connecting"
