"""One part of a production or preset at a time: shown, added to, replaced, cleared; single tracks; webhooks."""

from typing import Any, Literal

from podcaststudio import http
from productions.auphonic.client.wire import Body, Wire, path_of

Of = Literal["production", "preset"]
Name = Literal[
    "metadata",
    "algorithms",
    "chapters",
    "output_files",
    "outgoing_services",
    "multi_input_files",
    "speech_recognition",
]


class Parts(Wire):
    def part(self, of: Of, uuid: str, name: Name) -> Any:
        """Auphonic API, sub-collections: GET /{production|preset}/{uuid}/{name}.json"""
        return self._data("GET", path_of(of, uuid, name))

    def add_to_part(self, of: Of, uuid: str, name: Name, value: Any) -> Body:
        """Append to a list, or change keys of an object. Not repeated by itself: it would append twice.

        Auphonic API, sub-collections: POST /{production|preset}/{uuid}/{name}.json
        """
        return self._object("POST", path_of(of, uuid, name), json=value)

    def replace_part(self, of: Of, uuid: str, name: Name, value: Any) -> Body:
        """Clear it and put this in its place; in between it is empty. Repeating it does no harm.

        Auphonic API, sub-collections: DELETE, then POST
        """
        self.clear_part(of, uuid, name)
        return self.add_to_part(of, uuid, name, value)

    def clear_part(self, of: Of, uuid: str, name: Name) -> Body:
        """Auphonic API, sub-collections: DELETE /{production|preset}/{uuid}/{name}.json"""
        return self._object("DELETE", path_of(of, uuid, name))

    def change_track(self, of: Of, uuid: str, track: str, body: Body) -> Body:
        """Change one track, intro, outro or insert; another `id` in the body renames it.

        Auphonic API, multitrack: POST /{production|preset}/{uuid}/multi_input_files/{track}.json
        """
        return self._object("POST", path_of(of, uuid, "multi_input_files", track), json=body)

    def remove_track(self, of: Of, uuid: str, track: str) -> Body:
        """Auphonic API, multitrack: DELETE /{production|preset}/{uuid}/multi_input_files/{track}.json"""
        return self._object("DELETE", path_of(of, uuid, "multi_input_files", track))

    def webhooks(self, of: Of, uuid: str) -> list[str]:
        """The addresses that are called at the end. Auphonic API, webhooks: GET /{..}/{uuid}/webhook.json"""
        return self._webhooks("GET", of, uuid)

    def add_webhook(self, of: Of, uuid: str, address: str) -> list[str]:
        """One more; a known one changes nothing. Auphonic API, webhooks: POST /{..}/{uuid}/webhook.json"""
        return self._webhooks("POST", of, uuid, json={"webhook": address})

    def remove_webhook(self, of: Of, uuid: str, address: str) -> list[str]:
        """Auphonic API, webhooks: DELETE /{..}/{uuid}/webhook.json"""
        return self._webhooks("DELETE", of, uuid, json={"webhook": address})

    def _webhooks(self, method: str, of: Of, uuid: str, **options: Any) -> list[str]:
        """These answers have their list beside the status, not in `data`."""

        def ask() -> list[str]:
            address = self.api + path_of(of, uuid, "webhook")
            answer = http.send(self.session, method, address, company=self.company, **options)
            body = http.json_of(answer, self.company)
            found = body.get("webhook") if isinstance(body, dict) else None
            return [each for each in (found if isinstance(found, list) else [found]) if isinstance(each, str)]

        return self._with_credential(ask)
