"""The engine's own addresses below /engine/: health, faults, ledger (this machine only); plain errors."""

import json
from collections.abc import Callable
from functools import wraps
from ipaddress import ip_address

from django.http import HttpRequest, JsonResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_safe

from engine import faults, jobs, ledger
from engine.raw import refusal

View = Callable[[HttpRequest], JsonResponse]


def for_this_machine(view: View) -> View:
    """Refuse callers from other machines."""

    @wraps(view)
    def guarded(request: HttpRequest) -> JsonResponse:
        if not ip_address(request.META["REMOTE_ADDR"]).is_loopback:
            return JsonResponse({"error": "Only this machine may ask."}, status=403)
        return view(request)

    return guarded


@require_safe
def health(request: HttpRequest) -> JsonResponse:
    """It answers, and so many jobs wait or run."""
    return JsonResponse({"ok": True, "jobs": jobs.count()})


@csrf_exempt
@for_this_machine
def faults_given(request: HttpRequest) -> JsonResponse:
    """GET: counts by kind. POST: order faults. DELETE: no more faults."""
    if request.method == "DELETE":
        faults.order({})
    elif request.method == "POST":
        if request.content_type != "application/json":  # which no foreign page can send
            return JsonResponse({"error": "Send the order as application/json."}, status=415)
        try:
            faults.order(json.loads(request.body))
        except (ValueError, TypeError, AttributeError) as error:
            return JsonResponse({"error": str(error)}, status=400)
    return JsonResponse({"given": faults.given()})


@require_safe
@for_this_machine
def ledger_so_far(request: HttpRequest) -> JsonResponse:
    """What was really done, oldest first."""
    return JsonResponse({"productions": ledger.entries("production"), "tracks": ledger.entries("track")})


def _error(status: int, sentence: str) -> JsonResponse:
    return JsonResponse(refusal(status, sentence), status=status)


def bad_request(request: HttpRequest, exception: Exception) -> JsonResponse:
    """Django refused it: too big a body, or an unknown host name."""
    return _error(400, "The request could not be read. Its body may be too big, or its host name unknown.")


def not_found(request: HttpRequest, exception: Exception) -> JsonResponse:
    """No such address."""
    return _error(404, f"There is nothing at {request.path}.")


def broken(request: HttpRequest) -> JsonResponse:
    """Our bug; the log has the traceback."""
    return _error(500, "Something went wrong inside the engine; its log says more.")
