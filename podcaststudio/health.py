"""How well the installation is: for a supervisor, for a load balancer, and for the people who look after it."""

from django.core.cache import cache
from django.db import connection
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from podcaststudio import vitals
from teams.current import signed_in

REMEMBER = 5  # seconds; anybody may ask, and a look at the storage costs something


@require_safe
@never_cache
def healthz(request: HttpRequest) -> JsonResponse:
    """200 when the database answers; a broken one raises, which is a 500."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return JsonResponse({"ok": True})


@require_safe
@never_cache
def readyz(request: HttpRequest) -> JsonResponse:
    """200 when this process can serve pages, else 503; which of the things it needs is in the body, and no more."""
    found = cache.get("readyz")
    if found is None:
        found = {finding.name: finding.is_good for finding in vitals.ready()}
        cache.set("readyz", found, REMEMBER)
    is_ready = all(found.values())
    return JsonResponse({"ok": is_ready, "needs": found}, status=200 if is_ready else 503)


@require_safe
@never_cache
@signed_in
def health(request: HttpRequest) -> HttpResponse:
    """Everything in words, for staff."""
    if not request.user.is_staff:
        raise Http404(_("There is nothing at this address, or you do not have access to it."))
    return render(request, "health/health.html", {"findings": vitals.look()})
