"""External services: where inputs come from and results go to (Auphonic API, external services).

Settings name folders of this machine and WebDAV servers; applications add themselves by `service/connect.json`.
A service is
    uuid, type, display_name, incoming, outgoing
    folder: path;  webdav: url, username, password, base_url
    generichoster: webhook_url, custom_data, client_id (the application that connected it)
"""

import hashlib
from typing import Any

from engine import settings, store
from engine.auphonic import apps
from engine.auphonic.envelope import Refused
from engine.auphonic.identity import ALPHABET, new_uuid
from engine.auphonic.texts import words

Service = dict[str, Any]

KIND = "service"
FOLDER, WEBDAV, HOSTER = "folder", "webdav", "generichoster"
TYPES: dict[str, dict[str, Any]] = {
    FOLDER: {"display_name": "Folder on this machine", "parameters": None},
    WEBDAV: {"display_name": "WebDAV", "parameters": None},
    HOSTER: {"display_name": "Connected Application", "parameters": None},
}
SHOWN = ("path", "url", "base_url")  # passwords are never told


def configured() -> list[Service]:
    """Those that settings name, each with an id of its own that stays the same."""
    return [
        {"incoming": True, "outgoing": True, **entry, "uuid": steady_uuid(entry["type"], entry["display_name"])}
        for entry in settings.SERVICES
    ]


def steady_uuid(*names: str) -> str:
    """22 letters and digits that follow from the names."""
    number = int.from_bytes(hashlib.sha256("\n".join(names).encode()).digest())
    letters = []
    for _ in range(22):
        number, place = divmod(number, len(ALPHABET))
        letters.append(ALPHABET[place])
    return "".join(letters)


def everyone() -> list[Service]:
    """All services of the account."""
    return [*configured(), *store.find(KIND, newest_first=False)]


def get(uuid: str) -> Service:
    """One service. Raises Refused (404)."""
    found = find(uuid)
    if found is None:
        raise Refused(404, "Not Found")
    return found


def find(uuid: str) -> Service | None:
    """One service, or None."""
    return next((service for service in everyone() if service["uuid"] == uuid), None)


def connect(body: dict[str, Any], app: apps.App | None) -> Service:
    """A service of the application that asks, called after each production it was chosen for. Raises Refused.

    The same application and address again is the same service with other words.
    """
    if app is None:
        raise Refused(403, "Only a registered application can connect a service: send the access token of one.")
    texts = {key: words(body, key) for key in ("display_name", "webhook_url", "custom_data")}
    problems = {}
    if not texts["display_name"]:
        problems["display_name"] = "This field is required."
    if not texts["webhook_url"].startswith(("http://", "https://")):
        problems["webhook_url"] = "Enter an http or https address."
    if problems:
        raise Refused(400, "A service needs a display_name and the webhook_url that is called.", **problems)
    same = store.find(KIND, limit=1, client_id=app.client_id, webhook_url=texts["webhook_url"])
    uuid = str(same[0]["uuid"]) if same else new_uuid()
    service = {
        "uuid": uuid,
        "type": HOSTER,
        "incoming": False,
        "outgoing": True,
        "client_id": app.client_id,
        **texts,
    }
    store.put(KIND, uuid, service)
    return service


def described(service: Service) -> dict[str, Any]:
    """As callers see it, without secrets."""
    keys = ("uuid", "type", "display_name", "incoming", "outgoing", *SHOWN)
    return {key: service[key] for key in keys if key in service}


def incoming(uuid: str) -> Service:
    """The service an input shall come from. Raises Refused (400)."""
    found = find(uuid)
    if found is None or not found["incoming"]:
        legal = ", ".join(service["uuid"] for service in everyone() if service["incoming"]) or "none"
        sentence = f"There is no service {uuid!r} that files can be fetched from; there are: {legal}."
        raise Refused(400, sentence, service=sentence)
    return found


def chosen(before: list[dict[str, Any]], value: Any) -> list[dict[str, Any]]:
    """`outgoing_services` with those of a body added: objects with a uuid, or bare uuids. Raises Refused."""
    if not isinstance(value, list):
        raise Refused(400, "outgoing_services must be a list.", outgoing_services="must be a list")
    after = {entry["uuid"]: entry for entry in before}
    for entry in value:
        uuid = entry.get("uuid") if isinstance(entry, dict) else entry
        found = find(uuid) if isinstance(uuid, str) else None
        if found is None or not found["outgoing"]:
            sentence = f"There is no service {uuid!r} that files can be sent to."
            raise Refused(400, sentence, outgoing_services=sentence)
        after[found["uuid"]] = {"uuid": found["uuid"]}
    return list(after.values())
