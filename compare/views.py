"""The comparison of an episode: its page, and its figures as a table for others."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.text import slugify
from django.views.decorators.http import require_safe

from compare.comparison import NONE, Comparison
from productions.models import Episode
from teams.access import SEE, get_for
from teams.current import signed_in


@require_safe
@signed_in
def episode_compare(request: HttpRequest, pk: str) -> HttpResponse:
    """Source, processed and previous on one line of time; `?run`, `?previous` and `?source` choose others."""
    episode = _episode(request, pk)
    context = {
        "episode": episode,
        "compared": Comparison.chosen(request.user, episode, request.GET.dict()),
        "none": NONE,
    }
    return render(request, "compare/episode_compare.html", context)


@require_safe
@signed_in
def figures_csv(request: HttpRequest, pk: str) -> HttpResponse:
    episode = _episode(request, pk)
    compared = Comparison.chosen(request.user, episode, request.GET.dict())
    if compared is None:
        return redirect("compare:episode_compare", episode.pk)  # which says what is missing
    response = HttpResponse(compared.csv, content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{slugify(episode.title) or "figures"}.csv"'
    return response


def _episode(request: HttpRequest, pk: str) -> Episode:
    rows = Episode.objects.select_related("show__team", "show__cover")
    episode: Episode = get_for(request.user, rows, SEE, pk=pk)
    return episode
