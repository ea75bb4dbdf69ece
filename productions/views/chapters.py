"""Chapters of an episode: rows, import, Auphonic's suggestions, and the list to take along."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from productions import chapter_files, chapters
from productions.chapter_files import Mark
from productions.forms.chapters import Chapters, ImportForm
from productions.models import Episode
from teams.access import EDIT, SEE, get_for
from teams.current import signed_in


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def episode_chapters(request: HttpRequest, pk: str) -> HttpResponse:
    episode = _episode(request, pk, EDIT if request.method == "POST" else SEE)
    rows = _rows(request.POST or None, episode)
    if request.method == "POST" and rows.is_valid():
        chapters.replace(episode, rows.marks)
        messages.success(request, _("Saved. They go out with the next production."))
        return redirect("productions:episode_chapters", episode.pk)
    return _page(request, episode, rows, ImportForm(), status=422 if rows.is_bound else 200)


@require_POST
@signed_in
def chapters_import(request: HttpRequest, pk: str) -> HttpResponse:
    episode = _episode(request, pk, EDIT)
    form = ImportForm(request.POST, request.FILES)
    if not form.is_valid():
        return _page(request, episode, _rows(None, episode), form, status=422)
    chapters.replace(episode, form.cleaned_data["marks"])
    said = _("%(n)s chapters understood.") % {"n": len(form.cleaned_data["marks"])}
    unclear = form.cleaned_data["unclear"]
    messages.info(request, f"{said} {_('Not understood:')} {'; '.join(unclear[:5])}." if unclear else said)
    return redirect("productions:episode_chapters", episode.pk)


@require_POST
@signed_in
def chapters_adopt(request: HttpRequest, pk: str) -> HttpResponse:
    """Take the chapters of the newest production, Auphonic's own suggestions among them."""
    episode = _episode(request, pk, EDIT)
    found = chapters.found_by(episode.productions.order_by("-created_at").first())
    if found:
        chapters.replace(episode, [Mark(each.start, each.title or "No title", each.url) for each in found])
        messages.success(request, _("These are Auphonic’s chapters. Change what you like."))
    return redirect("productions:episode_chapters", episode.pk)


@require_safe
@signed_in
def chapters_file(request: HttpRequest, pk: str) -> HttpResponse:
    """The list as text, which every program takes."""
    episode = _episode(request, pk, SEE)
    answer = HttpResponse(chapter_files.write(chapters.marks_of(episode)), content_type="text/plain; charset=utf-8")
    answer["Content-Disposition"] = 'attachment; filename="chapters.txt"'
    return answer


def _episode(request: HttpRequest, pk: str, role: Any) -> Episode:
    episode: Episode = get_for(request.user, Episode.objects.select_related("show__team", "show__cover"), role, pk=pk)
    return episode


def _rows(data: Any, episode: Episode) -> Any:
    initial = [{"start": mark.start, "title": mark.title, "url": mark.url} for mark in chapters.marks_of(episode)]
    return Chapters(data, initial=initial, prefix="chapters")


def _page(request: HttpRequest, episode: Episode, rows: Any, form: ImportForm, status: int) -> HttpResponse:
    newest = episode.productions.exclude(chapters=[]).order_by("-created_at").first()
    marks = chapters.marks_of(episode)
    both = chapters.both_times(marks, newest)
    suggested = chapters.found_by(newest)
    context = {
        "episode": episode,
        "rows": rows,
        "both": both,
        "has_cuts": any(each.start_output is not None and abs(each.start_output - each.start) > 0.001 for each in both),
        "suggested": suggested if {each.start for each in suggested} != {mark.start for mark in marks} else [],
        "import_form": form,
        "may_edit": episode.my_role >= EDIT,
    }
    return render(request, "productions/episode_chapters.html", context, status=status)
