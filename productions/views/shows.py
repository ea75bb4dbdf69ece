"""Shows: the list of them, making and changing one. A show's own page begins with its plan, in a package above."""

from django.contrib import messages
from django.db.models import Count, OuterRef, Subquery
from django.db.models.functions import Coalesce
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from productions.forms.shows import ShowForm
from productions.models import Episode, Show
from teams.access import RUN, get_for
from teams.current import signed_in, with_team
from teams.edits import one_by_one
from teams.models import Team


@require_safe
@with_team
def show_list(request: HttpRequest, team: Team) -> HttpResponse:
    shows = Show.objects.for_user(request.user).filter(team=team).select_related("preset")
    mine = Episode.objects.filter(show=OuterRef("pk")).order_by().values("show").annotate(n=Count("pk"))
    rows = shows.annotate(episodes_count=Coalesce(Subquery(mine.values("n")), 0)).order_by("title", "pk")
    context = {"team": team, "rows": rows}
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


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
@one_by_one
def show_edit(request: HttpRequest, pk: str) -> HttpResponse:
    show = get_for(request.user, Show.objects.select_related("team", "cover"), RUN, pk=pk)
    form = ShowForm(request.POST or None, request.FILES or None, instance=show, team=show.team)
    if request.method == "POST" and form.is_valid():
        form.save()
        messages.success(request, _("Saved."))
        return redirect(show)
    context = {"form": form, "show": show}
    return render(request, "productions/show_form.html", context, status=422 if form.is_bound else 200)
