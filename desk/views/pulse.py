"""News for pages that are open: asked every two seconds, answered with nothing while there is none."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from desk.pulse import beat
from teams.current import with_team
from teams.models import Team


@require_safe
@with_team
def pulse(request: HttpRequest, team: Team) -> HttpResponse:
    """The count of what runs and, if so, that background work is paused; 304 or 204 when the page shows it already."""
    found = beat(request.user, team)
    tag = f'"{found.version}"'
    if request.headers.get("If-None-Match") == tag:
        return HttpResponse(status=304, headers={"ETag": tag})
    if request.GET.get("v") == found.version:
        return HttpResponse(status=204)
    response = render(request, "desk/_pulse.html", {"beat": found, "is_fragment": True})
    response["ETag"], response["Cache-Control"] = tag, "private, no-cache"
    return response
