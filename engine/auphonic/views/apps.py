"""The page of apps: register an OAuth2 application, see its id and secret, remove it (Auphonic API, OAuth2)."""

from collections.abc import Callable
from functools import wraps

from django.core import signing
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from engine.auphonic import access, apps

SALT = "engine.apps"
FORM_SECONDS = 3600
View = Callable[[HttpRequest], HttpResponse]


def for_the_owner(view: View) -> View:
    """Ask the browser for the account's name and password."""

    @wraps(view)
    def guarded(request: HttpRequest) -> HttpResponse:
        authorization = request.headers.get("Authorization", "")
        if not authorization.lower().startswith("basic ") or access.problem(authorization):
            answer = HttpResponse("Sign in with the name and password of the account.", status=401)
            answer["WWW-Authenticate"] = 'Basic realm="Podcast Studio engine", charset="UTF-8"'
            return answer
        return view(request)

    return guarded


@csrf_exempt  # browsers send name and password by themselves: the form carries a signed word that only the page shows
@require_http_methods(["GET", "POST"])
@for_the_owner
def collection(request: HttpRequest) -> HttpResponse:
    """List; register (`name`, `redirect_uris`, one a line) or remove (`remove`, a client id)."""
    if request.method == "GET":
        return page(request)
    try:
        signing.loads(request.POST.get("form", ""), salt=SALT, max_age=FORM_SECONDS)
    except signing.BadSignature:
        return page(request, "This page is too old. Please send it again.")
    if request.POST.get("remove"):
        apps.remove(request.POST["remove"])
        return HttpResponseRedirect(request.path)
    try:
        apps.register(request.POST.get("name", ""), request.POST.get("redirect_uris", "").split())
    except apps.Unfit as unfit:
        return page(request, str(unfit))
    return HttpResponseRedirect(request.path)


def page(request: HttpRequest, problem: str = "") -> HttpResponse:
    """The list and the form; what was typed stays when there is a problem."""
    context = {
        "apps": apps.everyone(),
        "problem": problem,
        "name": request.POST.get("name", ""),
        "redirect_uris": request.POST.get("redirect_uris", ""),
        "form": signing.dumps("apps", salt=SALT),
    }
    answer = render(request, "apps.html", context, status=400 if problem else 200)
    answer["X-Frame-Options"], answer["Cache-Control"] = "DENY", "no-store"
    answer["Content-Security-Policy"] = "default-src 'none'; style-src 'self'; frame-ancestors 'none'"
    return answer
