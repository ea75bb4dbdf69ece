"""Creators: whom collections and tracks belong to."""

from collections.abc import Iterator
from typing import Any

from audiodn.client.shapes import Creator
from audiodn.client.wire import Wire


class Creators(Wire):
    """Sub-accounts of the organization."""

    def creators(self) -> Iterator[Creator]:
        """AudioDN API, list creators: every page of `GET /v1/creator`."""
        for body in self._pages("/creator", "creators"):
            yield Creator.of(body)

    def find_creator(self, organization_index: str) -> Creator | None:
        """The creator that carries our id. AudioDN cannot search, so the list is read."""
        return next((found for found in self.creators() if found.organization_index == organization_index), None)

    def create_creator(self, organization_index: str, **fields: Any) -> Creator:
        """AudioDN API, create a creator: `POST /v1/creator`; after a lost answer it is looked for by our id."""
        body = {"organization_index": organization_index, **fields}
        return self._reconciled(
            lambda: Creator.of(self._write("POST", "/creator", body).part("creator")),
            lambda: self.find_creator(organization_index),
        )

    def creator(self, creator_id: str) -> Creator:
        """AudioDN API, get a creator: `GET /v1/creator/{creator_id}`."""
        return Creator.of(self._read(f"/creator/{creator_id}").part("creator"))

    def update_creator(self, creator_id: str, **fields: Any) -> Creator:
        """AudioDN API, update a creator: `PUT /v1/creator/{creator_id}` (organization_index, metadata)."""
        return Creator.of(self._write("PUT", f"/creator/{creator_id}", fields).part("creator"))

    def delete_creator(self, creator_id: str) -> None:
        """AudioDN API, delete a creator: `DELETE /v1/creator/{creator_id}`. One that is gone counts as deleted."""
        self._gone(f"/creator/{creator_id}")
