"""Shows every time in the zone, and every page in the language, of the person who asks."""

import zoneinfo
from collections.abc import Callable
from contextlib import nullcontext

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import timezone, translation


class Middleware:
    """Who chose nothing has the installation's zone, and the language that `LocaleMiddleware` found."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        user = request.user
        zone, language = (user.time_zone, user.language) if user.is_authenticated else ("", "")
        is_known = language in dict(settings.LANGUAGES)
        with timezone.override(_zone(zone)), translation.override(language) if is_known else nullcontext():
            response = self.get_response(request)
            response.headers.setdefault("Content-Language", translation.get_language() or "")
            return response


def _zone(name: str) -> zoneinfo.ZoneInfo | None:
    """None, the installation's own, for nothing and for a zone that this machine has forgotten."""
    try:
        return zoneinfo.ZoneInfo(name) if name else None
    except (zoneinfo.ZoneInfoNotFoundError, ValueError):
        return None
