"""Who is asking: Django's session cookie, its CSRF check, and nothing of our own."""

import io
from typing import Any

from django.contrib.auth import get_user
from django.contrib.sessions.middleware import SessionMiddleware
from django.core.exceptions import DisallowedHost
from django.core.handlers.asgi import ASGIRequest
from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import CsrfViewMiddleware

from productions.plane.call import Answer, Call

SAFE = ("GET", "HEAD", "OPTIONS")


def visitor(call: Call) -> Any:
    """The signed-in user, or Django's anonymous one. Asks the database.

    Whatever changes something must come from one of our own pages: Django's CSRF check with the token in the header
    `X-CSRFToken` (the value of the `csrftoken` cookie) and the right `Origin`. Raises `Answer` 403, or 400 for a host
    that is not ours.
    """
    request = _request(call)
    try:
        request.get_host()
    except DisallowedHost:
        raise Answer(400, "This address does not belong to the studio. Add it to DJANGO_ALLOWED_HOSTS.") from None
    if call.method not in SAFE:
        _refuse_foreign(call, request)
    SessionMiddleware(_nothing).process_request(request)
    return get_user(request)


def _refuse_foreign(call: Call, request: HttpRequest) -> None:
    if call.header("sec-fetch-site") not in ("", "same-origin", "none"):
        raise Answer(403, "Only the studio's own pages may do this.")
    check = CsrfViewMiddleware(_nothing)
    check.process_request(request)
    if check.process_view(request, _nothing, (), {}) is not None:
        raise Answer(403, "The page is out of date. Reload it, then go on.")


def _request(call: Call) -> HttpRequest:
    """The request as Django sees it, without its body."""
    headers = [pair for pair in call.scope["headers"] if not pair[0].startswith(b"content-")]
    return ASGIRequest({**call.scope, "method": call.method, "headers": headers}, io.BytesIO())


def _nothing(request: HttpRequest) -> HttpResponse:
    return HttpResponse()
