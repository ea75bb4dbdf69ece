"""Settings of one episode that differ from its preset's, and their way back into the preset."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from productions import versions
from productions.differences import difference
from productions.forms.settings import SettingsForm
from productions.models import Episode
from productions.offers import offers_for
from teams.access import RUN, get_for
from teams.current import signed_in


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def episode_settings(request: HttpRequest, pk: str) -> HttpResponse:
    episode = get_for(request.user, Episode.objects.select_related("show__team", "show__preset"), RUN, pk=pk)
    preset = episode.show.preset
    usual = preset.settings if preset else {}
    if request.POST.get("then") == "reset":
        return _keep(request, episode, None)
    form = SettingsForm(
        request.POST or None, settings=episode.own_settings or usual, offers=offers_for(episode.show.team)
    )
    if request.method == "POST" and form.is_valid():
        wanted = form.settings()
        if request.POST.get("then") == "preset" and preset:
            return _into_preset(request, episode, wanted)
        return _keep(request, episode, wanted if difference(usual, wanted) else None)
    changes = difference(usual, episode.own_settings) if episode.own_settings else []
    context = {"form": form, "episode": episode, "preset": preset, "changes": changes, "may_edit": True}
    return render(request, "productions/episode_settings.html", context, status=422 if form.is_bound else 200)


def _keep(request: HttpRequest, episode: Episode, settings: dict[str, object] | None) -> HttpResponse:
    Episode.objects.filter(pk=episode.pk).update(own_settings=settings)
    said = _("The next production of this episode uses them.") if settings else _("It is as the preset says.")
    messages.success(request, said)
    return redirect(episode)


def _into_preset(request: HttpRequest, episode: Episode, settings: dict[str, object]) -> HttpResponse:
    """Make the episode's settings the next version of its show's preset; the episode needs none of its own then."""
    preset = episode.show.preset
    assert preset is not None
    try:
        versions.save(preset, preset.name, settings, request.user, f"from the episode “{episode.title}”")
    except versions.Overtaken as overtaken:
        messages.error(request, str(overtaken))
        return redirect("productions:episode_settings", episode.pk)
    Episode.objects.filter(pk=episode.pk).update(own_settings=None)
    messages.success(request, _("“%(preset)s” says so now, for all its shows.") % {"preset": preset})
    return redirect(episode)
