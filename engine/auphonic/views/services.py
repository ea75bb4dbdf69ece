"""External services over HTTP: list them, look into one, and connect an application (Auphonic API, services)."""

from typing import Any

from django.http import HttpRequest

from engine.auphonic import access, recognition, services, transfers
from engine.auphonic.envelope import Refused, body_object, endpoint
from engine.sound.errors import SoundError

Json = dict[str, Any]


@endpoint("GET")
def collection(request: HttpRequest) -> list[Json]:
    """All services of the account, and the speech recognisers of this machine."""
    return [*(services.described(service) for service in services.everyone()), *recognition.services()]


@endpoint("GET")
def listing(request: HttpRequest, uuid: str) -> list[str]:
    """Names of the audio and video files that a service holds."""
    service = services.get(uuid)
    if not service["incoming"]:
        raise Refused(400, f"Nothing can be fetched from {service['display_name']}; it only takes results.")
    try:
        return transfers.names(service)
    except SoundError as error:
        raise Refused(502, str(error)) from error


@endpoint("POST")
def connect(request: HttpRequest) -> Json:
    """The application whose access token this is becomes a service of the account."""
    app = access.app_of(request.headers.get("Authorization", ""))
    return services.described(services.connect(body_object(request), app))
