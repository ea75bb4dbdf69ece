"""Fragments to listen with: the player of a track or a collection, with a play session for whoever asks."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as later
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from audiodn import sessions
from audiodn.models import Collection, Track
from podcaststudio import http
from teams.access import SEE, get_for

THEMES = ("light", "dark")
NOT_NOW = later("This cannot be heard right now. Try again in a while.")


@require_safe
@never_cache
def player(request: HttpRequest, pk: str) -> HttpResponse:
    """Fragment: the player of one track, with a play session for whoever asks."""
    track = get_for(request.user, Track.objects.select_related("collection__team"), SEE, pk=pk)
    return answer_player(request, track, str(request.user.pk))


@require_safe
@never_cache
def collection_player(request: HttpRequest, pk: str) -> HttpResponse:
    """Fragment: the player of a whole collection."""
    collection = get_for(request.user, Collection.objects.select_related("team"), SEE, pk=pk)
    return answer_player(request, collection, str(request.user.pk))


def answer_player(
    request: HttpRequest,
    target: Track | Collection,
    listener: str,
    *,
    is_preview: bool = False,
    is_public: bool = False,
) -> HttpResponse:
    """With a session, or with the sentence that says why there is none; the public is told less."""
    theme = request.GET.get("theme", "") if request.GET.get("theme") in THEMES else ""
    session, problem = None, _silence(target)
    if not problem:
        try:
            session = sessions.play_session(target, listener, fresh="fresh" in request.GET, is_preview=is_preview)
        except http.Problem as failure:
            problem = _("%(sentence)s Listening works again as soon as that is solved; nothing was lost.") % {
                "sentence": failure.sentence
            }
    context = {
        "target": target,
        "session": session,
        "problem": NOT_NOW if problem and is_public else problem,
        "is_public": is_public,
        "renew": f"{request.path}?fresh=1" + (f"&theme={theme}" if theme else ""),
        "theme": theme or ("auto" if is_public else getattr(request.user, "theme", "")) or "auto",
    }
    return render(request, "audiodn/_player.html", context)


def _silence(target: Track | Collection) -> str:
    """Why it cannot be heard now; empty when it can."""
    if isinstance(target, Collection):
        is_heard = any(track.is_heard for track in target.tracks.all())
        return "" if is_heard else _("There is nothing to hear in this collection yet.")
    track = target
    if track.is_heard:
        return ""
    if track.error:
        return track.error
    if not track.bytes_sent_at:
        return _("This track is on its way to AudioDN.")
    return _("AudioDN is still making the versions for listeners. That takes about as long as a coffee.")
