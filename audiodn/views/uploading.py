"""Finished audio straight into a collection: the uploader and recorder, and taking in what they sent."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from audiodn import adoption, sessions, usage
from audiodn.forms import AdoptForm
from audiodn.models import Collection
from audiodn.places import NotYet
from podcaststudio import http
from teams.access import EDIT, get_for
from teams.current import signed_in


@require_POST
@never_cache
def uploader(request: HttpRequest, pk: str) -> HttpResponse:
    """Fragment: the uploader with an upload session. POST, since the collection may have to be made at AudioDN."""
    collection = get_for(request.user, Collection.objects.select_related("team__audiodn"), EDIT, pk=pk)
    context: dict[str, Any] = {"collection": collection}
    try:
        context["session"] = sessions.upload_session(collection, request.user, fresh="fresh" in request.GET)
    except NotYet:
        context["problem"] = _("The collection is just being made at AudioDN. Try again in a moment.")
    except http.Problem as failure:
        context["problem"] = _("%(sentence)s Nothing was uploaded; it is safe to try again.") % {
            "sentence": failure.sentence
        }
    else:
        context["limits"] = limits = collection.team.audiodn.limits
        context["usage"] = usage.of(collection.team.audiodn) if limits else None
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
