"""Collections: the shelves tracks stand on."""

from collections.abc import Iterator
from typing import Any

from audiodn.client.shapes import Collection, Handle, Track
from audiodn.client.wire import Wire


class Collections(Wire):
    """Collections, what is in them, and their covers."""

    def collections(self) -> Iterator[Collection]:
        """AudioDN API, list collections: every page of `GET /v1/collection`."""
        for body in self._pages("/collection", "collections"):
            yield Collection.of(body)

    def find_collection(self, organization_index: str) -> Collection | None:
        """The collection that carries our id. AudioDN cannot search, so the list is read."""
        return next((found for found in self.collections() if found.organization_index == organization_index), None)

    def create_collection(self, title: str, **fields: Any) -> Collection:
        """AudioDN API, create a collection: `POST /v1/collection` (creator_id, player_color ...).

        After a lost answer it is looked for by the `organization_index` it was given.
        """
        ours = str(fields.get("organization_index") or "")
        return self._reconciled(
            lambda: Collection.of(self._write("POST", "/collection", {"title": title, **fields}).part("collection")),
            lambda: self.find_collection(ours) if ours else None,
        )

    def collection(self, collection_id: str) -> Collection:
        """AudioDN API, get a collection: `GET /v1/collection/{collection_id}`."""
        return Collection.of(self._read(f"/collection/{collection_id}").part("collection"))

    def update_collection(self, collection_id: str, **fields: Any) -> Collection:
        """AudioDN API, update a collection: `PUT /v1/collection/{collection_id}`; fields that are not sent stay."""
        return Collection.of(self._write("PUT", f"/collection/{collection_id}", fields).part("collection"))

    def delete_collection(self, collection_id: str) -> None:
        """AudioDN API, delete a collection: `DELETE /v1/collection/{collection_id}`, **and all its tracks**."""
        self._gone(f"/collection/{collection_id}")

    def tracks(self, collection_id: str) -> Iterator[Track]:
        """AudioDN API, list the tracks of a collection: every page of `GET /v1/collection/{id}/track`."""
        for body in self._pages(f"/collection/{collection_id}/track", "tracks"):
            yield Track.of(body)

    def new_collection_cover(self, collection_id: str) -> Handle:
        """AudioDN API, a way to send a cover: `POST /v1/collection/{collection_id}/cover`; then `send_cover`."""
        answer = self._write("POST", f"/collection/{collection_id}/cover")
        return Handle.of(answer.part("collection_cover_upload"))
