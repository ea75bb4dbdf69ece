"""AudioDN's webhook. It is not signed: it only says "look again", and what it claims is kept to be read."""

import json
from typing import Any

from django.db.models.functions import Now
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from audiodn.models import Collection, Connection, Errand, Hint, Track
from audiodn.models.hint import KEPT
from podcaststudio.doorbell import ring

LIMIT = 64 * 1024  # bytes of a body that are read


@csrf_exempt
@require_POST
def hook(request: HttpRequest, secret: str) -> HttpResponse:
    """Have the named track looked at now. 204 whatever the body says; 404 for an unknown address."""
    connection = Connection.objects.filter(webhook_secret=secret).first()
    if connection is None:
        raise Http404
    Connection.objects.filter(pk=connection.pk).update(last_webhook_at=timezone.now())
    event = _event(request.read(LIMIT + 1))
    remote_id = _text(event, "track_id", 64)
    tracks = list(Track.objects.filter(remote_id=remote_id, collection__team=connection.team_id)) if remote_id else []
    _keep(connection, event, tracks[0] if tracks else None)
    for track in tracks:
        if Track.objects.filter(pk=track.pk).exclude(due_at__lte=Now()).wake():
            ring("audiodn.refresh_track", track.pk)
    if remote_id and not tracks:
        _adopt(connection, event)
    return HttpResponse(status=204)


def _event(body: bytes) -> dict[str, Any]:
    """The event; empty for anything that cannot be read."""
    try:
        event: Any = json.loads(body) if len(body) <= LIMIT else {}
    except (ValueError, RecursionError):
        return {}
    return event if isinstance(event, dict) else {}


def _text(body: Any, name: str, most: int) -> str:
    found = body.get(name) if isinstance(body, dict) else ""
    return found.replace("\x00", "") if isinstance(found, str) and len(found) <= most else ""


def _keep(connection: Connection, event: dict[str, Any], track: Track | None) -> None:
    """Write down what was said, and let go of what was said long ago."""
    Hint.objects.create(
        connection=connection,
        track=track,
        event=_text(event, "event", 60),
        status=_text(event, "status", 40),
        failures=_failures(event),
    )
    old = Hint.objects.filter(connection=connection).values_list("pk", flat=True)[KEPT : KEPT + 100]
    Hint.objects.filter(pk__in=list(old)).delete()


def _failures(event: dict[str, Any]) -> list[dict[str, str]]:
    """The files it calls failed, each with its reason."""
    files = event.get("files") if isinstance(event.get("files"), list) else [event.get("file")]
    failed = [file for file in files or [] if isinstance(file, dict) and file.get("is_success") is False]
    return [
        {"variant": _text(file.get("variant"), "index", 64), "reason": _text(file, "status_text", 300)}
        for file in failed[:20]
    ]


def _adopt(connection: Connection, event: dict[str, Any]) -> None:
    """A track nobody here knows in a collection of ours: a browser sent it and was closed before it could say so."""
    remote_id = _text(event, "collection_id", 64)
    rows = Collection.objects.filter(team=connection.team_id).exclude(remote_id="")
    if remote_id and (collection := rows.filter(remote_id=remote_id).first()):
        Errand.objects.ask(Errand.Kind.COLLECTION_SCAN, collection)
