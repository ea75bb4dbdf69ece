"""Choosing from what is in one's account at Auphonic: the list, read by a worker, and taking in what was chosen."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from arrivals import intake, survey
from arrivals.models import Survey
from productions.models import AuphonicAccount, Show
from teams.access import RUN, get_for
from teams.current import signed_in

SHOWN = 50  # productions in the list; a search finds the others


class ChoiceForm(forms.Form):
    """Which of one's own accounts, and words of the title."""

    account = forms.ModelChoiceField(AuphonicAccount.objects.none(), empty_label=None, required=False)
    q = forms.CharField(max_length=100, required=False)


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
@never_cache
def choose(request: HttpRequest, pk: str) -> HttpResponse:
    """The list; a POST takes in what is ticked."""
    show = get_for(request.user, Show.objects.select_related("team"), RUN, pk=pk)
    context = _context(request, show)
    if request.method == "POST":
        chosen = set(request.POST.getlist("production"))
        fit = [each for each in context["all_found"] if each.is_free and each.uuid in chosen]
        if not fit:
            context["refusal"] = _("Tick at least one production that is not here yet.")
            return render(request, "arrivals/choose.html", context, status=422)
        count = sum(intake.announce(show, context["account"], each.uuid, each.title) for each in fit)
        text = ngettext("%(count)d production is taken in.", "%(count)d productions are taken in.", count)
        messages.success(request, text % {"count": count})
        return redirect("arrivals:show_arrivals", show.pk)
    return render(request, "arrivals/choose.html", context)


@require_safe
@signed_in
@never_cache
def found(request: HttpRequest, pk: str) -> HttpResponse:
    """Fragment: the list; polled while a worker reads it."""
    show = get_for(request.user, Show.objects.select_related("team"), RUN, pk=pk)
    return render(request, "arrivals/_found.html", _context(request, show))


@require_POST
@signed_in
def survey_start(request: HttpRequest, pk: str) -> HttpResponse:
    """Have a worker read the list of one of one's own accounts."""
    show = get_for(request.user, Show.objects.select_related("team"), RUN, pk=pk)
    form = _form(request, request.POST)
    account = form.is_valid() and form.cleaned_data["account"]
    if not account:
        context = {**_context(request, show), "refusal": _("Choose one of your own accounts.")}
        return render(request, "arrivals/choose.html", context, status=422)
    survey.want(account)
    return redirect(f"{reverse('arrivals:choose', args=[show.pk])}?account={account.pk}")


def _form(request: HttpRequest, data: Any) -> ChoiceForm:
    form = ChoiceForm(data)
    accounts: Any = form.fields["account"]
    accounts.queryset = AuphonicAccount.objects.owned_by(request.user)
    return form


def _context(request: HttpRequest, show: Show) -> dict[str, Any]:
    form = _form(request, request.GET)
    data = form.cleaned_data if form.is_valid() else {}
    accounts = list(AuphonicAccount.objects.owned_by(request.user))
    account = data.get("account") or next(iter(accounts), None)
    look = Survey.objects.filter(account=account).first() if account else None
    all_found = survey.choices(look, show, data.get("q", "")) if look else []
    return {
        "show": show,
        "accounts": accounts,
        "account": account,
        "look": look,
        "is_live": bool(look and look.due_at),
        "q": data.get("q", ""),
        "found": all_found[:SHOWN],
        "more": max(0, len(all_found) - SHOWN),
        "all_found": all_found,
    }
