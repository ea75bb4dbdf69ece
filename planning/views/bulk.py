"""Many episodes changed with one press, and taken back with another."""

from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from planning import bulk as many
from planning.forms import BulkForm
from planning.models import Change, Plan
from planning.stages import Stage
from planning.views.tabs import show_for
from productions.models import Show
from teams.access import EDIT, RUN, get_for
from teams.current import signed_in

Wanted = Callable[[Plan], dict[str, Any]]


@require_POST
@signed_in
def bulk(request: HttpRequest, pk: str) -> HttpResponse:
    """Comes back to the list as it was filtered (`back` is its query)."""
    show = show_for(request.user, RUN if request.POST.get("do") == "preset" else EDIT, pk)
    form = BulkForm(request.POST, show=show)
    if not form.is_valid():
        messages.error(request, form.sentence)
        return _back(request, show)
    words, wanted = _what(form)
    plans = list(form.cleaned_data["episode"])
    outcome = many.apply(show, request.user, plans, words, wanted)
    if outcome.refusals or not outcome.count:
        messages.warning(request, many.said(outcome))
    return _back(request, show)


@require_POST
@signed_in
def undo(request: HttpRequest, pk: str) -> HttpResponse:
    """One's own change, for as long as it is kept."""
    mine = Change.objects.filter(made_by=request.user).select_related("show__team")
    change = get_for(request.user, mine, EDIT, pk=pk)
    if not Change.objects.to_undo(request.user).filter(pk=change.pk).exists():
        messages.error(request, _("This can no longer be taken back."))
        return _back(request, change.show)
    count, changed = many.undo(change, request.user)
    messages.success(request, ngettext("%d episode is as it was.", "%d episodes are as they were.", count) % count)
    if changed:
        said = ngettext("%d was changed since and stays.", "%d were changed since and stay.", changed)
        messages.warning(request, said % changed)
    return _back(request, change.show)


def _what(form: BulkForm) -> tuple[str, Wanted]:
    """In words for people, and as values for each episode."""
    data, show = form.cleaned_data, form.show
    do = data["do"]
    value: Any = data.get(do)
    if do == "stage":
        return _("moved to “%s”") % show.plan.label(value), lambda plan: {"stage": value}
    if do == "owner":
        return _("given to %s") % (value or _("nobody")), lambda plan: {"owner_id": value.pk if value else None}
    if do == "planned":
        words = _("given a planned date") if value else _("left without a planned date")
        return words, lambda plan: {"planned_at": value}
    if do == "shift":
        return _("moved by %d days") % value, many.shift(value, show)
    if do == "preset":
        own = value.settings if value and value != show.preset else None
        return _("set to the preset “%s”") % (value or show.preset or "–"), lambda plan: {"own_settings": own}
    if do == "tags":
        added = [tag.strip()[:60] for tag in value.split(",") if tag.strip()]
        return _("tagged %s") % ", ".join(added), many.tags(added)
    return _("moved to “%s”") % show.plan.label(Stage.ARCHIVED), many.archive


def _back(request: HttpRequest, show: Show) -> HttpResponse:
    names = ("stage", "owner", "q", "attention", "page")
    kept = {name: value for name in names if (value := request.POST.get(f"back_{name}"))}
    return redirect(f"{show.get_absolute_url()}?{urlencode(kept)}" if kept else show.get_absolute_url())
