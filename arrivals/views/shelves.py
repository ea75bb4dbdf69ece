"""Files on the services of one's own accounts: the list that a worker reads, and having Auphonic process some."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from arrivals import ordering, shelves
from arrivals.models import Order, Shelf
from productions.forms.batch import MOST, title_of
from productions.models import AuphonicAccount, Preset, Show
from teams.access import RUN, get_for
from teams.current import signed_in

SHOWN = 100  # files in the list; a search finds the others


class PresetForm(forms.Form):
    preset = forms.ModelChoiceField(Preset.objects.none(), required=False, label=_("Preset"))

    def __init__(self, *args: Any, show: Show, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["preset"].queryset = Preset.objects.filter(team=show.team_id)  # type: ignore[attr-defined]
        self.fields["preset"].empty_label = _("As the show says")  # type: ignore[attr-defined]


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
@never_cache
def shelf(request: HttpRequest, pk: str) -> HttpResponse:
    """The list; a POST makes an episode of every file that is ticked."""
    show = _show(request, pk)
    context = _context(request, show)
    form = context["form"]
    if request.method != "POST":
        return render(request, "arrivals/shelf.html", context)
    wanted = set(request.POST.getlist("file"))
    names = [name for name in context["all_names"] if name in wanted]
    if not names or len(names) > MOST or not form.is_valid():
        context["refusal"] = _("Tick at least one file, and at most %(most)d.") % {"most": MOST}
        return render(request, "arrivals/shelf.html", context, status=422)
    account, service = context["chosen"]
    titles = {name: title_of(name) for name in names}
    ordering.order(show, account, service["uuid"], titles, form.cleaned_data["preset"] or show.preset, request.user)
    text = ngettext("%(count)d file is being processed.", "%(count)d files are being processed.", len(names))
    messages.success(request, text % {"count": len(names)})
    return redirect("arrivals:show_arrivals", show.pk)


@require_safe
@signed_in
@never_cache
def shelf_files(request: HttpRequest, pk: str) -> HttpResponse:
    """Fragment: the list; polled while a worker reads it."""
    return render(request, "arrivals/_files.html", _context(request, _show(request, pk)))


@require_POST
@signed_in
def shelf_look(request: HttpRequest, pk: str) -> HttpResponse:
    """Have a worker read the list of one service of one of one's own accounts."""
    show = _show(request, pk)
    found = _services(request)
    chosen = found.get(request.POST.get("service", ""))
    if chosen is None:
        context = {**_context(request, show), "refusal": _("Choose a service of one of your own accounts.")}
        return render(request, "arrivals/shelf.html", context, status=422)
    account, service = chosen
    shelves.want(account, service["uuid"])
    return redirect(f"{reverse('arrivals:shelf', args=[show.pk])}?service={service['uuid']}")


@require_POST
@signed_in
def order_retry(request: HttpRequest, pk: str) -> HttpResponse:
    """Have a worker try once more what was given up."""
    rows = Order.objects.filter(episode__show__in=Show.objects.for_user(request.user)).select_related("episode")
    found = get_object_or_404(rows, pk=pk)
    _show(request, str(found.episode.show_id))
    ordering.try_again(found)
    return redirect("arrivals:show_arrivals", found.episode.show_id)


def _show(request: HttpRequest, pk: str) -> Show:
    show: Show = get_for(request.user, Show.objects.select_related("team", "preset"), RUN, pk=pk)
    return show


def _services(request: HttpRequest) -> dict[str, tuple[AuphonicAccount, dict[str, Any]]]:
    accounts = AuphonicAccount.objects.owned_by(request.user)
    return {row["uuid"]: (account, row) for account in accounts for row in shelves.incoming(account)}


def _context(request: HttpRequest, show: Show) -> dict[str, Any]:
    services = _services(request)
    chosen = services.get(request.GET.get("service", "")) or next(iter(services.values()), None)
    kept = Shelf.objects.filter(account=chosen[0], service_uuid=chosen[1]["uuid"]).first() if chosen else None
    words = request.GET.get("q", "")[:100]
    names = [] if kept is None else [n for n in kept.names if all(w in n.lower() for w in words.lower().split())]
    return {
        "show": show,
        "services": list(services.values()),
        "chosen": chosen,
        "service": chosen[1] if chosen else None,
        "account": chosen[0] if chosen else None,
        "shelf": kept,
        "is_live": bool(kept and kept.due_at),
        "q": words,
        "all_names": names,
        "names": names[:SHOWN],
        "more": max(0, len(names) - SHOWN),
        "form": PresetForm(request.POST or None, show=show),
    }
