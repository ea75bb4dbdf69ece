"""Serves the elements, player, uploader, recorder and waveform, as ES modules any page may import."""

import hashlib

from django.http import HttpRequest, HttpResponse, HttpResponseNotModified

from engine import settings

FOLDER = settings.BASE / "components"
FRESH = {"Cache-Control": "no-cache", "Cross-Origin-Resource-Policy": "cross-origin"}


def module(request: HttpRequest, name: str) -> HttpResponse:
    """GET /components/{name}.js."""
    path = FOLDER / name
    if not path.is_file():
        return HttpResponse("There is no such module.", status=404, content_type="text/plain")
    code = path.read_bytes()
    etag = f'"{hashlib.sha256(code).hexdigest()[:20]}"'
    if request.headers.get("If-None-Match") == etag:
        return HttpResponseNotModified(headers={"ETag": etag, **FRESH})
    return HttpResponse(code, content_type="text/javascript; charset=utf-8", headers={"ETag": etag, **FRESH})
