"""Collections: the list, the page with player and tracks, the form, and the way out."""

import hashlib
from typing import Any

from django.contrib import messages
from django.db.models import Count, Q, Sum
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from audiodn import covers, removal
from audiodn.forms import CollectionForm, RemoveForm
from audiodn.models import Collection, Connection, Errand, Track
from audiodn.statuses import PLAYABLE
from teams.access import EDIT, RUN, SEE, get_for
from teams.current import signed_in, with_team
from teams.edits import one_by_one
from teams.models import Team

FORM_METHODS = ["GET", "HEAD", "POST"]


@require_safe
@with_team
def collection_list(request: HttpRequest, team: Team) -> HttpResponse:
    collections = Collection.objects.for_user(request.user).filter(team=team)
    ready = Count("tracks", filter=Q(tracks__status__in=PLAYABLE))
    context = {
        "collections": collections.annotate(count=Count("tracks"), ready=ready, length=Sum("tracks__duration")),
        "may_run": team.my_role >= RUN,
    }
    return render(request, "audiodn/collection_list.html", context)


@require_http_methods(FORM_METHODS)
@with_team
def collection_new(request: HttpRequest, team: Team) -> HttpResponse:
    team = get_for(request.user, Team.objects.all(), RUN, pk=team.pk)
    return _form(request, Collection(team=team), _("It is made at AudioDN with the first track or cover."))


@require_http_methods(FORM_METHODS)
@signed_in
@one_by_one
def collection_edit(request: HttpRequest, pk: str) -> HttpResponse:
    collection = get_for(request.user, Collection.objects.select_related("team"), RUN, pk=pk)
    return _form(request, collection, _("Saved. AudioDN gets it in a moment."))


def _form(request: HttpRequest, collection: Collection, done: str) -> HttpResponse:
    connection = Connection.objects.filter(team=collection.team).first()
    sent = (request.POST, request.FILES) if request.method == "POST" else ()
    form = CollectionForm(*sent, instance=collection, connection=connection)
    if sent and form.is_valid():
        covers.save(form, request.user)
        messages.success(request, done)
        return redirect(collection)
    context = {"form": form, "collection": None if collection._state.adding else collection}
    return render(request, "audiodn/collection_form.html", context, status=422 if form.is_bound else 200)


@require_http_methods(FORM_METHODS)
@signed_in
def collection_delete(request: HttpRequest, pk: str) -> HttpResponse:
    """What would go, and the button; deleting at AudioDN as well asks for the title."""
    collection = get_for(request.user, Collection.objects.select_related("team"), RUN, pk=pk)
    form = RemoveForm(request.POST if request.method == "POST" else None, title=collection.title)
    problem = removal.hindrance(collection)
    if request.method == "POST" and not problem and form.is_valid():
        removal.remove(collection, request.user, is_there_too=form.cleaned_data["where"] == "there")
        messages.success(request, _("“%(title)s” is removed.") % {"title": collection.title})
        return redirect("audiodn:collection_list")
    context = {"form": form, "collection": collection, "problem": problem, "count": collection.tracks.count()}
    return render(request, "audiodn/collection_delete.html", context, status=422 if form.is_bound else 200)


@require_safe
@signed_in
def collection_detail(request: HttpRequest, pk: str) -> HttpResponse:
    collection = get_for(request.user, Collection.objects.select_related("team"), SEE, pk=pk)
    context = _collection(collection)
    context["is_heard"] = any(track.is_heard for track in context["tracks"])
    context["stuck"] = [errand for errand in context["errands"] if errand.is_stuck and errand.track_id is None]
    return render(request, "audiodn/collection_detail.html", context)


@require_safe
@signed_in
@never_cache
def collection_tracks(request: HttpRequest, pk: str) -> HttpResponse:
    """Fragment: the list of tracks; polled, since others upload as well. 204 while nothing changed."""
    collection = get_for(request.user, Collection.objects.select_related("team"), SEE, pk=pk)
    context = _collection(collection)
    if request.GET.get("v") == context["version"]:
        return HttpResponse(status=204)
    return render(request, "audiodn/_tracks.html", context)


def _collection(collection: Collection) -> dict[str, Any]:
    tracks = list(collection.tracks.in_order())
    errands = list(collection.errands.select_related("track"))
    return {
        "collection": collection,
        "tracks": tracks,
        "errands": errands,
        "length": sum(track.duration or 0 for track in tracks),
        "is_live": any(not track.is_settled and track.due_at for track in tracks) or any(e.due_at for e in errands),
        "may_edit": collection.my_role >= EDIT,
        "may_run": collection.my_role >= RUN,
        "version": _version(tracks, errands),
    }


def _version(tracks: list[Track], errands: list[Errand]) -> str:
    told: list[tuple[object, ...]] = [
        (t.pk, t.order, t.title, t.status, t.error, t.duration, bool(t.bytes_sent_at), len(t.versions)) for t in tracks
    ]
    told += [(errand.pk, errand.is_stuck) for errand in errands]
    return hashlib.sha256(repr(told).encode()).hexdigest()[:16]
