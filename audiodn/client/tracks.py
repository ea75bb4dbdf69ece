"""Tracks: one audio file each, with its words, its looks and variants of its own."""

from typing import Any

from audiodn.client.shapes import Handle, NewTrack, Track, Variant
from audiodn.client.wire import Wire
from podcaststudio import http


class Tracks(Wire):
    """Tracks by their id. The lists are collections' business, the bytes are the uploads'."""

    def create_track_in(self, collection_id: str, file_name: str, **fields: Any) -> NewTrack:
        """AudioDN API, create a track in one call: `POST /v1/track`, for servers.

        A lost answer loses the address for the bytes with it: the track is found by its `organization_index` in
        the collection's list, and is then deleted for a fresh one.
        """
        body = {"collection_id": collection_id, "file_name": file_name, **fields}
        return NewTrack.of(self._write("POST", "/track", body))

    def track(self, track_id: str) -> Track:
        """AudioDN API, get a track: `GET /v1/track/{id}`, the only way to see whether it is ready."""
        return Track.of(self._read(f"/track/{track_id}").part("track"))

    def find_track(self, track_id: str) -> Track | None:
        """`track`, or None when AudioDN does not know it."""
        try:
            return self.track(track_id)
        except http.Rejected as problem:
            if problem.status == 404:
                return None
            raise

    def update_track(self, track_id: str, **fields: Any) -> Track:
        """AudioDN API, update a track: `PUT /v1/track/{id}`; fields that are not sent stay."""
        return Track.of(self._write("PUT", f"/track/{track_id}", fields).part("track"))

    def delete_track(self, track_id: str) -> None:
        """AudioDN API, delete a track: `DELETE /v1/track/{id}`. One that is gone already counts as deleted."""
        self._gone(f"/track/{track_id}")

    def new_track_cover(self, track_id: str) -> Handle:
        """AudioDN API, a way to send a cover: `POST /v1/track/{track_id}/cover`; then `send_cover`."""
        return Handle.of(self._write("POST", f"/track/{track_id}/cover").part("track_cover_upload"))

    def add_variant(self, track_id: str, type_: str, index: str, **fields: Any) -> Variant:
        """AudioDN API, one more file of a track: `POST /v1/track/{track_id}/variant`; transcode or preview.

        `Rejected` with status 409 means that the track has this index already: after a lost answer, that it was
        taken. 422 means that the track has no file to make it of.
        """
        body = {"variant_type_id": type_, "index": index, **fields}
        return Variant.of(self._write("POST", f"/track/{track_id}/variant", body).part("variant"))
