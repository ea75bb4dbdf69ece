"""External services of the account: where inputs come from and results go to."""

from dataclasses import dataclass
from typing import Any, Self

from productions.auphonic.client.wire import Wire, path_of
from productions.auphonic.values import text


@dataclass(frozen=True)
class Service:
    """One service. `facts` are the settings they show of it (host, bucket, e-mail ...), never a secret."""

    uuid: str
    type: str
    name: str
    is_incoming: bool
    is_outgoing: bool
    facts: dict[str, str]

    @classmethod
    def read(cls, data: dict[str, Any]) -> Self:
        known = ("uuid", "type", "display_name", "incoming", "outgoing")
        name, kind = text(data, "display_name"), text(data, "type")
        return cls(
            uuid=text(data, "uuid"),
            type=kind,
            name=name or kind or "Unnamed service",
            is_incoming=data.get("incoming") is True,
            is_outgoing=data.get("outgoing") is True,
            facts={key: text(data, key) for key in data if key not in known and text(data, key)},
        )


class Services(Wire):
    def services(self) -> list[Service]:
        """Auphonic API, services: GET /services.json"""
        data = self._data("GET", "/services.json")
        return [Service.read(row) for row in data if isinstance(row, dict)] if isinstance(data, list) else []

    def service_files(self, uuid: str) -> list[str]:
        """Names of its audio and video files. Auphonic API, services: GET /service/{uuid}/ls.json"""
        data = self._data("GET", path_of("service", uuid, "ls"))
        return [name for name in data if isinstance(name, str)] if isinstance(data, list) else []

    def connect_service(self, name: str, webhook_url: str, custom_data: str) -> Service:
        """Make the application whose token this is a service of the account; it is called after each production.

        Needs an OAuth2 token: an API key belongs to nobody's application. Auphonic API, external service integration:
        POST /service/connect.json
        """
        body = {"display_name": name, "webhook_url": webhook_url, "custom_data": custom_data}
        return Service.read(self._object("POST", "/service/connect.json", json=body))
