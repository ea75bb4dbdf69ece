"""Where tracks go at AudioDN: creator = team, collection = the show's. Made once, found again by our id.

Nobody makes the same thing again while the call before may be under way: the intention is written down first.
"""

from typing import Any

from django.conf import settings
from django.db.models import Q
from django.db.models.functions import Now

from audiodn import connections
from audiodn.client import Client
from audiodn.models import Collection, Connection
from podcaststudio.due import in_seconds


class NotYet(Exception):
    """Nothing is wrong, but it is too early to go on: look again in `seconds`."""

    def __init__(self, seconds: float) -> None:
        super().__init__(f"look again in {seconds:.0f} s")
        self.seconds = seconds


def ensure_collection(collection: Collection) -> str:
    """The remote id of a collection, which is made when there is none yet. Raises `NotYet` and the errors of `http`."""
    collection.refresh_from_db()
    if not collection.remote_id:
        connection, client = connections.client_for(collection.team)
        with connections.noted(connection):
            ensure_with(collection, connection, client)
    return collection.remote_id


def ensure_with(collection: Collection, connection: Connection, client: Client) -> None:
    """The same with a client at hand."""
    if collection.remote_id:
        return
    ours = str(collection.pk)
    rows = Collection.objects.filter(pk=collection.pk)
    found = next((known for known in client.collections() if known.organization_index == ours), None)
    if found is None:
        creator_id = _ensure_creator(connection, client)
        reserve(rows)
        color = {"player_color": collection.player_color} if collection.player_color else {}
        found = client.create_collection(
            collection.title, creator_id=creator_id, organization_index=ours, metadata={"intent": ours}, **color
        )
    rows.update(remote_id=found.id)
    collection.remote_id = found.id


def _ensure_creator(connection: Connection, client: Client) -> str:
    if connection.creator_remote_id:
        return connection.creator_remote_id
    ours = str(connection.team_id)
    rows = Connection.objects.filter(pk=connection.pk)
    found = next((known for known in client.creators() if known.organization_index == ours), None)
    if found is None:
        reserve(rows)
        found = client.create_creator(ours)
    rows.update(creator_remote_id=found.id)
    connection.creator_remote_id = found.id
    return found.id


def reserve(rows: Any) -> None:
    """Write down that something is about to be made for this row. Raises `NotYet` when that was done just before:
    that call may still be under way, and what it makes would be made twice."""
    settle = settings.PIPELINE_SETTLE_SECONDS
    is_free = Q(created_sent_at=None) | Q(created_sent_at__lte=in_seconds(-settle))
    if not rows.filter(is_free).update(created_sent_at=Now()):
        raise NotYet(min(settle, 5))
