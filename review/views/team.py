"""What members of the team ask for: the page of a review, its notes and decisions, requests, and links for others."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from productions.models import Episode, Production
from productions.pipeline import Refused
from review import asking, links
from review.forms import AskForm, LinkForm
from review.models import Decision, Link, Note, Request
from review.reviewers import Reviewer, members_of, refusal
from review.versions import versions
from review.views import desk
from teams.access import EDIT, RUN, SEE, get_for
from teams.current import signed_in, with_team
from teams.models import Team

MOST = 50  # rows of a list
EPISODES = Episode.objects.select_related("show__team", "show__cover", "cover", "created_by")
ABOVE = ("production__episode__show__team", "production__episode__created_by", "production__started_by")


@require_safe
@with_team
def review_list(request: HttpRequest, team: Team) -> HttpResponse:
    """What waits for whoever asks, what waits for others, and what was decided lately."""

    def here(rows: Any) -> Any:
        rows = rows.filter(production__episode__show__team=team)
        return rows.select_related("production__episode__show")[:MOST]

    decided = Decision.objects.for_user(request.user).select_related("reviewer").order_by("-changed_at")
    context = {
        "mine": here(asking.waiting_for(request.user)),
        "others": here(asking.waiting_for_others(request.user).select_related("reviewer")),
        "decided": here(decided),
    }
    return render(request, "review/review_list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
@never_cache
def page(request: HttpRequest, pk: str) -> HttpResponse:
    episode = get_for(request.user, EPISODES.all(), SEE, pk=pk)
    return desk.answer(request, Reviewer(request.user, episode.my_role), episode)


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
@never_cache
def note(request: HttpRequest, pk: str) -> HttpResponse:
    """The address of a note leads to where it is, and with `write` to a form; a POST does something with it."""
    rows = Note.objects.select_related(*ABOVE, "parent__author", "author", "assigned_to")
    found = get_for(request.user, rows, SEE, pk=pk)
    if request.method == "POST":
        return desk.act(request, Reviewer(request.user, found.my_role), found)
    if "write" in request.GET:
        return desk.writing(request, Reviewer(request.user, found.my_role), found, request.GET["write"])
    number = next(
        (v.number for v in versions(found.production.episode) if v.production.pk == found.production_id), None
    )
    if number is None or found.deleted_at:
        raise Http404(_("This note is gone."))
    thread = found.parent or found
    address = Reviewer(request.user).page(found.production.episode)
    return redirect(f"{address}?version={number}{'&show=all' if thread.resolved_at else ''}#note-{thread.pk}")


@require_POST
@signed_in
def decide(request: HttpRequest, pk: str) -> HttpResponse:
    rows = Production.objects.select_related("episode__show__team", "episode__show__cover", "episode__cover")
    production = get_for(request.user, rows, SEE, pk=pk)
    who = Reviewer(request.user, production.my_role)
    if not who.may_decide(production):
        raise PermissionDenied(refusal())
    return desk.decide(request, who, production)


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
@never_cache
def ask(request: HttpRequest, pk: str) -> HttpResponse:
    """Who is to hear the newest version, until when, with a message."""
    episode = get_for(request.user, EPISODES.all(), EDIT, pk=pk)
    found = versions(episode)
    if not found:
        raise Http404(_("There is nothing to hear yet. Process the recording first."))
    production = found[-1].production
    people = asking.may_be_asked(production, request.user)
    initial = {"people": [person.pk for person in asking.usual(production, people)]}
    sent = request.POST if request.method == "POST" else None
    form = AskForm(sent, people=members_of(episode.show), initial=initial)
    form.fields["people"].choices = [(person.pk, str(person)) for person in people]
    if form.is_valid():
        data = form.cleaned_data
        made = asking.ask(production, request.user, data["people"], due_on=data["due_on"], message=data["message"])
        names = ", ".join(str(each.reviewer) for each in made)
        messages.success(request, _("Asked: %(names)s.") % {"names": names} if made else _("They are asked already."))
        return redirect("review:page", episode.pk)
    context = {"form": form, "episode": episode, "version": found[-1], "people": people}
    return render(request, "review/ask.html", context, status=422 if form.is_bound else 200)


@require_POST
@signed_in
def request_change(request: HttpRequest, pk: str) -> HttpResponse:
    """Remind somebody who is asked, or with `do=withdraw` ask them no more."""
    rows = Request.objects.select_related(*ABOVE, "reviewer")
    found = get_for(request.user, rows, EDIT, pk=pk)
    try:
        if request.POST.get("do") == "withdraw":
            asking.withdraw(found, request.user)
            messages.success(request, _("%(who)s is not asked any more.") % {"who": found.reviewer})
        else:
            asking.remind(found, request.user)
            messages.success(request, _("%(who)s is reminded.") % {"who": found.reviewer})
    except Refused as refused:
        messages.error(request, str(refused))
    return redirect("review:page", found.production.episode_id)


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
@never_cache
def link_list(request: HttpRequest, pk: str) -> HttpResponse:
    """The links of an episode; a POST makes one, whose address is shown this once."""
    episode = get_for(request.user, EPISODES.all(), RUN, pk=pk)
    form = LinkForm(request.POST if request.method == "POST" else None, instance=Link(episode=episode))
    context: dict[str, Any] = {"episode": episode, "form": form}
    status = 422 if form.is_bound else 200
    if form.is_valid():
        try:
            context["address"] = links.make(form.instance, request.user, form.cleaned_data["password"])
            context |= {"made": form.instance, "form": LinkForm()}
            status = 200
        except Refused as refused:
            form.add_error(None, str(refused))
    rows = Link.objects.filter(episode=episode, revoked_at=None).select_related("made_by").prefetch_related("guests")
    context["links"] = rows
    return render(request, "review/links.html", context, status=status)


@require_POST
@signed_in
def link_revoke(request: HttpRequest, pk: str) -> HttpResponse:
    link = get_for(request.user, Link.objects.select_related("episode__show__team"), RUN, pk=pk)
    links.withdraw(link, request.user)
    messages.success(request, _("The link for %(who)s opens nothing any more.") % {"who": link.name})
    return redirect("review:link_list", link.episode_id)
