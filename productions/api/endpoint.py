"""What every address of the API has in common: the token, the body, and one shape for what goes wrong.

{"error": {"code": "not_found", "message": "a sentence for people"}}
"""

import json
import logging
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, JsonResponse
from django.utils import timezone, translation
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt

from audiodn.adoption import NotThere
from audiodn.models import AppToken
from audiodn.models.door import digest_of
from audiodn.places import NotYet
from podcaststudio import http
from podcaststudio.words import ENGLISH
from teams.models import Team, User

log = logging.getLogger(__name__)
LARGEST = 16 * 1024  # bytes of a body
Answer = dict[str, Any]


class Refused(Exception):
    """The caller's mistake, with the status and the sentence of the answer."""

    def __init__(self, status: int, code: str, message: str) -> None:
        super().__init__(message)
        self.status, self.code, self.message = status, code, message


@dataclass(frozen=True)
class Call:
    """One request of an app: whose, in which team, with what."""

    request: HttpRequest
    token: AppToken
    team: Team  # with `my_role`

    @property
    def user(self) -> User:
        return self.token.user

    def number(self, name: str, default: int, most: int) -> int:
        """A whole number from the query."""
        said = self.request.GET.get(name, str(default))
        if not (said.isascii() and said.isdigit() and len(said) < 8):
            raise Refused(400, "invalid", f"{name} must be a whole number from 0 to {most}.")
        return min(int(said), most)

    @property
    def body(self) -> Answer:
        """The JSON object that was sent."""
        raw = self.request.read(LARGEST + 1)
        if len(raw) > LARGEST:
            raise Refused(413, "too_large", "The body is larger than anything this API asks for.")
        try:
            found = json.loads(raw or b"{}")
        except (ValueError, RecursionError):
            found = None
        if not isinstance(found, dict):
            raise Refused(400, "invalid", "Send a JSON object.")
        return found


def endpoint(**methods: Callable[..., Answer]) -> Callable[..., JsonResponse]:
    """A view that answers these methods: `endpoint(GET=function)`; a function takes the call and returns an object."""

    @csrf_exempt
    @never_cache
    def view(request: HttpRequest, **kwargs: Any) -> JsonResponse:
        with translation.override(ENGLISH):  # programs match on it
            return answer(request, **kwargs)

    def answer(request: HttpRequest, **kwargs: Any) -> JsonResponse:
        does = methods.get("GET" if request.method == "HEAD" else str(request.method))
        if does is None:
            return _error(405, "method", f"This address takes {' and '.join(methods)}.", {"Allow": ", ".join(methods)})
        try:
            return JsonResponse(does(_called(request), **kwargs))
        except Refused as refused:
            challenge = {"WWW-Authenticate": 'Bearer realm="Podcast Studio"'} if refused.status == 401 else {}
            return _error(refused.status, refused.code, refused.message, challenge)
        except Http404:
            return _error(404, "not_found", "There is nothing at this address, or you do not have access to it.")
        except PermissionDenied as reason:
            return _error(403, "forbidden", str(reason))
        except NotThere as stranger:
            return _error(422, "invalid", str(stranger))
        except NotYet as wait:
            seconds = str(round(wait.seconds) or 1)
            return _error(503, "not_yet", "It is just being made. Ask again in a moment.", {"Retry-After": seconds})
        except http.Problem as problem:
            log.info("api: %s", problem)
            return _error(502, "remote", f"{problem.sentence} Nothing was changed; it is safe to try again.")

    return view


def _called(request: HttpRequest) -> Call:
    """Whose token it is. Raises `Refused`."""
    kind, _, text = request.headers.get("Authorization", "").partition(" ")
    rows = AppToken.objects.filter(digest=digest_of(text.strip()), revoked_at=None).select_related("user", "team")
    token = rows.first() if kind.lower() == "bearer" and text else None
    if token is None or not token.is_open or not token.user.is_active:
        raise Refused(401, "token", "Send a token of this studio: Authorization: Bearer pst_…")
    team = Team.objects.for_user(token.user).filter(pk=token.team_id).first()
    if team is None:
        raise Refused(401, "token", "The person of this token is no longer in the team.")
    now = timezone.now().replace(second=0, microsecond=0)
    if token.used_at is None or token.used_at < now:
        AppToken.objects.filter(pk=token.pk).update(used_at=now)
    return Call(request, token, team)


def _error(status: int, code: str, message: str, headers: dict[str, str] | None = None) -> JsonResponse:
    return JsonResponse({"error": {"code": code, "message": message}}, status=status, headers=headers)
