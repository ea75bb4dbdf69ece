"""An episode's player for other sites: made with one press, then its code to copy."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from audiodn import doors
from audiodn.models import Embed
from productions.models import Episode
from teams.access import RUN, get_for
from teams.current import signed_in


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
@never_cache
def episode_embed(request: HttpRequest, pk: str) -> HttpResponse:
    """The newest open player of the episode's track; POST makes one where there is none."""
    episodes = Episode.objects.select_related("show__team", "track__collection")
    episode = get_for(request.user, episodes, RUN, pk=pk)
    if episode.track is None:
        messages.info(request, _("There is nothing to embed yet. Once it is delivered, its player can be copied here."))
        return redirect(episode)
    found = Embed.objects.open().filter(track=episode.track, is_preview=False).order_by("-created_at").first()
    if request.method == "POST":
        if found is None:
            track, by = episode.track, request.user
            doors.keep(Embed(collection=track.collection, track=track, title=episode.title, made_by=by))
        return redirect("desk:episode_embed", episode.pk)
    context = {"episode": episode, "embed": found}
    if found:
        context |= {"code": doors.frame(found), "address": doors.address(found), "scope": doors.scope(found)}
    return render(request, "desk/episode_embed.html", context)
