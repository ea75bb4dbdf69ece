"""People: a show's regulars, those of an episode, and the team's persons themselves."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from planning import people
from planning.forms import PartForm, PersonForm
from planning.models import Part, Person
from planning.views.episodes import find
from planning.views.tabs import show_for
from teams.access import EDIT, SEE, get_for
from teams.current import signed_in, with_team
from teams.models import Team


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def show_people(request: HttpRequest, pk: str) -> HttpResponse:
    """The regulars of a show, and everybody who had a part in it."""
    show = show_for(request.user, EDIT if request.method == "POST" else SEE, pk)
    form = PartForm(request.POST if request.method == "POST" else None)
    if _change(request, form, show.team, show=show):
        return redirect("planning:show_people", show.pk)
    guests = Person.objects.filter(parts__episode__show=show).exclude(parts__show=show).distinct()
    context = {"show": show, "tab": "people", "form": form, "parts": people.regulars(show), "guests": guests[:200]}
    return _page(request, "planning/show_people.html", context, show)


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def episode_people(request: HttpRequest, pk: str) -> HttpResponse:
    """Who has a part in an episode. The first change makes the list its own; `inherit` makes it the show's again."""
    plan = find(request.user, EDIT if request.method == "POST" else SEE, pk)
    show, form = plan.episode.show, PartForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and "inherit" in request.POST:
        people.inherit(plan)
        return redirect("planning:episode_people", plan.pk)
    if request.method == "POST" and ("remove" in request.POST or form.is_valid()):
        before = people.parts_of(plan)
        people.detach(plan)
        _change(request, form, show.team, before, episode=plan.episode)
        return redirect("planning:episode_people", plan.pk)
    context = {"show": show, "episode": plan.episode, "plan": plan, "form": form, "parts": people.parts_of(plan)}
    return _page(request, "planning/episode_people.html", context, show, plan.my_role)


def _change(request: HttpRequest, form: PartForm, team: Team, before: Any = (), **place: Any) -> bool:
    """Add or remove a part; whether something was asked for and done."""
    if gone := request.POST.get("remove", ""):
        named = next((part for part in before if str(part.pk) == gone), None)  # of the show, copied a moment ago
        mine = {"person": named.person, "role": named.role} if named else {"pk": _uuid(gone)}
        Part.objects.filter(**place, **mine).delete()
        return True
    if not form.is_valid():
        return False
    if not people.add(team, form.cleaned_data["name"], form.cleaned_data["role"], **place):
        messages.info(request, _("%(name)s has this part already.") % {"name": form.cleaned_data["name"]})
    return True


@require_http_methods(["GET", "HEAD", "POST"])
@with_team
def person_new(request: HttpRequest, team: Team) -> HttpResponse:
    get_for(request.user, Team.objects.all(), EDIT, pk=team.pk)
    return _edit(request, Person(team=team))


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def person_edit(request: HttpRequest, pk: str) -> HttpResponse:
    return _edit(request, get_for(request.user, Person.objects.all(), EDIT, pk=pk))


def _edit(request: HttpRequest, person: Person) -> HttpResponse:
    sent = request.method == "POST"
    form = PersonForm(request.POST if sent else None, request.FILES if sent else None, instance=person)
    if form.is_valid():
        form.save()
        messages.success(request, _("Saved."))
        return redirect("planning:person_edit", person.pk)
    shows = person.parts.select_related("show", "episode__show") if not person._state.adding else []
    context = {"form": form, "person": person, "parts": shows, "is_new": person._state.adding}
    return render(request, "planning/person_form.html", context, status=422 if form.is_bound else 200)


@require_POST
@signed_in
def person_delete(request: HttpRequest, pk: str) -> HttpResponse:
    person = get_for(request.user, Person.objects.all(), EDIT, pk=pk)
    person.delete()
    messages.success(request, _("%(name)s is no longer known here.") % {"name": person})
    return redirect("productions:show_list")


@require_safe
@cache_control(private=True, max_age=7 * 24 * 3600)
@signed_in
def person_picture(request: HttpRequest, pk: str) -> HttpResponseBase:
    """Some ten thousand bytes, so Django may carry them."""
    person = get_for(request.user, Person.objects.all(), SEE, pk=pk)
    try:
        return FileResponse(person.picture.open(), content_type="image/webp")
    except (FileNotFoundError, ValueError):
        raise Http404("There is no picture at this address.") from None


def _page(request: HttpRequest, template: str, context: dict[str, Any], show: Any, role: int = 0) -> HttpResponse:
    context |= {"may_plan": (role or show.my_role) >= EDIT, "persons": Person.objects.filter(team=show.team_id)[:500]}
    return render(request, template, context, status=422 if context["form"].is_bound else 200)


def _uuid(text: str) -> Any:
    """For a lookup by key: anything that is none finds nothing."""
    try:
        return UUID(text)
    except ValueError:
        return None
