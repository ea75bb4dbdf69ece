"""The ASGI entrance: Django, and beside it the bytes plane for bodies that Django should not carry."""

import os
from typing import Any

from django.core.asgi import get_asgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "podcaststudio.settings")

django = get_asgi_application()

from productions.plane import app as plane  # noqa: E402  models can be imported only from here on


async def application(scope: Any, receive: Any, send: Any) -> None:
    is_plane = scope["type"] == "http" and scope["path"].startswith(plane.PLACES)
    await (plane.app if is_plane else django)(scope, receive, send)
