"""The page of one track: its life, what listeners get of it, what AudioDN said about it, and what can be changed."""

from typing import Any

from django.contrib import messages
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control, never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from audiodn import covers, life, removal
from audiodn.forms import RemoveForm, TrackForm, VariantForm
from audiodn.models import Collection, Connection, Errand, Track
from audiodn.models.mirror import cover_mark
from teams.access import EDIT, RUN, SEE, get_for
from teams.current import signed_in
from teams.edits import one_by_one

HINTS = 20  # shown of a track
DAY = 24 * 3600


def _rows() -> Any:
    return Track.objects.select_related("collection__team")


@require_safe
@signed_in
def track_detail(request: HttpRequest, pk: str) -> HttpResponse:
    track = get_for(request.user, _rows(), SEE, pk=pk)
    return render(request, "audiodn/track_detail.html", _context(track))


@require_safe
@signed_in
@never_cache
def track_state(request: HttpRequest, pk: str) -> HttpResponse:
    """Fragment: life cycle, versions and what the webhook said; polled while AudioDN works on it."""
    track = get_for(request.user, _rows(), SEE, pk=pk)
    return render(request, "audiodn/_track.html", _context(track))


def _context(track: Track) -> dict[str, Any]:
    connection = Connection.objects.filter(team=track.collection.team_id).first()
    errands = list(track.errands.all())
    return {
        "track": track,
        "collection": track.collection,
        "steps": life.steps(track),
        "missing": life.missing(track, connection),
        "palette": life.palette(track),
        "bars": life.bars(track.levels),
        "hints": list(track.hints.all()[:HINTS]),
        "errands": errands,
        "is_live": bool(track.due_at) or any(errand.due_at for errand in errands),  # a worker is to look at it
        "may_edit": track.my_role >= EDIT,
        "may_run": track.my_role >= RUN,
        "variant_form": VariantForm(track=track) if track.my_role >= RUN and track.is_heard else None,
    }


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
@one_by_one
def track_edit(request: HttpRequest, pk: str) -> HttpResponse:
    track = get_for(request.user, _rows(), EDIT, pk=pk)
    sent = (request.POST, request.FILES) if request.method == "POST" else ()
    form = TrackForm(*sent, instance=track)
    if sent and form.is_valid():
        covers.save(form, request.user)
        messages.success(request, _("Saved. AudioDN gets it in a moment."))
        return redirect(track)
    context = {"form": form, "track": track, "collection": track.collection}
    return render(request, "audiodn/track_form.html", context, status=422 if form.is_bound else 200)


@require_POST
@signed_in
def track_variant(request: HttpRequest, pk: str) -> HttpResponse:
    """Have AudioDN make one more version of it."""
    track = get_for(request.user, _rows(), RUN, pk=pk)
    form = VariantForm(request.POST, track=track)
    if track.bytes_sent_at and form.is_valid():
        Errand.objects.ask(Errand.Kind.TRACK_VARIANT, track, request.user, name=form.payload["index"], **form.payload)
        messages.success(request, _("AudioDN is asked to make it. What listeners hear meanwhile stays."))
        return redirect(track)
    context = {**_context(track), "variant_form": form}
    return render(request, "audiodn/track_detail.html", context, status=422)


@require_POST
@signed_in
def track_look(request: HttpRequest, pk: str) -> HttpResponse:
    """Have a worker look at it now, and read its versions anew."""
    track = get_for(request.user, _rows(), SEE, pk=pk)
    if track.remote_id:
        Track.objects.filter(pk=track.pk).wake()
        if track.is_playable:
            Errand.objects.ask(Errand.Kind.TRACK_VERSIONS, track, request.user)
    return redirect(track)


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def track_delete(request: HttpRequest, pk: str) -> HttpResponse:
    track = get_for(request.user, _rows(), RUN, pk=pk)
    form = RemoveForm(request.POST if request.method == "POST" else None, title=track.title)
    problem = removal.hindrance(track)
    if request.method == "POST" and not problem and form.is_valid():
        removal.remove(track, request.user, is_there_too=form.cleaned_data["where"] == "there")
        messages.success(request, _("“%(title)s” is removed.") % {"title": track.title})
        return redirect(track.collection)
    context = {"form": form, "track": track, "collection": track.collection, "problem": problem}
    return render(request, "audiodn/track_delete.html", context, status=422 if form.is_bound else 200)


@require_POST
@signed_in
def errand_retry(request: HttpRequest, pk: str) -> HttpResponse:
    """Try again what AudioDN refused, or drop it."""
    errand = get_for(request.user, Errand.objects.select_related("track__collection", "collection"), EDIT, pk=pk)
    if "drop" in request.POST:
        errand.delete()
    else:
        Errand.objects.filter(pk=errand.pk).again()
    target = errand.track or errand.collection
    return redirect(target) if target else redirect("audiodn:orphans")


# ---------------------------------------------------------------- covers
@require_safe
@cache_control(private=True, max_age=DAY)  # a new cover has a new address
def track_cover(request: HttpRequest, pk: str, name: str) -> HttpResponseBase:
    """The small copy of a track's cover."""
    return _cover(get_for(request.user, _rows(), SEE, pk=pk), name)


@require_safe
@cache_control(private=True, max_age=DAY)
def collection_cover(request: HttpRequest, pk: str, name: str) -> HttpResponseBase:
    """The small copy of a collection's cover."""
    return _cover(get_for(request.user, Collection.objects.all(), SEE, pk=pk), name)


def _cover(target: Any, name: str) -> HttpResponseBase:
    if not target.cover or name != cover_mark(target.cover.name):
        raise Http404
    try:
        return FileResponse(covers.open_small(target.cover.name), content_type="image/jpeg")
    except FileNotFoundError:
        raise Http404 from None
