"""Auphonic's webhook: whoever knows the address may say "look again", and nothing else.

The body is not read: the worker asks Auphonic for the truth. Forged, doubled, late or lost calls change nothing but
the moment of the next look.
"""

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from productions import hooks, pipeline


@csrf_exempt
@require_POST
def auphonic_hook(request: HttpRequest, token: str) -> HttpResponse:
    pk = hooks.production_id(token)
    if pk is None:
        raise Http404
    pipeline.poke(pk)
    return HttpResponse(status=204)
