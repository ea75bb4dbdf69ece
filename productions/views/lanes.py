"""Separate tracks of an episode: rows, a proposal from its recordings, and what will probably sound wrong."""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from productions import lanes
from productions.forms.lanes import lanes as lane_rows
from productions.models import Episode
from teams.access import EDIT, SEE, get_for
from teams.current import signed_in


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def episode_lanes(request: HttpRequest, pk: str) -> HttpResponse:
    episode = _episode(request, pk, EDIT if request.method == "POST" else SEE)
    kept = list(episode.lanes.select_related("recording"))
    rows = lane_rows(request.POST or None, episode, kept)
    if request.method == "POST" and rows.is_valid():
        lanes.replace(episode, rows.lanes(episode))
        messages.success(request, _("Saved. The next production mixes these tracks."))
        return redirect("productions:episode_lanes", episode.pk)
    recordings = episode.recordings.count()
    context: dict[str, Any] = {
        "episode": episode,
        "rows": rows,
        "kept": kept,
        "warnings": lanes.warnings(kept) if kept else [],
        "recordings": recordings,
        "unused": recordings - len({lane.recording_id for lane in kept}),
        "may_edit": episode.my_role >= EDIT,
        "limit": settings.UPLOAD_MAX_BYTES,
    }
    return render(request, "productions/episode_lanes.html", context, status=422 if rows.is_bound else 200)


@require_POST
@signed_in
def lanes_propose(request: HttpRequest, pk: str) -> HttpResponse:
    """A track for every recording, in place of those that are there; or none, for a single file again."""
    episode = _episode(request, pk, EDIT)
    lanes.replace(episode, [] if request.POST.get("none") else lanes.propose(episode))
    return redirect("productions:episode_lanes", episode.pk)


def _episode(request: HttpRequest, pk: str, role: Any) -> Episode:
    episode: Episode = get_for(request.user, Episode.objects.select_related("show__team", "show__cover"), role, pk=pk)
    return episode
