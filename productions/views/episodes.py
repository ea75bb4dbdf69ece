"""An episode: its page, the card on it that lives, and its words."""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.db.models import Exists, OuterRef
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from podcaststudio.counting import count
from productions import lent, proposals, verdict
from productions.formats import PLAYABLE
from productions.forms.episodes import EpisodeForm
from productions.forms.start import StartForm
from productions.models import Chapter, Episode, Fetch, Lane, Show
from productions.numbering import next_number
from productions.polling import answer, version
from productions.stages import Row, row, timeline
from teams.access import EDIT, RUN, SEE, get_for
from teams.current import signed_in
from teams.edits import one_by_one


@require_safe
@signed_in
def episode_detail(request: HttpRequest, pk: str) -> HttpResponse:
    context = _card(request, _row(request, pk))
    episode = context["row"].episode
    context |= {"earlier": episode.newest_productions[1:], "recordings": episode.newest_recordings}
    return render(request, "productions/episode_detail.html", context)


@require_safe
@signed_in
def episode_card(request: HttpRequest, pk: str) -> HttpResponse:
    """The stages and the panel of the present one; polled while a production is under way."""
    found = _row(request, pk)
    if request.GET.get("v") == version(found):
        return HttpResponse(status=204)
    return answer(request, "productions/_episode_card.html", _card(request, found))


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def episode_new(request: HttpRequest, pk: str) -> HttpResponse:
    show = get_for(request.user, Show.objects.all(), EDIT, pk=pk)
    initial = {"number": next_number(show), **proposals.initial(show, request.GET)}
    form = EpisodeForm(request.POST or None, request.FILES or None, show=show, initial=initial)
    if request.method == "POST" and form.is_valid():
        form.instance.created_by = request.user
        if episode := form.keep():
            return redirect(episode)
    context = {"form": form, "show": show}
    return render(request, "productions/episode_form.html", context, status=422 if form.is_bound else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
@one_by_one
def episode_edit(request: HttpRequest, pk: str) -> HttpResponse:
    episode = get_for(request.user, Episode.objects.select_related("show__team", "cover"), EDIT, pk=pk)
    form = EpisodeForm(request.POST or None, request.FILES or None, instance=episode, show=episode.show)
    if request.method == "POST" and form.is_valid() and form.keep():
        messages.success(request, _("Saved."))
        return redirect(episode)
    context = {"form": form, "show": episode.show, "episode": episode}
    return render(request, "productions/episode_form.html", context, status=422 if form.is_bound else 200)


def _row(request: HttpRequest, pk: str) -> Row:
    episodes = Episode.objects.select_related(
        "show__team__audiodn", "show__preset", "show__collection", "show__cover", "cover", "created_by", "track", "plan"
    )
    episodes = episodes.with_all().annotate(
        has_fetches=Exists(Fetch.objects.filter(episode=OuterRef("pk"), recording=None)),
        chapter_count=count(Chapter.objects.filter(episode=OuterRef("pk")), "episode"),
        lane_count=count(Lane.objects.filter(episode=OuterRef("pk")), "episode"),
    )
    return row(get_for(request.user, episodes, SEE, pk=pk))


def _card(request: HttpRequest, found: Row) -> dict[str, Any]:
    """What the card needs beyond the row: of the state it is in, and nothing of the others."""
    production, episode = found.production, found.episode
    role = episode.my_role
    context = {"row": found, "episode": episode, "production": production, "version": version(found)}
    context |= {"may_edit": role >= EDIT, "may_run": role >= RUN, "limit": settings.UPLOAD_MAX_BYTES}
    if found.recording and role >= RUN and (production is None or production.is_resting):
        loaded = {"chapters": episode.chapter_count} | ({} if episode.lane_count else {"lanes": []})
        loaded["accounts"] = lent.accounts(request, episode.show.team)
        context["form"] = StartForm(episode=episode, initial={"recording": found.recording}, **loaded)
    shows_fetches = role >= EDIT and episode.has_fetches
    context["fetches"] = episode.fetches.filter(recording=None)[:3] if shows_fetches else []
    if production is None:
        context["may_start"] = role >= RUN and bool(lent.accounts(request, episode.show.team))
        context["refused"] = episode.uploads.filter(recording=None).exclude(error="").order_by("-created_at").first()
        return context
    outputs = list(production.output_files.all())
    context["outputs"] = outputs
    context["heard"] = next((each for each in outputs if each.format in PLAYABLE), None)
    if production.is_ready or production.is_held:
        context["figures"] = verdict.figures(production)
        context["is_good"] = verdict.is_good(context["figures"])
    if not production.is_ready and not production.is_held:
        context["timeline"] = timeline(production, list(production.events.all()))
    return context
