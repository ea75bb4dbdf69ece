"""The list of a show's episodes, its first tab."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from planning.forms import BulkForm, members_of
from planning.listing import NOBODY, Filters, episodes_of
from planning.models import Change
from planning.views.tabs import show_for
from productions.stages import row
from teams.access import EDIT, RUN, SEE
from teams.current import signed_in

PAGE = 50


@require_safe
@signed_in
def show_detail(request: HttpRequest, pk: str) -> HttpResponse:
    show = show_for(request.user, SEE, pk)
    filters, now = Filters.read(request.GET), timezone.now()
    pages = Paginator(episodes_of(show, filters), PAGE)
    if not filters.are_any:
        pages.count = show.listed
    page = pages.get_page(request.GET.get("page"))
    rows = [row(episode) for episode in page]
    for each in rows:
        each.episode.show = show
        each.episode.is_overdue = each.episode.plan.is_overdue(now)
    context = {"show": show, "tab": "list", "page": page, "rows": rows, "filters": filters, "nobody": NOBODY}
    owners = list(members_of(show))
    context |= {"owners": owners, "stages": show.plan.stage_choices(), "zone": show.plan.zone}
    if show.my_role >= EDIT:
        context |= {"bulk": BulkForm(show=show, owners=owners), "may_run": show.my_role >= RUN, "may_plan": True}
        context["change"] = Change.objects.to_undo(request.user).filter(show=show).first() if show.has_change else None
    return render(request, "planning/show_detail.html", context)
