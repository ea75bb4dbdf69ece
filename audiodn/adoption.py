"""Takes in tracks that did not come from a delivery of ours: a browser sent them to a collection."""

from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from audiodn import client as remote
from audiodn import connections
from audiodn.client import Client
from audiodn.delivery import mirrored
from audiodn.models import Collection, Track


class NotThere(Exception):
    """The track is not one of this collection; the sentence is fit for people."""


def adopt(collection: Collection, remote_id: str) -> None:
    """Take in a track that a browser sent to this collection. Raises `NotThere` and the errors of `http`."""
    if Track.objects.filter(collection=collection, remote_id=remote_id).exists():
        return
    connection, client = connections.client_for(collection.team, timeout=connections.IN_A_PAGE)
    with connections.noted(connection):
        found = client.find_track(remote_id)
    if found is None or not collection.remote_id or found.collection_id != collection.remote_id:
        raise NotThere(_("This track is not in this collection."))
    if not _is_being_delivered(found):
        _take_in(collection, found, client.company)


def adopt_unknown(collection: Collection) -> int:
    """Take in every track of the collection that we have no row for; returns how many."""
    connection, client = connections.client_for(collection.team, timeout=connections.IN_A_PAGE)
    with connections.noted(connection):
        return take_unknown(collection, client)


def take_unknown(collection: Collection, client: Client) -> int:
    """The same with a client at hand."""
    known = set(collection.tracks.values_list("remote_id", flat=True))
    found = [one for one in client.tracks(collection.remote_id) if one.id not in known and one.has_bytes]
    unknown = [one for one in found if not _is_being_delivered(one)]
    for one in unknown:
        _take_in(collection, one, client.company)
    return len(unknown)


def _is_being_delivered(found: remote.Track) -> bool:
    """Our own deliveries carry the intent of a row; they are not taken in a second time."""
    try:
        return Track.objects.filter(intent=UUID(found.intent)).exists()
    except ValueError:
        return False


def _take_in(collection: Collection, found: remote.Track, company: str) -> None:
    try:
        with transaction.atomic():
            Track.objects.create(
                collection=collection,
                remote_id=found.id,
                title=(found.title or found.file_name)[:200],
                bytes_sent_at=timezone.now(),
                due_at=timezone.now(),
                **mirrored(found, company),
            )
    except IntegrityError:
        return  # told twice at once
