"""Whose account it is, and what the server offers."""

from typing import Any

from productions.auphonic.answers import User
from productions.auphonic.client.wire import Body, Wire, path_of


class Account(Wire):
    def user(self) -> User:
        """Auphonic API, user: GET /user.json"""
        return User.read(self._object("GET", "/user.json"))

    def info(self) -> Body:
        """Algorithms, output formats and status numbers. Auphonic API, info: GET /info.json"""
        return self._object("GET", "/info.json")

    def info_part(self, name: str) -> Any:
        """One of algorithms, output_files, file_endings, service_types, production_status.

        Auphonic API, info: GET /info/{name}.json
        """
        return self._data("GET", path_of("info", name))
