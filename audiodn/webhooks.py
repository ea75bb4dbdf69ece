"""AudioDN's webhook. It is not signed, so it only says "look again": what it claims is never believed."""

import json
from typing import Any

from django.db.models.functions import Now
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from audiodn.models import Connection, Track
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
    remote_id = _track_id(request.read(LIMIT + 1))
    if remote_id:
        tracks = Track.objects.filter(remote_id=remote_id, collection__team=connection.team_id)
        for pk in list(tracks.exclude(due_at__lte=Now()).values_list("pk", flat=True)):
            Track.objects.filter(pk=pk).wake()
            ring("audiodn.refresh_track", pk)
    return HttpResponse(status=204)


def _track_id(body: bytes) -> str:
    """The track an event speaks of; empty for anything that cannot be read."""
    try:
        event: Any = json.loads(body) if len(body) <= LIMIT else {}
    except (ValueError, RecursionError):
        return ""
    found = event.get("track_id") if isinstance(event, dict) else ""
    return found if isinstance(found, str) and len(found) <= 64 else ""
