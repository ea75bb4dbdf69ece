"""Presets of the account."""

from typing import IO

from productions.auphonic.answers import Preset
from productions.auphonic.client.forms import one_file
from productions.auphonic.client.rows import PresetRow
from productions.auphonic.client.wire import Body, Wire, path_of

LIST = "/presets.json"
OWN = "personal_presets"  # the others are Auphonic's, the same in every account


class Presets(Wire):
    def presets(self, kind: str = OWN) -> list[Preset]:
        """All of a kind (`all_presets`, `auphonic_presets`), whole. Auphonic API, lists: GET /presets.json"""
        return [Preset.read(row) for row in self._objects(LIST, preset_type=kind)]

    def preset_rows(self, kind: str = OWN) -> list[PresetRow]:
        """The same in short. Auphonic API, lists: GET /presets.json with `minimal_data`"""
        return [PresetRow.read(row) for row in self._objects(LIST, preset_type=kind, minimal_data="1")]

    def preset_uuids(self, kind: str = OWN) -> list[str]:
        """Auphonic API, lists: GET /presets.json with `uuids_only`"""
        return self._uuids(LIST, preset_type=kind)

    def preset(self, uuid: str) -> Preset:
        """Auphonic API, presets: GET /preset/{uuid}.json"""
        return Preset.read(self._object("GET", path_of("preset", uuid)))

    def create_preset(self, body: Body) -> Preset:
        """`body` has a `preset_name` at least. Auphonic API, presets: POST /presets.json"""
        return Preset.read(self._object("POST", LIST, json=body))

    def update_preset(self, uuid: str, body: Body) -> Preset:
        """Make it what the body says and nothing else. Auphonic API, presets: POST /preset/{uuid}.json"""
        return self.change_preset(uuid, {"reset_data": True, **body})

    def change_preset(self, uuid: str, body: Body) -> Preset:
        """Change what the body names; its lists are appended to. Auphonic API, presets: POST /preset/{uuid}.json"""
        return Preset.read(self._object("POST", path_of("preset", uuid), json=body))

    def delete_preset(self, uuid: str) -> None:
        """One that is gone already is fine. Auphonic API, presets: DELETE /preset/{uuid}.json"""
        self._data("DELETE", path_of("preset", uuid), accept=frozenset({404, 410}))

    def upload_preset_cover(self, uuid: str, file_name: str, file: IO[bytes], size: int) -> Preset:
        """Auphonic API, presets: POST /preset/{uuid}/upload.json with `image`"""
        path = path_of("preset", uuid, "upload")
        return Preset.read(self._object("POST", path, **one_file("image", file_name, file, size)))
