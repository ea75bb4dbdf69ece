"""The JSON frame around every answer, and refusals that carry a sentence (Auphonic API, envelope and errors)."""

import json
import math
import re
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponseBase, JsonResponse
from django.views.decorators.csrf import csrf_exempt

from engine.auphonic import access

# Escapes of half characters, and of the null character: JSON has them, but no file name or tag can
UNWRITABLE = re.compile(rb"\\u(0000|[dD][89a-fA-F])")


class Refused(Exception):
    """The call is refused: HTTP status, a sentence for people, and the fields it is about."""

    def __init__(self, status: int, sentence: str, /, **form_errors: str) -> None:
        super().__init__(sentence)
        self.status, self.sentence = status, sentence
        self.form_errors = {field: [text] for field, text in form_errors.items()}


def envelope(data: Any, status: int = 200, message: str = "", form_errors: Any = None) -> dict[str, Any]:
    """The frame; `status_code` always repeats the HTTP status."""
    return {
        "status_code": status,
        "error_code": None,
        "error_message": message,
        "form_errors": form_errors or {},
        "data": data,
    }


def refusal(refused: Refused) -> dict[str, Any]:
    """The frame around a refusal."""
    return envelope(None, refused.status, refused.sentence, refused.form_errors)


def endpoint(*methods: str, is_public: bool = False) -> Callable[..., Callable[..., HttpResponseBase]]:
    """A JSON view: checks method and credentials, frames what the function returns.

    The function may also return a whole response, or raise Refused.
    """

    def decorate(view: Callable[..., Any]) -> Callable[..., HttpResponseBase]:
        @csrf_exempt
        @wraps(view)
        def answer(request: HttpRequest, **names: str) -> HttpResponseBase:
            try:
                if ("GET" if request.method == "HEAD" else request.method) not in methods:
                    raise Refused(405, f"This address answers to {' and '.join(methods)} only.")
                if not is_public:
                    admit(request)
                data = view(request, **names)
            except Refused as refused:
                return JsonResponse(refusal(refused), status=refused.status)
            return data if isinstance(data, HttpResponseBase) else JsonResponse(envelope(data))

        return answer

    return decorate


def admit(request: HttpRequest) -> None:
    """Check the credentials of a Django request. Raises Refused."""
    problem = access.problem(
        request.headers.get("Authorization", ""),
        request.META.get("QUERY_STRING", "") if request.method in ("GET", "HEAD") else "",
    )
    if problem:
        raise Refused(401, problem)


def body(request: HttpRequest) -> Any:
    """The JSON of a request; an empty body counts as {}. Raises Refused."""
    if not request.body.strip():
        return {}
    try:
        document = json.loads(request.body, parse_float=finite, parse_constant=finite)
        if UNWRITABLE.search(request.body):
            check_texts(json.dumps(document, ensure_ascii=False))
    except (ValueError, RecursionError) as error:
        raise Refused(400, f"The body is not valid JSON: {error}.") from error
    return document


def check_texts(text: str) -> None:
    """Raises ValueError when there are characters in it that nothing can be written with."""
    if "\\u0000" in text:
        raise ValueError("a text holds a null character")
    if any("\ud800" <= letter <= "\udfff" for letter in text):
        raise ValueError("a text holds half of a character")


def finite(text: str) -> float:
    """A number that can be written as JSON again: neither NaN nor too big. Raises ValueError."""
    number = float(text)
    if not math.isfinite(number):
        raise ValueError(f"{text} is not a number")
    return number


def body_object(request: HttpRequest) -> dict[str, Any]:
    """The JSON object of a request. Raises Refused."""
    document = body(request)
    if not isinstance(document, dict):
        raise Refused(400, "The body must be a JSON object.")
    return document
