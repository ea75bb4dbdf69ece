"""Errands: a page writes down what is wanted, a worker does it at AudioDN, and the row goes.

    Errand.objects.ask ─▶ row, due now ─▶ run: claim, do, delete the row
                                            ├ Unreachable   again later, longer each time
                                            └ refused       rests with their sentence until a person retries

Every errand may be done twice: what is sent is the newest of our row, a version is known by its index, and what is gone
already counts as deleted. Who asks for the same thing again wakes the errand that is there.
"""

import random
from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.conf import settings
from django.core.files.storage import default_storage
from django.db.models.functions import Now

from audiodn import adoption, connections, delivery, removal, survey, versions
from audiodn.client import Client, Handle
from audiodn.models import Collection, Connection, Errand, Track
from audiodn.places import NotYet, ensure_with
from podcaststudio import http
from podcaststudio.due import Lost, in_seconds

Kind = Errand.Kind
LONGEST = 600.0  # seconds between two tries while AudioDN does not answer


def run(pk: UUID | str) -> None:
    """One turn at a due errand."""
    turn = Errand.objects.claim(pk, settings.PIPELINE_LEASE_SECONDS)
    if turn is None:
        return
    errand = Errand.objects.select_related("team", "collection__team", "track__collection__team").get(pk=pk)
    try:
        _do(errand)
    except NotYet as wait:
        _later(errand, turn, wait.seconds)
    except http.Unreachable as problem:
        pause = max(problem.retry_after, min(5.0 * 2**errand.attempts, LONGEST)) * random.uniform(1, 1.25)  # noqa: S311
        _later(errand, turn, pause, attempts=errand.attempts + 1, error=problem.sentence)
    except (http.Rejected, http.Unauthorized) as problem:
        _write(errand, turn, due_at=None, error=problem.sentence)
    else:
        Errand.objects.filter(pk=pk, turn=turn).delete()  # asked for again meanwhile: it stays, and is done again


def _later(errand: Errand, turn: int, seconds: float, **values: Any) -> None:
    _write(errand, turn, due_at=in_seconds(seconds), **values)


def _write(errand: Errand, turn: int, **values: Any) -> None:
    try:
        Errand.objects.write(errand.pk, turn, **values)
    except Lost:
        return  # asked for again meanwhile: it is due now


def _do(errand: Errand) -> None:
    connection, client = connections.client_for(errand.team)
    with connections.noted(connection):
        STEPS[errand.kind](errand, connection, client)


def _collection(errand: Errand, connection: Connection, client: Client) -> None:
    collection = _there(errand, connection, client)
    looks = {"player_subtitle": collection.subtitle or None}
    if collection.player_color:
        looks["player_color"] = collection.player_color
    client.update_collection(collection.remote_id, title=collection.title, **looks)


def _collection_cover(errand: Errand, connection: Connection, client: Client) -> None:
    collection = _there(errand, connection, client)
    _send_cover(client, collection, client.new_collection_cover)


def _collection_scan(errand: Errand, connection: Connection, client: Client) -> None:
    collection = _of(errand.collection)
    if collection.remote_id:
        adoption.take_unknown(collection, client)


def _collection_delete(errand: Errand, connection: Connection, client: Client) -> None:
    collection = _of(errand.collection)
    if collection.remote_id:
        client.delete_collection(collection.remote_id)
    removal.drop(collection)


def _track(errand: Errand, connection: Connection, client: Client) -> None:
    track = _arrived(errand)
    looks = {"player_subtitle": track.subtitle or None}
    if track.player_color:
        looks["player_color"] = track.player_color
    client.update_track(track.remote_id, player_title=track.title, **looks)
    delivery.refresh(track)


def _track_cover(errand: Errand, connection: Connection, client: Client) -> None:
    track = _arrived(errand)
    _send_cover(client, track, client.new_track_cover)
    Track.objects.filter(pk=track.pk).wake()  # its colours are found a little later


def _track_delete(errand: Errand, connection: Connection, client: Client) -> None:
    track = _of(errand.track)
    if track.remote_id:
        client.delete_track(track.remote_id)
    removal.drop(track)


def _track_variant(errand: Errand, connection: Connection, client: Client) -> None:
    track = _arrived(errand)
    try:
        client.add_variant(track.remote_id, **errand.payload)
    except http.Rejected as problem:
        if problem.status != 409:  # it is there already: an answer was lost
            raise
    Track.objects.filter(pk=track.pk).update(variant_asked_at=Now())
    Track.objects.filter(pk=track.pk).wake()


def _track_versions(errand: Errand, connection: Connection, client: Client) -> None:
    track = _arrived(errand)
    versions.read(track, client)
    if track.files_completed_at is None:  # more are to come
        Track.objects.filter(pk=track.pk, due_at=None).update(due_at=in_seconds(delivery.pause(track)))


def _survey(errand: Errand, connection: Connection, client: Client) -> None:
    survey.look(connection, client)


def _orphan_delete(errand: Errand, connection: Connection, client: Client) -> None:
    survey.delete_orphan(connection, client, errand.payload["remote_id"])


STEPS: dict[str, Callable[[Errand, Connection, Client], None]] = {
    Kind.COLLECTION: _collection,
    Kind.COLLECTION_COVER: _collection_cover,
    Kind.COLLECTION_SCAN: _collection_scan,
    Kind.COLLECTION_DELETE: _collection_delete,
    Kind.TRACK: _track,
    Kind.TRACK_COVER: _track_cover,
    Kind.TRACK_DELETE: _track_delete,
    Kind.TRACK_VARIANT: _track_variant,
    Kind.TRACK_VERSIONS: _track_versions,
    Kind.SURVEY: _survey,
    Kind.ORPHAN_DELETE: _orphan_delete,
}


# ---------------------------------------------------------------- what the steps share
def _of(target: Any) -> Any:
    if target is None:
        raise http.Rejected("What this was for is not here any more.")
    return target


def _there(errand: Errand, connection: Connection, client: Client) -> Collection:
    """The collection, made at AudioDN when it is not there yet. Raises `NotYet`."""
    collection: Collection = _of(errand.collection)
    ensure_with(collection, connection, client)
    return collection


def _arrived(errand: Errand) -> Track:
    """The track once it is at AudioDN. Raises `NotYet` while it is on its way."""
    track: Track = _of(errand.track)
    if not track.remote_id or not track.bytes_sent_at:
        raise NotYet(5)
    return track


def _send_cover(client: Client, target: Collection | Track, new_handle: Callable[[str], Handle]) -> None:
    if not target.cover:
        return  # taken away meanwhile
    name = target.cover.name
    with default_storage.open(name) as file:
        client.send_cover(new_handle(target.remote_id), file, target.cover.size, file_name=name.rsplit("/", 1)[-1])
