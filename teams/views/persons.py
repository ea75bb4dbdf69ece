"""Pages about oneself, and the pictures of people."""

from django.contrib import messages
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from teams.current import signed_in
from teams.forms import ProfileForm, ThemeForm
from teams.models import User


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def profile(request: HttpRequest) -> HttpResponse:
    form = ProfileForm(request.POST or None, request.FILES or None, instance=request.user)
    if request.method == "POST" and form.is_valid():
        form.save()
        messages.success(request, _("Saved."))
        return redirect("teams:profile")
    # a refused form leaves the picture on the page as it is kept, not as it was sent
    context = {"form": form, "person": User.objects.get(pk=request.user.pk)}
    return render(request, "teams/profile.html", context, status=422 if form.is_bound else 200)


@require_POST
@signed_in
def theme(request: HttpRequest) -> HttpResponse:
    """The button in the top bar; comes back to the page it was pressed on."""
    form = ThemeForm(request.POST, instance=request.user)
    if form.is_valid():
        form.save()
    back = request.POST.get("next", "")
    return redirect(back if url_has_allowed_host_and_scheme(back, {request.get_host()}) else "desk:home")


@require_safe
@cache_control(private=True, max_age=7 * 24 * 3600)
@signed_in
def avatar(request: HttpRequest, pk: str) -> HttpResponseBase:
    """Somebody's picture, for the members of their teams; where its file is gone, their initials.

    Some ten thousand bytes, so Django may carry them.
    """
    mates = User.objects.filter(teams__members=request.user) | User.objects.filter(pk=request.user.pk)
    person = mates.filter(pk=pk).exclude(avatar="").first()
    if person is None:
        raise Http404(_("There is no picture at this address, or you do not have access to it."))
    try:
        return FileResponse(person.avatar.open(), content_type="image/webp")
    except FileNotFoundError:
        return render(request, "components/initials.svg", {"person": person}, content_type="image/svg+xml")
