"""What a review link opens, for people without an account: one page, its notes, one sound, and nothing else.

Whether a link is wrong, withdrawn or expired, the answer is the same: there is nothing here.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.core import signing
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from productions.pipeline import Refused
from review import limits, links
from review.forms import GuestForm, PasswordForm
from review.models import Guest, Link, Note
from review.reviewers import Reviewer
from review.views import desk
from teams import origin

COOKIE = "review"
ASKED, ASK_SECONDS = 900, 300  # requests of one address with one link; a page that is open asks 150 times in it
SAID, SAY_SECONDS = 40, 600  # notes and decisions
QUIET = {"Referrer-Policy": "same-origin", "X-Robots-Tag": "noindex, nofollow"}  # the address is the key
View = Callable[..., HttpResponse]


def with_link(view: View) -> View:
    """Passes who comes with the link: `view(request, who)`. 404 for a link that opens nothing."""

    @wraps(view)
    @never_cache
    def checked(request: HttpRequest, token: str, **kwargs: Any) -> HttpResponse:
        link = links.find(token)
        if link is None:
            raise Http404
        if limits.is_over(f"ask:{link.pk}:{origin.address()}", ASKED, ASK_SECONDS):
            response = HttpResponse(_("Too many requests. Wait some minutes."), status=429, content_type="text/plain")
        else:
            links.seen(link)
            response = view(request, _comes(request, link, token), **kwargs)
        for name, value in QUIET.items():
            response[name] = value
        return response

    return checked


def inside(view: View) -> View:
    """For what a password keeps shut."""

    @wraps(view)
    def checked(request: HttpRequest, who: Reviewer, **kwargs: Any) -> HttpResponse:
        if not _is_inside(request, who):
            raise Http404
        return view(request, who, **kwargs)

    return checked


def saying(view: View) -> View:
    """For what needs a name, and is not done all the time."""

    @wraps(view)
    @inside
    def checked(request: HttpRequest, who: Reviewer, **kwargs: Any) -> HttpResponse:
        if who.guest is None:
            messages.error(request, _("Say who you are first."))
            return redirect(who.address("page"))
        if limits.is_over(f"say:{who.guest.pk}", SAID, SAY_SECONDS):
            raise PermissionDenied(_("That is a lot in a short time. Wait some minutes, then go on."))
        return view(request, who, **kwargs)

    return checked


@require_http_methods(["GET", "HEAD", "POST"])
@with_link
def page(request: HttpRequest, who: Reviewer) -> HttpResponse:
    """The page; a POST leaves a note. Behind a password it asks for that first, and tells nothing."""
    if request.method == "POST":
        return _leave(request, who)
    if not _is_inside(request, who):
        return render(request, "review/password.html", {"who": who, "form": PasswordForm()})
    return desk.answer(request, who, _episode(who))


@saying
def _leave(request: HttpRequest, who: Reviewer) -> HttpResponse:
    return desk.answer(request, who, _episode(who))


@require_POST
@with_link
def password(request: HttpRequest, who: Reviewer) -> HttpResponse:
    form = PasswordForm(request.POST)
    if form.is_valid():
        try:
            if links.is_password(_link(who), form.cleaned_data["password"]):
                return _remember(redirect(who.address("page")), who)
            form.add_error("password", _("This is not the password."))
        except Refused as refused:
            form.add_error("password", str(refused))
    return render(request, "review/password.html", {"who": who, "form": form}, status=422)


@require_POST
@with_link
@inside
def guest(request: HttpRequest, who: Reviewer) -> HttpResponse:
    """Who they are; asked once, and kept in a signed cookie of this address alone."""
    form = GuestForm(request.POST, instance=Guest(link=_link(who)))
    if not form.is_valid():
        return render(request, "review/who.html", {"who": who, "form": form, "episode": _episode(who)}, status=422)
    if limits.is_over(f"guest:{_link(who).pk}", SAID, SAY_SECONDS):
        raise PermissionDenied(_("That is a lot in a short time. Wait some minutes, then go on."))
    return _remember(redirect(who.address("page")), who, form.save())


@require_http_methods(["GET", "HEAD", "POST"])
@with_link
@saying
def note(request: HttpRequest, who: Reviewer, pk: str) -> HttpResponse:
    """A GET fetches the form to write to a note, a POST does something with it."""
    rows = Note.objects.select_related(
        "production__episode__show__team", "production__episode__show__cover", "production__episode__cover",
        "production__episode__created_by", "production__started_by", "parent__author", "author", "assigned_to",
    )  # fmt: skip
    found = get_object_or_404(rows, pk=pk, production__episode=_link(who).episode_id)
    if request.method == "POST":
        return desk.act(request, who, found)
    return desk.writing(request, who, found, request.GET.get("write", ""))


@require_POST
@with_link
@saying
def decide(request: HttpRequest, who: Reviewer) -> HttpResponse:
    version = links.version_of(_link(who))
    if version is None:
        raise Http404
    if not who.may_decide(version.production):
        raise PermissionDenied(_("This link is not for deciding."))
    if request.POST.get("version") != str(version.number):
        return desk.done(request, who, _episode(who), refusal=_("A newer version has come meanwhile. Hear it first."))
    return desk.decide(request, who, version.production)


@require_safe
@with_link
@inside
def sound(request: HttpRequest, who: Reviewer) -> HttpResponse:
    """To the newest version's sound, at an address that is good for an hour; `?download` where the link allows it."""
    link = _link(who)
    version = links.version_of(link)
    if version is None or ("download" in request.GET and not link.may_download):
        raise Http404
    return redirect(links.address_of(link, version.sound, is_saved="download" in request.GET))


def _episode(who: Reviewer) -> Any:
    return _link(who).episode


def _link(who: Reviewer) -> Link:
    assert who.link is not None  # `with_link` found it
    return who.link


# ---------------------------------------------------------------- the cookie
def _comes(request: HttpRequest, link: Link, token: str) -> Reviewer:
    return Reviewer(link=link, token=token, guest=_known(request, link))


def _kept(request: HttpRequest, link: Link) -> dict[str, Any]:
    """What the cookie says; nothing for one that is missing, forged or of another link."""
    try:
        found = signing.loads(request.COOKIES.get(COOKIE, ""), salt=f"review:{link.pk}")
    except signing.BadSignature:
        return {}
    return found if isinstance(found, dict) else {}


def _known(request: HttpRequest, link: Link) -> Guest | None:
    try:
        return Guest.objects.filter(link=link, pk=_kept(request, link).get("guest")).first()
    except ValidationError:
        return None


def _is_inside(request: HttpRequest, who: Reviewer) -> bool:
    link = _link(who)
    return not link.password or bool(_kept(request, link).get("is_inside"))


def _remember(response: HttpResponse, who: Reviewer, guest: Guest | None = None) -> HttpResponse:
    link = _link(who)
    known = guest or who.guest
    value = signing.dumps({"guest": str(known.pk) if known else None, "is_inside": True}, salt=f"review:{link.pk}")
    response.set_cookie(
        COOKIE, value, max_age=int((link.expires_at - timezone.now()).total_seconds()), path=who.address("page"),
        httponly=True, samesite="Lax", secure=settings.SESSION_COOKIE_SECURE,
    )  # fmt: skip
    return response
