"""One production by itself: what it was made with, what came of it, and its files, however old it is."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from productions import verdict
from productions.differences import difference
from productions.models import Production
from productions.numbers import numbers
from teams.access import SEE, get_for
from teams.current import signed_in


@require_safe
@signed_in
def production_detail(request: HttpRequest, pk: str) -> HttpResponse:
    rows = Production.objects.select_related(
        "episode__show__team", "episode__show__cover", "recording", "preset", "account", "started_by"
    )
    production = get_for(request.user, rows, SEE, pk=pk)
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
    return render(request, "productions/production_detail.html", context)
