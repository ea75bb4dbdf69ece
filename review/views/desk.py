"""The page on which a version is heard and talked about: the same for members and guests, whole or as a fragment."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from podcaststudio.words import zoned
from productions import files, gates
from productions.models import Approval, Episode, Production
from productions.pipeline import Refused
from review import deciding, links, notes, standing, threads
from review.forms import DecisionForm, GuestForm, NoteForm, ReplyForm
from review.models import Note, Verdict
from review.reviewers import Reviewer
from review.threads import Choice
from review.versions import Version, versions

VERBS = {"delete": notes.delete, "undo": notes.undo, "resolve": notes.resolve, "reopen": notes.reopen}


def answer(request: HttpRequest, who: Reviewer, episode: Episode) -> HttpResponse:
    """GET: the page, or what changed of it since `v`. POST: a note is left."""
    found = versions(episode)
    version = chosen(request, who, found)
    if request.method == "POST":
        return _leave(request, who, version, found)
    if version and request.GET.get("v") == standing.mark(version):
        return HttpResponse(status=204)
    return page(request, who, episode, version, found)


def chosen(request: HttpRequest, who: Reviewer, found: list[Version]) -> Version | None:
    """The version the address names by its number, else the newest; None when there is nothing to hear.

    Guests hear the newest alone; what they say of the one they had before their eyes is kept with that.
    """
    number = "" if who.link and request.method != "POST" else request.GET.get("version", "")
    wanted = [version for version in found if str(version.number) == number]
    if number and not wanted:
        raise Http404(_("There is no such version to hear."))
    return next(iter(wanted or found[-1:]), None)


def page(
    request: HttpRequest, who: Reviewer, episode: Episode, version: Version | None, found: list[Version], **more: Any
) -> HttpResponse:
    """Whole, or for a request of htmx the part that lives."""
    context = {"who": who, "episode": episode, "version": version, "versions": found, **more}
    if version:
        context = {**_heard(request, who, version, found), **context}
    template = "review/guest.html" if who.link else "review/page.html"
    if version and request.htmx:
        template = "review/_desk.html"
    return render(request, template, context, status=422 if "refusal" in more or "form" in more else 200)


def act(request: HttpRequest, who: Reviewer, note: Note) -> HttpResponse:
    """One of the verbs of a note, as `do` in the form names it."""
    do = request.POST.get("do", "")
    if not who.may_note:
        raise PermissionDenied(_("This link is for listening alone."))
    if do in ("reply", "edit"):
        return _write(request, who, note, do)
    if do not in VERBS:
        return done(request, who, note.production.episode, refusal=_("Choose what to do with the note."))
    try:
        VERBS[do](note, who)
    except Refused as refused:
        return done(request, who, note.production.episode, refusal=str(refused))
    return done(request, who, note.production.episode, anchor=f"#note-{note.parent_id or note.pk}")


def decide(request: HttpRequest, who: Reviewer, production: Production) -> HttpResponse:
    """A decision, or `do=withdraw` that takes one's own back."""
    form = DecisionForm(request.POST)
    try:
        if request.POST.get("do") == "withdraw":
            deciding.withdraw(production, who)
            return done(request, who, production.episode, said=_("Your decision is taken back."))
        if not form.is_valid():
            raise Refused(_("Approve, or request changes in at most 1000 characters."))
        data = form.cleaned_data
        verdict = Verdict(data["verdict"])
        is_going_out = deciding.decide(production, who, verdict, data["sentence"])
    except Refused as refused:
        return done(request, who, production.episode, refusal=str(refused))
    said = _("Approved. It is going out.") if is_going_out else _("Your decision is kept.")
    if verdict == Verdict.APPROVED and (until := _until(production)):
        said = _("Approved. It goes out on %(moment)s.") % {"moment": until}
    return done(request, who, production.episode, said=said)


def done(
    request: HttpRequest, who: Reviewer, episode: Episode, *, anchor: str = "", refusal: str = "", said: str = ""
) -> HttpResponse:
    """Back to the page, or what lives of it, with a sentence."""
    if request.htmx:
        found = versions(episode)
        more = {"refusal": refusal} if refusal else {"said": said}
        return page(request, who, episode, found[-1] if who.link else chosen(request, who, found), found, **more)
    if refusal:
        messages.error(request, refusal)
    elif said:
        messages.success(request, said)
    number = request.GET.get("version", "")
    query = f"version={number}{Choice.of(request.GET).query}" if number.isdigit() else ""
    return redirect(f"{who.page(episode)}?{query}{anchor}" if query else f"{who.page(episode)}{anchor}")


