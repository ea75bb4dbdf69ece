"""One production by itself: how far it is, what it was made with, what came of it, and its files, however old it is."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from productions import verdict
from productions.differences import difference
from productions.models import Production
from productions.numbers import numbers
from productions.polling import answer, version
from productions.stages import Row, timeline
from productions.usual import usual
from teams.access import RUN, SEE, get_for
from teams.current import signed_in


@require_safe
@signed_in
def production_detail(request: HttpRequest, pk: str) -> HttpResponse:
    production = _production(request, pk)
    figures = verdict.figures(production)
    preset = production.preset
    context = {
        "production": production,
        "episode": production.episode,
        "number": production.episode.productions.filter(created_at__lte=production.created_at).count(),
        "outputs": production.output_files.all(),
        "lanes": production.lanes.select_related("recording"),
        "figures": figures,
        "is_good": verdict.is_good(figures),
        "numbers": numbers(production.statistics),
        "changes": difference(production.preset_settings, preset.settings) if preset else [],
    }
    if not production.is_resting:
        context |= _progress(production)
    return render(request, "productions/production_detail.html", context)


@require_safe
@signed_in
def production_progress(request: HttpRequest, pk: str) -> HttpResponse:
    """How far it is; polled until it rests, and then says where to go on."""
    return answer(request, "productions/_progress.html", _progress(_production(request, pk)))


def _production(request: HttpRequest, pk: str) -> Production:
    rows = Production.objects.select_related(
        "episode__show__team", "episode__show__cover", "recording", "preset", "account", "track", "started_by"
    )
    production: Production = get_for(request.user, rows, SEE, pk=pk)
    return production


def _progress(production: Production) -> dict[str, Any]:
    episode, recording = production.episode, production.recording
    role: int = production.my_role
    row = Row(episode, recording, production)
    return {
        "row": row,
        "role": role,
        "may_run": role >= RUN,
        "episode": episode,
        "production": production,
        "version": version(row),
        "timeline": timeline(production, list(production.events.all())),
        "usual": usual(episode.show.team),
    }
