"""What listeners of an episode hear: another track of its show's collection in place of the present one."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from audiodn.models import Track
from audiodn.statuses import PLAYABLE
from productions.models import Episode
from teams.access import RUN, get_for
from teams.current import signed_in

SHOWN = 50


class TrackChoice(forms.Form):
    track = forms.ModelChoiceField(
        Track.objects.none(),
        error_messages={
            "required": gettext_lazy("Choose a track."),
            "invalid_choice": gettext_lazy("This one is not ready."),
        },
    )

    def __init__(self, *args: Any, tracks: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["track"].queryset = tracks


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def episode_audio(request: HttpRequest, pk: str) -> HttpResponse:
    """Choose one that is ready. The track before stays in the collection, and nothing is mastered or paid."""
    episode = get_for(
        request.user, Episode.objects.select_related("show__collection", "show__team", "track"), RUN, pk=pk
    )
    collection = episode.show.collection
    tracks = collection.tracks.filter(status__in=PLAYABLE) if collection else Track.objects.none()
    form = TrackChoice(request.POST if request.method == "POST" else None, tracks=tracks)
    if form.is_valid():
        episode.track = form.cleaned_data["track"]
        episode.save(update_fields=["track"])
        messages.success(request, _("Listeners hear “%(title)s” now.") % {"title": episode.track.title})
        return redirect(episode)
    context = {"episode": episode, "collection": collection, "tracks": tracks[:SHOWN], "form": form}
    return render(request, "productions/episode_audio.html", context, status=422 if form.is_bound else 200)
