"""The list of notices, what each leads to, and how they come by mail."""

from django.contrib import messages
from django.core import signing
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from notices import letters
from notices.forms import ChoicesForm
from notices.models import Notice
from teams.current import set_team, signed_in

PAGE = 30


@require_safe
@signed_in
@never_cache
def notice_list(request: HttpRequest) -> HttpResponse:
    rows = Notice.objects.for_user(request.user).select_related("team")
    page = Paginator(rows, PAGE).get_page(request.GET.get("page"))
    return render(request, "notices/notice_list.html", {"page": page})


@require_safe
@signed_in
@never_cache
def notice(request: HttpRequest, pk: str) -> HttpResponse:
    """To the page it is about, in its team; it counts as read then."""
    found = Notice.objects.for_user(request.user).select_related("team").filter(pk=pk).first()
    if found is None:
        raise Http404(_("There is no such notice, or it is somebody else's."))
    Notice.objects.unread().filter(pk=found.pk).update(read_at=timezone.now())
    if found.team:
        set_team(request, found.team)
    return redirect(found.address)


@require_POST
@signed_in
def read_all(request: HttpRequest) -> HttpResponse:
    Notice.objects.for_user(request.user).unread().update(read_at=timezone.now())
    return redirect("notices:notice_list")


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def choices(request: HttpRequest) -> HttpResponse:
    form = ChoicesForm(request.POST or None, user=request.user)
    if request.method == "POST" and form.is_valid():
        form.save()
        messages.success(request, _("Saved."))
        return redirect("notices:choices")
    return render(request, "notices/choices.html", {"form": form}, status=422 if form.is_bound else 200)


@csrf_exempt  # mail programs send it by themselves (RFC 8058); the token says whose it is
@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def off(request: HttpRequest, token: str) -> HttpResponse:
    """Where a letter's "unsubscribe" leads: a page with one button, or that button pressed."""
    try:
        if request.method == "POST":
            return render(request, "notices/off.html", {"words": letters.turn_off(token)})
        signing.loads(token, salt=letters.SALT)
    except signing.BadSignature:
        raise Http404(_("This link is not whole. Change what you are told of in your settings.")) from None
    return render(request, "notices/off.html")
