"""Players on other sites: the page that is embedded, what oEmbed tells of it, and where they are made and withdrawn."""

import re
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import Resolver404, resolve, reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.clickjacking import xframe_options_exempt
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from audiodn import doors
from audiodn.door_forms import ClientKeyForm, EmbedForm
from audiodn.models import ClientKey, Collection, Embed
from audiodn.places import NotYet
from audiodn.views.listening import THEMES, answer_player
from podcaststudio import http
from teams.access import RUN, get_for
from teams.current import signed_in


# ---------------------------------------------------------------- shown on other sites
@require_safe
@xframe_options_exempt
@never_cache
def embed(request: HttpRequest, token: str) -> HttpResponse:
    """The page in the frame: the player and what is around it. No cookie, no sign-in, nothing else of the team."""
    found = _open(token)
    doors.seen(found)
    theme = request.GET.get("theme", "")
    context = {
        "embed": found,
        "target": found.target,
        "theme": theme if theme in THEMES else "",
        "address": doors.address(found),
        "oembed": _oembed_address(found),
    }
    response = render(request, "audiodn/embed.html", context)
    response.frame_ancestors = " ".join(found.origins or settings.EMBED_FRAME_ANCESTORS)
    return response


@require_safe
@never_cache
def embed_player(request: HttpRequest, token: str) -> HttpResponse:
    """Fragment: the player with a play session for this embed's listeners."""
    found = _open(token)
    return answer_player(request, found.target, f"embed:{found.pk}", is_preview=found.is_preview, is_public=True)


@require_safe
def oembed(request: HttpRequest) -> HttpResponse:
    """oEmbed 1.0, JSON only: what a site needs to show an embed whose address somebody pasted."""
    if request.GET.get("format", "json") != "json":
        return HttpResponse(_("Only JSON is spoken here."), status=501, content_type="text/plain")
    found = _open(_token_of(request.GET.get("url", "")))
    width, height = (
        _bounded(request.GET.get(f"max{name}"), most)
        for name, most in (("width", doors.WIDTH), ("height", doors.HEIGHT))
    )
    answer = {
        "version": "1.0",
        "type": "rich",
        "title": found.target.title,
        "author_name": found.collection.title,
        "provider_name": settings.PRODUCT_NAME,
        "provider_url": settings.SITE_URL,
        "width": width,
        "height": height,
        "html": doors.frame(found, width, height),
        "cache_age": 3600,
    }
    return JsonResponse(answer, headers={"Access-Control-Allow-Origin": "*"})


def _open(token: str) -> Embed:
    found = (
        Embed.objects.open().filter(token=token).select_related("collection__team", "track__collection__team").first()
    )
    if found is None:
        raise Http404(_("This player was withdrawn, or there never was one at this address."))
    return found


def _token_of(url: str) -> str:
    """The token in an embed's address; a Http404 for any other address."""
    gone = Http404(_("There is no player at this address."))
    if len(url) > 500 or not url.startswith(f"{settings.SITE_URL}/"):
        raise gone
    try:
        match = resolve(re.split("[?#]", url.removeprefix(settings.SITE_URL))[0])
    except Resolver404:
        raise gone from None
    if match.view_name != "audiodn:embed":
        raise gone
    return str(match.kwargs["token"])


def _bounded(value: str | None, most: int) -> int:
    return min(most, max(200, int(value))) if value and value.isascii() and value.isdigit() and len(value) < 6 else most


def _oembed_address(found: Embed) -> str:
    return f"{settings.SITE_URL}{reverse('audiodn:oembed')}?{urlencode({'url': doors.address(found)})}"


# ---------------------------------------------------------------- made and withdrawn
@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
@never_cache
def collection_embed(request: HttpRequest, pk: str) -> HttpResponse:
    """Players for other sites, and keys for AudioDN's own elements there."""
    collection = get_for(request.user, Collection.objects.select_related("team"), RUN, pk=pk)
    is_key = "kind" in request.POST
    sent = request.POST if request.method == "POST" else None
    form = EmbedForm(None if is_key else sent, collection=collection)
    key_form = ClientKeyForm(sent if is_key else None, collection=collection, auto_id="id_key_%s")
    context: dict[str, Any] = {"collection": collection, "form": form, "key_form": key_form}
    if form.is_valid():
        form.instance.made_by = request.user
        doors.keep(form.instance)
        messages.success(request, _("The player is ready. Copy its code below."))
        return redirect("audiodn:collection_embed", collection.pk)
    status = 422 if sent else 200
    if key_form.is_valid() and (text := _mint(request, key_form)):
        context |= {"text": text, "key": key_form.instance, "key_form": ClientKeyForm(collection=collection)}
        status = 200
    context |= _opened(collection)
    return render(request, "audiodn/collection_embed.html", context, status=status)


def _mint(request: HttpRequest, form: ClientKeyForm) -> str:
    """The new key's text; empty with the reason on the form."""
    key: ClientKey = form.instance
    try:
        return doors.mint(key, request.user)
    except NotYet:
        form.add_error(None, _("The collection is just being made at AudioDN. Try again in a moment."))
    except http.Problem as failure:
        form.add_error(None, _("%(sentence)s No key was made.") % {"sentence": failure.sentence})
    return ""


def _opened(collection: Collection) -> dict[str, Any]:
    """What is open, each with its scope in words."""
    embeds = list(collection.embeds.filter(revoked_at=None).select_related("collection", "track", "made_by"))
    keys = list(collection.clientkeys.filter(revoked_at=None).select_related("collection", "track", "made_by"))
    for one in (*embeds, *keys):
        one.scope = doors.scope(one)
    for one in embeds:
        one.code = doors.frame(one)
        one.address = doors.address(one)
    return {"embeds": embeds, "keys": keys, "player": _script(collection)}


def _script(collection: Collection) -> str:
    """Where the elements of this team's server come from."""
    connection = getattr(collection.team, "audiodn", None)
    server = connection.server if connection else "audiodn"
    return settings.AUDIODN_SERVERS.get(server, {}).get("player", "")


@require_POST
@signed_in
def embed_revoke(request: HttpRequest, pk: str) -> HttpResponse:
    """From now on it answers 404; who is listening stops within a session's length."""
    found = get_for(request.user, Embed.objects.select_related("collection__team", "track"), RUN, pk=pk)
    doors.withdraw(found)
    messages.success(request, _("The player is withdrawn. Whoever listens now may go on until their session ends."))
    return redirect("audiodn:collection_embed", found.collection_id)


@require_POST
@signed_in
def key_forget(request: HttpRequest, pk: str) -> HttpResponse:
    """Take a key from the list. AudioDN has no way to withdraw it, and that is said."""
    found = get_for(request.user, ClientKey.objects.select_related("collection__team", "track"), RUN, pk=pk)
    doors.withdraw(found)
    messages.success(
        request, _("Taken from the list. It works until it ends, unless it is withdrawn in AudioDN’s dashboard.")
    )
    return redirect("audiodn:collection_embed", found.collection_id)
