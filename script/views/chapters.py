"""The chapters of an episode: rows, changes of all of them, suggestions beside, and files to take along."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from productions import chapter_files
from productions import chapters as kept_chapters
from productions.chapter_files import Mark
from productions.forms.chapters import Chapters as Rows
from productions.forms.chapters import ImportForm
from productions.models import Episode
from script import chapters as script_chapters
from script import editions
from script.chapters import Chapters, Pictures, chapters_of, keep
from script.forms import Refused, ShiftForm, StretchForm
from script.models import How, Kind
from script.views.pictures import PictureForm
from teams import edits
from teams.access import EDIT, SEE, get_for
from teams.current import signed_in
from teams.edits import one_by_one

# the chapters, how they came about, a detail of it, what to say, and pictures of chapters that have none
New = tuple[list[Mark], How, str, str] | tuple[list[Mark], How, str, str, Pictures | None]


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
@one_by_one
def chapters(request: HttpRequest, pk: str) -> HttpResponse:
    episode = _episode(request, pk, EDIT if request.method == "POST" else SEE)
    rows = _rows(request.POST or None, episode)
    if request.method == "POST" and rows.is_valid():
        if not (said := edits.conflict(request.POST, _mark(episode), episode, episode.show.team)):
            keep(episode, rows.marks, How.EDITED, by=request.user)
            messages.success(request, _("Saved. Listeners see them at once; files get them with the next production."))
            return redirect("script:chapters", episode.pk)
        return _page(request, episode, rows, status=422, overtaken=said)
    return _page(request, episode, rows, status=422 if rows.is_bound else 200)


@require_POST
@signed_in
@one_by_one
def chapters_change(request: HttpRequest, pk: str) -> HttpResponse:
    """One change of all of them: what `CHANGES` names."""
    episode = _episode(request, pk, EDIT)
    what = request.POST.get("what", "")
    form = FORMS[what](request.POST, request.FILES, auto_id=f"{what}-%s") if what in FORMS else None
    if said := edits.conflict(request.POST, _mark(episode), episode, episode.show.team):
        return _page(request, episode, _rows(None, episode), {what: form} if form else None, 422, overtaken=said)
    try:
        if what not in CHANGES:
            raise Refused(_("It is not known what to change. Reload the page and try again."))
        if form and not form.is_valid():
            return _page(request, episode, _rows(None, episode), {what: form}, status=422)
        marks, how, detail, told, *pictures = CHANGES[what](form, chapters_of(episode), request.POST)
    except Refused as problem:
        messages.error(request, str(problem))
        return _page(request, episode, _rows(None, episode), {what: form} if form else None, status=422)
    keep(episode, marks, how, by=request.user, detail=detail, pictures=next(iter(pictures), None))
    messages.success(request, told)
    return redirect("script:chapters", episode.pk)


@require_safe
@signed_in
def chapters_file(request: HttpRequest, pk: str, ending: str) -> HttpResponse:
    """The list as a file, at the times of the recording; with `?heard` at those of the newest output."""
    episode = _episode(request, pk, SEE)
    if ending not in chapter_files.WRITERS:
        raise Http404(_("There is no such file. Choose TXT, JSON, PSC or LABELS."))
    found = chapters_of(episode)
    write, kind = chapter_files.WRITERS[ending]
    body = write(found.heard if "heard" in request.GET else found.marks)
    answer = HttpResponse(body, content_type=f"{kind}; charset=utf-8")
    name = f"{slugify(episode.title) or 'chapters'}.{'labels.txt' if ending == 'labels' else f'chapters.{ending}'}"
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


def _import(form: Any, found: Chapters, data: Any) -> New:
    marks, unclear = form.cleaned_data["marks"], form.cleaned_data["unclear"]
    said = _("%(n)s chapters understood.") % {"n": len(marks)}
    if unclear:
        said = f"{said} {_('Not understood:')} {'; '.join(unclear[:5])}."
    file = form.cleaned_data.get("file")
    return marks, How.IMPORTED, file.name if file else "", said


def _shift(form: Any, found: Chapters, data: Any) -> New:
    seconds, since = form.distance
    marks = script_chapters.moved(found.marks, lambda start: start + seconds if start >= since else start)
    return marks, How.SHIFTED, form.detail, form.said


def _stretch(form: Any, found: Chapters, data: Any) -> New:
    return script_chapters.moved(found.marks, form.anchors.place), How.STRETCHED, form.detail, form.said


def _accept(form: Any, found: Chapters, data: Any) -> New:
    marks = found.accepted(data.get("suggestion", ""))
    if marks == found.marks:
        raise Refused(_("This suggestion is not there any more. Reload the page."))
    return marks, How.ACCEPTED, "", _("Taken beside yours. Change what you like.")


def _restore(form: Any, found: Chapters, data: Any) -> New:
    number = data.get("number", "")
    edition = script_chapters.kept(found.episode, int(number)) if number.isdecimal() and len(number) < 9 else None
    if edition is None:
        raise Refused(_("There is no such edition."))
    said = _("Edition %(number)s is back. Nothing of what came after it is lost.") % {"number": number}
    marks, pictures = edition
    return marks, How.RESTORED, number, said, pictures


FORMS: dict[str, type[forms.Form]] = {"import": ImportForm, "shift": ShiftForm, "stretch": StretchForm}
CHANGES = {"import": _import, "shift": _shift, "stretch": _stretch, "accept": _accept, "restore": _restore}


def _episode(request: HttpRequest, pk: str, role: Any) -> Episode:
    episode: Episode = get_for(request.user, Episode.objects.select_related("show__team", "show__cover"), role, pk=pk)
    return episode


def _mark(episode: Episode) -> str:
    """Of its chapters, read while nobody else writes them."""
    Episode.objects.select_for_update().filter(pk=episode.pk).exists()
    return edits.mark({"chapters": kept_chapters.marks_of(episode)})


def _rows(data: Any, episode: Episode) -> Any:
    initial = [{"start": mark.start, "title": mark.title, "url": mark.url} for mark in kept_chapters.marks_of(episode)]
    return Rows(data, initial=initial, prefix="chapters")


def _page(
    request: HttpRequest, episode: Episode, rows: Any, bound: Any = None, status: int = 200, overtaken: str = ""
) -> HttpResponse:
    found = chapters_of(episode)
    both = kept_chapters.both_times(found.marks, found.run)
    context = {
        "episode": episode,
        "overtaken": overtaken,
        "chapters": found,
        "rows": rows,
        "both": [(each, heard.start if found.times else None) for each, heard in zip(both, found.heard, strict=True)],
        "has_cuts": any(each.start_output is not None and abs(each.start_output - each.start) > 0.001 for each in both),
        "forms": {name: (bound or {}).get(name) or form(auto_id=f"{name}-%s") for name, form in FORMS.items()},
        "pictures": PictureForm(episode=episode),
        "pictured": [each for each in episode.chapters.select_related("image") if each.image],
        "editions": editions.listed(episode, Kind.CHAPTERS),
        "endings": list(chapter_files.WRITERS),
        "seen": edits.mark({"chapters": found.marks}),
        "may_edit": episode.my_role >= EDIT,
    }
    return render(request, "script/chapters.html", context, status=status)
