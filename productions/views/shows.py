"""Shows, and the list of a show's episodes."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from productions.forms.shows import ShowForm
from productions.models import Show
from productions.stages import row
from teams.access import RUN, SEE, get_for
from teams.current import signed_in, with_team
from teams.models import Team

PAGE = 30


@require_safe
@with_team
def show_list(request: HttpRequest, team: Team) -> HttpResponse:
    shows = Show.objects.for_user(request.user).filter(team=team).select_related("preset")
    context = {"team": team, "rows": shows.annotate(episodes_count=Count("episodes")).order_by("title", "pk")}
    return render(request, "productions/show_list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@with_team
def show_new(request: HttpRequest, team: Team) -> HttpResponse:
    get_for(request.user, Team.objects.all(), RUN, pk=team.pk)
    form = ShowForm(request.POST or None, request.FILES or None, team=team)
    if request.method == "POST" and form.is_valid():
        show = form.save()
        return redirect(show)
    return render(request, "productions/show_form.html", {"form": form}, status=422 if form.is_bound else 200)


@require_safe
@signed_in
def show_detail(request: HttpRequest, pk: str) -> HttpResponse:
    show = get_for(
        request.user, Show.objects.select_related("team", "preset", "account", "collection", "cover"), SEE, pk=pk
    )
    episodes = show.episodes.select_related("created_by").with_newest()
    page = Paginator(episodes, PAGE).get_page(request.GET.get("page"))
    context = {"show": show, "page": page, "rows": [row(episode) for episode in page]}
    return render(request, "productions/show_detail.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def show_edit(request: HttpRequest, pk: str) -> HttpResponse:
    show = get_for(request.user, Show.objects.select_related("team", "cover"), RUN, pk=pk)
    form = ShowForm(request.POST or None, request.FILES or None, instance=show, team=show.team)
    if request.method == "POST" and form.is_valid():
        form.save()
        messages.success(request, _("Saved."))
        return redirect(show)
    context = {"form": form, "show": show}
    return render(request, "productions/show_form.html", context, status=422 if form.is_bound else 200)
