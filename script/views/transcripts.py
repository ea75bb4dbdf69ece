"""The transcript of an episode: its page, what is saved on it, changes of all of it, and files to take along."""

from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from productions import chapter_files
from productions.models import Episode
from script import editions, segments, texts
from script.editions import Overtaken
from script.forms import FORMS, Change, ChangeForm, FindForm, Refused
from script.models import How, Kind
from script.rows import Row, Rows
from script.segments import Segment
from script.transcripts import PAGE, Page, Transcript, slot, transcript_of, unedited
from teams.access import EDIT, SEE, get_for
from teams.current import signed_in

Rest = dict[str, Any]


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def transcript(request: HttpRequest, pk: str) -> HttpResponse:
    """The newest edition, `?edition` an earlier one; a POST saves the segments of one page."""
    episode = _episode(request, pk, EDIT if request.method == "POST" else SEE)
    if request.method != "POST":
        return _answer(request, transcript_of(episode, request.GET.get("edition")))
    rows, now = Rows.read(request.POST), transcript_of(episode)
    if not rows.is_valid:
        return _answer(request, now, typed=rows, refusal=_("Some times cannot be read. Nothing was saved yet."))
    old = _seen(request, now, rows.seen)
    place = (rows.first, rows.count, True) if rows.seen == now.on else slot(old, rows.first, rows.count, now.segments)
    first, count, is_free = place
    if not is_free:
        moved = Rows(now.on, first, count, _typed(rows.segments(old)), frozenset(), {})
        return _answer(request, now, typed=moved, refusal=editions.overtaken(episode, Kind.TRANSCRIPT, request.user))
    body = [*now.segments[:first], *rows.segments(old), *now.segments[first + count :]]
    change = Change(body, How.EDITED, _("Saved."), production=now.production)
    return _save(request, now, change, request.POST.get("then") or str(first // PAGE + 1), typed=rows)


@require_POST
@signed_in
def transcript_change(request: HttpRequest, pk: str) -> HttpResponse:
    """One change of all of it, of those that `FORMS` names."""
    episode = _episode(request, pk, EDIT)
    what = request.POST.get("what", "")
    now = transcript_of(episode)
    if what not in FORMS:
        return _answer(request, now, refusal=_("It is not known what to change. Reload the page and try again."))
    form = FORMS[what](request.POST, request.FILES, auto_id=f"{what}-%s")
    if request.POST.get("seen") != str(now.on):
        said = editions.overtaken(episode, Kind.TRANSCRIPT, request.user)
        return _answer(request, now, bound={what: form}, refusal=said)
    if not form.is_valid():
        return _answer(request, now, bound={what: form}, refusal=next(iter(form.errors.values()))[0])
    try:
        return _save(request, now, form.change(now), request.POST.get("page", "1"), bound={what: form})
    except Refused as problem:
        return _answer(request, now, bound={what: form}, refusal=str(problem))


@require_safe
@signed_in
def transcript_file(request: HttpRequest, pk: str, ending: str) -> HttpResponse:
    """The newest edition as a file, or `?edition` an earlier one."""
    episode = _episode(request, pk, SEE)
    if ending not in texts.WRITERS:
        raise Http404(_("There is no such file. Choose VTT, SRT, JSON or TXT."))
    write, kind = texts.WRITERS[ending]
    shown = transcript_of(episode, request.GET.get("edition"))
    answer = HttpResponse(write(shown.segments), content_type=f"{kind}; charset=utf-8")
    name = slugify(episode.title) or "transcript"
    answer["Content-Disposition"] = f'attachment; filename="{name}.{ending}"'
    return answer


def _episode(request: HttpRequest, pk: str, role: Any) -> Episode:
    episode: Episode = get_for(request.user, Episode.objects.select_related("show__team", "show__cover"), role, pk=pk)
    return episode


def _seen(request: HttpRequest, now: Transcript, number: int) -> list[Segment]:
    """The segments that the page showed: of an edition, or of a production before there was one."""
    if number == now.on and number:
        return now.segments
    if number:
        return transcript_of(now.episode, str(number)).segments
    run = next((run for run in now.runs if str(run.pk) == request.POST.get("run")), None)
    return unedited(now.episode, now.runs, run).segments


def _save(request: HttpRequest, now: Transcript, change: Change, page: str, **kept: Any) -> HttpResponse:
    """Add the edition; `kept` stays on the page when somebody else was faster by a hair."""
    body = segments.rows(segments.clean(change.segments))
    production = change.production or now.production
    back = redirect(f"{reverse('script:transcript', args=[now.episode.pk])}?page={page}")
    if body == segments.rows(now.segments) and production == now.production:
        messages.info(request, _("Nothing was changed."))
        return back
    try:
        editions.save(now.episode, Kind.TRANSCRIPT, body, now.on, change.how, by=request.user, production=production,
                      detail=change.detail)  # fmt: skip
    except Overtaken as overtaken:
        return _answer(request, transcript_of(now.episode), refusal=str(overtaken), **kept)
    messages.success(request, change.said)
    return back


def _typed(found: list[Segment]) -> tuple[Row, ...]:
    """Rows that stay on the page as they were typed, on an edition that is another one now."""
    return tuple(Row(f" {each.end}", chapter_files.clock(each.start), each.speaker, each.text) for each in found)


def _answer(request: HttpRequest, shown: Transcript, **rest: Any) -> HttpResponse:
    """The page, or what changes of it for a script that asks; 422 with what keeps something from being saved."""
    typed: Rows | None = rest.get("typed")
    page = shown.page(str(typed.first // PAGE + 1) if typed else request.GET.get("page") or request.POST.get("page"))
    context = {
        "episode": shown.episode,
        "transcript": shown,
        "page": page,
        "rows": _rows(shown, page, typed, "beside" in request.GET),
        "typed": typed,
        "doubtful": shown.doubtful_page(page),
        "forms": _forms(rest.get("bound", {})),
        "refusal": rest.get("refusal", ""),
        "editions": editions.listed(shown.episode, Kind.TRANSCRIPT),
        "may_edit": shown.episode.my_role >= EDIT and not shown.is_old,
        "endings": list(texts.WRITERS),
    }
    context |= _found(request, shown)
    template = "script/_transcript.html" if request.htmx else "script/transcript.html"
    return render(request, template, context, status=422 if context["refusal"] else 200)


def _found(request: HttpRequest, shown: Transcript) -> Rest:
    form = FindForm(request.GET)
    wanted = form.pattern
    count, hits = shown.hits(wanted) if wanted else (0, [])
    return {"find": form, "wanted": wanted, "count": count, "hits": hits}


def _forms(bound: Mapping[str, ChangeForm]) -> dict[str, ChangeForm]:
    return {name: bound.get(name) or form(auto_id=f"{name}-%s") for name, form in FORMS.items()}


def _rows(shown: Transcript, page: Page, typed: Rows | None, is_beside: bool) -> list[Rest]:
    """What is typed, or the segments of the page with their places, doubts and suggestions."""
    if typed:
        return [{"typed": row, "place": place} for place, row in enumerate(typed.rows)]
    suggested = shown.suggestions(page) if is_beside else {}
    return [
        {"segment": each, "place": place, "suggested": suggested.get(place, "")}
        for place, each in enumerate(shown.of(page), page.first)
    ]
