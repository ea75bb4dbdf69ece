"""The envelope around every answer: `ok`, `api_request_id`, and the object or a sentence saying what went wrong.

An endpoint is a function `(call, **path_parts) -> dict`; `endpoint(GET=..., POST=...)` makes it a Django view.
"""

import json
import uuid
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.http.request import RawPostDataException

from engine.audiodn import keys

Body = dict[str, Any]
Endpoint = Callable[..., Body | HttpResponse]
LIMIT, MOST = 50, 200


class Refused(Exception):
    """The call cannot be carried out: an HTTP status and a sentence that names the way out."""

    def __init__(self, status: int, message: str) -> None:
        super().__init__(message)
        self.status = status


@dataclass
class Call:
    """One call: who asks, with what body."""

    request: HttpRequest
    key: keys.Key | None = None
    id: str = field(default_factory=lambda: str(uuid.uuid4()))

    @property
    def origin(self) -> str:
        """Scheme and host as the caller wrote them."""
        return f"{self.request.scheme}://{self.request.get_host()}"

    @property
    def body(self) -> Body:
        """The JSON object sent; an absent body is an empty one. Raises Refused."""
        try:
            document = json.loads(self.request.body or b"{}", parse_constant=_no_number)
            json.dumps(document, ensure_ascii=False).encode()  # half a surrogate pair is no text
        except (ValueError, RecursionError, RawPostDataException):
            raise Refused(400, "The body is not JSON. Send an object and Content-Type: application/json.") from None
        except RequestDataTooBig:
            raise Refused(413, "The body is too long for a JSON call.") from None
        if not isinstance(document, dict):
            raise Refused(400, 'The body must be a JSON object, e.g. {"title": "My show"}.')
        return document

    def page(self) -> dict[str, int]:
        """`limit` (1 to 200, default 50) and `offset` of a list. Raises Refused."""
        limit, offset = self._number("limit", LIMIT), self._number("offset", 0)
        if not 1 <= limit <= MOST:
            raise Refused(400, f"limit must be from 1 to {MOST}.")
        return {"limit": limit, "offset": offset}

    def _number(self, name: str, default: int) -> int:
        value = self.request.GET.get(name, "")
        if not value:
            return default
        if not value.isdecimal() or len(value) > 9:
            raise Refused(400, f"{name} must be a whole number of zero or more.")
        return int(value)


def _no_number(name: str) -> None:
    raise ValueError(f"{name} is no JSON")


def needs(*kinds: str) -> Callable[[Endpoint], Endpoint]:
    """Only for keys of these kinds; without this mark an endpoint is public."""

    def mark(run: Endpoint) -> Endpoint:
        run.key_kinds = kinds  # type: ignore[attr-defined]
        return run

    return mark


def endpoint(**verbs: Endpoint) -> Callable[..., HttpResponse]:
    """A Django view for one path: a function for each method."""

    def view(request: HttpRequest, **parts: str) -> HttpResponse:
        call = Call(request)
        run = verbs.get(request.method or "")
        if run is None:
            allowed = ", ".join(verbs)
            response = refusal(call.id, 405, f"{request.method} is not possible here; try {allowed}.")
            response["Allow"] = allowed
            return response
        try:
            call.key = admit(call, getattr(run, "key_kinds", ()))
            answer = run(call, **parts)
        except Refused as refused:
            return refusal(call.id, refused.status, str(refused))
        if isinstance(answer, HttpResponse):
            return answer
        return reply(200, {"ok": True, "api_request_id": call.id, **answer})

    view.csrf_exempt = True  # type: ignore[attr-defined]
    return view


def admit(call: Call, kinds: tuple[str, ...]) -> keys.Key | None:
    """The caller's key, of one of these kinds; None where no key is needed. Raises Refused."""
    if not kinds:
        return None
    scheme, _, text = call.request.headers.get("Authorization", "").partition(" ")
    if scheme.lower() != "bearer" or not text.strip():
        raise Refused(401, "Send your API key in the header Authorization: Bearer <key>.")
    key = keys.find(text.strip())
    if key is None:
        raise Refused(401, "This API key is unknown or has expired.")
    if key.kind not in kinds:
        raise Refused(403, f"A key of type {key.kind} may not do this; it takes one of type {' or '.join(kinds)}.")
    return key


def refusal(id: str, status: int, message: str) -> HttpResponse:
    """The failed envelope."""
    return reply(status, {"ok": False, "message": message, "api_request_id": id})


def reply(status: int, document: Body) -> HttpResponse:
    """JSON that nobody may keep: browsers would replay an expired session's refusal for ever."""
    return JsonResponse(document, status=status, headers={"Cache-Control": "no-store"})
