"""Separate tracks of an episode: rows, a proposal from its recordings, and what will probably sound wrong."""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from productions import lanes
from productions.forms.lanes import lanes as lane_rows
from productions.forms.start import StartForm
from productions.models import Episode, Lane
from productions.views.productions import begin
from teams import audit, edits
from teams.access import EDIT, RUN, SEE, get_for
from teams.current import signed_in
from teams.edits import one_by_one


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
@one_by_one
def episode_lanes(request: HttpRequest, pk: str) -> HttpResponse:
    episode = _episode(request, pk, EDIT if request.method == "POST" else SEE)
    if request.method == "POST":
        Episode.objects.select_for_update().filter(pk=episode.pk).exists()
    kept = list(episode.lanes.select_related("recording"))
    recordings = episode.recordings.count()
    proposed = kept or (lanes.propose(episode) if recordings > 1 else [])
    rows = lane_rows(request.POST or None, episode, proposed)
    seen = edits.mark({"lanes": [(lane.name, lane.recording_id, lane.settings) for lane in kept]})
    is_sent = request.method == "POST" and rows.is_valid()
    said = edits.conflict(request.POST, seen, episode, episode.show.team) if is_sent else ""
    if is_sent and not said:
        _replace(episode, rows.lanes(episode))
        if "process" in request.POST and episode.my_role >= RUN:
            return _start(request, episode)
        messages.success(request, _("Saved. The next production mixes these tracks."))
        return redirect("productions:episode_lanes", episode.pk)
    context: dict[str, Any] = {
        "episode": episode,
        "rows": rows,
        "kept": kept,
        "seen": seen,
        "overtaken": said,
        "warnings": lanes.warnings(proposed) if proposed else [],
        "recordings": recordings,
        "unused": recordings - len({lane.recording_id for lane in proposed}),
        "may_edit": episode.my_role >= EDIT,
        "may_run": episode.my_role >= RUN,
        "is_start_wanted": "process" in request.GET,
        "limit": settings.UPLOAD_MAX_BYTES,
    }
    return render(request, "productions/episode_lanes.html", context, status=422 if rows.is_bound else 200)


@require_POST
@signed_in
def lanes_propose(request: HttpRequest, pk: str) -> HttpResponse:
    """A track for every recording, in place of those that are there; or none, for a single file again."""
    episode = _episode(request, pk, EDIT)
    _replace(episode, [] if request.POST.get("none") else lanes.propose(episode))
    return redirect("productions:episode_lanes", episode.pk)


def _start(request: HttpRequest, episode: Episode) -> HttpResponse:
    """Mix what was just saved, as the show usually is."""
    kept = list(episode.lanes.select_related("recording"))
    if not kept:
        return redirect(episode)
    return begin(
        request, episode, StartForm({"recording": lanes.stands_for(kept).pk, "is_mixed": "on"}, episode=episode)
    )


def _replace(episode: Episode, rows: list[Lane]) -> None:
    with transaction.atomic():
        lanes.replace(episode, rows)
        audit.record("episode.changed", episode, team=episode.show.team, what="separate tracks")


def _episode(request: HttpRequest, pk: str, role: Any) -> Episode:
    episode: Episode = get_for(
        request.user, Episode.objects.select_related("show__team", "show__cover", "show__preset"), role, pk=pk
    )
    return episode
