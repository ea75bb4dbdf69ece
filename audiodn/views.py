"""Pages and fragments of AudioDN: the player, collections and their uploader, and the connection's form."""

from typing import Any

from django.contrib import messages
from django.db.models import Count, Sum
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from audiodn import adoption, connections, sessions
from audiodn.forms import AdoptForm, CollectionForm, ConnectionForm
from audiodn.models import Collection, Connection, Track
from audiodn.places import NotYet
from podcaststudio import http
from teams.access import EDIT, OWN, RUN, SEE, get_for
from teams.current import signed_in, with_team
from teams.models import Team


# ---------------------------------------------------------------- listening
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
    is_playable = any(track.is_playable for track in collection.tracks.all())
    return _player(request, collection, "" if is_playable else _("There is nothing to hear in this collection yet."))


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
    if track.is_playable:
        return ""
    if track.error:
        return track.error
    if not track.bytes_sent_at:
        return _("This track is on its way to AudioDN.")
    return _("AudioDN is still making the versions for listeners. That takes about as long as a coffee.")


# ---------------------------------------------------------------- collections
@require_http_methods(["GET", "HEAD", "POST"])
@with_team
def collection_list(request: HttpRequest, team: Team) -> HttpResponse:
    """The team's collections; producers add one here."""
    form = CollectionForm(request.POST if request.method == "POST" else None)
    if request.method == "POST":
        get_for(request.user, Team.objects.all(), RUN, pk=team.pk)
        if form.is_valid():
            form.instance.team = team
            return redirect(form.save())
    collections = Collection.objects.for_user(request.user).filter(team=team)
    context = {
        "collections": collections.annotate(count=Count("tracks"), length=Sum("tracks__duration")),
        "form": form,
        "may_run": team.my_role >= RUN,
    }
    return render(request, "audiodn/collection_list.html", context, status=422 if form.is_bound else 200)


@require_safe
@signed_in
def collection_detail(request: HttpRequest, pk: str) -> HttpResponse:
    collection = get_for(request.user, Collection.objects.select_related("team"), SEE, pk=pk)
    return render(request, "audiodn/collection_detail.html", _collection(collection))


@require_safe
@signed_in
@never_cache
def collection_tracks(request: HttpRequest, pk: str) -> HttpResponse:
    """Fragment: the list of tracks; polled while AudioDN works on one of them."""
    collection = get_for(request.user, Collection.objects.select_related("team"), SEE, pk=pk)
    return render(request, "audiodn/_tracks.html", _collection(collection))


def _collection(collection: Collection) -> dict[str, Any]:
    tracks = list(collection.tracks.all())
    return {
        "collection": collection,
        "tracks": tracks,
        "length": sum(track.duration or 0 for track in tracks),
        "is_heard": any(track.is_playable for track in tracks),
        "is_live": any(not track.is_settled and track.due_at for track in tracks),
        "may_edit": collection.my_role >= EDIT,
    }


@require_POST
@never_cache
def uploader(request: HttpRequest, pk: str) -> HttpResponse:
    """Fragment: the uploader with an upload session. POST, since the collection may have to be made at AudioDN."""
    collection = get_for(request.user, Collection.objects.select_related("team"), EDIT, pk=pk)
    context: dict[str, Any] = {"collection": collection}
    try:
        context["session"] = sessions.upload_session(collection, request.user, fresh="fresh" in request.GET)
    except NotYet:
        context["problem"] = _("The collection is just being made at AudioDN. Try again in a moment.")
    except http.Problem as failure:
        context["problem"] = _("%(sentence)s Nothing was uploaded; it is safe to try again.") % {
            "sentence": failure.sentence
        }
    return render(request, "audiodn/_uploader.html", context)


@require_POST
def adopt(request: HttpRequest, pk: str) -> HttpResponse:
    """Take in the track that the uploader just sent. 204, 400 for what is not a track of this collection, 502."""
    collection = get_for(request.user, Collection.objects.select_related("team"), EDIT, pk=pk)
    form = AdoptForm(request.POST)
    if not form.is_valid():
        return HttpResponse(_("Send the id of the track as track_id."), status=400, content_type="text/plain")
    try:
        adoption.adopt(collection, form.cleaned_data["track_id"])
    except adoption.NotThere as stranger:
        return HttpResponse(str(stranger), status=400, content_type="text/plain")
    except http.Problem as failure:
        return HttpResponse(failure.sentence, status=502, content_type="text/plain")
    return HttpResponse(status=204)


@require_POST
@signed_in
def collection_scan(request: HttpRequest, pk: str) -> HttpResponse:
    """Take in the tracks that are at AudioDN and not here, such as those of a browser that was closed too early."""
    collection = get_for(request.user, Collection.objects.select_related("team"), EDIT, pk=pk)
    try:
        count = adoption.adopt_unknown(collection) if collection.remote_id else 0
    except http.Problem as failure:
        messages.error(request, failure.sentence)
    else:
        messages.success(request, _("Found %(count)d new tracks.") % {"count": count})
    return redirect(collection)


# ---------------------------------------------------------------- the connection
@require_http_methods(["GET", "HEAD", "POST"])
@with_team
def connect(request: HttpRequest, team: Team) -> HttpResponse:
    """Owners enter the key; it is tried against the server before it is kept, and never shown again."""
    team = get_for(request.user, Team.objects.all(), OWN, pk=team.pk)
    connection = Connection.objects.filter(team=team).first()
    form = ConnectionForm(
        request.POST if request.method == "POST" else None,
        initial={"server": connection.server if connection else None},
    )
    if request.method == "POST" and form.is_valid() and _connect(team, form):
        messages.success(request, _("Connected. The key was accepted."))
        return redirect("teams:connections")
    hook = request.build_absolute_uri(reverse("audiodn:hook", args=[connection.webhook_secret])) if connection else ""
    context = {"form": form, "connection": connection, "hook": hook}
    return render(request, "audiodn/connect.html", context, status=422 if form.is_bound else 200)


def _connect(team: Team, form: ConnectionForm) -> bool:
    """Try the key and keep it; False with the reason on the form."""
    server, key = form.cleaned_data["server"], form.cleaned_data["key"]
    try:
        connections.check(server, key)
        is_same = connections.is_same_organization(team, server, key)
    except http.Problem as failure:
        form.add_error("key", _("%(sentence)s The key was not kept.") % {"sentence": failure.sentence})
        return False
    if not is_same and not form.cleaned_data["start_over"]:
        form.add_error("start_over", _("This key opens another organization, without this team's collections."))
        return False
    if not is_same:
        connections.start_over(team)
    connections.save(team, server, key)
    return True
