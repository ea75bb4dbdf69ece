"""Fragments beside the player that know of episodes: the transcript."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from audiodn.models import Embed, Track
from productions import cues
from teams.access import SEE, get_for
from teams.current import signed_in


@require_safe
@signed_in
@never_cache
def transcript(request: HttpRequest, pk: str) -> HttpResponse:
    """What is said in a track, each line with its time."""
    return _transcript(request, get_for(request.user, Track.objects.select_related("production"), SEE, pk=pk))


@require_safe
@never_cache
def embed_transcript(request: HttpRequest, token: str) -> HttpResponse:
    """The same for whoever may hear the whole track on another site."""
    found = Embed.objects.open().filter(token=token, is_preview=False).select_related("track__production").first()
    if found is None or found.track is None:
        raise Http404(_("There is no transcript here."))
    return _transcript(request, found.track)


def _transcript(request: HttpRequest, track: Track) -> HttpResponse:
    said = cues.transcript_of(track)
    if said is None:
        raise Http404(_("There is no transcript of this track."))
    try:
        speeches = cues.speeches(said())
    except FileNotFoundError:
        raise Http404(_("The file with the transcript is not there any more.")) from None
    return render(request, "productions/_transcript.html", {"speeches": speeches})
