"""A look through everything the team has at AudioDN: its variants, and the tracks there that nobody here knows.

`Connection.facts` afterwards: `{"variants": [{index, type, codec, bitrate}], "organization": {id, name, webhook},
"orphans": [{id, collection, title, status, has_bytes, size, duration}]}`; `collection` is the id of our row.
"""

from typing import Any

from django.utils import timezone

from audiodn import client as remote
from audiodn.client import Client
from audiodn.models import Collection, Connection, Track
from podcaststudio import http


def look(connection: Connection, client: Client) -> None:
    """Read it all and write it down. Raises the errors of `http`."""
    collections = list(Collection.objects.filter(team=connection.team_id).exclude(remote_id=""))
    found: list[tuple[Collection, remote.Track]] = []
    for collection in collections:
        found += [(collection, track) for track in _tracks(client, collection)]
    facts = {
        "variants": [_variant(found) for found in client.variants()],
        "organization": _organization(client),
        "orphans": [_orphan(collection, track) for collection, track in _unknown(connection, found)],
    }
    Connection.objects.filter(pk=connection.pk).update(facts=facts, surveyed_at=timezone.now())


def delete_orphan(connection: Connection, client: Client, remote_id: str) -> None:
    """Delete a track at AudioDN that is of no use to us, looked at once more: a delivery may have just begun."""
    found = client.find_track(remote_id)
    ours = set(
        Collection.objects.filter(team=connection.team_id).exclude(remote_id="").values_list("remote_id", flat=True)
    )
    if found and found.collection_id in ours and not _is_known(connection, found):
        client.delete_track(remote_id)
    forget(connection, remote_id)


def forget(connection: Connection, remote_id: str) -> None:
    """Take it from the list."""
    connection.refresh_from_db(fields=["facts"])
    left = [orphan for orphan in connection.facts.get("orphans", []) if orphan["id"] != remote_id]
    Connection.objects.filter(pk=connection.pk).update(facts={**connection.facts, "orphans": left})


def _tracks(client: Client, collection: Collection) -> list[remote.Track]:
    try:
        return list(client.tracks(collection.remote_id))
    except http.Rejected as problem:
        if problem.status != 404:
            raise
        return []  # deleted there; the next delivery makes it anew


def _unknown(
    connection: Connection, found: list[tuple[Collection, remote.Track]]
) -> list[tuple[Collection, remote.Track]]:
    rows = Track.objects.filter(collection__team=connection.team_id)
    known = set(rows.exclude(remote_id="").values_list("remote_id", flat=True))
    intents = {str(intent) for intent in rows.filter(bytes_sent_at=None).values_list("intent", flat=True)}
    return [(where, one) for where, one in found if one.id not in known and one.intent not in intents]


def _is_known(connection: Connection, found: remote.Track) -> bool:
    return not _unknown(connection, [(Collection(), found)])


def _organization(client: Client) -> dict[str, str]:
    """Its name, and where its webhook goes."""
    own = client.organization_id()
    if not own:
        return {}
    found = client.organization(own)
    return {"id": own, "name": found.name, "webhook": found.webhook_url}


def _variant(found: remote.Variant) -> dict[str, Any]:
    codec = str(found.body.get("codec") or found.format)
    return {"index": found.index, "type": found.type or "transcode", "codec": codec, "bitrate": found.bitrate}


def _orphan(collection: Collection, found: remote.Track) -> dict[str, Any]:
    return {
        "id": found.id,
        "collection": str(collection.pk),
        "title": (found.title or found.file_name)[:200],
        "status": found.status,
        "has_bytes": found.has_bytes,
        "size": found.size,
        "duration": found.duration,
    }
