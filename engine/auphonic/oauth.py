"""OAuth2 for web applications: the consent page and the token endpoint (Auphonic API, OAuth2)."""

import base64
import hashlib
from urllib.parse import urlencode, urlsplit

from django.core import signing
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.utils.crypto import constant_time_compare
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST

from engine import settings
from engine.auphonic import access, apps, tokens

FORM_SECONDS = 3600  # how long a consent page may stay open
Query = dict[str, str]


class Problem(Exception):
    """The request cannot be granted: OAuth2 error word and a sentence."""

    def __init__(self, error: str, sentence: str, status: int = 400) -> None:
        super().__init__(sentence)
        self.error, self.sentence, self.status = error, sentence, status


@csrf_exempt  # the form carries its own signed copy of the request
@require_http_methods(["GET", "POST"])
def authorize(request: HttpRequest) -> HttpResponse:
    """Ask the person (GET); send the browser back with a code, or with access_denied (POST of the form)."""
    try:
        query = check(request.GET.dict())
        if request.method == "GET" or "request" not in request.POST:
            return consent_page(request, query)
        if signed_query(request.POST["request"]) != query:
            raise Problem("invalid_request", "This page is too old or was not made here. Please start again.")
        return send_back(query, is_allowed=request.POST.get("answer") == "allow")
    except Problem as problem:
        context = {"sentence": problem.sentence}
        return framed(render(request, "problem.html", context, status=problem.status))


def check(query: Query) -> Query:
    """Refuse what must not even be shown: an unknown application, or a way back that is not registered."""
    client_id = query.get("client_id", "")
    redirect_uri = query.get("redirect_uri", "")
    app = apps.find(client_id)
    if app is None:
        raise Problem("invalid_client", f"No application is registered with the client id “{client_id}”.")
    if redirect_uri not in app.redirect_uris:
        raise Problem(
            "invalid_request",
            f"“{redirect_uri}” is not registered as a way back for {app.name}. "
            "Register exactly this address, including its ending.",
        )
    if query.get("response_type", "code") != "code":
        raise Problem("unsupported_response_type", "Only the response type “code” is offered.")
    if query.get("code_challenge") and query.get("code_challenge_method") != "S256":
        raise Problem("invalid_request", "A code challenge must use the method S256.")
    return query


def consent_page(request: HttpRequest, query: Query) -> HttpResponse:
    """Who asks, where the browser will go, Allow and Decline."""
    app = apps.find(query["client_id"])
    context = {
        "client": app.name if app else "",
        "user": settings.USERNAME,
        "target": urlsplit(query["redirect_uri"]).netloc,
        "redirect_uri": query["redirect_uri"],
        "request": signing.dumps(query, salt="engine.consent"),
    }
    return framed(render(request, "authorize.html", context))


def signed_query(form_field: str) -> Query:
    """The request the form was made for. Raises Problem."""
    try:
        query: Query = signing.loads(form_field, salt="engine.consent", max_age=FORM_SECONDS)
    except signing.BadSignature:
        raise Problem("invalid_request", "This page is too old. Please start again.") from None
    return query


def send_back(query: Query, is_allowed: bool) -> HttpResponse:
    """Back to the application, with its `state` as it came."""
    if is_allowed:
        answer = {"code": tokens.grant_code(query["client_id"], query["redirect_uri"], query.get("code_challenge", ""))}
    else:
        answer = {"error": "access_denied", "error_description": "The user declined."}
    if "state" in query:
        answer["state"] = query["state"]
    separator = "&" if urlsplit(query["redirect_uri"]).query else "?"
    return framed(HttpResponseRedirect(f"{query['redirect_uri']}{separator}{urlencode(answer)}"))


def framed(response: HttpResponse) -> HttpResponse:
    """No other page may put the consent page into a frame and have it clicked."""
    response["X-Frame-Options"] = "DENY"
    response["Content-Security-Policy"] = "default-src 'none'; style-src 'self'; frame-ancestors 'none'"
    response["Referrer-Policy"] = "no-referrer"
    response["Cache-Control"] = "no-store"
    return response


@csrf_exempt
@require_POST
def token(request: HttpRequest) -> JsonResponse:
    """Exchange a code, a password or a refresh token; answers and errors are flat, without envelope."""
    form = request.POST.dict()
    grants = {
        "authorization_code": check_code,
        "password": check_password,
        "refresh_token": check_refresh_token,
    }
    try:
        client_id = check_client(request, form)
        grant = grants.get(form.get("grant_type", ""))
        if grant is None:
            raise Problem("unsupported_grant_type", f"grant_type is one of {', '.join(grants)}.")
        grant({**form, "client_id": client_id})
    except Problem as problem:
        answer = {"error": problem.error, "error_description": problem.sentence}
        return JsonResponse(answer, status=problem.status)
    response = JsonResponse(tokens.grant_tokens(client_id))
    response["Cache-Control"] = "no-store"
    return response


def check_client(request: HttpRequest, form: Query) -> str:
    """The id of the application, which shows its secret in the form or in a Basic header. Raises Problem."""
    id, secret = form.get("client_id", ""), form.get("client_secret", "")
    scheme, _, value = request.headers.get("Authorization", "").partition(" ")
    if scheme.lower() == "basic":
        basic_id, secret = access.basic(value)
        id = id or basic_id
    app = apps.find(id)
    if app is None:
        raise Problem("invalid_client", f"client_id {id} doesn't exist", 401)
    if not constant_time_compare(secret, app.client_secret):
        raise Problem("invalid_client", "Client authentication failed.", 401)
    return app.client_id


def check_code(form: Query) -> None:
    """An authorization code: known, unused, for the same way back, and with its PKCE verifier."""
    granted = tokens.redeem_code(form.get("code", ""))
    if granted is None or granted["client_id"] != form["client_id"]:
        raise Problem("invalid_grant", "The code is unknown, was used before, or is too old.")
    if granted["redirect_uri"] != form.get("redirect_uri"):
        raise Problem("invalid_grant", "redirect_uri is not the one the code was granted for.")
    if granted["challenge"] and granted["challenge"] != challenge_of(form.get("code_verifier", "")):
        raise Problem("invalid_grant", "code_verifier does not fit the code challenge.")


def challenge_of(verifier: str) -> str:
    """The S256 challenge of a PKCE verifier."""
    digest = hashlib.sha256(verifier.encode()).digest()
    return base64.urlsafe_b64encode(digest).rstrip(b"=").decode()


def check_password(form: Query) -> None:
    """User name and password, for desktop applications."""
    if not access.is_user(form.get("username", ""), form.get("password", "")):
        raise Problem("invalid_request", "User authentication failed.")


def check_refresh_token(form: Query) -> None:
    """A refresh token, good for one use."""
    if not tokens.redeem_refresh_token(form.get("refresh_token", ""), form["client_id"]):
        raise Problem("invalid_grant", "The refresh token is unknown or was used before.")
