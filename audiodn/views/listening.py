"""Fragments to listen with: the player of a track or a collection, with a play session for whoever asks."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from audiodn import sessions
from audiodn.models import Collection, Track
from podcaststudio import http
from teams.access import SEE, get_for


@require_safe
@never_cache
def player(request: HttpRequest, pk: str) -> HttpResponse:
    """Fragment: the player of one track, with a play session for whoever asks."""
    track = get_for(request.user, Track.objects.select_related("collection__team"), SEE, pk=pk)
    return _player(request, track, _why_silent(track))


@require_safe
@never_cache
def collection_player(request: HttpRequest, pk: str) -> HttpResponse:
    """Fragment: the player of a whole collection."""
    collection = get_for(request.user, Collection.objects.select_related("team"), SEE, pk=pk)
    is_heard = any(track.is_heard for track in collection.tracks.all())
    return _player(request, collection, "" if is_heard else _("There is nothing to hear in this collection yet."))


def _player(request: HttpRequest, target: Track | Collection, problem: str) -> HttpResponse:
    """With a session, or with the sentence that says why there is none."""
    session = None
    if not problem:
        try:
            session = sessions.play_session(target, request.user, fresh="fresh" in request.GET)
        except http.Problem as failure:
            problem = _("%(sentence)s Listening works again as soon as that is solved; nothing was lost.") % {
                "sentence": failure.sentence
            }
    context = {
        "target": target,
        "session": session,
        "problem": problem,
        "renew": f"{request.path}?fresh=1",
        "theme": getattr(request.user, "theme", "") or "auto",
    }
    return render(request, "audiodn/_player.html", context)


def _why_silent(track: Track) -> str:
    """Why a track cannot be heard now; empty when it can."""
    if track.is_heard:
        return ""
    if track.error:
        return track.error
    if not track.bytes_sent_at:
        return _("This track is on its way to AudioDN.")
    return _("AudioDN is still making the versions for listeners. That takes about as long as a coffee.")