def _leave(request: HttpRequest, who: Reviewer, version: Version | None, found: list[Version]) -> HttpResponse:
    if version is None:
        raise Http404(_("There is nothing to hear yet."))
    episode = version.production.episode
    if not who.may_note:
        raise PermissionDenied(_("This link is for listening alone."))
    form = NoteForm(request.POST, who=who, version=version)
    if form.is_valid():
        note = notes.leave(version.production, who, **form.cleaned_data)
        return done(request, who, episode, anchor=f"#note-{note.pk}")
    if request.htmx:
        facts = {"form": form, "who": who, "episode": episode, "version": version, "query": _query(request)}
        return _form(request, "compose", facts)
    return page(request, who, episode, version, found, form=form)


def writing(request: HttpRequest, who: Reviewer, note: Note, do: str) -> HttpResponse:
    """The form to reply to a note, or to change one's own: fetched when it is wanted, or as a page."""
    if do not in ("reply", "edit") or (do == "edit" and not who.owns(note)) or not who.may_note or note.deleted_at:
        raise Http404(_("There is nothing to write here."))
    context = {"form": _form_of(who, note, do), "who": who, "note": note, "do": do, "query": _query(request)}
    if request.htmx:
        return render(request, "review/_write.html", context)
    return render(request, "review/note.html", {**context, "episode": note.production.episode})


def _write(request: HttpRequest, who: Reviewer, note: Note, do: str) -> HttpResponse:
    """A reply, or other words for one's own note."""
    episode = note.production.episode
    form = _form_of(who, note, do, request.POST)
    try:
        if form.is_valid():
            if do == "reply":
                note = notes.reply(note, who, form.cleaned_data["text"])
            else:
                notes.edit(note, who, **form.cleaned_data)
            return done(request, who, episode, anchor=f"#note-{note.parent_id or note.pk}")
    except Refused as refused:
        return done(request, who, episode, refusal=str(refused))
    context = {"form": form, "who": who, "note": note, "do": do, "query": _query(request)}
    if request.htmx:
        return _form(request, f"{do}-{note.pk}", context)
    return render(request, "review/note.html", {**context, "episode": episode}, status=422)


def _form_of(who: Reviewer, note: Note, do: str, sent: Any = None) -> Any:
    if do == "reply" or note.parent_id:
        return ReplyForm(sent, note=note, is_edit=do == "edit")
    heard = {version.production.pk: version for version in versions(note.production.episode)}
    if note.production_id not in heard:
        raise Http404(_("There is nothing to hear any more."))
    return NoteForm(sent, who=who, version=heard[note.production_id], note=note)


def _form(request: HttpRequest, place: str, context: dict[str, Any]) -> HttpResponse:
    """The form with what is wrong in it, in its own place."""
    template = "review/_compose.html" if place == "compose" else "review/_write.html"
    response = render(request, template, context, status=422)
    response["HX-Retarget"], response["HX-Reswap"] = f"#{place}", "outerHTML"
    return response


def _query(request: HttpRequest) -> str:
    """What the address carries on: the version and the choice of notes."""
    number = request.GET.get("version", "")
    return f"version={number if number.isdigit() else ''}{Choice.of(request.GET).query}"


def _heard(request: HttpRequest, who: Reviewer, version: Version, found: list[Version]) -> dict[str, Any]:
    """Everything about one version, for the whole page and for its fragment."""
    production = version.production
    choice = Choice.of(request.GET)
    people = standing.standings(version)
    mine = next((each.decision for each in people if each.decision and who.owns(each.decision)), None)
    newer = found[-1] if found[-1].number > version.number else None
    return {
        "mark": standing.mark(version),
        "choice": choice,
        "query": f"version={version.number}{choice.query}",
        "cards": threads.threads(who, version, found, choice),
        "counts": threads.count(version, found),
        "people": people,
        "approvals": standing.approvals(people),
        "waits": [each for each in people if each.verdict == standing.WAITING],
        "mine": mine,
        "newer": newer,
        "closed": deciding.closed(production),
        "until": _until(production),
        "must_fix": deciding.must_fix(production),
        "may_decide": who.may_decide(production),
        "rule": standing.RULES[Approval(production.approval)],
        "form": NoteForm(who=who, version=version) if who.may_note else None,
        "guest_form": GuestForm() if who.link and not who.guest else None,
        "sound": _sound(who, version),
        "cover": _cover(who, production.episode),
    }


def _until(production: Production) -> str:
    """When what people have let go goes out by itself, with the zone; empty when it does not."""
    if not production.is_held or not deciding.is_met(production):
        return ""
    until = gates.held_until(production.episode_id)
    return zoned(until) if until else ""


def _sound(who: Reviewer, version: Version) -> str:
    return who.address("sound") if who.link else files.address(version.sound)


def _cover(who: Reviewer, episode: Episode) -> str:
    cover = links.cover_of(episode)
    if cover is None:
        return ""
    return links.address_of(who.link, cover) if who.link else files.address(cover)
