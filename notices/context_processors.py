"""How many notices somebody has not read, for the bell in the frame."""

from typing import Any

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from notices.models import Notice


def bell(request: HttpRequest) -> dict[str, Any]:
    return {"unread": SimpleLazyObject(lambda: _unread(request))}


def _unread(request: HttpRequest) -> int:
    return Notice.objects.for_user(request.user).unread().count() if request.user.is_authenticated else 0
