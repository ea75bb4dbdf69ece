"""What people ask of the pipeline: start, retry, cancel. Each is one POST that comes back to the episode."""

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from productions import pipeline
from productions.forms.start import StartForm
from productions.models import Episode, Production
from teams.access import RUN, get_for
from teams.current import signed_in


@require_POST
@signed_in
def production_start(request: HttpRequest, pk: str) -> HttpResponse:
    episode = get_for(
        request.user, Episode.objects.select_related("show__team", "show__account", "show__preset"), RUN, pk=pk
    )
    return begin(request, episode, StartForm(request.POST, episode=episode))


def begin(request: HttpRequest, episode: Episode, form: StartForm) -> HttpResponse:
    """Start what the form says, or say why not."""
    if not form.is_valid():
        asked = form.non_field_errors()
        again = _("Choose a recording, a preset and an account from the lists, then start again.")
        messages.error(request, asked[0] if asked else again)
        return redirect(episode)
    data = form.cleaned_data

    def start() -> object:
        return pipeline.start(
            episode,
            data["recording"],
            actor=request.user,
            preset=data["preset"],
            account=data["account"],
            approval=data["approval"],
            lanes=data["lanes"],
        )

    return _ask(request, episode, start)


@require_POST
@signed_in
def production_retry(request: HttpRequest, pk: str) -> HttpResponse:
    production = _production(request, pk)
    return _ask(request, production.episode, lambda: pipeline.retry(production, request.user))


@require_POST
@signed_in
def production_cancel(request: HttpRequest, pk: str) -> HttpResponse:
    production = _production(request, pk)
    return _ask(request, production.episode, lambda: pipeline.cancel(production, request.user))


@require_POST
@signed_in
def production_check(request: HttpRequest, pk: str) -> HttpResponse:
    """Look at the other side now instead of at the next due time."""
    production = _production(request, pk)
    pipeline.look_now(production.pk)
    return redirect(production.episode)


def _production(request: HttpRequest, pk: str) -> Production:
    production: Production = get_for(request.user, Production.objects.select_related("episode__show"), RUN, pk=pk)
    return production


def _ask(request: HttpRequest, episode: Episode, verb: Callable[[], object]) -> HttpResponse:
    try:
        verb()
    except pipeline.Refused as refusal:
        messages.error(request, str(refusal))
    return redirect(episode)
